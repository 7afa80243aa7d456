// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/protocol/json_rpc.h"

/// One HTTP request for /mcp, or one line of standard input.
struct McpRequest
{
    QByteArray method = "POST"; // POST, GET, DELETE
    QByteArray sessionId;       // Mcp-Session-Id
    QByteArray protocolVersion; // MCP-Protocol-Version
    QByteArray accept;
    QByteArray contentType;
    QByteArray mcpMethod, mcpName; // Mcp-Method, Mcp-Name (2026-07-28)
    QByteArray body;
    bool overStdio = false;
};

struct McpReply
{
    int status = 200; // HTTP status; 202 with an empty body for notifications
    QByteArray contentType = "application/json";
    QByteArray sessionId; // non-empty: to be sent as Mcp-Session-Id
    QByteArray body;
    bool opensStream = false; // keep the connection open as text/event-stream for streamId
    quint64 streamId = 0;
    int comeBackAfter = 0; // milliseconds that a client waits before it opens a stream anew; 0: as it likes
};

[[nodiscard]] McpReply failure(int status, const RpcError &error, const QByteArray &id = {});
[[nodiscard]] RpcError invalidRequest(const QString &why);
[[nodiscard]] RpcError invalidParams(const QString &why);
[[nodiscard]] RpcError methodNotFound(const QString &method);

/// An Accept header allows this type; an empty one allows everything.
[[nodiscard]] bool accepts(const QByteArray &header, const QByteArray &type);

/// One message as text/event-stream carries it.
[[nodiscard]] QByteArray asEvent(const QByteArray &message);
