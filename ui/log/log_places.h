// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

class LogRows;
class LogStore;

/// The first shown line that is not earlier than `timeMs`, the last one when all are; -1 when nothing is shown.
[[nodiscard]] qint64 lineAtTime(const LogStore &store, const LogRows &rows, qint64 timeMs);
/// The first error after line `number` that the filter lets through, or before it the last one; where there is none
/// further on, the search goes on around the end. -1 without any error.
[[nodiscard]] qint64 errorAfter(const LogRows &rows, qint64 number);
[[nodiscard]] qint64 errorBefore(const LogRows &rows, qint64 number);
