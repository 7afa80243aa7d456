// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/log_block.h"

#include <cstring>
#include <utility>

LogBlock::LogBlock(std::shared_ptr<BlockMemory> source, qint64 baseTimeMs)
    : m_source(std::move(source))
    , m_memory(m_source->take())
    , m_baseTimeMs(baseTimeMs)
{
    Q_ASSERT(m_source->bytes() <= MaxBytes);
}

LogBlock::~LogBlock()
{
    m_source->giveBack(std::move(m_memory));
}

bool LogBlock::add(const LineView &line)
{
    if (bytesUsed() + line.text.size() + 1 + RecordBytes > m_source->bytes())
        return false;
    const qint64 delta = line.timeMs - m_baseTimeMs;
    if (delta != static_cast<qint32>(delta))
        return false;
    if (!line.source.isEmpty() && m_sources.size() == MaxSources)
        return false;

    const Record record{static_cast<quint32>(m_textEnd) | static_cast<quint32>(line.flags & 0xF) << 20 |
                            static_cast<quint32>(line.level) << 24 | static_cast<quint32>(line.origin) << 27,
                        static_cast<qint32>(delta), line.source.isEmpty() ? quint16(0) : sourceIndex(line.source)};
    if (!line.text.isEmpty())
        std::memcpy(m_memory.get() + m_textEnd, line.text.data(), static_cast<size_t>(line.text.size()));
    m_textEnd += line.text.size();
    m_memory[static_cast<size_t>(m_textEnd++)] = '\n';

    ++m_count;
    char *to = m_memory.get() + m_source->bytes() - m_count * RecordBytes;
    std::memcpy(to, &record.packed, 4);
    std::memcpy(to + 4, &record.timeDelta, 4);
    std::memcpy(to + 8, &record.source, 2);
    return true;
}

LogBlock::Record LogBlock::record(qint64 index) const
{
    Record record;
    const char *from = m_memory.get() + m_source->bytes() - (index + 1) * RecordBytes;
    std::memcpy(&record.packed, from, 4);
    std::memcpy(&record.timeDelta, from + 4, 4);
    std::memcpy(&record.source, from + 8, 2);
    return record;
}

LineView LogBlock::kindOf(qint64 index) const
{
    const Record r = record(index);
    LineView view;
    view.timeMs = m_baseTimeMs + r.timeDelta;
    view.origin = static_cast<Origin>(r.packed >> 27 & 3);
    view.level = static_cast<Level>(r.packed >> 24 & 7);
    view.flags = static_cast<quint8>(r.packed >> 20 & 0xF);
    return view;
}

LineView LogBlock::line(qint64 index) const
{
    Q_ASSERT(index >= 0 && index < m_count);
    const qsizetype start = startOf(index);
    const qsizetype end = (index + 1 < m_count ? startOf(index + 1) : m_textEnd) - 1;
    LineView view = kindOf(index);
    view.text = QByteArrayView(m_memory.get() + start, end - start);
    view.source = m_sources.at(record(index).source);
    return view;
}

quint16 LogBlock::sourceIndex(QByteArrayView source)
{
    // Few places log many lines, so each name is kept once.
    const auto found = m_sourceIndexes.constFind(QByteArray::fromRawData(source.data(), source.size()));
    if (found != m_sourceIndexes.constEnd())
        return *found;
    const auto index = static_cast<quint16>(m_sources.size());
    m_sources.append(source.toByteArray());
    m_sourceIndexes.insert(m_sources.constLast(), index);
    return index;
}
