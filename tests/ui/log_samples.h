// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_filter.h"
#include "core/log/log_line.h"
#include "core/log/log_store.h"
#include "ui/log/log_rows.h"

#include <QRandomGenerator>

#include <array>
#include <map>

/// One line as tests like it.
[[nodiscard]] LogLine sampleLine(const QByteArray &text, Level level = Level::Info, Origin origin = Origin::Err,
                                 quint8 flags = 0);

/// Lines such as a backend could write, at random: records of three origins that interrupt each other, continuation
/// lines, health checks, our own events.
class RandomLines
{
public:
    explicit RandomLines(quint32 seed)
        : m_random(seed)
    {
    }
    [[nodiscard]] QList<LogLine> next(int count);
    [[nodiscard]] int below(int limit) { return int(m_random.bounded(limit)); }

private:
    QRandomGenerator m_random;
    [[nodiscard]] QByteArray text();
    [[nodiscard]] LogLine line(Origin origin);

    struct Stream
    {
        LogLine head;
        bool begun = false;
        int more = 0; // lines that continue it, at least
    };
    std::array<Stream, 3> m_streams;
};

/// What becomes of each line of the store that is not cleared: it is a row, or folded under one, or hidden.
struct Reference
{
    QList<qint64> rows;
    QList<qint64> folded;
    qint64 healthChecks = 0; // hidden as such
    qint64 filtered = 0;     // hidden by anything else
};
/// Worked out the slow way from the store as it is now. `userFolds`: by the head's number, what the user chose.
[[nodiscard]] Reference referenceOf(const LogStore &store, const LogFilter &filter,
                                    const std::map<qint64, bool> &userFolds = {});
[[nodiscard]] QList<qint64> referenceRows(const LogStore &store, const LogFilter &filter,
                                          const std::map<qint64, bool> &userFolds = {});
[[nodiscard]] QList<qint64> rowsOf(const LogRows &rows);
/// Returns as soon as the rows have caught up with the store; false when they do not.
[[nodiscard]] bool readAll(const LogRows &rows);
