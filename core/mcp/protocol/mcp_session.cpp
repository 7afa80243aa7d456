// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/protocol/mcp_session.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>

static QByteArray newId()
{
    std::array<quint32, 4> bits{};
    QRandomGenerator::system()->fillRange(bits.data(), qsizetype(bits.size()));
    return QByteArray(reinterpret_cast<const char *>(bits.data()), sizeof bits).toHex();
}

McpSession &McpSessions::create(const SessionFacts &facts, quint64 &closed)
{
    closed = m_sessions.size() >= Limit ? makeRoom() : 0;
    auto session = std::make_unique<McpSession>();
    session->id = newId();
    session->facts = facts;
    session->lastUsed = ++m_clock;
    return *(m_sessions[session->id] = std::move(session));
}

McpSession *McpSessions::find(const QByteArray &id)
{
    const auto found = m_sessions.find(id);
    if (found == m_sessions.end())
        return nullptr;
    found->second->lastUsed = ++m_clock;
    return found->second.get();
}

void McpSessions::end(const QByteArray &id)
{
    m_sessions.erase(id);
}

quint64 McpSessions::makeRoom()
{
    // Whoever holds a stream is still there; the others may have gone without a word.
    const auto oldest = std::min_element(m_sessions.begin(), m_sessions.end(), [](const auto &left, const auto &right) {
        return std::pair(left.second->stream != 0, left.second->lastUsed) <
               std::pair(right.second->stream != 0, right.second->lastUsed);
    });
    const quint64 stream = oldest->second->stream;
    m_sessions.erase(oldest);
    return stream;
}
