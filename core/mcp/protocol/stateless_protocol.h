// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/protocol/subscriptions.h"

/// Speaks 2026-07-28: no session, each request carries what it needs.
class StatelessProtocol
{
public:
    StatelessProtocol(McpOffer &offer, Outbox &outbox);

    [[nodiscard]] McpReply post(const McpRequest &request, const RpcMessage &message);
    [[nodiscard]] McpReply answer(const RpcMessage &message, bool overStdio);
    [[nodiscard]] Subscriptions &subscriptions() { return m_subscriptions; }

private:
    McpOffer &m_offer;
    Subscriptions m_subscriptions;
};
