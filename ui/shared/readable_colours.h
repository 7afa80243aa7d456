// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QPalette>

/// WCAG's contrast of two opaque colours, 1 to 21.
[[nodiscard]] double contrast(const QColor &a, const QColor &b);
/// `wanted`, moved towards black or white until it stands out from `ground` by at least 4.5.
[[nodiscard]] QColor readableOn(const QColor &ground, const QColor &wanted);
/// A quieter text colour that can still be read on `ground`.
[[nodiscard]] QColor quietOn(const QColor &ground, const QColor &text);

/// A button that stands out in the palette's highlight, made deep enough for its text.
[[nodiscard]] QPalette suggestedPalette(const QPalette &around);
/// The palette of a strip that asks for attention (amber), made from the palette around it.
[[nodiscard]] QPalette amberPalette(const QPalette &around);
/// The same for plain news.
[[nodiscard]] QPalette noticePalette(const QPalette &around);
