// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/process/port_owner.h"
#include "core/process/proc_linux.h"

#include <QHash>

#include <cstring>

#include <arpa/inet.h>
#include <dirent.h>
#include <sys/socket.h>
#include <unistd.h>

struct TableRow
{
    PortListener listener;
    QByteArray inode;
};

static QHostAddress addressFrom(const QByteArray &hex)
{
    // Words of 32 bits as this machine keeps them; inside, bytes in network order.
    const QByteArray bytes = QByteArray::fromHex(hex);
    Q_IPV6ADDR raw = {};
    for (qsizetype word = 0; word + 4 <= bytes.size() && word < 16; word += 4) {
        const quint32 value = bytes.mid(word, 4).toHex().toUInt(nullptr, 16);
        std::memcpy(raw.c + word, &value, 4);
    }
    if (bytes.size() == 16)
        return QHostAddress(raw);
    quint32 v4 = 0;
    std::memcpy(&v4, raw.c, 4);
    return QHostAddress(ntohl(v4));
}

/// Of one port, or of every one.
static QList<TableRow> listeningRows(std::optional<quint16> port)
{
    QList<TableRow> rows;
    for (const char *table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        const QList<QByteArray> lines = QByteArray::fromStdString(readProcFile(table)).split('\n');
        for (const QByteArray &line : lines) {
            const QList<QByteArray> fields = line.simplified().split(' ');
            if (fields.size() < 10 || fields.at(3) != "0A")
                continue;
            const qsizetype colon = fields.at(1).indexOf(':');
            const auto itsPort = quint16(fields.at(1).mid(colon + 1).toUInt(nullptr, 16));
            if (colon < 0 || (port && itsPort != *port))
                continue;
            TableRow row;
            row.listener.address = addressFrom(fields.at(1).left(colon));
            row.listener.port = itsPort;
            row.listener.uid = fields.at(7).toUInt();
            row.inode = fields.at(9);
            rows.append(row);
        }
    }
    return rows;
}

static QByteArray linkTo(const TableRow &row)
{
    return "socket:[" + row.inode + "]";
}

/// What the descriptors of a process lead to; those of other users' processes are hidden from us.
static QList<QByteArray> openFilesOf(qint64 pid)
{
    QList<QByteArray> links;
    const QByteArray path = "/proc/" + QByteArray::number(pid) + "/fd";
    DIR *directory = ::opendir(path.constData());
    if (!directory)
        return links;
    while (const dirent *entry = ::readdir(directory)) {
        char target[64];
        const ssize_t length = ::readlinkat(::dirfd(directory), entry->d_name, target, sizeof target);
        if (length > 0)
            links.append(QByteArray(target, length));
    }
    ::closedir(directory);
    return links;
}

/// Which processes hold these sockets.
static QHash<QByteArray, qint64> holdersOf(const QList<QByteArray> &links)
{
    QHash<QByteArray, qint64> holders;
    for (const pid_t pid : allProcesses()) {
        for (const QByteArray &link : openFilesOf(pid)) {
            // Of several that share it the first, which is the one that the others came from.
            if (links.contains(link) && !holders.contains(link))
                holders.insert(link, pid);
        }
    }
    return holders;
}

QList<PortListener> listenersOn(quint16 port)
{
    const QList<TableRow> rows = listeningRows(port);
    if (rows.isEmpty())
        return {};
    QList<QByteArray> links;
    for (const TableRow &row : rows)
        links.append(linkTo(row));
    const QHash<QByteArray, qint64> holders = holdersOf(links);
    QList<PortListener> listeners;
    for (const TableRow &row : rows) {
        PortListener listener = row.listener;
        if (const qint64 pid = holders.value(linkTo(row)))
            listener.process = describeProcess(pid);
        listeners.append(listener);
    }
    return listeners;
}

QList<PortListener> listenersOf(const QList<ProcessIdentity> &processes)
{
    QHash<QByteArray, qint64> open;
    for (const ProcessIdentity &process : processes) {
        for (const QByteArray &link : isAlive(process) ? openFilesOf(process.pid) : QList<QByteArray>()) {
            if (link.startsWith("socket:") && !open.contains(link))
                open.insert(link, process.pid);
        }
    }
    QList<PortListener> listeners;
    for (const TableRow &row : open.isEmpty() ? QList<TableRow>() : listeningRows(std::nullopt)) {
        const qint64 pid = open.value(linkTo(row));
        if (pid == 0)
            continue;
        listeners.append(row.listener);
        listeners.last().process = describeProcess(pid);
    }
    return listeners;
}

/// Whether this very address can be bound now, by a server that sets SO_REUSEADDR as servers do.
static bool canBind(const QHostAddress &address, quint16 port)
{
    const bool v6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    const int fd = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    const int on = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    int result = -1;
    if (v6) {
        ::setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
        sockaddr_in6 name = {};
        name.sin6_family = AF_INET6;
        name.sin6_port = htons(port);
        const Q_IPV6ADDR raw = address.toIPv6Address();
        std::memcpy(&name.sin6_addr, &raw, sizeof raw);
        result = ::bind(fd, reinterpret_cast<const sockaddr *>(&name), sizeof name);
    } else {
        sockaddr_in name = {};
        name.sin_family = AF_INET;
        name.sin_port = htons(port);
        name.sin_addr.s_addr = htonl(address.toIPv4Address());
        result = ::bind(fd, reinterpret_cast<const sockaddr *>(&name), sizeof name);
    }
    ::close(fd);
    return result == 0;
}

static bool isAny(const QHostAddress &address)
{
    return address == QHostAddress(QHostAddress::AnyIPv4) || address == QHostAddress(QHostAddress::AnyIPv6);
}

/// Whether a listener on `other` may keep us from binding `wanted`.
static bool mayConflict(const QHostAddress &wanted, const QHostAddress &other)
{
    const bool wantedV6 = wanted.protocol() == QAbstractSocket::IPv6Protocol;
    const bool otherV6 = other.protocol() == QAbstractSocket::IPv6Protocol;
    bool hasV4 = false;
    const quint32 v4 = other.toIPv4Address(&hasV4); // also from ::ffff:a.b.c.d, and 0 from ::
    const bool mapped = otherV6 && hasV4 && !isAny(other);
    if (wantedV6)
        return otherV6 && !mapped && (isAny(wanted) || isAny(other) || wanted == other);
    if (otherV6 && isAny(other))
        return true; // unless it is for IPv6 alone, which the table does not tell
    if (otherV6 && !mapped)
        return false;
    return isAny(wanted) || v4 == 0 || v4 == wanted.toIPv4Address();
}

std::optional<PortListener> conflictingListener(const QHostAddress &address, quint16 port)
{
    const bool wantedV6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    for (const PortListener &listener : listenersOn(port)) {
        if (!mayConflict(address, listener.address))
            continue;
        const bool unsure = !wantedV6 && listener.address == QHostAddress(QHostAddress::AnyIPv6);
        if (!unsure || !canBind(address, port))
            return listener;
    }
    return {};
}

quint16 freePortAfter(const QHostAddress &address, quint16 from)
{
    for (quint32 port = std::max<quint32>(from + 1U, 1024); port <= 65535; ++port) {
        if (canBind(address, quint16(port)))
            return quint16(port);
    }
    return 0;
}
