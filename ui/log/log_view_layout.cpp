// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/log_view.h"

#include "core/log/log_store.h"

#include <QScrollBar>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

// Below this width the origin gives its room to the text.
static constexpr int NarrowWidth = 560;
// However little room there is, so many letters stand beside each other.
static constexpr qsizetype FewestColumns = 10;

LogView::Columns LogView::columns() const
{
    Columns at;
    at.hasOrigin = viewport()->width() >= NarrowWidth;
    at.time = std::ceil(m_charWidth);
    at.level = at.time + 13 * m_charWidth;
    at.origin = at.level + 8 * m_charWidth;
    const qsizetype widest = std::max(shownOrigin(Origin::Tray).size(), shownOrigin(Origin::Err).size());
    at.fold = at.origin + (at.hasOrigin ? double(widest + 1) * m_charWidth : 0);
    at.text = std::ceil(at.fold + 2 * m_charWidth);
    return at;
}

qreal LogView::textIndent(const LineView &line) const
{
    return line.has(LogLine::Continuation) ? 2 * m_charWidth : 0;
}

/// How many letters of that line stand beside each other where lines are wrapped.
qsizetype LogView::textColumns(const LineView &line) const
{
    const qreal room = viewport()->width() - columns().text - textIndent(line);
    return std::max(FewestColumns, qsizetype(room / m_charWidth));
}

LogView::RowText LogView::rowText(qint64 number) const
{
    const LineView line = m_store.line(number);
    RowText row;
    row.text = shownText(line.text);
    row.simple = isSimple(row.text);
    row.indent = textIndent(line);
    if (const auto record = foldOf(number))
        row.foldedLines = record->lines == 1 ? tr("(+ 1 line)") : tr("(+ %L1 lines)").arg(record->lines);
    if (!m_wraps)
        return row;
    const qsizetype room = textColumns(line);
    row.starts = wrapped(row.text, row.simple, room);
    if (row.foldedLines.isEmpty())
        return row;
    // How much is folded must not hide the text: where it has no room beside it, it has a piece for itself.
    const Piece last = pieceOf(row, row.starts.size() - 1);
    const qreal end = xOfColumn(last, row.text.size()) + double(row.foldedLines.size() + 4) * m_charWidth;
    if (end > double(room) * m_charWidth)
        row.starts << row.text.size();
    return row;
}

QList<qsizetype> LogView::wrapped(const QString &text, bool simple, qsizetype columns) const
{
    QList<qsizetype> starts{0};
    if (simple) {
        while (text.size() - starts.last() > columns) {
            const qsizetype from = starts.last();
            // Between words, unless much room would be lost; the space itself may stand beyond the edge.
            const qsizetype space = QStringView(text).mid(from, columns + 1).lastIndexOf(u' ');
            const qsizetype next = from + (space > columns / 2 ? space + 1 : columns);
            if (next >= text.size())
                break;
            starts << next;
        }
        return starts;
    }
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    QTextLayout layout(text, viewport()->font());
    layout.setTextOption(option);
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(double(columns) * m_charWidth);
        if (line.textStart() > 0)
            starts << line.textStart();
    }
    layout.endLayout();
    return starts;
}

LogView::Piece LogView::pieceOf(const RowText &row, qsizetype index) const
{
    const qreal text = columns().text;
    Piece piece;
    piece.from = row.starts.at(index);
    piece.last = index + 1 == row.starts.size();
    piece.text = row.text.mid(piece.from, piece.last ? -1 : row.starts.at(index + 1) - piece.from);
    piece.simple = row.simple;
    piece.left = text;
    piece.x = text + row.indent - horizontalScrollBar()->value();
    return piece;
}

bool LogView::isSimple(QStringView text) const
{
    return std::all_of(text.begin(), text.end(), [this](QChar c) {
        const char16_t u = c.unicode();
        return u < 0x300 || (u >= 0x2500 && u < 0x2580 && m_simpleFrames);
    });
}

/// How far to the right of its piece's beginning that column is.
qreal LogView::xOfColumn(const Piece &piece, qsizetype column) const
{
    const qsizetype within = std::clamp<qsizetype>(column - piece.from, 0, piece.text.size());
    if (piece.simple)
        return double(within) * m_charWidth;
    return QFontMetricsF(viewport()->font()).horizontalAdvance(piece.text.left(within));
}

qsizetype LogView::columnAt(const QString &text, qreal x, QTextLine::CursorPosition position) const
{
    if (isSimple(text)) {
        const double rounding = position == QTextLine::CursorBetweenCharacters ? 0.5 : 0;
        return std::clamp<qsizetype>(qsizetype(std::floor(x / m_charWidth + rounding)), 0, text.size());
    }
    QTextLayout layout(text, viewport()->font());
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setNumColumns(int(text.size()));
    layout.endLayout();
    return line.xToCursor(x, position);
}
