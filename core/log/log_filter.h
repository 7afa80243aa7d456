// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/line_matcher.h"
#include "core/log/log_line.h"

#include <QString>

/// Which lines of the log are shown, as one value.
struct LogFilter
{
    enum class Origins : quint8 { All, Backend, Tray, Out, Err };

    QString pattern; // only lines that have it; empty: any text
    LineMatcher::Options options;
    QString hidden; // no line that has it; empty: hides none
    LineMatcher::Options hiddenOptions;
    Level minimum = Level::None;
    Origins origins = Origins::All;
    bool hideHealthChecks = true;
    qint64 clearedBefore = 0; // lines with a smaller number were cleared from view

    /// What lines say matters, not only their kind.
    [[nodiscard]] bool asksForText() const { return !pattern.isEmpty() || !hidden.isEmpty(); }
    /// All but the two patterns and `clearedBefore`. A line that names no level counts as information.
    [[nodiscard]] bool acceptsKind(const LineView &line) const;

    bool operator==(const LogFilter &) const = default;
};
