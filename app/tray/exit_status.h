// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

/// The exit statuses of the commands.
enum ExitStatus { ExitDone = 0, ExitFailed = 1, ExitUsage = 2, ExitNotRunning = 3, ExitTimeout = 4 };
