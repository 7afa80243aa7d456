// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/settings/option_table.h"

enum class BackendOption {
    Host,
    Port,
    Config,
    ExampleConfig,
    Stdio,
    AllowedHost,
    AllowedOrigin,
    NoActivity,
    Verbose,
    Version,
    Help
};

/// What skills-backend takes; see commandTable() of the tray.
[[nodiscard]] const OptionTable &backendOptions();
