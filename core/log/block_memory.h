// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <memory>
#include <mutex>

/// Hands out the memory of log blocks, and keeps one piece that came back for the next.
///
/// A block may end on any thread, with the last one who reads it.
class BlockMemory
{
public:
    explicit BlockMemory(qsizetype bytes)
        : m_bytes(bytes)
    {
    }

    /// How long a piece is.
    [[nodiscard]] qsizetype bytes() const { return m_bytes; }
    [[nodiscard]] std::unique_ptr<char[]> take();
    void giveBack(std::unique_ptr<char[]> memory);

private:
    const qsizetype m_bytes;
    std::mutex m_mutex;
    std::unique_ptr<char[]> m_spare;
};
