// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>

#include <optional>

/// An error as JSON-RPC 2.0 writes it.
struct RpcError
{
    enum Code {
        ParseError = -32700,
        InvalidRequest = -32600,
        MethodNotFound = -32601,
        InvalidParams = -32602,
        InternalError = -32603,
        ResourceNotFound = -32002,           // until 2025-11-25
        HeaderMismatch = -32020,             // 2026-07-28, basic/transports/streamable-http, "Server Validation"
        UnsupportedProtocolVersion = -32022, // 2026-07-28, basic/versioning
    };
    int code = InternalError;
    QString message;
    QJsonValue data = QJsonValue::Undefined;
    bool operator==(const RpcError &) const = default;
};

/// What a method came to: a result, or an error instead.
struct RpcOutcome
{
    QJsonObject result;
    std::optional<RpcError> error;

    RpcOutcome(QJsonObject good)
        : result(std::move(good))
    {
    }
    RpcOutcome(RpcError bad)
        : error(std::move(bad))
    {
    }
};

/// One message from a client.
struct RpcMessage
{
    enum Kind { Request, Notification, Response, Broken } kind = Broken;
    QByteArray id; // as it was written, so that it goes back unchanged; empty: none that can be used
    QString method;
    QJsonObject params;
    RpcError error; // of a broken one
};

/// Everything that one body or line held.
struct RpcInput
{
    bool isBatch = false;
    QList<RpcMessage> messages;    // one unless it is a batch
    std::optional<RpcError> error; // nothing could be read
};

constexpr qsizetype MaxRpcBytes = 1024 * 1024;
constexpr int MaxRpcDepth = 64;
constexpr int MaxRpcBatch = 50;

/// An id as it is written in a message.
[[nodiscard]] QByteArray writtenId(const QJsonValue &id);

[[nodiscard]] RpcInput parseRpc(const QByteArray &bytes);

[[nodiscard]] QByteArray rpcReply(const QByteArray &id, const RpcOutcome &outcome);
/// `subscription`: the id, as written, of the request that opened the stream; it goes into _meta.
[[nodiscard]] QByteArray rpcNotification(const QString &method, const QJsonObject &params = {},
                                         const QByteArray &subscription = {});
