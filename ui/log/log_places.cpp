// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/log_places.h"

#include "core/log/log_store.h"
#include "ui/log/log_rows.h"

#include <algorithm>
#include <numeric>

qint64 lineAtTime(const LogStore &store, const LogRows &rows, qint64 timeMs)
{
    if (rows.count() == 0)
        return -1;
    qint64 from = rows.firstRow();
    qint64 end = rows.endRow() - 1;
    while (from < end) {
        const qint64 middle = std::midpoint(from, end);
        if (store.line(rows.numberAt(middle)).timeMs < timeMs)
            from = middle + 1;
        else
            end = middle;
    }
    return rows.numberAt(from);
}

static bool hasError(const LogRows &rows, qint64 from, qint64 end)
{
    return rows.gravestIn(from, end) == Level::Error;
}

static qint64 firstError(const LogRows &rows, qint64 from, qint64 end)
{
    if (from >= end || !hasError(rows, from, end))
        return -1;
    while (end - from > 1) {
        const qint64 middle = std::midpoint(from, end);
        if (hasError(rows, from, middle))
            end = middle;
        else
            from = middle;
    }
    return from;
}

static qint64 lastError(const LogRows &rows, qint64 from, qint64 end)
{
    if (from >= end || !hasError(rows, from, end))
        return -1;
    while (end - from > 1) {
        const qint64 middle = std::midpoint(from, end);
        if (hasError(rows, middle, end))
            from = middle;
        else
            end = middle;
    }
    return from;
}

qint64 errorAfter(const LogRows &rows, qint64 number)
{
    const qint64 found = firstError(rows, number + 1, rows.readEnd());
    return found >= 0 ? found : firstError(rows, 0, number + 1);
}

qint64 errorBefore(const LogRows &rows, qint64 number)
{
    const qint64 found = lastError(rows, 0, number);
    return found >= 0 ? found : lastError(rows, std::max<qint64>(0, number), rows.readEnd());
}
