// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/shared/seen_box_style.h"

#include "ui/shared/readable_colours.h"

#include <QApplication>
#include <QStyleOptionButton>

static const QString Fusion = QStringLiteral("fusion");

SeenBoxStyle::SeenBoxStyle()
    : QProxyStyle(Fusion)
{
}

void SeenBoxStyle::useWhereFusionIs()
{
    if (QApplication::style()->name() == Fusion)
        QApplication::setStyle(new SeenBoxStyle); // the application deletes it
}

void SeenBoxStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                 const QWidget *widget) const
{
    const auto *box = qstyleoption_cast<const QStyleOptionButton *>(option);
    const QColor ground = option->palette.color(QPalette::Window);
    const bool isDark = contrast(ground, Qt::white) > contrast(ground, Qt::black);
    if (element != PE_IndicatorCheckBox || !box || !isDark)
        return QProxyStyle::drawPrimitive(element, option, painter, widget);
    // Fusion draws the edge in a shade of the window's colour, 1.27 times darker: nothing, where that is dark itself.
    QStyleOptionButton seen(*box);
    seen.palette.setColor(QPalette::Window, quietOn(ground, option->palette.color(QPalette::WindowText)).lighter(127));
    QProxyStyle::drawPrimitive(element, &seen, painter, widget);
}
