// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QList>
#include <QRandomGenerator>

/// What a program might write, and what none should: text, ends of lines, escape sequences, broken UTF-8, long lines.
[[nodiscard]] QByteArray randomOutput(QRandomGenerator &random, int pieces);

/// The same bytes in order, as reads would bring them: one by one, a few, or many at a time.
[[nodiscard]] QByteArrayList inPortions(QRandomGenerator &random, const QByteArray &bytes);

/// A line as LineSplitter promises it.
struct SplitLine
{
    QByteArray text;
    qint64 cutBytes = 0;
    bool operator==(const SplitLine &) const = default;
};

/// LineSplitter's promise, one byte at a time, as one would explain it.
[[nodiscard]] QList<SplitLine> splitSlowly(const QByteArray &bytes);
