// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/bar_rows.h"

#include "core/log/control_filter.h"
#include "core/log/record_reader.h"

#include <cstring>

static constexpr qsizetype MostRows = 64;
static constexpr int MostCandidates = 64;

static bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// A percentage, or "3/12": a line of another kind is not held back.
static bool isBar(QByteArrayView text)
{
    if (text.contains('%'))
        return true;
    const qsizetype slash = text.indexOf('/');
    return slash > 0 && slash + 1 < text.size() && isDigit(text[slash - 1]) && isDigit(text[slash + 1]);
}

struct Sequence
{
    qsizetype size = 0; // 0: there is none
    qsizetype up = 0;   // the rows that it moves the cursor up
};

/// The CSI sequence that `text` begins with.
static Sequence sequenceAt(QByteArrayView text)
{
    if (!text.startsWith("\x1b["))
        return {};
    qsizetype end = 2;
    qsizetype count = 0;
    for (; end < text.size() && static_cast<uchar>(text[end]) < 0x40; ++end) {
        if (isDigit(text[end]))
            count = qMin(count * 10 + (text[end] - '0'), MostRows + 1);
    }
    if (end == text.size())
        return {};
    const bool goesUp = text[end] == 'A' || text[end] == 'F';
    return {end + 1, goesUp ? qMax<qsizetype>(count, 1) : 0};
}

qsizetype BarRows::rowsUp(QByteArrayView line)
{
    qsizetype rows = 0;
    for (Sequence next = sequenceAt(line); next.size > 0; next = sequenceAt(line)) {
        rows += next.up;
        line = line.sliced(next.size);
    }
    return rows;
}

void BarRows::goUp(qsizetype rows)
{
    // More than a terminal's height moves nothing of ours.
    if (rows > MostRows || m_rows.size() + rows - m_row > MostRows)
        return;
    for (; rows > m_row; ++m_row)
        m_rows.prepend(QByteArray());
    m_row -= rows;
}

void BarRows::leave(QByteArrayView text)
{
    qsizetype up = 0;
    for (qsizetype at = text.indexOf('\x1b'); at >= 0; at = text.indexOf('\x1b', at + 1))
        up += sequenceAt(text.sliced(at)).up;
    if (m_row == m_rows.size() && m_rows.size() < MostRows)
        m_rows.append(QByteArray());
    if (const QByteArray shown = cleaned(text); !shown.isEmpty() && m_row < m_rows.size())
        m_rows[m_row] = shown;
    goUp(up);
}

QByteArrayList BarRows::take(QByteArrayView line)
{
    goUp(rowsUp(line));
    const QByteArray text = cleaned(line);
    const qsizetype bar = recordBehindBar(text);
    const bool isBelow = m_row == m_rows.size();
    // Nothing but a bar is held back.
    if (isBelow || bar > 0 || (!text.isEmpty() && (!isBar(text) || RecordReader().read(text).level != Level::None))) {
        QByteArrayList lines = finish();
        if (bar > 0)
            lines.append(text.first(bar));
        lines.append(text.sliced(bar));
        return lines;
    }
    if (!text.isEmpty())
        m_rows[m_row] = text;
    ++m_row;
    return {};
}

QByteArrayList BarRows::finish()
{
    QByteArrayList lines;
    for (const QByteArray &row : std::as_const(m_rows)) {
        if (!row.isNull())
            lines.append(row);
    }
    m_rows.clear();
    m_row = 0;
    return lines;
}

qsizetype recordBehindBar(QByteArrayView bar)
{
    int candidates = 0;
    for (qsizetype at = 1; at < bar.size() && candidates < MostCandidates; ++at) {
        // A bar ends with a bracket, a sign or a number; within a word or a sentence no record begins.
        const char before = bar[at - 1];
        const bool isCapital = bar[at] >= 'A' && bar[at] <= 'Z';
        const bool ends = std::strchr("]%|)", before) || (isDigit(before) && isCapital) ||
                          (before == ' ' && at > 1 && bar[at - 2] == ' ' && !isDigit(bar[at]));
        if (!ends || before == '\0' || bar[at] == ' ')
            continue;
        ++candidates;
        if (RecordReader().read(bar.sliced(at)).level != Level::None)
            return at;
    }
    return 0;
}
