// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/guard/event_channel.h"

#include <cerrno>

#include <unistd.h>

void EventChannel::say(const std::string &line)
{
    m_pending += line + '\n';
    flush();
}

void EventChannel::sayIfFree(const std::string &line)
{
    if (!isBehind())
        say(line);
}

void EventChannel::flush()
{
    while (!m_pending.empty()) {
        const ssize_t written = write(m_descriptor, m_pending.data(), m_pending.size());
        if (written > 0) {
            m_pending.erase(0, static_cast<size_t>(written));
        } else if (errno == EAGAIN) {
            return;
        } else if (errno != EINTR) {
            m_pending.clear(); // the tray is gone: nobody is left to be told
        }
    }
}
