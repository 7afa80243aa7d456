// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

// The one reader of /proc, and the one way to signal. Without Qt, so that the guard has it too.

/// What /proc/PID/stat says of a process.
struct ProcStat
{
    pid_t parent = 0;
    unsigned long long startTicks = 0; // field 22, clock ticks since boot; with the pid it names a process for good
    char state = '?';
    bool lives = false;              // not a zombie
    unsigned long long cpuTicks = 0; // of processor time, in user and in system mode
};

/// None: there is no such process.
[[nodiscard]] std::optional<ProcStat> readProcStat(pid_t pid);
/// The whole file; empty when it cannot be read.
[[nodiscard]] std::string readProcFile(const std::string &path);
/// Every process number there is.
[[nodiscard]] std::vector<pid_t> allProcesses();
/// Those of our own user, this process left out.
[[nodiscard]] std::vector<pid_t> ownProcesses();
/// Children of one process. One that it forks meanwhile may be missed.
[[nodiscard]] std::vector<pid_t> childrenOf(pid_t pid);
/// The value of a variable in the environment that a process was started with; none when it has none, or hides it.
[[nodiscard]] std::optional<std::string> environmentOf(pid_t pid, const std::string &name);
/// Signals that very process through a pidfd, never one that took over its number.
/// Returns 0, or why not: ESRCH when it has ended, EPERM, ...
[[nodiscard]] int signalProcess(pid_t pid, unsigned long long startTicks, int signal);
