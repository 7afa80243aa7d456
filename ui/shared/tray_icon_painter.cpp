// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/shared/tray_icon_painter.h"

#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>

#include <algorithm>

// Everything is drawn on a canvas of 64 x 64.
static constexpr qreal Canvas = 64;
static constexpr QPointF Centre{32, 32};
static constexpr qreal RingRadius = 28;
static constexpr qreal RingWidth = 6;
static constexpr QPointF BadgeCentre{49, 49};
static constexpr qreal BadgeRadius = 15;
static constexpr qreal BadgeGap = 2.5; // what is cut away around the badge

namespace {
struct Inks
{
    QColor star;
    QColor quietStar;
    QColor ring;  // grey, at rest
    QColor track; // grey, behind progress
    QColor paleAmber;
    QColor outline; // transparent: none
};
} // namespace

static const QColor Blue(0x3b, 0x82, 0xf6);
static const QColor Green(0x2f, 0x9e, 0x6b);
static const QColor Amber(0xe3, 0x9a, 0x12);
static const QColor Red(0xe2, 0x48, 0x4d);

static Inks inksFor(IconColours colours)
{
    switch (colours) {
    case IconColours::Light:
        return {QColor(0x2b, 0x30, 0x3a), QColor(0x5f, 0x61, 0x68), QColor(0x98, 0x99, 0x9f),
                QColor(0xc4, 0xc5, 0xc9), QColor(0xe6, 0xb6, 0x5a), Qt::transparent};
    case IconColours::Dark:
        return {QColor(0xea, 0xeb, 0xef), QColor(0xb2, 0xb3, 0xb9), QColor(0x7c, 0x7d, 0x84),
                QColor(0x52, 0x53, 0x5a), QColor(0xa8, 0x74, 0x1c), Qt::transparent};
    case IconColours::Automatic:
        // Tones in the middle keep their distance from a white and from a black panel; the outline helps on dark ones.
        return {QColor(0x70, 0x74, 0x7f), QColor(0x7d, 0x80, 0x88), QColor(0x88, 0x8a, 0x91),
                QColor(0xa4, 0xa6, 0xac), QColor(0xc9, 0x93, 0x2e), QColor(255, 255, 255, 200)};
    }
    Q_UNREACHABLE();
}

static QPainterPath starPath(qreal tip)
{
    const qreal waist = tip * 0.22;
    QPainterPath path(Centre + QPointF(0, -tip));
    path.quadTo(Centre + QPointF(waist, -waist), Centre + QPointF(tip, 0));
    path.quadTo(Centre + QPointF(waist, waist), Centre + QPointF(0, tip));
    path.quadTo(Centre + QPointF(-waist, waist), Centre + QPointF(-tip, 0));
    path.quadTo(Centre + QPointF(-waist, -waist), Centre + QPointF(0, -tip));
    path.closeSubpath();
    return path;
}

static void drawRing(QPainter &painter, const QColor &colour, const QColor &outline)
{
    painter.setBrush(Qt::NoBrush);
    if (outline.alpha() > 0) {
        painter.setPen(QPen(outline, RingWidth + 2));
        painter.drawEllipse(Centre, RingRadius, RingRadius);
    }
    painter.setPen(QPen(colour, RingWidth));
    painter.drawEllipse(Centre, RingRadius, RingRadius);
}

/// From `first` eighth clockwise, 0 being at twelve o'clock.
static void drawArc(QPainter &painter, int first, int eighths)
{
    if (eighths <= 0)
        return;
    const QRectF box(Centre.x() - RingRadius, Centre.y() - RingRadius, 2 * RingRadius, 2 * RingRadius);
    painter.setPen(QPen(Blue, RingWidth, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(box, 16 * (90 - 45 * first), -16 * 45 * eighths);
}

static void drawSolidStar(QPainter &painter, const QColor &colour, const QColor &outline, qreal tip = 20)
{
    const QPainterPath star = starPath(tip);
    if (outline.alpha() > 0)
        painter.strokePath(star, QPen(outline, 3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.fillPath(star, colour);
}

static void drawHollowStar(QPainter &painter, const QColor &colour, const QColor &outline)
{
    const QPainterPath star = starPath(18.5);
    if (outline.alpha() > 0)
        painter.strokePath(star, QPen(outline, 5.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.strokePath(star, QPen(colour, 3.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
}

static void beginBadge(QPainter &painter, const QColor &colour)
{
    painter.setCompositionMode(QPainter::CompositionMode_Clear);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::black);
    painter.drawEllipse(BadgeCentre, BadgeRadius + BadgeGap, BadgeRadius + BadgeGap);
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
    painter.setBrush(colour);
    painter.drawEllipse(BadgeCentre, BadgeRadius, BadgeRadius);
    painter.setBrush(Qt::white);
}

static QPen badgePen(qreal width)
{
    return {Qt::white, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin};
}

static void drawExclamation(QPainter &painter)
{
    beginBadge(painter, Amber);
    painter.setPen(badgePen(5));
    painter.drawLine(BadgeCentre + QPointF(0, -7.5), BadgeCentre + QPointF(0, 0.5));
    painter.setPen(Qt::NoPen);
    painter.drawEllipse(BadgeCentre + QPointF(0, 8), 2.9, 2.9);
}

static void drawDots(QPainter &painter)
{
    beginBadge(painter, Amber);
    for (const qreal x : {-7.5, 0.0, 7.5})
        painter.drawEllipse(BadgeCentre + QPointF(x, 0), 2.7, 2.7);
}

static void drawClock(QPainter &painter)
{
    beginBadge(painter, Amber);
    painter.setPen(badgePen(4.2));
    painter.setBrush(Qt::NoBrush);
    const QPointF hands[] = {BadgeCentre + QPointF(0, -8.5), BadgeCentre + QPointF(0, 1),
                             BadgeCentre + QPointF(5.5, 5.5)};
    painter.drawPolyline(hands, 3);
}

static void drawCross(QPainter &painter)
{
    beginBadge(painter, Red);
    painter.setPen(badgePen(5.4));
    painter.drawLine(BadgeCentre + QPointF(-5.6, -5.6), BadgeCentre + QPointF(5.6, 5.6));
    painter.drawLine(BadgeCentre + QPointF(5.6, -5.6), BadgeCentre + QPointF(-5.6, 5.6));
}

static void drawLook(QPainter &painter, const IconLook &look, const Inks &inks)
{
    switch (look.shape) {
    case IconShape::Stopped:
        drawRing(painter, inks.ring, inks.outline);
        drawHollowStar(painter, inks.quietStar, inks.outline);
        return;
    case IconShape::Starting:
        // A smaller star than loading's: at twelve o'clock their rings would be the same.
        drawRing(painter, inks.track, inks.outline);
        drawArc(painter, look.eighths, 1);
        drawSolidStar(painter, inks.quietStar, inks.outline, 16);
        return;
    case IconShape::Stopping:
        drawRing(painter, inks.track, inks.outline);
        drawArc(painter, 7 - look.eighths, 1);
        drawHollowStar(painter, inks.quietStar, inks.outline);
        return;
    case IconShape::Loading:
        drawRing(painter, inks.track, inks.outline);
        drawArc(painter, 0, look.eighths);
        drawSolidStar(painter, inks.star, inks.outline);
        return;
    case IconShape::Ready:
        drawRing(painter, Green, inks.outline);
        drawSolidStar(painter, inks.star, inks.outline);
        return;
    case IconShape::Warning:
        drawRing(painter, Amber, inks.outline);
        drawSolidStar(painter, inks.star, inks.outline);
        drawExclamation(painter);
        return;
    case IconShape::Unresponsive:
        drawRing(painter, inks.paleAmber, inks.outline);
        drawSolidStar(painter, inks.star, inks.outline);
        drawDots(painter);
        return;
    case IconShape::Backoff:
        drawRing(painter, inks.ring, inks.outline);
        drawSolidStar(painter, inks.quietStar, inks.outline);
        drawClock(painter);
        return;
    case IconShape::Failed:
        drawRing(painter, inks.ring, inks.outline);
        drawSolidStar(painter, inks.quietStar, inks.outline);
        drawCross(painter);
        return;
    }
    Q_UNREACHABLE();
}

QImage paintIcon(const IconLook &look, IconColours colours, int pixels)
{
    const int side = std::clamp(pixels, 1, 1024);
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(side / Canvas, side / Canvas);
    drawLook(painter, look, inksFor(colours));
    return image;
}

namespace {
/// Draws a look at whatever size and scale is asked for.
class LookEngine : public QIconEngine
{
public:
    LookEngine(const IconLook &look, IconColours colours)
        : m_look(look)
        , m_colours(colours)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State /*state*/) override
    {
        const qreal scale = painter->device() ? painter->device()->devicePixelRatioF() : 1;
        const int side = std::min(rect.width(), rect.height());
        QImage image = paintIcon(m_look, m_colours, qRound(side * scale));
        image.setDevicePixelRatio(scale);
        painter->save();
        if (mode == QIcon::Disabled)
            painter->setOpacity(painter->opacity() * 0.5);
        painter->drawImage(QPointF(rect.x() + (rect.width() - side) / 2.0, rect.y() + (rect.height() - side) / 2.0),
                           image);
        painter->restore();
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    // Panels ask which sizes there are before they ask for one.
    QList<QSize> availableSizes(QIcon::Mode /*mode*/, QIcon::State /*state*/) override
    {
        return {{16, 16}, {22, 22}, {24, 24}, {32, 32}, {48, 48}, {64, 64}};
    }

    QIconEngine *clone() const override { return new LookEngine(m_look, m_colours); }
    QString key() const override { return QStringLiteral("skills-tray-look"); }

private:
    IconLook m_look;
    IconColours m_colours;
};
} // namespace

QIcon makeIcon(const IconLook &look, IconColours colours)
{
    return QIcon(new LookEngine(look, colours));
}

IconColours coloursFor(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128 ? IconColours::Dark : IconColours::Light;
}

QIcon windowIcon()
{
    return QIcon::fromTheme(QStringLiteral("skills-tray"), makeIcon({IconShape::Ready, 0}, IconColours::Automatic));
}
