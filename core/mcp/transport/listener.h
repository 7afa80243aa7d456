// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

struct sockaddr;

/// A socket that listens, or why there is none.
struct Listener
{
    enum class Outcome { Listening, Taken, BadAddress, Impossible } outcome = Outcome::Impossible;
    int fd = -1;
    int secondFd = -1; // [::1] beside 127.0.0.1: many clients look for "localhost" there first; -1: it cannot be had
    quint16 port = 0;  // the real one where 0 was asked for
    bool isLoopback = true;
    QString error; // one sentence; empty when it listens
};

/// Binds `host` (an address, or a name of this machine) exclusively: never beside another program's socket.
[[nodiscard]] Listener openListener(const QString &host, quint16 port);

/// An address that only this machine can come from.
[[nodiscard]] bool isLoopback(const sockaddr *address);

/// Allows this process as many descriptors as `wanted` connections need, as far as the system lets us; returns how
/// many connections fit.
[[nodiscard]] unsigned makeRoomForConnections(unsigned wanted);

/// How many bytes the peer of a TCP socket has sent so far.
[[nodiscard]] quint64 bytesReceived(int fd);
/// How many bytes the peer's system has taken from us so far.
[[nodiscard]] quint64 bytesTaken(int fd);
