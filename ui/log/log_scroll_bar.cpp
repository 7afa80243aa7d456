// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/log_scroll_bar.h"

#include "ui/log/log_find.h"
#include "ui/log/log_rows.h"

#include <QPainter>
#include <QStyleOptionSlider>

#include <algorithm>

LogScrollBar::LogScrollBar(const LogRows &rows, QWidget *parent)
    : QScrollBar(Qt::Vertical, parent)
    , m_rows(rows)
{
}

void LogScrollBar::setColours(const LogColours &colours)
{
    m_colours = colours;
    update();
}

void LogScrollBar::paintEvent(QPaintEvent *event)
{
    QScrollBar::paintEvent(event);
    const qint64 count = m_rows.count();
    if (count == 0)
        return;
    QStyleOptionSlider option;
    initStyleOption(&option);
    const QRect groove = style()->subControlRect(QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarGroove, this);
    const int thickness = std::max(2, style()->pixelMetric(QStyle::PM_DefaultFrameWidth, nullptr, this) * 2);
    const int slotCount = groove.height() / thickness;
    QPainter painter(this);
    // Slot by slot instead of mark by mark: a log with a million errors is painted as fast as one with three.
    const auto numberAt = [this, count, slotCount](int slot) {
        const qint64 row = m_rows.firstRow() + count * slot / slotCount;
        return row < m_rows.endRow() ? m_rows.numberAt(row) : m_rows.readEnd();
    };
    for (int slot = 0; slot < slotCount; ++slot) {
        const qint64 from = numberAt(slot);
        const qint64 end = numberAt(slot + 1);
        const QRect mark(groove.left(), groove.top() + slot * thickness, groove.width(), thickness);
        if (const Level level = m_rows.gravestIn(from, end); level != Level::None)
            painter.fillRect(mark, m_colours.textOf(level));
        // Matches have the right half for themselves, also where there is an error.
        if (m_find && m_find->hasMatchIn(from, end))
            painter.fillRect(mark.adjusted(mark.width() / 2, 0, 0, 0), m_colours.currentMatch);
    }
}
