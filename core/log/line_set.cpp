// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/line_set.h"

#include <algorithm>
#include <bit>

static constexpr quint64 bitOf(qint64 number)
{
    return quint64(1) << (number & 63);
}

/// The bits of the members in [from, end) that share a word, the word beginning at `base`.
static quint64 maskOf(qint64 base, qint64 from, qint64 end)
{
    const qint64 low = std::max<qint64>(0, from - base);
    const qint64 high = std::min<qint64>(64, end - base);
    if (low >= high)
        return 0;
    const quint64 below = high == 64 ? ~quint64(0) : bitOf(high) - 1;
    return below & ~(bitOf(low) - 1);
}

LineSet::Chunk &LineSet::chunkOf(qint64 number)
{
    Q_ASSERT(number >= 0);
    const qint64 index = number / ChunkBits;
    if (m_chunks.empty())
        m_firstChunk = index;
    while (index < m_firstChunk) {
        m_chunks.emplace_front();
        --m_firstChunk;
    }
    while (index >= chunksEnd())
        m_chunks.emplace_back();
    return m_chunks[static_cast<size_t>(index - m_firstChunk)];
}

void LineSet::recount(Chunk &chunk, qint64 before)
{
    chunk.count = 0;
    for (const quint64 word : chunk.words)
        chunk.count += std::popcount(word);
    m_count += chunk.count - before;
}

void LineSet::insert(qint64 number)
{
    Chunk &chunk = chunkOf(number);
    quint64 &word = chunk.words[static_cast<size_t>(number % ChunkBits / 64)];
    const qint64 added = (word & bitOf(number)) == 0 ? 1 : 0;
    word |= bitOf(number);
    chunk.count += added;
    m_count += added;
}

void LineSet::insertRange(qint64 from, qint64 end)
{
    while (from < end) {
        Chunk &chunk = chunkOf(from);
        const qint64 base = from / ChunkBits * ChunkBits;
        for (size_t i = 0; i < chunk.words.size(); ++i)
            chunk.words[i] |= maskOf(base + static_cast<qint64>(i) * 64, from, end);
        recount(chunk, chunk.count);
        from = base + ChunkBits;
    }
}

void LineSet::remove(qint64 number)
{
    if (!contains(number))
        return;
    Chunk &chunk = chunkOf(number);
    chunk.words[static_cast<size_t>(number % ChunkBits / 64)] &= ~bitOf(number);
    --chunk.count;
    --m_count;
}

void LineSet::unite(const LineSet &other)
{
    for (qint64 index = other.m_firstChunk; index < other.chunksEnd(); ++index) {
        const Chunk &theirs = other.chunk(index);
        if (theirs.count == 0)
            continue;
        Chunk &ours = chunkOf(index * ChunkBits);
        for (size_t i = 0; i < ours.words.size(); ++i)
            ours.words[i] |= theirs.words[i];
        recount(ours, ours.count);
    }
}

void LineSet::intersect(const LineSet &other)
{
    for (qint64 index = m_firstChunk; index < chunksEnd(); ++index) {
        Chunk &ours = m_chunks[static_cast<size_t>(index - m_firstChunk)];
        const bool known = index >= other.m_firstChunk && index < other.chunksEnd();
        for (size_t i = 0; i < ours.words.size(); ++i)
            ours.words[i] &= known ? other.chunk(index).words[i] : 0;
        recount(ours, ours.count);
    }
}

void LineSet::subtract(const LineSet &other)
{
    const qint64 end = std::min(chunksEnd(), other.chunksEnd());
    for (qint64 index = std::max(m_firstChunk, other.m_firstChunk); index < end; ++index) {
        Chunk &ours = m_chunks[static_cast<size_t>(index - m_firstChunk)];
        for (size_t i = 0; i < ours.words.size(); ++i)
            ours.words[i] &= ~other.chunk(index).words[i];
        recount(ours, ours.count);
    }
}

void LineSet::dropBefore(qint64 number)
{
    while (!m_chunks.empty() && (m_firstChunk + 1) * ChunkBits <= number) {
        m_count -= m_chunks.front().count;
        m_chunks.pop_front();
        ++m_firstChunk;
    }
    const qint64 base = m_firstChunk * ChunkBits;
    if (m_chunks.empty() || number <= base)
        return;
    Chunk &chunk = m_chunks.front();
    for (size_t i = 0; i < chunk.words.size(); ++i)
        chunk.words[i] &= ~maskOf(base + static_cast<qint64>(i) * 64, base, number);
    recount(chunk, chunk.count);
}

void LineSet::clear()
{
    m_chunks.clear();
    m_count = 0;
}

bool LineSet::contains(qint64 number) const
{
    const qint64 index = number / ChunkBits;
    if (number < 0 || index < m_firstChunk || index >= chunksEnd())
        return false;
    return (chunk(index).words[static_cast<size_t>(number % ChunkBits / 64)] & bitOf(number)) != 0;
}

qint64 LineSet::countBefore(qint64 number) const
{
    qint64 count = 0;
    for (qint64 index = m_firstChunk; index < chunksEnd() && index * ChunkBits < number; ++index) {
        const qint64 base = index * ChunkBits;
        if (base + ChunkBits <= number) {
            count += chunk(index).count;
            continue;
        }
        for (size_t i = 0; i < chunk(index).words.size(); ++i)
            count += std::popcount(chunk(index).words[i] & maskOf(base + static_cast<qint64>(i) * 64, base, number));
    }
    return count;
}

std::optional<qint64> LineSet::firstIn(qint64 from, qint64 end) const
{
    from = std::max(from, m_firstChunk * ChunkBits);
    end = std::min(end, chunksEnd() * ChunkBits);
    while (from < end) {
        const Chunk &here = chunk(from / ChunkBits);
        if (here.count == 0) {
            from = (from / ChunkBits + 1) * ChunkBits;
            continue;
        }
        const qint64 base = from / 64 * 64;
        const quint64 word = here.words[static_cast<size_t>(from % ChunkBits / 64)] & maskOf(base, from, end);
        if (word != 0)
            return base + std::countr_zero(word);
        from = base + 64;
    }
    return std::nullopt;
}

std::optional<qint64> LineSet::lastIn(qint64 from, qint64 end) const
{
    from = std::max(from, m_firstChunk * ChunkBits);
    end = std::min(end, chunksEnd() * ChunkBits);
    while (from < end) {
        const qint64 last = end - 1;
        const Chunk &here = chunk(last / ChunkBits);
        if (here.count == 0) {
            end = last / ChunkBits * ChunkBits;
            continue;
        }
        const qint64 base = last / 64 * 64;
        const quint64 word = here.words[static_cast<size_t>(last % ChunkBits / 64)] & maskOf(base, from, end);
        if (word != 0)
            return base + 63 - std::countl_zero(word);
        end = base;
    }
    return std::nullopt;
}
