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
    SessionProtocol(McpOffer &offer, Outbox &outbox);

    [[nodiscard]] McpReply begin(const RpcMessage &initialize);
    [[nodiscard]] McpReply post(const McpRequest &request, const RpcInput &input);
    [[nodiscard]] McpReply openStream(const McpRequest &request);
    [[nodiscard]] McpReply end(const McpRequest &request);
    /// One line of standard input, which has one session without an id.
    [[nodiscard]] McpReply answerLine(const RpcInput &input);

    void tellChange();
    void streamClosed(quint64 stream);
    void endStreams();

private:
    [[nodiscard]] RpcOutcome initialize(const RpcMessage &message, SessionFacts &facts) const;
    [[nodiscard]] McpReply answer(const RpcInput &input, McpSession &session);
    [[nodiscard]] RpcOutcome call(const RpcMessage &message, McpSession &session);
    [[nodiscard]] RpcOutcome changeSubscription(const RpcMessage &message, McpSession &session) const;
    void tell(McpSession &session);
    void end(quint64 stream);

    McpOffer &m_offer;
    Outbox &m_outbox;
    McpSessions m_sessions;
    McpSession m_stdio; // the one client of standard input, once it has begun
};
