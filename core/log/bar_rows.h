// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QByteArrayView>

/// Holds the progress bars that a program writes over by moving the cursor up, until it writes below them.
///
/// What stood there when the cursor first went up has become lines already; of all later states the last one does.
class BarRows
{
public:
    /// How many rows the cursor goes up before the text of `line`, which is not cleaned yet; 0 if it stays.
    [[nodiscard]] static qsizetype rowsUp(QByteArrayView line);

    /// Nothing is held: only a line that goes up need be taken.
    [[nodiscard]] bool isIdle() const { return m_rows.isEmpty(); }
    /// Takes a line, not cleaned yet; returns those that can no longer be written over, cleaned and in order.
    [[nodiscard]] QByteArrayList take(QByteArrayView line);
    /// Takes what was written to a row before the cursor went up from there: "b 5%\x1b[A".
    void leave(QByteArrayView text);
    /// What is held, when nothing more comes.
    [[nodiscard]] QByteArrayList finish();

private:
    void goUp(qsizetype rows);

    // Of the rows that the cursor went up over; null: not written over since.
    QByteArrayList m_rows;
    qsizetype m_row = 0; // where the cursor is; below the last one: where it came from
};

/// Where in `bar`, a line that was written over with '\r', a record begins that was written behind it; 0 if none was.
[[nodiscard]] qsizetype recordBehindBar(QByteArrayView bar);
