// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/status.h"

/// The shapes of the icon. No two of them look alike, not even without colours.
enum class IconShape { Stopped, Starting, Loading, Ready, Warning, Unresponsive, Stopping, Backoff, Failed };
inline constexpr int IconShapeCount = 9;

/// What the icon shows: a shape, and how far its ring is.
struct IconLook
{
    IconShape shape = IconShape::Stopped;
    int eighths = 0; // Loading: progress, 0-7; Starting and Stopping: where the turning eighth is, 0-7; else 0
    bool operator==(const IconLook &) const = default;
};

/// The look of a status. The turning eighth is not part of a status: it stays at 0 here.
[[nodiscard]] IconLook lookOf(const Status &status);
/// Starting and Stopping: the only shapes that move.
[[nodiscard]] bool isTurning(IconShape shape);
