// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/protocol/session_protocol.h"
#include "core/mcp/protocol/stateless_protocol.h"

#include <QObject>

/// The Model Context Protocol, server side, whatever carries it: finds out which version speaks, and has it answered.
///
/// Answers at once.
class McpServer : public QObject
{
    Q_OBJECT
public:
    explicit McpServer(McpOffer &offer, McpSessions sessions = McpSessions(), QObject *parent = nullptr);
    ~McpServer() override;

    /// A reply that opens a stream has no body: what comes on the stream comes through messageReady, and never before
    /// this call has returned and the event loop has run.
    [[nodiscard]] McpReply handle(const McpRequest &request);
    /// The carrier lost or closed that stream.
    void streamClosed(quint64 streamId);
    /// Before the program ends: says good-bye on each open stream and ends it.
    void endStreams();

    [[nodiscard]] std::size_t sessionCount() const { return m_session.sessionCount(); }

signals:
    /// One JSON-RPC message for an open stream (or, over stdio, for standard output; stream 0 is standard output too).
    void messageReady(quint64 streamId, const QByteArray &message);
    /// The server ends that stream.
    void streamEnded(quint64 streamId);

private:
    [[nodiscard]] McpReply overHttp(const McpRequest &request);
    [[nodiscard]] McpReply post(const McpRequest &request);
    [[nodiscard]] McpReply answerPost(const McpRequest &request);
    [[nodiscard]] McpReply answerLine(const McpRequest &request);

    Outbox m_outbox;
    SessionProtocol m_session;
    StatelessProtocol m_stateless;
};
