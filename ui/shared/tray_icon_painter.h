// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/settings/settings.h"
#include "ui/shared/icon_look.h"

#include <QIcon>
#include <QImage>

class QPalette;

/// Draws the icon, `pixels` wide and high. Light and Dark name the ground it will stand on; Automatic reads on both.
[[nodiscard]] QImage paintIcon(const IconLook &look, IconColours colours, int pixels);

/// An icon that is drawn anew for every size and scale it is asked for; never null.
[[nodiscard]] QIcon makeIcon(const IconLook &look, IconColours colours);
/// For windows: the installed icon, else one that we draw.
[[nodiscard]] QIcon windowIcon();

/// The colours that suit a ground of that palette.
[[nodiscard]] IconColours coloursFor(const QPalette &palette);
