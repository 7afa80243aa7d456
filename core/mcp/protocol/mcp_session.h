// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/protocol/watched_addresses.h"

#include <map>
#include <memory>

/// What a client said of itself in `initialize`, as far as later answers need it.
struct SessionFacts
{
    QString protocolVersion;
    QString clientName, clientVersion;
};

/// One client that began with `initialize`: what it said then, and what it wants to hear of.
struct McpSession
{
    QByteArray id; // empty: the one of standard input
    SessionFacts facts;
    WatchedAddresses watched;
    bool isReady = false;      // it has said notifications/initialized after initialize
    quint64 stream = 0;        // the open GET stream; 0: none (or standard output)
    bool missedChange = false; // the list has changed while no stream was open
    quint64 lastUsed = 0;
};

/// The sessions of HTTP clients. Bounded: the one unused for longest makes room for a new one.
class McpSessions
{
public:
    static constexpr std::size_t Limit = 2000;

    /// A new session with an id that nobody can guess. `closed`: the stream of the one that made room for it, or 0.
    [[nodiscard]] McpSession &create(const SessionFacts &facts, quint64 &closed);
    /// Counts as use; null when there is none.
    [[nodiscard]] McpSession *find(const QByteArray &id);
    void end(const QByteArray &id);
    [[nodiscard]] const std::map<QByteArray, std::unique_ptr<McpSession>> &all() const { return m_sessions; }

private:
    [[nodiscard]] quint64 makeRoom();

    std::map<QByteArray, std::unique_ptr<McpSession>> m_sessions;
    quint64 m_clock = 0;
};
