// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/transport/listener.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <memory>

#include <linux/tcp.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

bool isLoopback(const sockaddr *address)
{
    if (address->sa_family == AF_INET)
        return ntohl(reinterpret_cast<const sockaddr_in *>(address)->sin_addr.s_addr) >> 24 == 127;
    if (address->sa_family == AF_INET6)
        return IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6 *>(address)->sin6_addr);
    return false;
}

static Listener failure(const QString &place, int error)
{
    Listener listener;
    if (error == EADDRINUSE)
        listener.outcome = Listener::Outcome::Taken;
    else if (error == EADDRNOTAVAIL || error == EACCES || error == EINVAL)
        listener.outcome = Listener::Outcome::BadAddress;
    listener.error = u"Cannot listen on %1: %2"_s.arg(place, qt_error_string(error).toLower());
    return listener;
}

static Listener listenOn(const addrinfo &address, const QString &place)
{
    const int fd = ::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return failure(place, errno);
    // On Linux this reuses what earlier connections left behind, never the place of a socket that listens.
    const int yes = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (address.ai_family == AF_INET6)
        ::setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
    if (::bind(fd, address.ai_addr, address.ai_addrlen) != 0 || ::listen(fd, SOMAXCONN) != 0) {
        const int error = errno;
        ::close(fd);
        return failure(place, error);
    }
    Listener listener;
    listener.outcome = Listener::Outcome::Listening;
    listener.fd = fd;
    sockaddr_storage bound = {};
    socklen_t length = sizeof bound;
    ::getsockname(fd, reinterpret_cast<sockaddr *>(&bound), &length);
    listener.isLoopback = isLoopback(reinterpret_cast<const sockaddr *>(&bound));
    listener.port = ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6 &>(bound).sin6_port
                                                      : reinterpret_cast<const sockaddr_in &>(bound).sin_port);
    return listener;
}

/// Our own place at [::1] too, where 127.0.0.1 is served. Somebody else may have it: then it is theirs.
static void addIPv6(Listener &listener)
{
    sockaddr_in6 loopback = {};
    loopback.sin6_family = AF_INET6;
    loopback.sin6_addr = in6addr_loopback;
    loopback.sin6_port = htons(listener.port);
    addrinfo address = {};
    address.ai_family = AF_INET6;
    address.ai_addr = reinterpret_cast<sockaddr *>(&loopback);
    address.ai_addrlen = sizeof loopback;
    listener.secondFd = listenOn(address, {}).fd;
}

static bool isUsualLoopback(const addrinfo &address)
{
    return address.ai_family == AF_INET &&
           ntohl(reinterpret_cast<const sockaddr_in *>(address.ai_addr)->sin_addr.s_addr) == INADDR_LOOPBACK;
}

Listener openListener(const QString &host, quint16 port)
{
    addrinfo hints = {};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV;
    addrinfo *found = nullptr;
    const QString bare = host.startsWith(u'[') && host.endsWith(u']') ? host.mid(1, host.size() - 2) : host;
    const QString place = (bare.contains(u':') ? u"[%1]:%2"_s : u"%1:%2"_s).arg(bare).arg(port);
    const int status =
        ::getaddrinfo(QFile::encodeName(bare).constData(), QByteArray::number(port).constData(), &hints, &found);
    if (status != 0 || !found) {
        Listener listener;
        listener.outcome = Listener::Outcome::BadAddress;
        listener.error = u"Cannot listen on %1: %2"_s.arg(place, QString::fromLocal8Bit(::gai_strerror(status)));
        return listener;
    }
    const std::unique_ptr<addrinfo, void (*)(addrinfo *)> owner(found, ::freeaddrinfo);
    // "localhost" may be both; clients of the original know the IPv4 one.
    const addrinfo *address = found;
    while (address && address->ai_family != AF_INET)
        address = address->ai_next;
    if (!address)
        return listenOn(*found, place);
    Listener listener = listenOn(*address, place);
    if (listener.outcome == Listener::Outcome::Listening && isUsualLoopback(*address))
        addIPv6(listener);
    return listener;
}

unsigned makeRoomForConnections(unsigned wanted)
{
    constexpr rlim_t Others = 256; // watches, databases, downloads, the standard streams
    rlimit limit = {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return wanted;
    const rlim_t needed = wanted + Others;
    if (limit.rlim_cur < needed) {
        limit.rlim_cur = std::min(needed, limit.rlim_max);
        ::setrlimit(RLIMIT_NOFILE, &limit);
        ::getrlimit(RLIMIT_NOFILE, &limit);
    }
    if (limit.rlim_cur >= needed)
        return wanted;
    return std::max<unsigned>(16, limit.rlim_cur > Others ? unsigned(limit.rlim_cur - Others) : 0);
}

static tcp_info tcpInfoOf(int fd)
{
    tcp_info info = {};
    socklen_t length = sizeof info;
    if (::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) != 0)
        return {};
    return info;
}

quint64 bytesReceived(int fd)
{
    return tcpInfoOf(fd).tcpi_bytes_received;
}

quint64 bytesTaken(int fd)
{
    return tcpInfoOf(fd).tcpi_bytes_acked;
}
