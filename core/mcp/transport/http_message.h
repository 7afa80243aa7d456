// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/protocol/mcp_message.h"

#include <memory>
#include <utility>

class EventStream;

/// One whole HTTP request.
struct HttpRequest
{
    QByteArray method, path;
    QByteArray after; // of the query
    QByteArray host, origin;
    QByteArray targetHost; // of a request line with a whole address, as proxies send it
    QByteArray authorization;
    QByteArray wantedMethod, wantedHeaders; // Access-Control-Request-…
    bool wantsPrivateNetwork = false;
    bool hasHost = false, hasOrigin = false;
    bool isAmbiguous = false; // Host or Origin came twice
    bool isFromLoopback = false;
    QByteArray readableBy; // the page that may read the answer; empty: none
    McpRequest mcp;        // what concerns only /mcp, with the body
};

struct HttpReply
{
    unsigned status = 200;
    QByteArray contentType = "application/json";
    QByteArray body;
    QList<std::pair<QByteArray, QByteArray>> headers;
    std::shared_ptr<EventStream> stream; // instead of a body
};

/// `message` is plain text without quotation marks.
[[nodiscard]] inline HttpReply errorReply(unsigned status, const QByteArray &message)
{
    HttpReply reply;
    reply.status = status;
    reply.body = "{\"error\":\"" + message + "\"}";
    return reply;
}
