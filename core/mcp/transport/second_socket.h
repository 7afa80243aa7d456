// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QSocketNotifier>
#include <QTimer>

#include <functional>

#include <sys/socket.h>

/// Accepts what comes at a listening socket, and hands each connection on.
class SecondSocket
{
public:
    using Taker = std::function<void(int fd, const sockaddr *peer, socklen_t length)>;

    /// Takes over `fd`.
    SecondSocket(int fd, Taker taker);
    ~SecondSocket();
    Q_DISABLE_COPY_MOVE(SecondSocket)

private:
    void accept();

    const int m_fd;
    const Taker m_taker;
    QSocketNotifier m_readable;
    QTimer m_pause;
};
