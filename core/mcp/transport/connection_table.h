// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <chrono>
#include <mutex>
#include <unordered_map>

/// Knows what each connection has us wait for and hold, and closes those that overdo it.
///
/// Both threads use it. A connection is only ever shut down here; the HTTP thread sees that and closes it.
class ConnectionTable
{
public:
    using Clock = std::chrono::steady_clock;
    using Key = const void *;

    struct Limits
    {
        std::chrono::milliseconds request{10'000}; // from its first byte to its last
        std::chrono::milliseconds answer{60'000};  // until the client has taken it
        std::chrono::milliseconds idle{120'000};   // between requests
        size_t connections = 1536; // above it the one gives way that has been idle, or asking, for longest; where most
                                   // have never been answered, one of those
        qint64 answers = 64 * 1024 * 1024;           // bytes of all that have not been taken yet
        std::chrono::milliseconds standstill{1'000}; // of a large answer's reader: then it gives way to another one
    };
    explicit ConnectionTable(Limits limits);

    /// Before the first one: no more connections than this.
    void limitTo(size_t connections);
    void opened(Key connection, int fd);
    void headersArrived(Key connection);
    void requestArrived(Key connection);
    /// Whether there is room for an answer until its reader has taken it. For a small one there always is: readers that
    /// take nothing may fill the room with large ones, and small ones pass beside them.
    [[nodiscard]] bool admitAnswer(Key connection, qint64 size, Clock::time_point now = Clock::now());
    void streamOpened(Key connection, quint64 streamId);
    void requestDone(Key connection);
    void closed(Key connection); // before its descriptor is closed

    /// Shuts down what is overdue. False: there are no connections at all.
    bool sweep(Clock::time_point now = Clock::now());
    void cutStream(quint64 streamId);

private:
    enum class Phase { Idle, Arriving, Answering, Streaming };
    struct Entry
    {
        int fd = -1;
        Phase phase = Phase::Idle;
        Clock::time_point since;
        bool isCut = false;      // to make room
        bool hasAsked = false;   // and was answered
        quint64 bytesBefore = 0; // what had been received when it became idle
        quint64 streamId = 0;
        qint64 answerSize = 0;
        quint64 bytesTaken = 0;    // when we looked last
        Clock::time_point movedAt; // when they had become more
    };
    [[nodiscard]] bool isOverdue(const Entry &entry, Clock::time_point now) const;
    void enter(Key connection, Phase phase);
    void makeRoom();
    [[nodiscard]] bool makeRoomFor(qint64 answerSize, Clock::time_point now);
    static void look(Entry &entry, Clock::time_point now);

    Limits m_limits;
    std::mutex m_mutex;
    std::unordered_map<Key, Entry> m_entries;
};
