// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_line.h"

#include <QString>

/// The text of a line as the view shows it: decoded, tabs widened to the next multiple of eight.
[[nodiscard]] QString shownText(QByteArrayView text);
/// The column of shownText(text) at which that byte is; `plain`: the text is ASCII without tabs.
[[nodiscard]] qsizetype shownColumn(QByteArrayView text, qsizetype byte, bool plain);
/// What was written where shownText(text) has the columns [from, to); `to` -1: to its end. Of a tab any column is
/// enough.
[[nodiscard]] QString writtenText(QByteArrayView text, qsizetype from, qsizetype to);
[[nodiscard]] bool isPlainAscii(QByteArrayView text);
/// Columns [from, to).
struct ColumnRange
{
    qsizetype from = 0;
    qsizetype to = 0;
};
/// What a double click on that column selects: a name, number, path or address with the punctuation inside it, without
/// the brackets, quotes and full stop around it; elsewhere the run of equal signs or spaces.
[[nodiscard]] ColumnRange wordAt(QStringView text, qsizetype column);
/// What the view's columns say of a line.
[[nodiscard]] QString shownTime(qint64 timeMs);
[[nodiscard]] QString shownLevel(const LineView &line);
[[nodiscard]] QString shownOrigin(Origin origin);
