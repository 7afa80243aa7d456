// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/download/named_proxy.h"

#include <QHostAddress>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr int UsualPort = 1080; // as curl has it

namespace {
struct Variable
{
    QString name;
    QString value; // empty: none is set
};
} // namespace

static Variable firstSet(const QProcessEnvironment &environment, const QStringList &names)
{
    for (const QString &name : names) {
        if (const QString value = environment.value(name).trimmed(); !value.isEmpty())
            return {name, value};
    }
    return {};
}

static bool isThisMachine(const QString &host)
{
    return host == "localhost"_L1 || host.endsWith(".localhost"_L1) || QHostAddress(host).isLoopback();
}

/// "example.org" and ".example.org" are that domain and all below it, "*" is everything.
static bool isExempt(const QString &host, const QString &exemptions)
{
    const QStringList entries = exemptions.split(u',', Qt::SkipEmptyParts);
    return std::any_of(entries.begin(), entries.end(), [&host](const QString &entry) {
        QString domain = entry.trimmed().section(u':', 0, 0).toLower();
        while (domain.startsWith(u'.'))
            domain.remove(0, 1);
        return domain == u'*' || (!domain.isEmpty() && (host == domain || host.endsWith(u'.' + domain)));
    });
}

/// The kind of proxy that a scheme stands for; none: one that we cannot talk to.
static std::optional<QNetworkProxy::ProxyType> typeOf(const QString &scheme)
{
    if (scheme == "http"_L1)
        return QNetworkProxy::HttpProxy;
    if (scheme == "socks5"_L1 || scheme == "socks5h"_L1 || scheme == "socks"_L1)
        return QNetworkProxy::Socks5Proxy;
    return std::nullopt;
}

static NamedProxy read(const Variable &variable)
{
    const bool hasScheme = variable.value.contains("://"_L1);
    const QUrl url(hasScheme ? variable.value : "http://"_L1 + variable.value);
    const std::optional<QNetworkProxy::ProxyType> type = typeOf(url.scheme());
    // The value may hold a password, so the variable alone is named.
    if (!url.isValid() || url.host().isEmpty())
        return {.proxy = std::nullopt, .fault = u"The proxy that %1 names cannot be read"_s.arg(variable.name)};
    if (!type)
        return {.proxy = std::nullopt,
                .fault = u"The proxy that %1 names cannot be used: %2:// is none of http, socks5 and socks5h"_s.arg(
                    variable.name, url.scheme())};
    QNetworkProxy proxy(*type, url.host(), quint16(url.port(UsualPort)), url.userName(QUrl::FullyDecoded),
                        url.password(QUrl::FullyDecoded));
    // socks5h: it looks names up itself. The others of its kind leave that to us.
    if (*type == QNetworkProxy::Socks5Proxy)
        proxy.setCapabilities(url.scheme() == "socks5"_L1
                                  ? proxy.capabilities() & ~QNetworkProxy::HostNameLookupCapability
                                  : proxy.capabilities() | QNetworkProxy::HostNameLookupCapability);
    return {.proxy = proxy, .fault = {}};
}

NamedProxy namedProxy(const QUrl &url, const QProcessEnvironment &environment)
{
    const QString host = url.host().toLower();
    if (isThisMachine(host))
        return {.proxy = QNetworkProxy(QNetworkProxy::NoProxy), .fault = {}};
    QStringList names{u"all_proxy"_s, u"ALL_PROXY"_s};
    // Not HTTP_PROXY: where we run below a web server, a request's header would be in it.
    if (url.scheme() == "http"_L1)
        names.prepend(u"http_proxy"_s);
    else
        names = QStringList{u"https_proxy"_s, u"HTTPS_PROXY"_s} + names;
    const Variable variable = firstSet(environment, names);
    if (variable.value.isEmpty())
        return {};
    if (isExempt(host, firstSet(environment, {u"no_proxy"_s, u"NO_PROXY"_s}).value))
        return {.proxy = QNetworkProxy(QNetworkProxy::NoProxy), .fault = {}};
    return read(variable);
}

QList<QNetworkProxy> NamedProxyFactory::queryProxy(const QNetworkProxyQuery &query)
{
    const NamedProxy named = namedProxy(query.url(), QProcessEnvironment::systemEnvironment());
    return named.proxy ? QList<QNetworkProxy>{*named.proxy} : systemProxyForQuery(query);
}
