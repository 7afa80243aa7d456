// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/transport/http_message.h"

#include <optional>

struct MHD_Connection;

/// One request and its answer, for as long as its connection is busy with them.
///
/// Belongs to the HTTP thread; while the connection is suspended, to the main thread.
struct HttpExchange
{
    MHD_Connection *connection = nullptr;
    HttpRequest request;
    std::optional<HttpReply> reply;
    qint64 bytesTaken = 0;   // of the body
    qint64 bytesIgnored = 0; // of a body that is not wanted
};
