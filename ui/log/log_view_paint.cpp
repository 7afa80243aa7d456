// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/log_view.h"

#include "core/log/log_store.h"
#include "ui/log/log_find.h"
#include "ui/log/log_rows.h"
#include "ui/log/log_scroll_bar.h"
#include "ui/log/log_text.h"

#include <QDateTime>
#include <QHelpEvent>
#include <QLocale>
#include <QPaintEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <limits>

void LogView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_colours.base);
    if (m_rows.count() == 0) {
        painter.setPen(m_colours.quiet);
        painter.setFont(font());
        painter.drawText(viewport()->rect(), Qt::AlignCenter | Qt::TextWordWrap, emptyText());
        return;
    }
    if (m_frame.isActive())
        placeScrollBars();
    const Columns at = columns();
    const qreal widestBefore = m_widestText;
    const Position first = top();
    int y = -int(first.piece) * m_rowHeight;
    for (qint64 row = first.row; row < m_rows.endRow() && y <= event->rect().bottom(); ++row) {
        const int height = int(piecesOf(row)) * m_rowHeight;
        if (y + height > event->rect().top())
            paintRow(painter, m_rows.numberAt(row), y, at);
        y += height;
    }
    // Only now known: lines that are wider than all before need a longer scroll bar.
    if (m_widestText > widestBefore && m_widestText > viewport()->width() - at.text)
        scheduleRefresh();
}

void LogView::paintRow(QPainter &painter, qint64 number, int y, const Columns &at)
{
    const LineView line = m_store.line(number);
    const RowText row = rowText(number);
    const bool head = !line.has(LogLine::Continuation);
    const QRect area(0, y, viewport()->width(), int(row.starts.size()) * m_rowHeight);
    const bool ours = line.origin == Origin::Tray;
    const auto selected = m_selection.partOf(number);
    const bool whole = selected && m_selection.wholeLines();
    const auto ink = [this, whole](const QColor &colour) { return whole ? m_colours.selectedText : colour; };

    const QColor ground = whole ? m_colours.selection : head ? m_colours.rowOf(line.level) : m_colours.base;
    painter.fillRect(area, ground);
    if (head) {
        const bool event = ours && line.level <= Level::Info;
        paintCell(painter, at.time, y, shownTime(line.timeMs), ink(m_colours.quiet));
        paintCell(painter, at.level, y, shownLevel(line), ink(event ? m_colours.quiet : m_colours.textOf(line.level)));
        if (at.hasOrigin)
            paintCell(painter, at.origin, y, shownOrigin(line.origin), ink(m_colours.quiet));
    }
    if (const auto record = foldOf(number))
        paintCell(painter, at.fold, y, record->folded ? QStringLiteral("\u25b8") : QStringLiteral("\u25be"),
                  ink(m_colours.quiet));

    painter.save();
    painter.setClipRect(QRectF(at.text - 1, y, area.width() - at.text + 1, area.height()));
    const QColor textInk = ink(!head || (ours && line.level < Level::Warning) ? m_colours.quiet : m_colours.text);
    const QList<ColumnRange> matches = matchesIn(line, row);
    for (qsizetype index = 0; index < row.starts.size(); ++index) {
        Piece piece = pieceOf(row, index);
        piece.y = y + int(index) * m_rowHeight;
        const bool inSight = piece.y + m_rowHeight > 0 && piece.y < viewport()->height();
        if (inSight) {
            paintText(painter, piece, textInk);
            const double infinite = std::numeric_limits<double>::infinity();
            Stretch selection = whole ? Stretch{-infinite, infinite} : Stretch{};
            if (selected && !whole) {
                selection = stretchOf(*selected, piece);
                paintStretch(painter, piece, selection, 0, m_colours.selection, m_colours.selectedText);
            }
            paintMatches(painter, matches, number == m_find.current(), piece, selection);
        }
        if (piece.last) {
            qreal end = piece.x + xOfColumn(piece, row.text.size());
            if (!row.foldedLines.isEmpty() && inSight)
                end = paintFoldedLines(painter, row.foldedLines, end, piece.y, ground, ink(m_colours.quiet));
            if (!m_wraps)
                m_widestText = std::max(m_widestText, end + m_charWidth - piece.x + row.indent);
        }
    }
    painter.restore();

    if (hasFocus() && number == m_current && !whole) {
        // Not the style's frame: Fusion tints what is in it, and its text can no longer be read as well.
        painter.setPen(m_colours.quiet);
        painter.drawRect(area.adjusted(0, 0, -1, -1));
    }
}

/// The selected columns, as far as they are in that piece.
LogView::Stretch LogView::stretchOf(const LogSelection::Part &selected, const Piece &piece) const
{
    const qsizetype end = piece.from + piece.text.size();
    if (selected.from > end || (selected.to >= 0 && selected.to < piece.from))
        return {};
    Stretch stretch{piece.x + xOfColumn(piece, selected.from), piece.x + xOfColumn(piece, selected.to)};
    if (selected.to < 0) {
        // Half a letter more shows that the line's end is selected too, and makes an empty line's visible.
        stretch.to = piece.x + xOfColumn(piece, end) + (piece.last ? m_charWidth / 2 : 0);
    }
    return stretch;
}

/// How many lines are folded into a row, after its text. Returns where that ends.
qreal LogView::paintFoldedLines(QPainter &painter, const QString &text, qreal textEnd, int y, const QColor &ground,
                                const QColor &ink) const
{
    // At the edge where the line is too long: how much is folded must be seen without scrolling.
    const qreal width = double(text.size() + 2) * m_charWidth;
    const qreal left = std::min(textEnd + 2 * m_charWidth, viewport()->width() - width);
    painter.fillRect(QRectF(left, y, width, m_rowHeight), ground);
    paintCell(painter, left + m_charWidth, y, text, ink);
    return textEnd + width + 2 * m_charWidth;
}

std::optional<ColumnRange> LogView::firstMatchIn(const LineView &line) const
{
    const LineMatcher *matcher = m_find.matcher();
    const auto match = matcher ? matcher->match(line.text, 0) : std::nullopt;
    if (!match)
        return std::nullopt;
    const bool plain = isPlainAscii(line.text);
    return ColumnRange{shownColumn(line.text, match->start, plain),
                       shownColumn(line.text, match->start + match->length, plain)};
}

QList<ColumnRange> LogView::matchesIn(const LineView &line, const RowText &row) const
{
    QList<ColumnRange> matches;
    const LineMatcher *matcher = m_find.matcher();
    if (!matcher)
        return matches;
    // A line of eight thousand letters searched for one of them: what is out of sight is not worth a rectangle. Wide
    // and combining characters: twice the room is enough for all but freaks.
    const auto seen = qsizetype((horizontalScrollBar()->value() + viewport()->width()) / m_charWidth) + 1;
    const qsizetype end = m_wraps ? row.text.size() : (row.simple ? seen : 2 * seen);
    const bool plain = isPlainAscii(line.text);
    qsizetype from = 0;
    while (from <= line.text.size()) {
        const auto match = matcher->match(line.text, from);
        if (!match)
            break;
        const ColumnRange range{shownColumn(line.text, match->start, plain),
                                shownColumn(line.text, match->start + match->length, plain)};
        if (range.from > end)
            break;
        matches << range;
        from = match->start + std::max<qsizetype>(1, match->length);
    }
    return matches;
}

void LogView::paintMatches(QPainter &painter, const QList<ColumnRange> &matches, bool current, const Piece &piece,
                           Stretch selection) const
{
    const QColor &ground = current ? m_colours.currentMatch : m_colours.match;
    const QColor &ink = current ? m_colours.currentMatchText : m_colours.matchText;
    const QColor &selectedGround = current ? m_colours.selectedCurrentMatch : m_colours.selectedMatch;
    const QColor &selectedInk = current ? m_colours.selectedCurrentMatchText : m_colours.selectedMatchText;
    for (const ColumnRange &match : matches) {
        if (match.to <= piece.from || match.from >= piece.from + piece.text.size())
            continue;
        const Stretch stretch{piece.x + xOfColumn(piece, match.from), piece.x + xOfColumn(piece, match.to)};
        paintStretch(painter, piece, stretch, 1, ground, ink);
        paintStretch(painter, piece, {std::max(stretch.from, selection.from), std::min(stretch.to, selection.to)}, 1,
                     selectedGround, selectedInk);
    }
}

/// That part of the piece's text, once more and in other colours.
void LogView::paintStretch(QPainter &painter, const Piece &piece, Stretch stretch, int margin, const QColor &ground,
                           const QColor &ink) const
{
    if (stretch.to <= std::max(stretch.from, piece.left))
        return;
    painter.save();
    const QRectF area(stretch.from, piece.y + margin, stretch.to - stretch.from, m_rowHeight - 2 * margin);
    painter.setClipRect(area, Qt::IntersectClip);
    painter.fillRect(area, ground);
    paintText(painter, piece, ink);
    painter.restore();
}

void LogView::paintCell(QPainter &painter, qreal x, int y, const QString &text, const QColor &colour) const
{
    painter.setPen(colour);
    painter.drawText(QPointF(x, y + m_baseline), text);
}

void LogView::paintText(QPainter &painter, const Piece &piece, const QColor &colour) const
{
    // Laying out a line of 8 KiB takes longer than painting a whole page; only its visible part is laid out.
    const qreal hidden = std::max(0.0, piece.left - piece.x);
    const auto visible = qsizetype((viewport()->width() - std::max(piece.x, piece.left)) / m_charWidth) + 2;
    if (visible <= 0 || piece.text.isEmpty())
        return;
    painter.setPen(colour);
    const auto skipped = qsizetype(hidden / m_charWidth);
    const QPointF start(piece.x, piece.y + m_baseline);
    if (!piece.simple)
        // Wide and combining characters: twice the room is enough for all but freaks.
        painter.drawText(start, piece.text.left(skipped + 2 * visible));
    else if (skipped < piece.text.size())
        painter.drawText(start + QPointF(double(skipped) * m_charWidth, 0), piece.text.mid(skipped, visible));
}

bool LogView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const Hit at = hit(help->pos());
        QToolTip::showText(help->globalPos(), at.number < 0 || at.belowLast ? QString() : toolTipFor(at.number),
                           viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

QString LogView::toolTipFor(qint64 number) const
{
    const LineView line = m_store.line(number);
    QStringList parts;
    const QLocale locale;
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(line.timeMs);
    parts << locale.toString(time.date(), QLocale::LongFormat) + QStringLiteral(", ") + shownTime(line.timeMs);
    switch (line.origin) {
    case Origin::Tray:
        parts << tr("Skills Tray");
        break;
    case Origin::Out:
        parts << tr("Backend, standard output");
        break;
    case Origin::Err:
        parts << tr("Backend, standard error");
        break;
    }
    if (!line.source.isEmpty())
        parts << tr("Logged at %1").arg(QString::fromUtf8(line.source));
    if (line.has(LogLine::Cut))
        parts << tr("The line was longer; its end was not kept");
    return parts.join(u'\n');
}
