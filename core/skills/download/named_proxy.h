// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QNetworkProxy>
#include <QProcessEnvironment>
#include <QUrl>

#include <optional>

/// What the environment says of the way to an address.
struct NamedProxy
{
    std::optional<QNetworkProxy> proxy; // none: it names none for this address. NoProxy: it says to go without one
    QString fault;                      // why what it names cannot be used; one sentence without its full stop
};

/// Reads https_proxy (http_proxy for http:), all_proxy and no_proxy as curl does, also in capitals; a proxy without a
/// scheme is an HTTP proxy. The own machine is never asked for through a proxy.
[[nodiscard]] NamedProxy namedProxy(const QUrl &url, const QProcessEnvironment &environment);

/// For what has to be downloaded: what the environment names, else what the desktop does.
class NamedProxyFactory : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override;
};
