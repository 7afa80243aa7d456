// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/transport/second_socket.h"

#include <cerrno>

#include <unistd.h>

SecondSocket::SecondSocket(int fd, Taker taker)
    : m_fd(fd)
    , m_taker(std::move(taker))
    , m_readable(fd, QSocketNotifier::Read)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(200);
    QObject::connect(&m_pause, &QTimer::timeout, &m_readable, [this] { m_readable.setEnabled(true); });
    QObject::connect(&m_readable, &QSocketNotifier::activated, &m_readable, [this] { accept(); });
}

SecondSocket::~SecondSocket()
{
    m_readable.setEnabled(false);
    ::close(m_fd);
}

void SecondSocket::accept()
{
    constexpr int AtOnce = 64; // others wait for the main thread too
    for (int i = 0; i < AtOnce; ++i) {
        sockaddr_storage peer = {};
        socklen_t length = sizeof peer;
        const int fd = ::accept4(m_fd, reinterpret_cast<sockaddr *>(&peer), &length, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd >= 0) {
            m_taker(fd, reinterpret_cast<const sockaddr *>(&peer), length);
            continue;
        }
        // Without a free descriptor the connection would call for us again and again.
        if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED) {
            m_readable.setEnabled(false);
            m_pause.start();
        }
        return;
    }
}
