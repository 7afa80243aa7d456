// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/low_priority.h"

#include <algorithm>

#include <sys/resource.h>

// A tenth of what another thread gets when both want it, and the other one need not wait for the end of a slice. Not
// lower: whoever ends the program waits for the text in hand, also on a machine that has no time to spare.
static constexpr int Nice = 10;

void lowerThreadPriority()
{
    // On Linux it is the thread's, not the process's.
    setpriority(PRIO_PROCESS, 0, std::max(Nice, getpriority(PRIO_PROCESS, 0)));
}
