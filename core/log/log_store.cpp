// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/log_store.h"

#include "core/log/utf8.h"

#include <algorithm>

static constexpr qsizetype SmallestBlock = 64 * 1024;
static constexpr qsizetype LongestSource = 128;
static constexpr int LongestRecord = 1000;

LogStore::LogStore(qsizetype capBytes, QObject *parent)
    : QObject(parent)
    , m_memory(std::make_shared<BlockMemory>(std::clamp(capBytes / 8, SmallestBlock, LogBlock::MaxBytes)))
    , m_maxBlocks(std::max<size_t>(2, static_cast<size_t>(capBytes / m_memory->bytes())))
{
}

LogStore::~LogStore() = default;

void LogStore::append(const QList<LogLine> &lines)
{
    if (lines.isEmpty())
        return;
    for (const LogLine &line : lines)
        add({line.timeMs, line.origin, line.level, line.flags, line.text, line.source});
    emit changed(firstNumber(), endNumber());
}

void LogStore::append(std::span<const LineView> lines)
{
    if (lines.empty())
        return;
    for (const LineView &line : lines)
        add(line);
    emit changed(firstNumber(), endNumber());
}

qint64 LogStore::firstNumber() const
{
    return m_blocks.empty() ? m_endNumber : m_blocks.front().firstNumber;
}

LineView LogStore::line(qint64 number) const
{
    Q_ASSERT(number >= firstNumber() && number < endNumber());
    const auto after = std::upper_bound(m_blocks.begin(), m_blocks.end(), number,
                                        [](qint64 n, const NumberedBlock &block) { return n < block.firstNumber; });
    const NumberedBlock &home = *std::prev(after);
    return home.block->line(number - home.firstNumber);
}

LogSnapshot LogStore::snapshot(qint64 from, qint64 end) const
{
    LogSnapshot result;
    for (const NumberedBlock &home : m_blocks) {
        const qint64 first = std::max(from, home.firstNumber);
        const qint64 blockEnd = home.firstNumber + home.block->count();
        const qint64 stop = std::min(end, blockEnd);
        if (first >= stop)
            continue;
        const qsizetype textsEnd =
            stop < blockEnd ? home.block->startOf(stop - home.firstNumber) : home.block->textsEnd();
        result.push_back({home.block, home.firstNumber, first, stop, textsEnd});
    }
    return result;
}

qsizetype LogStore::bytesUsed() const
{
    qsizetype bytes = 0;
    for (const NumberedBlock &block : m_blocks)
        bytes += block.block->bytesUsed();
    return bytes;
}

void LogStore::add(const LineView &line)
{
    if (m_blocks.empty())
        beginBlock(line.timeMs);
    if (line.source.size() > LongestSource || line.text.size() > m_blocks.back().block->maxText()) {
        LineView shorter = line;
        shorter.source = line.source.first(wholeCharacters(line.source, LongestSource));
        const qsizetype kept = wholeCharacters(line.text, m_blocks.back().block->maxText());
        if (kept < line.text.size())
            shorter.flags |= LogLine::Cut;
        shorter.text = line.text.first(kept);
        return add(shorter);
    }
    if (!m_blocks.back().block->add(line)) {
        beginBlock(line.timeMs);
        [[maybe_unused]] const bool fits = m_blocks.back().block->add(line);
        Q_ASSERT(fits);
    }
    ++m_endNumber;
    ++m_received[static_cast<size_t>(line.origin)];
    if (line.level >= Level::Error && !line.has(LogLine::Continuation)) {
        ++m_blocks.back().errorCount;
        ++m_errorCount;
    }
}

void LogStore::beginBlock(qint64 timeMs)
{
    if (m_blocks.size() == m_maxBlocks) {
        m_errorCount -= m_blocks.front().errorCount;
        m_blocks.pop_front();
    }
    m_blocks.push_back({std::make_shared<LogBlock>(m_memory, timeMs), m_endNumber, 0});
}

/// Frames of a traceback and the box around them keep their own lines.
static bool standsAlone(QByteArrayView text)
{
    return text.isEmpty() || text.startsWith(' ') || text.startsWith("\u256D") || text.startsWith("\u2502") ||
           text.startsWith("\u2570");
}

QByteArray recordText(const LogStore &store, qint64 number)
{
    const Origin origin = store.line(number).origin;
    // Lines of the other stream may stand between those of the record.
    for (qint64 n = number; n >= store.firstNumber() && number - n < LongestRecord; --n) {
        const LineView line = store.line(n);
        if (line.origin != origin)
            continue;
        number = n;
        if (!line.has(LogLine::Continuation))
            break;
    }
    QByteArray text = store.line(number).text.toByteArray();
    bool aloneBefore = false;
    const qint64 end = std::min(store.endNumber(), number + LongestRecord);
    for (qint64 n = number + 1; n < end; ++n) {
        const LineView line = store.line(n);
        if (line.origin != origin)
            continue;
        if (!line.has(LogLine::Continuation))
            break;
        const bool alone = standsAlone(line.text);
        if (!line.has(LogLine::MidWord))
            text += alone || aloneBefore ? '\n' : ' ';
        text += line.text;
        aloneBefore = alone;
    }
    return text;
}
