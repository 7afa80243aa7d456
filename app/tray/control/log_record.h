// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_line.h"

#include <QByteArray>
#include <QJsonObject>

#include <optional>

/// One line of the log and its number in the store; none: no line but a remark on the lines around it.
struct LogRecord
{
    std::optional<qint64> number;
    LogLine line;
};

/// Appends `text`, UTF-8 without control characters but TAB, as a JSON string.
void appendJsonString(QByteArray &to, QByteArrayView text);
/// Appends the object that `logs --json` prints of a line, without a newline; quick, because it goes over the control
/// socket for each line. Keys: number, time (ISO 8601 UTC, ms), level (null: none), origin, text, source (null: none),
/// continuation, health_check, cut.
void appendRecord(QByteArray &to, std::optional<qint64> number, const LineView &line);
/// What appendRecord() wrote. What is missing or strange is empty.
[[nodiscard]] LogRecord recordFromJson(const QJsonObject &object);
