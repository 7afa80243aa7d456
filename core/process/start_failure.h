// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// Why a launch did not come about.
struct StartFailure
{
    enum Kind { NotFound, NotExecutable, CannotRun, GuardMissing } kind = CannotRun;
    QString text; // one sentence: act, object, cause
    bool operator==(const StartFailure &) const = default;
};
