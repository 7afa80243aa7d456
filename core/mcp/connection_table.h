// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <chrono>
#include <mutex>
#include <unordered_map>

/// Knows how long each connection has kept us waiting, and closes those that do so for too long.
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
        size_t connections = 1536;                 // above it the longest idle one gives way
    };
    explicit ConnectionTable(Limits limits);

    void opened(Key connection, int fd);
    void headersArrived(Key connection);
    void requestArrived(Key connection);
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
        quint64 bytesBefore = 0; // what had been received when it became idle
        quint64 streamId = 0;
    };
    [[nodiscard]] bool isOverdue(const Entry &entry, Clock::time_point now) const;
    void enter(Key connection, Phase phase);
    void makeRoom();

    const Limits m_limits;
    std::mutex m_mutex;
    std::unordered_map<Key, Entry> m_entries;
};
