// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "app/tray/commands/command_table.h"
#include "app/tray/overrides.h"
#include "core/log/log_line.h"

#include <QString>
#include <QStringList>

#include <optional>

inline constexpr int DefaultLogLines = 100;

/// What the user asked for on the command line, checked.
struct CommandLine
{
    Verb verb = Verb::Run;
    QString error; // one sentence; not empty: nothing else is valid
    Overrides overrides;
    bool background = false;
    QString session; // -session; empty: none
    bool headless = false;
    bool stopped = false;
    bool logToStderr = false;
    bool json = false;
    bool follow = false;
    bool all = false;
    std::optional<int> lines;          // none: the last DefaultLogLines, with --all every kept one
    std::optional<Level> minimumLevel; // --level
    QString pattern;                   // --grep, a regular expression that is right
    QString waitFor;                   // a state's name or "settled"
    std::optional<qint64> timeoutMs;
    QStringList given; // the options as they were typed, for "ignored: ..."
};

/// `arguments`: without the program's own name.
[[nodiscard]] CommandLine parseCommandLine(const QStringList &arguments);
[[nodiscard]] QString helpText();
