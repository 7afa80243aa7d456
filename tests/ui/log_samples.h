// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_filter.h"
#include "core/log/log_line.h"
#include "core/log/log_store.h"
#include "ui/log/log_rows.h"

#include <QRandomGenerator>

#include <map>

/// One line as tests like it.
[[nodiscard]] LogLine sampleLine(const QByteArray &text, Level level = Level::Info, Origin origin = Origin::Err,
                                 quint8 flags = 0);

/// Lines such as a backend could write, at random: records, continuation lines, health checks, our own events.
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
    LogLine m_head;
    bool m_begun = false;
};

/// The lines that should be rows, worked out the slow way from the store as it is now.
/// `userFolds`: by the head's number, what the user chose.
[[nodiscard]] QList<qint64> referenceRows(const LogStore &store, const LogFilter &filter,
                                          const std::map<qint64, bool> &userFolds = {});
[[nodiscard]] QList<qint64> rowsOf(const LogRows &rows);
/// Returns as soon as the rows have caught up with the store; false when they do not.
[[nodiscard]] bool readAll(const LogRows &rows);
