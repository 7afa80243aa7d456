// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/desktop/session_bus.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QFile>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <optional>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// A session that is just beginning is busy.
static constexpr auto Patience = 5s;

/// The socket that an address like "unix:path=/run/user/1000/bus,guid=0123" names; none: it is of another kind.
static std::optional<QByteArray> socketOf(const QByteArray &address)
{
    const QByteArray first = address.left(address.indexOf(';') < 0 ? address.size() : address.indexOf(';'));
    if (!first.startsWith("unix:"))
        return std::nullopt;
    for (const QByteArray &pair : first.mid(5).split(',')) {
        const QByteArray value = QByteArray::fromPercentEncoding(pair.mid(pair.indexOf('=') + 1));
        if (pair.startsWith("path="))
            return value;
        if (pair.startsWith("abstract="))
            return '\0' + value;
    }
    return std::nullopt;
}

static bool waitFor(int fd, short event, const QDeadlineTimer &deadline)
{
    pollfd one{.fd = fd, .events = event, .revents = 0};
    return ::poll(&one, 1, int(deadline.remainingTime())) > 0;
}

/// Whether somebody there begins to talk (D-Bus Specification, "Authentication Protocol"). Who refuses has answered.
static bool answers(const QByteArray &socketName)
{
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    if (socketName.isEmpty() || size_t(socketName.size()) >= sizeof(address.sun_path))
        return true;
    std::memcpy(address.sun_path, socketName.constData(), size_t(socketName.size()));
    const auto length = socklen_t(offsetof(sockaddr_un, sun_path) + size_t(socketName.size()));
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return true;
    const QDeadlineTimer deadline(Patience);
    // EAGAIN: so many wait already that no more are let in.
    const bool isConnected = ::connect(fd, reinterpret_cast<const sockaddr *>(&address), length) == 0;
    bool answered = !isConnected && errno != EAGAIN;
    if (isConnected) {
        const QByteArray greeting =
            '\0' + ("AUTH EXTERNAL " + QByteArray::number(::getuid()).toHex()) + QByteArray("\r\n");
        answered = ::send(fd, greeting.constData(), size_t(greeting.size()), MSG_NOSIGNAL) < 0 ||
                   waitFor(fd, POLLIN, deadline);
    }
    ::close(fd);
    return answered;
}

QString refuseUselessSessionBus()
{
    QByteArray address = qgetenv("DBUS_SESSION_BUS_ADDRESS");
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    if (address.isEmpty() && !runtime.isEmpty() && QFile::exists(runtime + u"/bus"_s))
        address = "unix:path=" + QFile::encodeName(runtime) + "/bus";
    const std::optional<QByteArray> socket = socketOf(address);
    const bool isSilent = socket && !answers(*socket);
    // No transport has that name, so connecting fails at once (dbus-launch(1), "Automatic launching").
    if (address.isEmpty() || isSilent)
        qputenv("DBUS_SESSION_BUS_ADDRESS", "disabled:");
    return isSilent ? QCoreApplication::translate("SessionBus", "The session bus does not answer: there will be no "
                                                                "notifications, and perhaps no icon")
                    : QString();
}
