// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/launch/launch_check.h"
#include "core/process/guarded_process.h"

/// A launch that has been prepared: directories and config are there.
struct PreparedLaunch
{
    LaunchPlan plan;
    QString fault;        // why it cannot be launched; empty when it can
    QStringList warnings; // what was put right, or could not be
};

/// `checked`: without a failure. `guard`: absolute path of skills-tray-guard.
[[nodiscard]] PreparedLaunch prepareLaunch(const LaunchCheckResult &checked, const Settings &settings,
                                           const Paths &paths, const QString &guard, const QString &marker);
/// For the log: words with blanks in quotation marks.
[[nodiscard]] QString printableCommand(const QStringList &command);
