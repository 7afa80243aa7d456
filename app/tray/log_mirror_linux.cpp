// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/log_mirror.h"

#include "core/log/log_format.h"
#include "core/log/log_store.h"

#include <algorithm>
#include <cerrno>
#include <limits.h>
#include <poll.h>
#include <unistd.h>

LogMirror::LogMirror(const LogStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_writable(STDERR_FILENO, QSocketNotifier::Write)
    , m_next(store.endNumber())
{
    m_writable.setEnabled(false);
    connect(&m_writable, &QSocketNotifier::activated, this, &LogMirror::pump);
    connect(&store, &LogStore::changed, this, [this] {
        if (!m_writable.isEnabled())
            pump();
    });
}

bool LogMirror::refill()
{
    m_next = std::max(m_next, m_store.firstNumber());
    while (m_next < m_store.endNumber() && m_pending.size() < PIPE_BUF) {
        const LineView line = m_store.line(m_next++);
        if (!line.has(LogLine::HealthCheck))
            m_pending += formatLine(line) + '\n';
    }
    return !m_pending.isEmpty();
}

void LogMirror::pump()
{
    // A bounded turn, so that a fast reader of a flood does not keep the event loop.
    for (int turn = 0; turn < 64 && !m_broken; ++turn) {
        if (!refill()) {
            m_writable.setEnabled(false);
            return;
        }
        // stderr belongs to others as well, so it stays blocking; a pipe that is writable takes PIPE_BUF bytes
        // without blocking (pipe(7)).
        pollfd ready{.fd = STDERR_FILENO, .events = POLLOUT, .revents = 0};
        if (::poll(&ready, 1, 0) <= 0)
            break;
        const ssize_t written =
            ::write(STDERR_FILENO, m_pending.constData(), size_t(std::min<qsizetype>(m_pending.size(), PIPE_BUF)));
        if (written > 0)
            m_pending.remove(0, written);
        else if (errno != EAGAIN && errno != EINTR)
            m_broken = true;
    }
    m_writable.setEnabled(!m_broken);
}
