// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/line_matcher.h"

#include <memory>
#include <stop_token>

class HeldLines;
class LineSet;

/// Tells in which of many lines a pattern matches: the same as LineMatcher does line by line, but quicker.
///
/// The lines are searched all at once where forManyLines() knows how. Otherwise, and where that takes many steps, each
/// line is searched by itself, with the limit of LineMatcher. It may move to another thread between two calls.
class BlockMatcher
{
public:
    /// It gives up at so many lines that took too many steps.
    static constexpr int MostExceededLines = 20;

    BlockMatcher(const QString &pattern, LineMatcher::Options options);
    ~BlockMatcher();
    BlockMatcher(BlockMatcher &&) noexcept;
    BlockMatcher &operator=(BlockMatcher &&) noexcept;

    /// Adds those of lines [from, end) that match; nothing for a bad pattern. At a stop it returns within a few
    /// milliseconds, within some tenths of a second for a pattern of the worst kind; then, and when it gave up, `found`
    /// is not complete.
    void find(const HeldLines &lines, qint64 from, qint64 end, const std::stop_token &stop, LineSet &found);
    /// Lines that took too many steps so far: of them it is not known whether they match.
    [[nodiscard]] int exceededLines() const;
    [[nodiscard]] bool isGivenUp() const { return exceededLines() >= MostExceededLines; }
    /// How many lines had to be searched by themselves, which tells why a search is slow.
    [[nodiscard]] qint64 linesByThemselves() const;

private:
    void findTogether(const HeldLines &lines, qint64 from, qint64 end, const std::stop_token &stop, LineSet &found);
    void findOneByOne(const HeldLines &lines, qint64 from, qint64 end, const std::stop_token &stop, LineSet &found);
    void findOutsideAscii(const HeldLines &lines, qint64 from, qint64 end, const std::stop_token &stop, LineSet &found);
    [[nodiscard]] bool matches(QByteArrayView line);

    struct Private;
    std::unique_ptr<Private> d;
};
