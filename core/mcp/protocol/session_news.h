// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>

#include <chrono>
#include <map>

/// What a session is to hear: what waits for a stream, and what went into one that may have been dead already.
///
/// Each message once, whatever often it came up, so there are at most as many as lists and watched addresses. A client
/// would rather hear a thing twice than never.
class SessionNews
{
public:
    using Clock = std::chrono::steady_clock;

    /// How often an open stream carries something, be it a comment.
    static constexpr std::chrono::seconds CommentInterval{15};
    /// What went into a connection that had been closed at its other end was lost without a word; the next write, a
    /// comment at the latest, finds that out. What has been told for longer, and its stream lives, has arrived.
    static constexpr std::chrono::seconds Doubt = 2 * CommentInterval;

    /// It waits for take().
    void add(const QByteArray &message) { m_told[message] = {}; }
    /// The client no longer wants to hear it.
    void remove(const QByteArray &message) { m_told.erase(message); }
    /// All that waits, sorted; it counts as told on this stream now.
    [[nodiscard]] QList<QByteArray> take(quint64 stream, Clock::time_point now = Clock::now());
    /// The client opens another stream, and the earlier ones may be lost: what is in doubt waits again.
    void doubtAll(Clock::time_point now = Clock::now());
    /// This stream is lost: likewise what was told there.
    void doubt(quint64 stream, Clock::time_point now = Clock::now());

private:
    struct Telling
    {
        quint64 stream = 0; // 0: it waits
        Clock::time_point when;
    };
    std::map<QByteArray, Telling> m_told;
};
