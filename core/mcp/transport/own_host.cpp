// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/transport/own_host.h"

#include <QHostAddress>
#include <QSysInfo>

#include <optional>

/// "name:port" or "[address]:port" without its port, in lower case. None: it is neither.
static std::optional<QByteArray> hostOf(const QByteArray &authority)
{
    qsizetype end = authority.startsWith('[') ? authority.indexOf(']') + 1 : authority.indexOf(':');
    if (end < 0)
        end = authority.size();
    if (end == 0)
        return std::nullopt;
    const QByteArray rest = authority.mid(end);
    if (!rest.isEmpty()) {
        // Any port will do: tunnels and containers show us under another one.
        bool isNumber = false;
        const uint port = rest.mid(1).toUInt(&isNumber);
        if (!rest.startsWith(':') || !isNumber || port > 65535)
            return std::nullopt;
    }
    return authority.left(end).toLower();
}

static QByteArray bracketed(const QByteArray &host)
{
    return host.contains(':') && !host.startsWith('[') ? '[' + host + ']' : host;
}

OwnHost::OwnHost(const QByteArray &host, bool isLoopback)
    : m_names{"localhost", "127.0.0.1", "[::1]", bracketed(host.toLower())}
    , m_anyAddress(!isLoopback)
{
    if (!isLoopback) {
        const QByteArray machine = QSysInfo::machineHostName().toUtf8().toLower();
        m_names << machine << machine + ".local";
    }
}

bool OwnHost::allowsHost(const QByteArray &header) const
{
    const std::optional<QByteArray> host = hostOf(header);
    if (!host)
        return false;
    if (m_names.contains(*host))
        return true;
    if (!m_anyAddress)
        return false;
    // An address instead of a name cannot have been rebound.
    QByteArray address = *host;
    if (address.startsWith('['))
        address = address.mid(1, address.size() - 2);
    return !QHostAddress(QString::fromLatin1(address)).isNull();
}

bool OwnHost::allowsOrigin(const QByteArray &header) const
{
    for (const char *scheme : {"http://", "https://"}) {
        if (header.startsWith(scheme))
            return allowsHost(header.mid(qstrlen(scheme)));
    }
    return false; // "null" too: any page can make itself such an origin
}
