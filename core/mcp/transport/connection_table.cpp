// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/transport/connection_table.h"

#include "core/mcp/transport/listener.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <sys/socket.h>

static constexpr qint64 SmallAnswer = 64 * 1024;

ConnectionTable::ConnectionTable(Limits limits)
    : m_limits(limits)
{
}

void ConnectionTable::limitTo(size_t connections)
{
    const std::lock_guard lock(m_mutex);
    m_limits.connections = std::min(m_limits.connections, connections);
}

void ConnectionTable::opened(Key connection, int fd)
{
    const std::lock_guard lock(m_mutex);
    Entry entry;
    entry.fd = fd;
    entry.since = Clock::now();
    m_entries.emplace(connection, entry);
    if (m_entries.size() > m_limits.connections)
        makeRoom();
}

void ConnectionTable::makeRoom()
{
    // Also one that has begun to ask and does not go on: else those would have all others give way.
    const auto mayGiveWay = [](const Entry &entry) {
        return (entry.phase == Phase::Idle || entry.phase == Phase::Arriving) && !entry.isCut;
    };
    size_t strangers = 0;
    for (const auto &[connection, entry] : m_entries)
        strangers += mayGiveWay(entry) && !entry.hasAsked ? 1 : 0;
    // A crowd that asks nothing makes room among itself, however fast it comes.
    const bool isCrowd = 2 * strangers > m_entries.size();
    Entry *longest = nullptr;
    for (auto &[connection, entry] : m_entries) {
        if (!mayGiveWay(entry) || (isCrowd && entry.hasAsked))
            continue;
        if (!longest || entry.since < longest->since)
            longest = &entry;
    }
    if (!longest)
        return;
    longest->isCut = true; // the HTTP thread sees it later: the next one makes room for the next
    ::shutdown(longest->fd, SHUT_RDWR);
}

void ConnectionTable::enter(Key connection, Phase phase)
{
    const auto found = m_entries.find(connection);
    if (found == m_entries.end())
        return;
    found->second.phase = phase;
    found->second.since = Clock::now();
}

void ConnectionTable::headersArrived(Key connection)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(connection);
    // When the sweep has seen its first bytes before, the time counts from there.
    if (found != m_entries.end() && found->second.phase != Phase::Arriving)
        enter(connection, Phase::Arriving);
}

void ConnectionTable::requestArrived(Key connection)
{
    const std::lock_guard lock(m_mutex);
    enter(connection, Phase::Answering);
}

/// The only witness of a reader who goes on is the kernel: what we gave it lies there for a while.
void ConnectionTable::look(Entry &entry, Clock::time_point now)
{
    const quint64 taken = bytesTaken(entry.fd);
    if (taken == entry.bytesTaken)
        return;
    entry.bytesTaken = taken;
    entry.movedAt = now;
}

bool ConnectionTable::makeRoomFor(qint64 answerSize, Clock::time_point now)
{
    qint64 needed = answerSize - m_limits.answers;
    qint64 standing = 0;
    std::vector<Entry *> still;
    for (auto &[connection, entry] : m_entries) {
        needed += entry.answerSize;
        if (entry.answerSize <= SmallAnswer)
            continue;
        look(entry, now);
        if (now - entry.movedAt < m_limits.standstill)
            continue;
        standing += entry.answerSize;
        still.push_back(&entry);
    }
    if (standing < needed)
        return needed <= 0; // nobody is cut for nothing
    std::sort(still.begin(), still.end(), [](const Entry *a, const Entry *b) { return a->movedAt < b->movedAt; });
    for (Entry *entry : still) {
        if (needed <= 0)
            break;
        ::shutdown(entry->fd, SHUT_RDWR);
        needed -= std::exchange(entry->answerSize, 0);
    }
    return true;
}

bool ConnectionTable::admitAnswer(Key connection, qint64 size, Clock::time_point now)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(connection);
    if (found == m_entries.end() || (size > SmallAnswer && !makeRoomFor(size, now)))
        return false;
    Entry &entry = found->second;
    entry.answerSize = size;
    entry.bytesTaken = bytesTaken(entry.fd);
    entry.movedAt = now;
    return true;
}

void ConnectionTable::streamOpened(Key connection, quint64 streamId)
{
    const std::lock_guard lock(m_mutex);
    enter(connection, Phase::Streaming);
    const auto found = m_entries.find(connection);
    if (found != m_entries.end())
        found->second.streamId = streamId;
}

void ConnectionTable::requestDone(Key connection)
{
    const std::lock_guard lock(m_mutex);
    enter(connection, Phase::Idle);
    const auto found = m_entries.find(connection);
    if (found == m_entries.end())
        return;
    found->second.hasAsked = true;
    found->second.bytesBefore = bytesReceived(found->second.fd);
    found->second.streamId = 0;
    found->second.answerSize = 0;
}

void ConnectionTable::closed(Key connection)
{
    const std::lock_guard lock(m_mutex);
    m_entries.erase(connection);
}

bool ConnectionTable::sweep(Clock::time_point now)
{
    const std::lock_guard lock(m_mutex);
    for (auto &[connection, entry] : m_entries) {
        // Headers that trickle in are invisible to us until they are complete; the kernel counts them.
        if (entry.phase == Phase::Idle && bytesReceived(entry.fd) > entry.bytesBefore) {
            entry.phase = Phase::Arriving;
            entry.since = now;
        }
        if (entry.answerSize > SmallAnswer)
            look(entry, now);
        if (isOverdue(entry, now))
            ::shutdown(entry.fd, SHUT_RDWR);
    }
    return !m_entries.empty();
}

bool ConnectionTable::isOverdue(const Entry &entry, Clock::time_point now) const
{
    switch (entry.phase) {
    case Phase::Idle:
        return now - entry.since > m_limits.idle;
    case Phase::Arriving:
        return now - entry.since > m_limits.request;
    case Phase::Answering:
        return now - entry.since > m_limits.answer;
    case Phase::Streaming:
        return false; // its bounded queue decides
    }
    return false;
}

void ConnectionTable::cutStream(quint64 streamId)
{
    const std::lock_guard lock(m_mutex);
    for (const auto &[connection, entry] : m_entries) {
        if (entry.phase == Phase::Streaming && entry.streamId == streamId)
            ::shutdown(entry.fd, SHUT_RDWR);
    }
}
