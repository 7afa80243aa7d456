// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>

#include <functional>

/// What a benchmark was asked: "--rounds N" and "--quick" (one round, small counts).
struct BenchOptions
{
    int rounds = 5;
    bool quick = false;

    /// Reads the application's arguments.
    [[nodiscard]] static BenchOptions fromArguments();
};

/// Prints one JSON object a line: the median of `values` with their number, minimum and maximum, and the window system
/// and Qt's version where there is one.
void report(const QString &name, const QString &unit, const QList<double> &values);

/// The value below which `part` (0 to 1) of `values` lie; 0 without any.
[[nodiscard]] double percentile(QList<double> values, double part);

/// Lets the event loop run until `condition` holds, which is looked at after each turn. Ends the program with status 1
/// and `what` on stderr when that takes longer than a minute: then the benchmark is broken.
void runUntil(const char *what, const std::function<bool()> &condition);

/// Ends the program with status 1 when the two differ: a benchmark that loses lines measures nothing.
void requireEqual(const char *what, qint64 actual, qint64 expected);
