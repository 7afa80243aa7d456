// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include <sys/types.h>

// How a process is known to belong to a run: by a variable in the environment that it was started with, and, as any
// program may start others with another environment, by a limit that the kernel hands on. Without Qt, so that the guard
// has it too.
//
// The limit is RLIMIT_LOCKS (getrlimit(2)), which no kernel has heeded since Linux 2.4: "Max file locks" in
// /proc/PID/limits, which everybody may read. Only who asks for another limit of this very kind loses it.

/// From here on this process, and whom it starts, have the limit that stands for a marker, PREFIX-REST. False: they
/// have a lower one, which stays.
bool takeLimitOf(std::string_view marker);

/// Whether a process has `mark`, VARIABLE=MARKER, in its environment, or the limit of that marker. One that ends with
/// its
/// '-' stands for every marker with that PREFIX; an empty one is nobody's.
[[nodiscard]] bool carriesMark(pid_t pid, const std::string &mark);
