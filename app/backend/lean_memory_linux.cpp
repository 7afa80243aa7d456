// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/backend/lean_memory.h"

#include <malloc.h>

static constexpr int TrimThresholdBytes = 128 * 1024;

// mallopt(3): glibc begins with this value, but raises it, and the size from which blocks are mapped by themselves,
// with every large block that is freed. Setting it keeps both. Reading skills is many such blocks.
void keepMemoryLean()
{
    mallopt(M_TRIM_THRESHOLD, TrimThresholdBytes);
}

void giveBackFreedMemory()
{
    malloc_trim(0);
}
