// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/control/peer_user.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

bool isOwnUser(qintptr socketDescriptor)
{
    ucred peer = {};
    socklen_t size = sizeof peer;
    return ::getsockopt(int(socketDescriptor), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && size == sizeof peer &&
           peer.uid == ::getuid();
}

void keepOpenUntilExit(qintptr socketDescriptor)
{
    // The kernel closes the copy when we end, and not before.
    [[maybe_unused]] const int copy = ::fcntl(int(socketDescriptor), F_DUPFD_CLOEXEC, 3);
}
