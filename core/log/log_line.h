// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QtGlobal>

/// Who wrote a line: we ourselves, or the backend on one of its two streams.
enum class Origin : quint8 { Tray, Out, Err };

/// How grave a line is. None: the line names no level.
enum class Level : quint8 { None, Debug, Info, Warning, Error, Critical };

/// One line of the log, on its way into the store.
struct LogLine
{
    enum Flag : quint8 {
        Continuation = 1, // belongs to the record of the line of its origin before it
        HealthCheck = 2,  // access-log line of one of our own health checks
        Cut = 4,          // was longer than the limit; the text ends with a mark
        MidWord = 8,      // a continuation that begins within a word, which the writer had to break
    };

    qint64 timeMs = 0; // arrival, milliseconds since 1970-01-01 UTC
    Origin origin = Origin::Tray;
    Level level = Level::None; // of a continuation: its record's
    quint8 flags = 0;
    QByteArray text;   // UTF-8, no control characters but TAB, redacted
    QByteArray source; // where it was logged, as rich's "server.py:203"; often empty

    [[nodiscard]] bool has(Flag flag) const { return (flags & flag) != 0; }
    bool operator==(const LogLine &) const = default;
};

/// One kept line; views into the store, valid until the store changes.
struct LineView
{
    qint64 timeMs = 0;
    Origin origin = Origin::Tray;
    Level level = Level::None;
    quint8 flags = 0;
    QByteArrayView text;
    QByteArrayView source;

    [[nodiscard]] bool has(LogLine::Flag flag) const { return (flags & flag) != 0; }
};
