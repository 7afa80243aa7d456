// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/settings/option_table.h"

/// What is asked for; Run stands for starting the application. A command's number is its row's id.
enum class Verb { Run, Status, Start, Stop, Restart, Logs, Show, Quit, Wait, Check, Help, Version };

enum class Option {
    Background,
    Headless,
    Stopped,
    Backend,
    BackendArg,
    Host,
    Port,
    Config,
    LogToStderr,
    Program, // "--"
    Session,
    Help,
    Version,
    Json,
    Lines,
    Follow,
    All,
    Level,
    Grep,
    Timeout,
};

/// What skills-tray takes: the one place that parser, --help, man page and completions have it from.
/// What is made from it is kept in packaging/; `SKILLS_UPDATE=1 ctest -R tst_option_table` writes it anew.
[[nodiscard]] const OptionTable &commandTable();
