// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/protocol/ended_sessions.h"
#include "core/mcp/protocol/session_news.h"
#include "core/mcp/protocol/session_seal.h"
#include "core/mcp/protocol/watched_addresses.h"

#include <map>
#include <memory>

/// One client that began with `initialize`: what it said then, and what it wants to hear of.
struct McpSession
{
    QByteArray id; // empty: the one of standard input
    SessionFacts facts;
    WatchedAddresses watched;
    bool isReady = false;   // it has said notifications/initialized after initialize
    QList<quint64> streams; // its open GET streams, the newest last
    SessionNews news;       // all that is told of lists, and of addresses while a stream is open
    quint64 lastUsed = 0;

    /// Where it is told something: each message goes to one stream, and who lost a connection comes back with a newer
    /// one before we notice. 0: nowhere (or standard output).
    [[nodiscard]] quint64 stream() const { return streams.isEmpty() ? 0 : streams.last(); }
};

/// The sessions of HTTP clients. Bounded: the one unused for longest makes room, and comes back when it is used again.
class McpSessions
{
public:
    static constexpr std::size_t Limit = 2000;

    explicit McpSessions(SessionSeal seal = SessionSeal(), EndedSessions ended = EndedSessions());

    /// A new session with an id that nobody can guess. `closed`: the streams of the one that made room for it.
    [[nodiscard]] McpSession &create(const SessionFacts &facts, QList<quint64> &closed);
    /// Counts as use; null when there is none. One that a server with our key began is taken up again
    /// (`isRevived`).
    [[nodiscard]] McpSession *find(const QByteArray &id, QList<quint64> &closed, bool &isRevived);
    /// For good.
    void end(const QByteArray &id);
    [[nodiscard]] const std::map<QByteArray, std::unique_ptr<McpSession>> &all() const { return m_sessions; }

private:
    [[nodiscard]] McpSession &insert(const QByteArray &id, const SessionFacts &facts, QList<quint64> &closed);
    [[nodiscard]] QList<quint64> makeRoom();

    SessionSeal m_seal;
    EndedSessions m_ended;
    std::map<QByteArray, std::unique_ptr<McpSession>> m_sessions;
    quint64 m_clock = 0;
};
