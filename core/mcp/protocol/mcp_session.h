// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

#include <map>
#include <memory>

/// One client that began with `initialize`: what it said then, and what it wants to hear of.
struct McpSession
{
    QByteArray id; // empty: the one of standard input
    QString protocolVersion;
    QString clientName, clientVersion;
    QHash<QString, QByteArray> subscriptions; // address -> digest that the client was last told of
    bool isReady = false;                     // it has said notifications/initialized after initialize
    quint64 stream = 0;                       // the open GET stream; 0: none (or standard output)
    bool missedChange = false;                // the list has changed while no stream was open
    bool missedPrompts = false;               // so have the prompts
    quint64 lastUsed = 0;
};

/// The sessions of HTTP clients. Bounded: the one unused for longest makes room for a new one.
class McpSessions
{
public:
    static constexpr std::size_t Limit = 2000;

    /// A new session with an id that nobody can guess. `ended`: the stream of the one that made room for it, or 0.
    [[nodiscard]] McpSession &create(quint64 &ended);
    /// Counts as use; null when there is none.
    [[nodiscard]] McpSession *find(const QByteArray &id);
    void remove(const QByteArray &id);
    [[nodiscard]] const std::map<QByteArray, std::unique_ptr<McpSession>> &all() const { return m_sessions; }

private:
    [[nodiscard]] quint64 makeRoom();

    std::map<QByteArray, std::unique_ptr<McpSession>> m_sessions;
    quint64 m_clock = 0;
};
