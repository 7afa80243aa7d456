// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// Why a launch did not come about.
struct StartFailure
{
    /// Shortage: of processes, memory or descriptors. It may pass by itself; nothing else does.
    enum Kind { NotFound, NotExecutable, CannotRun, GuardMissing, Shortage } kind = CannotRun;
    QString text; // one sentence: act, object, cause
    bool operator==(const StartFailure &) const = default;
};

/// Whether the system lacked something that it may have again a moment later. `error`: an errno.
[[nodiscard]] bool isShortage(int error);
/// The same for what Qt says of an error of the system.
[[nodiscard]] bool isShortage(const QString &errorText);
