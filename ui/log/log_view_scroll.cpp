// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/log_view.h"

#include "core/log/log_store.h"
#include "ui/log/log_scroll_bar.h"

#include <algorithm>
#include <cmath>

// The scroll bar counts rows. Heights are asked for only where the page is and where the log ends, so a wrapped log of
// a million lines costs no more than its two pages. Where the last page begins within a row, the bar has one step more.

void LogView::placeScrollBars()
{
    const Columns at = columns();
    const int room = std::max(0, int(viewport()->width() - at.text));
    const Position end = endOfScrolling();
    const int maximum = int(end.row - m_rows.firstRow()) + (end.piece > 0 ? 1 : 0);
    m_placing = true;
    horizontalScrollBar()->setRange(0, m_wraps ? 0 : std::max(0, int(std::ceil(m_widestText)) - room));
    horizontalScrollBar()->setPageStep(room);
    horizontalScrollBar()->setSingleStep(int(m_charWidth * 4));
    m_scrollBar->setRange(0, maximum);
    m_scrollBar->setPageStep(pageRows());
    // While the mouse holds a selection the text must not run away under it.
    if (m_follow && !m_pressed)
        m_top = end;
    else if (m_topLine >= 0 && (m_topLine < m_rows.readEnd() || m_rows.isComplete()))
        m_top = std::min(positionOf(m_topLine, m_topColumn), end);
    else
        m_top = std::min(top(), end);
    m_scrollBar->setValue(m_top >= end ? maximum : int(m_top.row - m_rows.firstRow()));
    m_placing = false;
}

void LogView::onVerticalValue(int value)
{
    if (m_placing)
        return;
    const bool atEnd = value == m_scrollBar->maximum();
    m_top = atEnd ? endOfScrolling() : Position{m_rows.firstRow() + value, 0};
    rememberTop();
    if (atEnd != m_follow)
        setFollow(atEnd);
}

/// So that the same text stays in sight while rows come, go, and are broken otherwise.
void LogView::rememberTop()
{
    m_topLine = topLine();
    m_topColumn = m_wraps && m_topLine >= 0 ? rowText(m_topLine).starts.value(top().piece) : 0;
}

LogView::Position LogView::positionOf(qint64 number, qsizetype column) const
{
    const qint64 row = m_rows.rowAtOrAfter(number);
    if (!m_wraps || column == 0 || row >= m_rows.endRow() || m_rows.numberAt(row) != number)
        return {row, 0};
    const QList<qsizetype> starts = rowText(number).starts;
    return {row, std::upper_bound(starts.begin(), starts.end(), column) - starts.begin() - 1};
}

LogView::Position LogView::top() const
{
    if (m_top.row < m_rows.firstRow())
        return {m_rows.firstRow(), 0};
    const qint64 last = std::max(m_rows.firstRow(), m_rows.endRow() - 1);
    return m_top.row > last ? Position{last, 0} : m_top;
}

int LogView::pageRows() const
{
    return std::max(1, viewport()->height() / m_rowHeight);
}

qsizetype LogView::piecesOf(qint64 row) const
{
    if (!m_wraps)
        return 1;
    const qint64 number = m_rows.numberAt(row);
    const LineView line = m_store.line(number);
    if (line.text.size() <= textColumns(line) && isPlainAscii(line.text) && !foldOf(number))
        return 1;
    return rowText(number).starts.size();
}

LogView::Position LogView::moved(Position from, qint64 pieces) const
{
    const qint64 last = m_rows.endRow() - 1;
    if (m_rows.count() == 0)
        return {m_rows.firstRow(), 0};
    if (!m_wraps)
        return {std::clamp(from.row + pieces, m_rows.firstRow(), last), 0};
    Position at{from.row, from.piece + pieces};
    while (at.piece < 0 && at.row > m_rows.firstRow())
        at.piece += piecesOf(--at.row);
    qsizetype here = piecesOf(at.row);
    while (at.piece >= here && at.row < last) {
        at.piece -= here;
        here = piecesOf(++at.row);
    }
    at.piece = std::clamp<qsizetype>(at.piece, 0, here - 1);
    return at;
}

LogView::Position LogView::endOfScrolling() const
{
    if (m_rows.count() == 0)
        return {m_rows.firstRow(), 0};
    const qint64 last = m_rows.endRow() - 1;
    return moved({last, piecesOf(last) - 1}, 1 - pageRows());
}

bool LogView::isInSight(qint64 row) const
{
    const Position first = top();
    return Position{row, 0} >= first && Position{row, piecesOf(row) - 1} <= moved(first, pageRows() - 1);
}

void LogView::scrollTo(Position position)
{
    if (m_rows.count() == 0)
        return;
    m_top = position;
    rememberTop();
    placeScrollBars();
    updateNewLinesButton();
    viewport()->update();
}

void LogView::scrollBy(qint64 pieces)
{
    const Position wanted = std::min(moved(top(), pieces), endOfScrolling());
    if (wanted == top())
        return;
    if (m_follow)
        setFollow(false);
    scrollTo(wanted);
    if (m_scrollBar->value() == m_scrollBar->maximum())
        setFollow(true);
}

void LogView::bringIntoSight(qint64 row)
{
    if (isInSight(row))
        return;
    const Position first{row, 0};
    if (first < top())
        return scrollTo(first);
    scrollTo(std::min(first, moved({row, piecesOf(row) - 1}, 1 - pageRows())));
}

/// The first of the row: far down where lines are wrapped, else to the right.
void LogView::bringMatchIntoSight(qint64 row)
{
    const qint64 number = m_rows.numberAt(row);
    const RowText text = rowText(number);
    const std::optional<ColumnRange> match = firstMatchIn(m_store.line(number));
    if (!match)
        return;
    if (m_wraps) {
        const Position wanted = positionOf(number, match->from);
        if (wanted < top() || wanted > moved(top(), pageRows() - 1))
            scrollTo(moved(wanted, -pageRows() / 3));
        return;
    }
    const Piece piece = pieceOf(text, 0);
    const qreal from = text.indent + xOfColumn(piece, match->from);
    const qreal to = text.indent + xOfColumn(piece, match->to);
    const int room = horizontalScrollBar()->pageStep();
    const int seenFrom = horizontalScrollBar()->value();
    if (from >= seenFrom && std::min(to, from + room) <= seenFrom + room)
        return;
    // So much of the row has not been painted yet that nobody knows how wide it is.
    m_widestText = std::max(m_widestText, to + m_charWidth);
    placeScrollBars();
    horizontalScrollBar()->setValue(to <= room ? 0 : int(from) - room / 3);
}

LogView::PlacedRow LogView::placedRowAt(qreal y) const
{
    const Position first = top();
    PlacedRow placed{first.row, -int(first.piece) * m_rowHeight, 0};
    for (; placed.row < m_rows.endRow(); ++placed.row) {
        placed.height = int(piecesOf(placed.row)) * m_rowHeight;
        if (y < placed.y + placed.height)
            break;
        placed.y += placed.height;
    }
    return placed;
}

qint64 LogView::rowAt(QPointF position) const
{
    const qint64 row = placedRowAt(position.y()).row;
    return row < m_rows.endRow() ? row : -1;
}

QRect LogView::rectOfRow(qint64 row) const
{
    const QRect seen = viewport()->rect();
    const Position first = top();
    int y = -int(first.piece) * m_rowHeight;
    for (qint64 each = first.row; each < m_rows.endRow() && each <= row && y < seen.height(); ++each) {
        const int height = int(piecesOf(each)) * m_rowHeight;
        if (each == row)
            return QRect(0, y, seen.width(), height) & seen;
        y += height;
    }
    return {};
}
