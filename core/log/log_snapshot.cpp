// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/log_snapshot.h"

#include "core/log/log_block.h"

#include <algorithm>
#include <utility>

HeldLines::HeldLines(std::shared_ptr<const LogBlock> block, const BlockLines &lines)
    : m_block(std::move(block))
    , m_blockFirst(lines.blockFirst)
    , m_first(lines.first)
    , m_end(lines.end)
    , m_textsEnd(lines.textsEnd)
{
}

std::optional<HeldLines> HeldLines::hold(const BlockLines &lines)
{
    std::shared_ptr<const LogBlock> block = lines.block.lock();
    if (!block)
        return std::nullopt;
    return HeldLines(std::move(block), lines);
}

qsizetype HeldLines::startOf(qint64 number) const
{
    return number < m_end ? m_block->startOf(number - m_blockFirst) : m_textsEnd;
}

LineView HeldLines::line(qint64 number) const
{
    LineView view = kindOf(number);
    view.text = text(number);
    return view;
}

LineView HeldLines::kindOf(qint64 number) const
{
    return m_block->kindOf(number - m_blockFirst);
}

QByteArrayView HeldLines::texts(qint64 from, qint64 end) const
{
    Q_ASSERT(from >= m_first && from < end && end <= m_end);
    const qsizetype start = startOf(from);
    return {m_block->memory() + start, startOf(end) - 1 - start};
}

qint64 HeldLines::numberAt(const char *position, qint64 from) const
{
    const qsizetype offset = position - m_block->memory();
    qint64 low = from; // begins at or before the place
    qint64 step = 1;
    while (low + step < m_end && startOf(low + step) <= offset) {
        low += step;
        step *= 2;
    }
    qint64 high = std::min(low + step, m_end); // begins after it
    while (high - low > 1) {
        const qint64 middle = low + (high - low) / 2;
        (startOf(middle) <= offset ? low : high) = middle;
    }
    return low;
}
