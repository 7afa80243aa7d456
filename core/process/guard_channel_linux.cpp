// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/process/guard_channel.h"

#include <QSocketNotifier>

#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

static void closeOnce(int &descriptor)
{
    if (descriptor >= 0)
        ::close(descriptor);
    descriptor = -1;
}

/// Away from 0, 1 and 2, which are free when we were started without them and which QProcess fills in the child.
static void moveUp(int &descriptor)
{
    if (descriptor < 0 || descriptor > 2)
        return;
    const int higher = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    ::close(descriptor);
    descriptor = higher;
}

GuardChannel::GuardChannel(QObject *parent)
    : QObject(parent)
{
}

GuardChannel::~GuardChannel()
{
    closeGuardEnds();
    closeLifeline();
    if (m_notifier)
        m_notifier->setEnabled(false);
    closeOnce(m_events);
}

QString GuardChannel::open()
{
    int lifeline[2] = {-1, -1};
    int events[2] = {-1, -1};
    // A socket, not a pipe: writing to a guard that is gone must not raise SIGPIPE.
    const bool made = ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, lifeline) == 0 &&
                      ::pipe2(events, O_CLOEXEC | O_NONBLOCK) == 0;
    const int error = errno;
    m_lifeline = lifeline[0];
    m_guardLifeline = lifeline[1];
    m_events = events[0];
    m_guardEvents = events[1];
    for (int *descriptor : {&m_lifeline, &m_guardLifeline, &m_events, &m_guardEvents})
        moveUp(*descriptor);
    if (!made)
        return QString::fromLocal8Bit(std::strerror(error));
    m_notifier = new QSocketNotifier(m_events, QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &GuardChannel::drain);
    return {};
}

std::function<void()> GuardChannel::childModifier() const
{
    // The child shares our memory until it executes: system calls only. Signals go back to their defaults before they
    // are unblocked, or one of our handlers would run in there.
    return [lifeline = m_guardLifeline, events = m_guardEvents] {
        struct sigaction standard = {};
        standard.sa_handler = SIG_DFL;
        for (int number = 1; number < NSIG; ++number)
            ::sigaction(number, &standard, nullptr);
        sigset_t none;
        sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        ::dup2(lifeline, STDIN_FILENO);
        ::fcntl(events, F_SETFD, 0);
    };
}

void GuardChannel::closeGuardEnds()
{
    closeOnce(m_guardLifeline);
    closeOnce(m_guardEvents);
}

void GuardChannel::send(const QByteArray &verb)
{
    const QByteArray line = verb + '\n';
    if (m_lifeline >= 0)
        ::send(m_lifeline, line.constData(), size_t(line.size()), MSG_NOSIGNAL | MSG_DONTWAIT);
}

void GuardChannel::closeLifeline()
{
    closeOnce(m_lifeline);
}

void GuardChannel::drain()
{
    char bytes[4096];
    ssize_t got = 0;
    while (m_events >= 0 && ((got = ::read(m_events, bytes, sizeof bytes)) > 0 || (got < 0 && errno == EINTR))) {
        if (got > 0)
            m_pending.append(bytes, got);
    }
    if (got == 0 && m_notifier)
        m_notifier->setEnabled(false); // end of file would wake us for ever
    for (qsizetype end = m_pending.indexOf('\n'); end >= 0; end = m_pending.indexOf('\n')) {
        const QByteArray line = m_pending.left(end);
        m_pending.remove(0, end + 1);
        emit eventRead(line);
    }
}
