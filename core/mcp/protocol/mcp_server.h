// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/protocol/mcp_offer.h"
#include "core/mcp/protocol/mcp_session.h"

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QString>

#include <map>
#include <optional>

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
};

/// The Model Context Protocol, server side, whatever carries it.
///
/// Answers at once.
class McpServer : public QObject
{
    Q_OBJECT
public:
    explicit McpServer(McpOffer &offer, QObject *parent = nullptr);
    ~McpServer() override;

    /// A reply that opens a stream has no body: what comes on the stream comes through messageReady, and never before
    /// this call has returned and the event loop has run.
    [[nodiscard]] McpReply handle(const McpRequest &request);
    /// The carrier lost or closed that stream.
    void streamClosed(quint64 streamId);
    /// Before the program ends: says good-bye on each open stream and ends it.
    void endStreams();

signals:
    /// One JSON-RPC message for an open stream (or, over stdio, for standard output; stream 0 is standard output too).
    void messageReady(quint64 streamId, const QByteArray &message);
    /// The server ends that stream.
    void streamEnded(quint64 streamId);

private:
    /// One request of 2026-07-28's subscriptions/listen, which lasts as long as its stream.
    struct Subscription
    {
        QByteArray id; // of the request, as written
        bool overStdio = false;
        bool listChanges = false;
        bool promptChanges = false;
        QHash<QString, QByteArray> addresses; // address -> digest that the client was last told of
    };

    [[nodiscard]] McpReply post(const McpRequest &request);
    [[nodiscard]] McpReply fromStdio(const McpRequest &request);

    // Versions up to 2025-11-25.
    [[nodiscard]] RpcOutcome initialize(const RpcMessage &message, McpSession &session) const;
    [[nodiscard]] McpReply initializeSession(const RpcMessage &message);
    [[nodiscard]] McpReply answerLegacy(const RpcInput &input, McpSession &session);
    [[nodiscard]] RpcOutcome legacyMethod(const RpcMessage &message, McpSession &session);
    [[nodiscard]] RpcOutcome changeSubscription(const RpcMessage &message, McpSession &session) const;
    [[nodiscard]] McpReply openSessionStream(const McpRequest &request);
    [[nodiscard]] McpReply endSession(const McpRequest &request);

    // 2026-07-28.
    [[nodiscard]] McpReply postModern(const McpRequest &request, const RpcMessage &message);
    [[nodiscard]] McpReply answerModern(const RpcMessage &message, bool overStdio);
    [[nodiscard]] McpReply listen(const RpcMessage &message, bool overStdio);
    void cancelListening(const QJsonObject &params);

    // Streams.
    [[nodiscard]] McpReply streamReply(quint64 streamId) const;
    void later(quint64 streamId, const QByteArray &message);
    void tellChange();
    void tellPrompts();
    void tellSession(McpSession &session);
    void tellSubscriber(quint64 stream, Subscription &subscription);

    McpOffer &m_offer;
    McpSessions m_sessions;
    McpSession m_stdio; // the one client of standard input, once it has begun
    std::map<quint64, Subscription> m_subscriptions;
    quint64 m_lastStream = 0;
};
