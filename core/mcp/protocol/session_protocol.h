// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/protocol/mcp_session.h"
#include "core/mcp/protocol/outbox.h"

class McpOffer;

/// Speaks the versions up to 2025-11-25, which begin with `initialize` and go on in a session.
class SessionProtocol
{
public:
    static constexpr qsizetype StreamsPerSession = 4;
    // Milliseconds. Twice that is how long the SDKs try; their own second is over before we are back from a crash.
    static constexpr int ComeBackAfter = 3000;

    SessionProtocol(McpOffer &offer, Outbox &outbox, McpSessions sessions);

    [[nodiscard]] McpReply begin(const RpcMessage &initialize);
    [[nodiscard]] McpReply post(const McpRequest &request, const RpcInput &input);
    [[nodiscard]] McpReply openStream(const McpRequest &request);
    [[nodiscard]] McpReply end(const McpRequest &request);
    /// One line of standard input, which has one session without an id.
    [[nodiscard]] McpReply answerLine(const RpcInput &input);

    [[nodiscard]] std::size_t sessionCount() const { return m_sessions.all().size(); }
    /// The resources have changed.
    void tellChange();
    /// So has this kind of list.
    void tellList(const QString &kind);
    void streamClosed(quint64 stream);
    void endStreams();

private:
    [[nodiscard]] RpcOutcome initialize(const RpcMessage &message, SessionFacts &facts) const;
    [[nodiscard]] McpSession *find(const QByteArray &id);
    [[nodiscard]] McpReply answer(const RpcInput &input, McpSession &session);
    [[nodiscard]] RpcOutcome call(const RpcMessage &message, McpSession &session);
    [[nodiscard]] RpcOutcome changeSubscription(const RpcMessage &message, McpSession &session) const;
    /// What has changed among that which it watches, as messages.
    [[nodiscard]] QList<QByteArray> takeUpdates(McpSession &session) const;
    void tellUpdates(McpSession &session);
    /// What waits for it goes to its stream, once it has one.
    void deliver(McpSession &session);
    void endAll(const QList<quint64> &streams);

    McpOffer &m_offer;
    Outbox &m_outbox;
    McpSessions m_sessions;
    McpSession m_stdio; // the one client of standard input, once it has begun
};
