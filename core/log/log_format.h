// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_line.h"

#include <QByteArray>

#include <optional>

/// "DEBUG" … "CRITICAL"; "-" for a line that names no level.
[[nodiscard]] QByteArrayView levelName(Level level);
/// The level of that name, as levelName() writes it.
[[nodiscard]] std::optional<Level> levelFromName(QByteArrayView name);
/// "tray", "out" or "err".
[[nodiscard]] QByteArrayView originName(Origin origin);
[[nodiscard]] std::optional<Origin> originFromName(QByteArrayView name);
/// One line as on the command line and in copies, without its end: "2026-11-22T18:44:02.101 LEVEL ORIGIN text",
/// local time.
[[nodiscard]] QByteArray formatLine(const LineView &line);
[[nodiscard]] QByteArray formatLine(const LogLine &line);

/// Writes many lines in that format, quickly, because most begin as the one before.
class LineFormatter
{
public:
    /// Marked: the level of a continuation is followed by "+", by "++" if it begins within a word, as in the log file:
    /// who reads it back must know which lines are one record.
    enum class Continuations { Plain, Marked };
    explicit LineFormatter(Continuations continuations = Continuations::Plain)
        : m_continuations(continuations)
    {
    }

    void append(QByteArray &to, const LineView &line);

private:
    void begin(const LineView &line);

    Continuations m_continuations;
    QByteArray m_time;      // with a space
    QByteArray m_beginning; // all before the text
    // The line that both are of; without text and source.
    LineView m_kind;
};

/// Reads what a LineFormatter wrote, marked or not; quick for lines of the same minute.
///
/// What the format does not say is told from the text (health checks, cut lines) or is empty (source). Local time
/// that the clock went through twice is taken for one of the two.
class LineParser
{
public:
    /// Views into `line`, which is without its end. None: it has not that format.
    [[nodiscard]] std::optional<LineView> read(QByteArrayView line);

private:
    [[nodiscard]] std::optional<qint64> minuteMs(QByteArrayView minute);

    QByteArray m_minute; // "2026-11-22T18:44"
    qint64 m_minuteMs = 0;
};
