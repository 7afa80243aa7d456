// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/log_colours.h"

#include "ui/shared/readable_colours.h"

#include <QPalette>

#include <cstdlib>

static QColor mixed(const QColor &a, const QColor &b, double share)
{
    const auto mix = [share](float x, float y) { return float(x + (y - x) * share); };
    return QColor::fromRgbF(mix(a.redF(), b.redF()), mix(a.greenF(), b.greenF()), mix(a.blueF(), b.blueF()));
}

LogColours::LogColours(const QPalette &palette)
    : base(palette.color(QPalette::Base))
    , text(palette.color(QPalette::Text))
    , selection(palette.color(QPalette::Highlight))
    , selectedText(palette.color(QPalette::HighlightedText))
{
    const bool dark = contrast(base, Qt::white) > contrast(base, Qt::black);
    const QColor amber = QColor::fromRgb(0xf5, 0xa6, 0x1d);
    const QColor red = QColor::fromRgb(0xef, 0x44, 0x44);
    warningRow = mixed(base, amber, dark ? 0.22 : 0.17);
    errorRow = mixed(base, red, dark ? 0.26 : 0.15);
    match = mixed(base, amber, dark ? 0.45 : 0.50);
    currentMatch = mixed(base, amber, dark ? 0.62 : 0.95);
    text = readableOn(errorRow, readableOn(warningRow, readableOn(base, text)));
    quiet = readableOn(errorRow, readableOn(warningRow, readableOn(base, mixed(base, text, 0.62))));
    info = readableOn(base, dark ? QColor::fromRgb(0x8a, 0xb8, 0xf0) : QColor::fromRgb(0x2f, 0x63, 0x9c));
    warning = readableOn(warningRow, dark ? QColor::fromRgb(0xf5, 0xb3, 0x42) : QColor::fromRgb(0x8f, 0x56, 0x00));
    error = readableOn(errorRow, dark ? QColor::fromRgb(0xff, 0x8f, 0x8a) : QColor::fromRgb(0xb4, 0x23, 0x18));
    matchText = readableOn(match, text);
    currentMatchText = readableOn(currentMatch, text);
    selectedText = readableOn(selection, selectedText);
    const bool amberSelection = selection.hsvSaturation() > 128 && std::abs(selection.hsvHue() - amber.hsvHue()) < 15;
    const QColor mark = amberSelection ? QColor::fromRgb(0x3d, 0x7d, 0xf5) : amber;
    selectedMatch = mixed(selection, mark, 0.5);
    selectedMatchText = readableOn(selectedMatch, selectedText);
    selectedCurrentMatch = mixed(selection, mark, 0.9);
    selectedCurrentMatchText = readableOn(selectedCurrentMatch, selectedText);
}

QColor LogColours::rowOf(Level level) const
{
    if (level >= Level::Error)
        return errorRow;
    return level == Level::Warning ? warningRow : base;
}

QColor LogColours::textOf(Level level) const
{
    switch (level) {
    case Level::None:
    case Level::Debug:
        return quiet;
    case Level::Info:
        return info;
    case Level::Warning:
        return warning;
    case Level::Error:
    case Level::Critical:
        return error;
    }
    return text;
}
