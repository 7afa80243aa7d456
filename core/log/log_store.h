// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_block.h"
#include "core/log/log_line.h"
#include "core/log/log_snapshot.h"

#include <QList>
#include <QObject>

#include <array>
#include <deque>
#include <memory>
#include <span>

/// Keeps the newest lines, once, as UTF-8 in blocks.
///
/// Lines are numbered from 0 in order of arrival and keep their number for ever; the kept ones are
/// [firstNumber(), endNumber()). When the cap is reached the oldest block is dropped with all its lines, and its memory
/// is used again, unless another thread still reads it.
class LogStore : public QObject
{
    Q_OBJECT
public:
    static constexpr qsizetype DefaultCapBytes = 64 * 1024 * 1024;

    explicit LogStore(qsizetype capBytes = DefaultCapBytes, QObject *parent = nullptr);
    ~LogStore() override;

    /// Takes one batch; emits changed() once.
    void append(const QList<LogLine> &lines);
    void append(const LogLine &line) { append(QList<LogLine>{line}); }
    void append(std::span<const LineView> lines);

    [[nodiscard]] qint64 firstNumber() const;
    [[nodiscard]] qint64 endNumber() const { return m_endNumber; }
    [[nodiscard]] qint64 count() const { return endNumber() - firstNumber(); }
    /// `number` must be kept. O(log blocks).
    [[nodiscard]] LineView line(qint64 number) const;
    /// The kept lines among [from, end), for a thread that reads them while others are added.
    [[nodiscard]] LogSnapshot snapshot(qint64 from, qint64 end) const;

    /// Lines received since the start, in all and by origin; dropped by the cap.
    [[nodiscard]] qint64 received() const { return endNumber(); }
    [[nodiscard]] qint64 received(Origin origin) const { return m_received.at(static_cast<size_t>(origin)); }
    [[nodiscard]] qint64 dropped() const { return firstNumber(); }
    /// Kept lines of level Error or above that begin a record (continuations not counted).
    [[nodiscard]] qint64 errorCount() const { return m_errorCount; }
    /// Memory that the kept lines occupy, never above the cap (which is at least two small blocks).
    [[nodiscard]] qsizetype bytesUsed() const;

signals:
    /// Lines came in, and perhaps old ones were dropped: the kept range is now [first, end).
    void changed(qint64 first, qint64 end);

private:
    struct NumberedBlock
    {
        std::shared_ptr<LogBlock> block;
        qint64 firstNumber = 0;
        qint64 errorCount = 0;
    };

    void add(const LineView &line);
    void beginBlock(qint64 timeMs);

    std::shared_ptr<BlockMemory> m_memory;
    size_t m_maxBlocks;
    std::deque<NumberedBlock> m_blocks;
    qint64 m_endNumber = 0;
    qint64 m_errorCount = 0;
    std::array<qint64, 3> m_received{};
};

/// The text of the record that line `number` belongs to, its wrapped lines joined again; `number` must be kept.
[[nodiscard]] QByteArray recordText(const LogStore &store, qint64 number);
