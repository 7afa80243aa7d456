// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/block_memory.h"
#include "core/log/log_line.h"

#include <QHash>
#include <QList>

#include <memory>

/// A fixed piece of memory that fills with lines: texts from its front, what is known about them from its back.
///
/// The texts lie one after the other, each ended by '\n', so that one search can run over all of them. A line that was
/// added never moves and never changes: another thread may read it, by the functions that say so, while lines are
/// added.
class LogBlock
{
public:
    static constexpr qsizetype MaxBytes = 1024 * 1024; // an offset has 20 bits

    /// Gives its memory back at its end. Times are kept as distances from `baseTimeMs`.
    LogBlock(std::shared_ptr<BlockMemory> source, qint64 baseTimeMs);
    ~LogBlock();
    Q_DISABLE_COPY_MOVE(LogBlock)

    /// False if the line does not fit: the block stays as it was. An empty block takes every line of maxText() bytes.
    [[nodiscard]] bool add(const LineView &line);
    [[nodiscard]] qsizetype maxText() const { return m_source->bytes() - 1 - RecordBytes; }

    [[nodiscard]] qint64 count() const { return m_count; }
    [[nodiscard]] LineView line(qint64 index) const;
    /// Where the texts end, each followed by '\n'.
    [[nodiscard]] qsizetype textsEnd() const { return m_textEnd; }
    [[nodiscard]] qsizetype bytesUsed() const { return m_textEnd + m_count * RecordBytes; }

    // For any thread that was told of the line.
    [[nodiscard]] const char *memory() const { return m_memory.get(); }
    /// Where its text begins in memory().
    [[nodiscard]] qsizetype startOf(qint64 index) const { return record(index).packed & OffsetMask; }
    /// The line without its text and source.
    [[nodiscard]] LineView kindOf(qint64 index) const;

private:
    // Ten bytes a line: 20 bits offset, 4 flags, 3 level, 2 origin; 32 bits time; 16 bits source.
    static constexpr qsizetype RecordBytes = 10;
    static constexpr qsizetype MaxSources = 1024;
    static constexpr quint32 OffsetMask = 0xFFFFF;
    struct Record
    {
        quint32 packed;
        qint32 timeDelta;
        quint16 source;
    };

    [[nodiscard]] Record record(qint64 index) const;
    [[nodiscard]] quint16 sourceIndex(QByteArrayView source);

    std::shared_ptr<BlockMemory> m_source;
    std::unique_ptr<char[]> m_memory;
    qsizetype m_textEnd = 0;
    qint64 m_count = 0;
    qint64 m_baseTimeMs;
    QList<QByteArray> m_sources{QByteArray()}; // entry 0 is "none"
    QHash<QByteArray, quint16> m_sourceIndexes;
};
