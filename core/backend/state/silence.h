// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// What a backend is at that was answering and is silent.
enum class Silence {
    Unknown,   // not looked yet
    Suspended, // somebody has stopped all its processes
    Busy,      // its processor time advances
    Updating,  // idle or busy, and it had said that it would look for updates now
    Idle
};
/// "suspended", "busy", "updating", "idle" as in `status --json`; empty for Unknown.
[[nodiscard]] QString silenceName(Silence silence);
/// The same for people, as one clause.
[[nodiscard]] QString silenceText(Silence silence);
