// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/transport/own_host.h"

#include <QHostAddress>
#include <QRegularExpression>
#include <QSysInfo>

#include <algorithm>
#include <array>
#include <optional>

using namespace Qt::StringLiterals;

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
    QByteArray host = authority.left(end).toLower();
    // With the dot of the root it is the same name.
    if (host.endsWith('.') && host.size() > 1)
        host.chop(1);
    return host;
}

static QByteArray bracketed(const QByteArray &host)
{
    return host.contains(':') && !host.startsWith('[') ? '[' + host + ']' : host;
}

/// The address that this host is written as, if it is one.
static std::optional<QHostAddress> addressOf(QByteArray host)
{
    const bool isBracketed = host.startsWith('[') && host.endsWith(']');
    if (isBracketed)
        host = host.mid(1, host.size() - 2);
    const QHostAddress address(QString::fromLatin1(host));
    if (address.isNull() || isBracketed != (address.protocol() == QAbstractSocket::IPv6Protocol))
        return std::nullopt;
    return address;
}

/// Reaches this machine and no other, whoever writes it.
static bool isThisMachine(const QHostAddress &address)
{
    return address.isLoopback() || address == QHostAddress(QHostAddress::AnyIPv4) ||
           address == QHostAddress(QHostAddress::AnyIPv6);
}

OwnHost::OwnHost(const QByteArray &host, bool isLoopback, const AllowedNames &allowed)
    // What containers call this machine ends in .internal, which nobody can register either.
    : m_names{"localhost",
              "ip6-localhost",
              "host.docker.internal",
              "gateway.docker.internal",
              "host.containers.internal",
              bracketed(host.toLower())}
    , m_anyAddress(!isLoopback)
{
    // A name without a dot, or below .local, is nobody's in the public DNS; a network may have given us another kind.
    const QByteArray machine = QSysInfo::machineHostName().toUtf8().toLower();
    if (!isLoopback || !machine.contains('.'))
        m_names << machine << machine + ".local";
    for (const QString &name : allowed.hosts)
        m_names << bracketed(name.toUtf8().toLower());
    for (const QString &origin : allowed.origins)
        m_origins << origin.toUtf8().toLower();
}

bool OwnHost::isOurName(const QByteArray &host) const
{
    // RFC 6761: whatever ends in .localhost is this machine.
    return m_names.contains(host) || host.endsWith(".localhost");
}

bool OwnHost::allowsHost(const QByteArray &header) const
{
    const std::optional<QByteArray> host = hostOf(header);
    if (!host)
        return false;
    if (isOurName(*host))
        return true;
    // An address instead of a name cannot have been rebound.
    const std::optional<QHostAddress> address = addressOf(*host);
    return address && (m_anyAddress || isThisMachine(*address));
}

/// Schemes of desktop programs and of what people install into their browsers: no page from the web has one of them.
static bool isProgramScheme(const QByteArray &scheme)
{
    static constexpr std::array Schemes{"app",   "capacitor",     "chrome-extension",
                                        "ionic", "moz-extension", "safari-web-extension",
                                        "tauri", "vscode-file",   "vscode-webview"};
    return std::any_of(Schemes.begin(), Schemes.end(), [&scheme](const char *known) { return scheme == known; });
}

bool OwnHost::allowsOrigin(const QByteArray &header) const
{
    const QByteArray origin = header.toLower();
    const qsizetype colon = origin.indexOf("://");
    const QByteArray scheme = origin.left(std::max<qsizetype>(colon, 0));
    if (!origin.isEmpty() && (m_origins.contains(origin) || (colon > 0 && m_origins.contains(scheme + "://"))))
        return true;
    if (colon <= 0)
        return false; // "null" too: any page can make itself such an origin
    if (isProgramScheme(scheme))
        return true;
    if (scheme != "http" && scheme != "https")
        return false;
    const std::optional<QByteArray> host = hostOf(origin.mid(colon + 3));
    if (!host)
        return false;
    if (isOurName(*host))
        return true;
    // Behind any other address is another machine, and its pages are a stranger's.
    const std::optional<QHostAddress> address = addressOf(*host);
    return address && isThisMachine(*address);
}

bool OwnHost::isHost(const QString &text)
{
    static const QRegularExpression Name(u"\\A[^\\s:/@\\[\\]]+\\z"_s);
    return Name.match(text).hasMatch() || (text.contains(u':') && addressOf(bracketed(text.toUtf8())));
}

bool OwnHost::isOrigin(const QString &text)
{
    static const QRegularExpression Origin(u"\\A(null|[A-Za-z][A-Za-z0-9+.-]*://[^\\s/]*)\\z"_s);
    return Origin.match(text).hasMatch();
}

static constexpr qsizetype MostShown = 200; // characters of what somebody wrote

QString OwnHost::faultOfHost(const QString &text)
{
    return isHost(text) ? QString() : u"'%1' is not a name or address without a port"_s.arg(text.left(MostShown));
}

QString OwnHost::faultOfOrigin(const QString &text)
{
    return isOrigin(text) ? QString()
                          : u"'%1' is not an origin such as https://example.com"_s.arg(text.left(MostShown));
}
