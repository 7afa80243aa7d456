// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

/// One process of the tree; pid and start time together name it for good.
struct TreeProcess
{
    pid_t pid = 0;
    unsigned long long startTicks = 0;
    char state = '?';
    bool operator==(const TreeProcess &) const = default;
};

/// All live descendants of the calling process, zombies left out. A process that forks meanwhile may be missed:
/// look again.
[[nodiscard]] std::vector<TreeProcess> descendants();
/// Start time of a process, 0 when there is none.
[[nodiscard]] unsigned long long startTicksOf(pid_t pid);
/// Name for people, at most 15 characters, without odd ones.
[[nodiscard]] std::string nameOf(pid_t pid);
/// Signals that very process, never one that took over its number.
void signalProcess(const TreeProcess &process, int signal);
