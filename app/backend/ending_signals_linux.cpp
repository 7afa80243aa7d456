// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/backend/ending_signals.h"

#include <csignal>

#include <sys/signalfd.h>
#include <unistd.h>

static sigset_t endingSignals()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        sigaddset(&set, number);
    return set;
}

static int openSignals()
{
    const sigset_t set = endingSignals();
    const int fd = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    // Without the descriptor the signals keep their default, which ends us too.
    if (fd >= 0)
        ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    return fd;
}

EndingSignals::EndingSignals(QObject *parent)
    : QObject(parent)
    , m_fd(openSignals())
    , m_notifier(QSocketNotifier::Read)
{
    // The other end of a pipe or connection that goes away, and a file that may not become larger, are an error of that
    // write, not our end.
    for (const int signal : {SIGPIPE, SIGXFSZ})
        ::signal(signal, SIG_IGN);
    if (m_fd < 0)
        return;
    m_notifier.setSocket(m_fd);
    m_notifier.setEnabled(true);
    connect(&m_notifier, &QSocketNotifier::activated, this, [this] {
        signalfd_siginfo info = {};
        if (::read(m_fd, &info, sizeof info) == ssize_t(sizeof info))
            emit endRequested(int(info.ssi_signo));
    });
}

EndingSignals::~EndingSignals()
{
    if (m_fd < 0)
        return;
    m_notifier.setEnabled(false);
    const sigset_t set = endingSignals();
    ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    ::close(m_fd);
}
