// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/shared/wrap_layout.h"

#include <QStyle>
#include <QWidget>

#include <algorithm>
#include <utility>

WrapLayout::WrapLayout(QWidget *parent)
    : QLayout(parent)
{
    setContentsMargins(0, 0, 0, 0);
}

WrapLayout::~WrapLayout() = default;

void WrapLayout::addItem(QLayoutItem *item)
{
    m_items.emplace_back(item);
}

QLayoutItem *WrapLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_items[std::size_t(index)].get() : nullptr;
}

QLayoutItem *WrapLayout::takeAt(int index)
{
    if (index < 0 || index >= count())
        return nullptr;
    const auto at = m_items.begin() + index;
    QLayoutItem *item = at->release();
    m_items.erase(at);
    return item;
}

Qt::Orientations WrapLayout::expandingDirections() const
{
    const bool any = std::any_of(m_items.begin(), m_items.end(), [](const auto &item) {
        return !item->isEmpty() && item->expandingDirections() & Qt::Horizontal;
    });
    return any ? Qt::Horizontal : Qt::Orientations();
}

int WrapLayout::gap() const
{
    if (spacing() >= 0)
        return spacing();
    const QWidget *widget = parentWidget();
    return widget ? std::max(0, widget->style()->pixelMetric(QStyle::PM_LayoutHorizontalSpacing, nullptr, widget)) : 6;
}

// What an item should have at least: one that can expand may be as small as its minimum.
static int wantedWidth(const QLayoutItem *item)
{
    const bool expands = item->expandingDirections() & Qt::Horizontal;
    return expands ? item->minimumSize().width() : item->sizeHint().width();
}

QList<WrapLayout::Row> WrapLayout::rowsFor(int width) const
{
    QList<Row> rows;
    int used = 0;
    for (const auto &item : m_items) {
        if (item->isEmpty())
            continue;
        const int wanted = wantedWidth(item.get());
        if (rows.isEmpty() || used + gap() + wanted > width) {
            rows.append(Row());
            used = wanted;
        } else {
            used += gap() + wanted;
        }
        rows.last().append(item.get());
    }
    return rows;
}

static int heightOf(const QList<QLayoutItem *> &row)
{
    int height = 0;
    for (const QLayoutItem *item : row)
        height = std::max(height, item->sizeHint().height());
    return height;
}

int WrapLayout::heightForWidth(int width) const
{
    const QMargins margins = contentsMargins();
    const QList<Row> rows = rowsFor(width - margins.left() - margins.right());
    int height = margins.top() + margins.bottom() + gap() * int(std::max<qsizetype>(0, rows.size() - 1));
    for (const Row &row : rows)
        height += heightOf(row);
    return height;
}

QSize WrapLayout::minimumSize() const
{
    QSize size(0, 0);
    for (const auto &item : m_items) {
        if (!item->isEmpty())
            size = size.expandedTo(
                QSize(std::min(wantedWidth(item.get()), item->sizeHint().width()), item->minimumSize().height()));
    }
    return size.grownBy(contentsMargins());
}

QSize WrapLayout::sizeHint() const
{
    QSize size(0, 0);
    for (const auto &item : m_items) {
        if (item->isEmpty())
            continue;
        size.rwidth() += item->sizeHint().width() + (size.width() > 0 ? gap() : 0);
        size.setHeight(std::max(size.height(), item->sizeHint().height()));
    }
    return size.grownBy(contentsMargins());
}

void WrapLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    const QRect area = rect.marginsRemoved(contentsMargins());
    const Qt::LayoutDirection direction = parentWidget() ? parentWidget()->layoutDirection() : Qt::LeftToRight;
    int y = area.top();
    for (const Row &row : rowsFor(area.width())) {
        int used = gap() * int(row.size() - 1);
        int expanding = 0;
        for (const QLayoutItem *item : row) {
            used += wantedWidth(item);
            expanding += item->expandingDirections() & Qt::Horizontal ? 1 : 0;
        }
        int spare = std::max(0, area.width() - used);
        const int height = heightOf(row);
        int x = area.left();
        for (QLayoutItem *item : row) {
            int width = std::min(wantedWidth(item), area.width());
            if (item->expandingDirections() & Qt::Horizontal) {
                // At least one: an item is free to answer otherwise when it is asked again.
                const int share = std::min(spare / std::max(1, expanding), item->maximumSize().width() - width);
                width += share;
                spare -= share;
                --expanding;
            }
            const int itemHeight = std::min(height, item->sizeHint().height());
            const QRect place(x, y + (height - itemHeight) / 2, width, itemHeight);
            item->setGeometry(QStyle::visualRect(direction, area, place));
            x += width + gap();
        }
        y += height + gap();
    }
}

QSize stackedMinimumSize(const QBoxLayout &box)
{
    int width = 0;
    for (int i = 0; i < box.count(); ++i)
        width = std::max(width, box.itemAt(i)->minimumSize().width());
    const QMargins margins = box.contentsMargins();
    return {width + margins.left() + margins.right(), box.totalMinimumSize().height()};
}
