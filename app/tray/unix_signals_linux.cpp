// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/unix_signals.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

// What the handler may touch.
static volatile int s_writeEnd = -1;
static constexpr std::array Signals = {SIGTERM, SIGINT, SIGHUP, SIGQUIT};

/// nohup, and a shell that puts us into the background, have some signals ignored: so they stay. That of the session's
/// end is for us whoever started us.
static bool isToBeHeard(int number)
{
    struct sigaction before = {};
    return number == SIGTERM || ::sigaction(number, nullptr, &before) != 0 || before.sa_handler != SIG_IGN;
}

static void onSignal(int)
{
    const int saved = errno;
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = ::write(s_writeEnd, &byte, 1);
    errno = saved;
}

UnixSignals::UnixSignals(QObject *parent)
    : QObject(parent)
    , m_notifier(QSocketNotifier::Read)
{
    if (::pipe2(m_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return; // Out of descriptors: the signals keep their default, and the guard ends the tree.
    s_writeEnd = m_pipe[1];
    m_notifier.setSocket(m_pipe[0]);
    m_notifier.setEnabled(true);
    connect(&m_notifier, &QSocketNotifier::activated, this, [this] {
        char bytes[16];
        const ssize_t count = ::read(m_pipe[0], bytes, sizeof bytes);
        for (ssize_t i = 0; i < count; ++i)
            emit endRequested();
    });
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigset_t heard;
    sigemptyset(&heard);
    for (const int number : Signals) {
        if (!isToBeHeard(number))
            continue;
        ::sigaction(number, &action, nullptr);
        sigaddset(&heard, number);
    }
    // Whoever started us may have blocked them, and we inherit that, too.
    ::pthread_sigmask(SIG_UNBLOCK, &heard, nullptr);
}

UnixSignals::~UnixSignals()
{
    m_notifier.setEnabled(false);
    // From here on the default: a signal during the last moments ends us, as it should.
    for (const int number : Signals) {
        if (isToBeHeard(number))
            ::signal(number, SIG_DFL);
    }
    s_writeEnd = -1;
    for (const int fd : m_pipe) {
        if (fd >= 0)
            ::close(fd);
    }
}
