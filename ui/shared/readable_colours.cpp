// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/shared/readable_colours.h"

#include <algorithm>
#include <cmath>

static constexpr double EnoughContrast = 4.6;

static double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

static double luminance(const QColor &colour)
{
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

static QColor mixed(const QColor &a, const QColor &b, double share)
{
    const auto channel = [share](int x, int y) { return int(std::lround(x + (y - x) * share)); };
    return {channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue())};
}

double contrast(const QColor &a, const QColor &b)
{
    const double x = luminance(a) + 0.05;
    const double y = luminance(b) + 0.05;
    return std::max(x, y) / std::min(x, y);
}

QColor readableOn(const QColor &ground, const QColor &wanted)
{
    const QColor pole = contrast(ground, Qt::black) > contrast(ground, Qt::white) ? Qt::black : Qt::white;
    for (int step = 0; step <= 10; ++step) {
        const QColor tried = mixed(wanted, pole, step / 10.0);
        if (contrast(ground, tried) >= EnoughContrast)
            return tried;
    }
    return pole;
}

QColor quietOn(const QColor &ground, const QColor &text)
{
    return readableOn(ground, mixed(text, ground, 0.38));
}

QPalette suggestedPalette(const QPalette &around)
{
    const QColor text = around.color(QPalette::Active, QPalette::HighlightedText);
    QColor ground = around.color(QPalette::Active, QPalette::Highlight);
    const bool lightText = luminance(text) > 0.5;
    // Styles shade a button lighter at its top.
    for (int step = 0; step < 20 && lightText && contrast(ground.lighter(125), text) < EnoughContrast; ++step)
        ground = mixed(ground, Qt::black, 0.05);
    QPalette own;
    own.setColor(QPalette::Button, ground);
    own.setColor(QPalette::ButtonText, readableOn(lightText ? ground.lighter(125) : ground, text));
    return own;
}

static QPalette stripPalette(const QPalette &around, const QColor &tint, double light, double dark)
{
    const QColor window = around.color(QPalette::Window);
    const bool isDark = luminance(window) < 0.18;
    const QColor ground = mixed(isDark ? window : QColor(Qt::white), tint, isDark ? dark : light);
    QPalette palette;
    palette.setColor(QPalette::Window, ground);
    palette.setColor(QPalette::WindowText, readableOn(ground, around.color(QPalette::WindowText)));
    return palette;
}

QPalette amberPalette(const QPalette &around)
{
    return stripPalette(around, QColor(0xf5, 0xa6, 0x1d), 0.19, 0.22);
}

QPalette noticePalette(const QPalette &around)
{
    return stripPalette(around, around.color(QPalette::Highlight), 0.16, 0.28);
}
