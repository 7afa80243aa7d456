// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_line.h"

#include <memory>
#include <optional>
#include <vector>

class LogBlock;

/// Says which lines of a block there were when it was asked; values for another thread.
///
/// It does not keep them: what the store has dropped since is gone, so that a slow reader holds one block at most and
/// the memory keeps its bound.
struct BlockLines
{
    std::weak_ptr<const LogBlock> block;
    qint64 blockFirst = 0; // number of the block's first line
    qint64 first = 0;      // lines [first, end), at least one
    qint64 end = 0;
    qsizetype textsEnd = 0; // in the block, behind the '\n' of the last of them
};

/// The blocks of LogStore::snapshot(), oldest first.
using LogSnapshot = std::vector<BlockLines>;

/// Lines of a block, kept and unchanged for as long as this lives, whatever the store does; for any thread.
class HeldLines
{
public:
    /// Nothing when the store has dropped the block.
    [[nodiscard]] static std::optional<HeldLines> hold(const BlockLines &lines);

    [[nodiscard]] qint64 first() const { return m_first; }
    [[nodiscard]] qint64 end() const { return m_end; }
    /// Without its source.
    [[nodiscard]] LineView line(qint64 number) const;
    /// Without its text too.
    [[nodiscard]] LineView kindOf(qint64 number) const;
    [[nodiscard]] QByteArrayView text(qint64 number) const { return texts(number, number + 1); }
    /// The texts of lines [from, end), at least one; '\n' between them, none at the end.
    [[nodiscard]] QByteArrayView texts(qint64 from, qint64 end) const;
    /// The line that has the byte at `position`, a place in texts(); not before line `from`. Quick where it is near.
    [[nodiscard]] qint64 numberAt(const char *position, qint64 from) const;

private:
    HeldLines(std::shared_ptr<const LogBlock> block, const BlockLines &lines);
    [[nodiscard]] qsizetype startOf(qint64 number) const;

    std::shared_ptr<const LogBlock> m_block;
    qint64 m_blockFirst;
    qint64 m_first;
    qint64 m_end;
    qsizetype m_textsEnd;
};
