// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/status.h"

/// "9 s", "2 min 5 s", "2 h 14 min", "3 d 4 h", with no-break spaces, so that no line ends between number and unit.
[[nodiscard]] QString durationText(qint64 milliseconds);
/// What people call the backend: "claude-skills-mcp 1.0.6", "built-in backend", the program of a custom one.
[[nodiscard]] QString backendTitle(const Status &status);
/// The line under the message: facts when all is well, what happens and for how long while it does not stand still.
[[nodiscard]] QString factsLine(const Status &status, qint64 nowMs);
/// Whether that line shows a running time, so that it has to be written anew every second.
[[nodiscard]] bool factsTick(const Status &status);
/// The button of a remedy, and what its tooltip says.
[[nodiscard]] QString remedyText(Remedy remedy);
[[nodiscard]] QString remedyToolTip(Remedy remedy);
