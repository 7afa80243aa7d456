// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/protocol/outbox.h"

McpReply Outbox::openStream()
{
    McpReply reply;
    reply.contentType = "text/event-stream";
    reply.opensStream = true;
    reply.streamId = ++m_lastStream;
    return reply;
}

void Outbox::say(quint64 stream, const QByteArray &message)
{
    // The carrier knows the stream only after McpServer::handle() has returned.
    QMetaObject::invokeMethod(
        this, [this, stream, message] { emit messageReady(stream, message); }, Qt::QueuedConnection);
}
