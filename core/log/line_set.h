// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <array>
#include <deque>
#include <optional>

/// A set of line numbers, a bit each: as small and as quick for a million members as for three.
///
/// Members may come in any order, but the smallest and the largest should lie no further apart than a store is long.
class LineSet
{
public:
    void insert(qint64 number);
    /// All of [from, end).
    void insertRange(qint64 from, qint64 end);
    void remove(qint64 number);
    /// Takes in all members of the other.
    void unite(const LineSet &other);
    /// Keeps only members of the other too.
    void intersect(const LineSet &other);
    /// Keeps only what the other has not.
    void subtract(const LineSet &other);
    void dropBefore(qint64 number);
    void clear();

    [[nodiscard]] qint64 count() const { return m_count; }
    [[nodiscard]] bool isEmpty() const { return m_count == 0; }
    [[nodiscard]] bool contains(qint64 number) const;
    /// How many members are smaller.
    [[nodiscard]] qint64 countBefore(qint64 number) const;
    /// The smallest member in [from, end).
    [[nodiscard]] std::optional<qint64> firstIn(qint64 from, qint64 end) const;
    /// The largest member in [from, end).
    [[nodiscard]] std::optional<qint64> lastIn(qint64 from, qint64 end) const;

private:
    static constexpr qint64 ChunkBits = 4096;
    struct Chunk
    {
        std::array<quint64, ChunkBits / 64> words{};
        qint64 count = 0;
    };

    [[nodiscard]] Chunk &chunkOf(qint64 number);
    [[nodiscard]] qint64 chunksEnd() const { return m_firstChunk + static_cast<qint64>(m_chunks.size()); }
    [[nodiscard]] const Chunk &chunk(qint64 index) const { return m_chunks[static_cast<size_t>(index - m_firstChunk)]; }
    void recount(Chunk &chunk, qint64 before);

    qint64 m_firstChunk = 0; // line m_firstChunk * ChunkBits is the first bit there is
    std::deque<Chunk> m_chunks;
    qint64 m_count = 0;
};
