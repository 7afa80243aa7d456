// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_line.h"

#include <array>
#include <deque>
#include <map>
#include <optional>

/// Knows which lines are one record, and which records are folded.
///
/// A record is a line and those of its origin that continue it, up to that origin's next record; lines of others may
/// stand between them.
class LogRecords
{
public:
    /// A record with more continuation lines than this is folded until the user opens it.
    static constexpr qint64 LongRecord = 12;

    struct Record
    {
        qint64 head = 0;
        qint64 last = 0;   // the last line that continues it, so far
        qint64 lines = 0;  // continuation lines, at least one
        qint64 hidden = 0; // accepted lines that the fold keeps from being rows
        bool folded = false;
    };

    /// Lines are told in their order. This one begins a record; where it is not shown, nothing is folded under it.
    void begin(qint64 number, Origin origin, bool isShown);
    /// This one continues a record: which; null where that has no head that is shown, so that the line stands for
    /// itself. `hasToFold` says that it is too long from this line on. Valid until the next call.
    [[nodiscard]] Record *extend(qint64 number, Origin origin, bool &hasToFold);

    /// The record of more than one line that this line begins or continues; valid until the next call.
    [[nodiscard]] Record *find(qint64 number, Origin origin);
    [[nodiscard]] const Record *find(qint64 number, Origin origin) const;

    /// What the user wants of a record that begins here, also of one whose other lines are still to come.
    void choose(qint64 head, bool folded) { m_chosen[head] = folded; }
    /// The same of all that have at least so many continuation lines.
    void chooseAll(bool folded, qint64 leastLines);

    /// Forgets all lines, but not what the user wants.
    void restart();
    /// Takes out one record that began before this line, if there is any. Call it until there is none.
    [[nodiscard]] std::optional<Record> takeOneBefore(qint64 first);

private:
    static constexpr std::size_t Origins = 3;

    struct Stream
    {
        std::deque<Record> records; // those of more than one line
        qint64 head = -1;           // of the record that goes on; -1: none that is shown
    };
    [[nodiscard]] Stream &streamOf(Origin origin) { return m_streams.at(std::size_t(origin)); }

    std::array<Stream, Origins> m_streams;
    std::map<qint64, bool> m_chosen; // by head: folded or opened by the user
};
