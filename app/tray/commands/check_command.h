// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "app/tray/commands/parsed_command_line.h"

/// Tells what would run and whether it can, without starting it; returns the exit status.
[[nodiscard]] int runCheck(int &argc, char **argv, const CommandLine &commandLine);
