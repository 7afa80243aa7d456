// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// Where the other programs lie, from the place of this one: bin/ beside libexec/skills-tray/.
[[nodiscard]] QString guardProgram();
[[nodiscard]] QString builtinProgram();
/// What a desktop has to start at login: this program by the place that it was called by, which stays when a link there
/// leads to another version; or the AppImage it came in.
[[nodiscard]] QString ownProgram();
