// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/protocol/json_rpc.h"

#include <QObject>

/// Who calls a method, and how it wants its answer.
struct ToolCaller
{
    QString name, clientVersion;
    QString protocolVersion;
};

/// What is offered through the protocol, which knows nothing of skills: methods, and resources that can be watched.
class McpOffer : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// What `initialize` and `server/discover` tell of it.
    [[nodiscard]] virtual QJsonObject capabilities() const = 0;
    [[nodiscard]] virtual QString instructions() const = 0;
    /// One request; nothing: there is no such method.
    [[nodiscard]] virtual std::optional<RpcOutcome> answer(const RpcMessage &message, const ToolCaller &caller) = 0;
    /// There is a resource of this address.
    [[nodiscard]] virtual bool exists(const QString &uri) const = 0;
    /// What is said of an address that does not exist, or not yet.
    [[nodiscard]] virtual QString whyMissing() const = 0;
    /// The address's digest, empty when there is no such resource: tells whether a watched one has changed.
    [[nodiscard]] virtual QByteArray digest(const QString &uri) const = 0;

signals:
    /// The resources are others now; whoever asks is already answered so.
    void changed();
    /// So are the prompts.
    void promptsChanged();
};
