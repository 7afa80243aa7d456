// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/log_view.h"

#include "core/log/log_format.h"
#include "core/log/log_store.h"
#include "ui/log/log_places.h"
#include "ui/log/log_rows.h"
#include "ui/log/log_scroll_bar.h"
#include "ui/log/log_text.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

LogView::Hit LogView::hit(QPointF position) const
{
    Hit found;
    if (m_rows.count() == 0)
        return found;
    const PlacedRow placed = placedRowAt(position.y());
    found.belowLast = placed.row == m_rows.endRow();
    found.number = m_rows.numberAt(found.belowLast ? placed.row - 1 : placed.row);
    const Columns at = columns();
    found.inText = position.x() >= at.text;
    found.onFold = !found.inText && position.x() >= at.fold;
    const RowText row = rowText(found.number);
    if (found.belowLast) {
        found.letter = row.text.size();
    } else {
        const int below = std::max(0, int(position.y()) - placed.y);
        const Piece piece = pieceOf(row, std::min<qsizetype>(below / m_rowHeight, row.starts.size() - 1));
        const qreal x = std::max(0.0, position.x() - piece.x);
        found.letter = piece.from + columnAt(piece.text, x, QTextLine::CursorOnCharacter);
        found.place.column = piece.from + columnAt(piece.text, x, QTextLine::CursorBetweenCharacters);
    }
    found.place = {found.number, found.belowLast ? row.text.size() : found.place.column};
    return found;
}

void LogView::setCurrent(qint64 number)
{
    m_current = number;
    viewport()->update();
    emit cursorChanged();
}

void LogView::setFolded(qint64 number, bool folded)
{
    const auto record = m_rows.recordOf(number);
    if (!record || record->lines < LogRows::LeastFoldable || !m_rows.foldingWorks())
        return;
    if (m_follow)
        setFollow(false);
    m_rows.setFolded(number, folded);
    setCurrent(record->head);
    refresh();
}

void LogView::setAllFolded(bool folded)
{
    // What is in sight stays there as far as it is still a row.
    m_rows.setAllFolded(folded);
    refresh();
}

void LogView::moveCurrent(qint64 rows, bool select)
{
    if (m_rows.count() == 0)
        return;
    goToRow(m_rows.rowAtOrAfter(focusLine()) + rows, select);
}

void LogView::movePage(int direction, bool select)
{
    if (m_rows.count() == 0)
        return;
    const qint64 from = m_rows.rowAtOrAfter(focusLine());
    const qint64 to = moved({from, 0}, direction * pageRows()).row;
    goToRow(to == from ? from + direction : to, select);
}

void LogView::goToRow(qint64 row, bool select)
{
    if (m_rows.count() == 0)
        return;
    row = std::clamp(row, m_rows.firstRow(), m_rows.endRow() - 1);
    const qint64 number = m_rows.numberAt(row);
    if (select) {
        if (!m_selection.hasAnchor() || !m_selection.wholeLines())
            m_selection.beginLines(currentLine() >= 0 ? currentLine() : number);
        m_selection.extendTo({number, 0});
    } else {
        m_selection.clear();
    }
    setCurrent(number);
    const bool atEnd = row == m_rows.endRow() - 1;
    // Who walks up wants to read: the view stays there.
    if (!atEnd && m_follow)
        setFollow(false);
    bringIntoSight(row);
}

void LogView::goToTime(qint64 timeMs)
{
    const qint64 number = lineAtTime(m_store, m_rows, timeMs);
    if (number < 0)
        return;
    m_selection.beginLines(number);
    reveal(number);
}

bool LogView::goToNextError()
{
    return goToError(errorAfter(m_rows, lineBeforeNext()));
}

bool LogView::goToPreviousError()
{
    return goToError(errorBefore(m_rows, lineAfterPrevious()));
}

bool LogView::goToError(qint64 number)
{
    if (number < 0)
        return false;
    showRecord(number);
    return true;
}

void LogView::keyPressEvent(QKeyEvent *event)
{
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    if (event->matches(QKeySequence::Copy))
        return copySelection();
    if (event->matches(QKeySequence::SelectAll))
        return selectAll();
    switch (event->key()) {
    case Qt::Key_Up:
        return moveCurrent(-1, shift);
    case Qt::Key_Down:
        return moveCurrent(1, shift);
    case Qt::Key_PageUp:
        return movePage(-1, shift);
    case Qt::Key_PageDown:
        return movePage(1, shift);
    case Qt::Key_Home:
        return goToRow(m_rows.firstRow(), shift);
    case Qt::Key_End:
        goToRow(m_rows.endRow() - 1, shift);
        // The newest line, whichever that will be.
        if (!shift)
            setCurrent(-1);
        return setFollow(true);
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const bool left = event->key() == Qt::Key_Left;
        const auto record = m_current >= 0 ? m_rows.recordOf(m_current) : std::nullopt;
        if (record && record->lines >= LogRows::LeastFoldable && record->folded != left && m_rows.foldingWorks() &&
            horizontalScrollBar()->value() == 0)
            return setFolded(m_current, left);
        horizontalScrollBar()->triggerAction(left ? QScrollBar::SliderSingleStepSub : QScrollBar::SliderSingleStepAdd);
        return;
    }
    case Qt::Key_Escape:
        if (!m_selection.isEmpty()) {
            m_selection.clear();
            viewport()->update();
            emit cursorChanged();
            return;
        }
        break;
    default:
        break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

void LogView::mousePressEvent(QMouseEvent *event)
{
    const Hit at = hit(event->position());
    if (event->button() != Qt::LeftButton || at.number < 0)
        return QAbstractScrollArea::mousePressEvent(event);
    const auto record = m_rows.recordOf(at.number);
    if (at.onFold && record && record->head == at.number && record->lines >= LogRows::LeastFoldable)
        return setFolded(at.number, !record->folded);
    const bool third =
        m_doubleClickTime != 0 &&
        event->timestamp() - m_doubleClickTime < quint64(QApplication::doubleClickInterval()) &&
        (event->position() - m_doubleClickPosition).manhattanLength() < QApplication::startDragDistance();
    m_doubleClickTime = 0;
    if (third) {
        m_selection.beginLines(at.number);
    } else if (event->modifiers() & Qt::ShiftModifier && m_selection.hasAnchor()) {
        m_selection.extendTo(at.place);
    } else if (at.inText) {
        m_selection.beginText(at.place);
    } else {
        m_selection.beginLines(at.number);
    }
    m_pressed = true;
    m_dragged = !m_selection.isEmpty();
    rememberTop();
    setCurrent(at.number);
}

void LogView::mouseMoveEvent(QMouseEvent *event)
{
    const Hit at = hit(event->position());
    viewport()->setCursor(at.inText || m_pressed ? Qt::IBeamCursor : Qt::ArrowCursor);
    if (!m_pressed)
        return;
    m_dragPosition = event->position();
    const bool outside = event->position().y() < 0 || event->position().y() >= viewport()->height();
    if (outside && !m_dragScroll.isActive())
        m_dragScroll.start();
    else if (!outside)
        m_dragScroll.stop();
    dragTo(event->position());
}

void LogView::dragTo(QPointF position)
{
    // Dragging beyond an edge scrolls, faster the further out.
    const qreal height = viewport()->height();
    const qreal beyond = position.y() < 0 ? position.y() : std::max(0.0, position.y() - height);
    if (beyond != 0) {
        const int rows = int(beyond / m_rowHeight) + (beyond < 0 ? -1 : 1);
        scrollBy(rows);
    }
    const Hit at = hit(QPointF(position.x(), std::clamp(position.y(), 0.0, height - 1)));
    if (at.number < 0)
        return;
    m_selection.extendTo(at.place);
    m_dragged = m_dragged || !m_selection.isEmpty();
    setCurrent(at.number);
}

void LogView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_pressed)
        return QAbstractScrollArea::mouseReleaseEvent(event);
    m_pressed = false;
    m_dragScroll.stop();
    // What was selected stays where the eye is.
    if (m_dragged && m_follow)
        setFollow(false);
    refresh();
    offerSelection();
}

void LogView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const Hit at = hit(event->position());
    if (event->button() != Qt::LeftButton || at.number < 0 || !at.inText)
        return mousePressEvent(event);
    const ColumnRange word = wordAt(shownText(m_store.line(at.number).text), at.letter);
    m_selection.beginText({at.number, word.from});
    m_selection.extendTo({at.number, word.to});
    m_doubleClickTime = event->timestamp();
    m_doubleClickPosition = event->position();
    if (m_follow)
        setFollow(false);
    setCurrent(at.number);
    offerSelection();
}

void LogView::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers() & Qt::ControlModifier) {
        zoom(event->angleDelta().y() / 120.0);
        return event->accept();
    }
    if (!m_wraps)
        return QAbstractScrollArea::wheelEvent(event);
    // The bar knows rows only; a row of many pieces is to be scrolled through as well.
    m_wheelRest -= event->angleDelta().y() / 120.0 * QApplication::wheelScrollLines();
    const auto pieces = qint64(m_wheelRest);
    m_wheelRest -= double(pieces);
    scrollBy(pieces);
    event->accept();
}

void LogView::copySelection()
{
    copy(LogExport::Content::Lines);
}

void LogView::copyText()
{
    copy(LogExport::Content::Text);
}

void LogView::copy(LogExport::Content content)
{
    if (m_selection.isEmpty())
        return;
    if (m_selection.wholeLines()) {
        emit copyRequested(m_selection.first().number, endOfSelectedLines(), content);
        return;
    }
    const QString text = selectedCharacters();
    if (text.isEmpty()) // hidden, or dropped: a copy of no line says so
        emit copyRequested(0, 0, content);
    else
        QGuiApplication::clipboard()->setText(text);
}

/// The lines folded into the last one are part of what was selected, with what others wrote between them.
qint64 LogView::endOfSelectedLines() const
{
    const qint64 last = m_selection.last().number;
    const auto record = m_rows.recordOf(last);
    return record && record->folded && m_rows.foldingWorks() ? record->last + 1 : last + 1;
}

/// As they were written, also where they are folded away: tabs, and whole lines.
QString LogView::selectedCharacters() const
{
    QStringList parts;
    qsizetype size = 0;
    const qint64 end = std::min(m_selection.last().number + 1, m_store.endNumber());
    for (qint64 number = std::max(m_selection.first().number, m_store.firstNumber());
         number < end && size < LogExport::MostCopiedBytes; ++number) {
        const LineView line = m_store.line(number);
        const auto part = m_selection.partOf(number);
        if (!part || !m_rows.accepts(number, line))
            continue;
        parts << writtenText(line.text, part->from, part->to);
        size += parts.last().size();
    }
    return parts.join(u'\n');
}

QString LogView::selectedText() const
{
    if (m_selection.isEmpty() || m_selection.last().number - m_selection.first().number >= MostOfferedLines)
        return {};
    if (!m_selection.wholeLines())
        return selectedCharacters();
    QByteArray text;
    LineFormatter formatter;
    const qint64 end = std::min(endOfSelectedLines(), m_store.endNumber());
    for (qint64 number = std::max(m_selection.first().number, m_store.firstNumber()); number < end; ++number) {
        const LineView line = m_store.line(number);
        if (!m_rows.accepts(number, line))
            continue;
        formatter.append(text, line);
        text += '\n';
    }
    return QString::fromUtf8(text);
}

void LogView::offerSelection() const
{
    QClipboard *clipboard = QGuiApplication::clipboard();
    if (!clipboard->supportsSelection())
        return;
    if (const QString text = selectedText(); !text.isEmpty())
        clipboard->setText(text, QClipboard::Selection);
}
