// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <optional>

class QString;

/// A stretch of time, [fromMs, endMs), in milliseconds since 1970-01-01 UTC.
struct TimeSpan
{
    qint64 fromMs = 0;
    qint64 endMs = 0;
};

/// What somebody means who looks for `text` in a log whose last line is from `lastMs`: "18:44" is a minute,
/// "18:44:02" a second, "18:44:02.1" a tenth of one; "2026-11-22 18:44" names the day, without one it is the latest
/// that is not after the log's end. Local time. None: it is no time.
[[nodiscard]] std::optional<TimeSpan> timeFromText(const QString &text, qint64 lastMs);
