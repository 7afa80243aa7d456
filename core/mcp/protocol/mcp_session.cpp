// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/protocol/mcp_session.h"

#include <algorithm>

McpSessions::McpSessions(SessionSeal seal, EndedSessions ended)
    : m_seal(std::move(seal))
    , m_ended(std::move(ended))
{
}

McpSession &McpSessions::insert(const QByteArray &id, const SessionFacts &facts, QList<quint64> &closed)
{
    if (m_sessions.size() >= Limit)
        closed += makeRoom();
    auto session = std::make_unique<McpSession>();
    session->id = id;
    session->facts = facts;
    session->lastUsed = ++m_clock;
    return *(m_sessions[id] = std::move(session));
}

McpSession &McpSessions::create(const SessionFacts &facts, QList<quint64> &closed)
{
    return insert(m_seal.seal(facts), facts, closed);
}

McpSession *McpSessions::find(const QByteArray &id, QList<quint64> &closed, bool &isRevived)
{
    isRevived = false;
    if (const auto found = m_sessions.find(id); found != m_sessions.end()) {
        found->second->lastUsed = ++m_clock;
        return found->second.get();
    }
    const std::optional<SessionFacts> facts = m_seal.open(id);
    if (!facts || m_ended.contains(id))
        return nullptr;
    McpSession &session = insert(id, *facts, closed);
    session.isReady = true;
    isRevived = true;
    return &session;
}

void McpSessions::end(const QByteArray &id)
{
    m_sessions.erase(id);
    m_ended.add(id);
}

QList<quint64> McpSessions::makeRoom()
{
    // Whoever holds a stream is still there; the others may have gone without a word.
    const auto oldest = std::min_element(m_sessions.begin(), m_sessions.end(), [](const auto &left, const auto &right) {
        return std::pair(!left.second->streams.isEmpty(), left.second->lastUsed) <
               std::pair(!right.second->streams.isEmpty(), right.second->lastUsed);
    });
    const QList<quint64> streams = oldest->second->streams;
    m_sessions.erase(oldest);
    return streams;
}
