// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/transport/http_message.h"
#include "core/mcp/transport/own_host.h"

#include <QObject>
#include <QSet>

#include <mutex>
#include <optional>

/// Tells from the headers of a request alone whether it is let in, and which page may read the answer.
///
/// Asked in the HTTP thread.
class HttpGate : public QObject
{
    Q_OBJECT
public:
    enum class Route { Nothing, Mcp, Health, Activity };

    /// `secret`: what the tray's own addresses ask for; empty: they do not exist.
    HttpGate(OwnHost ownHost, QByteArray secret, QObject *parent = nullptr);

    /// From now on these names.
    void use(const OwnHost &ownHost);
    /// An answer at once, instead of letting it in. Notes in the request who may read whatever is answered.
    [[nodiscard]] std::optional<HttpReply> refusal(HttpRequest &request);
    [[nodiscard]] static Route routeOf(const QByteArray &path);

signals:
    /// Once for each Host and Origin, one sentence; from the HTTP thread.
    void strangerRefused(const QString &text);

private:
    [[nodiscard]] HttpReply refuse(const QString &kind, const QByteArray &name);
    [[nodiscard]] std::optional<HttpReply> refusalOfActivity(const HttpRequest &request) const;

    const QByteArray m_secret;
    std::mutex m_mutex;
    OwnHost m_ownHost;
    QSet<QByteArray> m_told;
};
