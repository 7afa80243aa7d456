// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/protocol/mcp_message.h"

#include <QObject>

/// Says what the server says unasked: in order, and never on a stream that its carrier does not know yet.
class Outbox : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// A reply that opens a new stream.
    [[nodiscard]] McpReply openStream();
    /// Once the event loop has run; stream 0 is standard output.
    void say(quint64 stream, const QByteArray &message);
    /// At once, because the end comes next.
    void sayLast(quint64 stream, const QByteArray &message) { emit messageReady(stream, message); }
    void end(quint64 stream) { emit streamEnded(stream); }

signals:
    void messageReady(quint64 streamId, const QByteArray &message);
    void streamEnded(quint64 streamId);

private:
    quint64 m_lastStream = 0;
};
