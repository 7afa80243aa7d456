// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/block_memory.h"

#include <utility>

std::unique_ptr<char[]> BlockMemory::take()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_spare)
            return std::move(m_spare);
    }
    // Not initialised on purpose: pages that no line has touched cost nothing.
    return std::unique_ptr<char[]>(new char[static_cast<size_t>(m_bytes)]);
}

void BlockMemory::giveBack(std::unique_ptr<char[]> memory)
{
    const std::lock_guard lock(m_mutex);
    m_spare.swap(memory);
}
