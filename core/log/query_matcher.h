// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/block_matcher.h"
#include "core/log/log_filter.h"

#include <vector>

/// What to look for in a log: lines that the filter lets through and that have the pattern; an empty one is in all.
struct LogQuery
{
    LogFilter filter;
    QString pattern;
    LineMatcher::Options options;
    bool operator==(const LogQuery &) const = default;
};

/// Tells which of many lines answer a query.
class QueryMatcher
{
public:
    explicit QueryMatcher(const LogQuery &query);

    /// Adds those of lines [from, end) that do. As BlockMatcher::find().
    void find(const HeldLines &lines, qint64 from, qint64 end, const std::stop_token &stop, LineSet &found);
    /// Lines of which it is not known, because they took too many steps.
    [[nodiscard]] int exceededLines() const;
    /// One of the patterns did: nothing more is found.
    [[nodiscard]] bool isGivenUp() const;

private:
    struct Condition
    {
        BlockMatcher matcher;
        bool wanted;
    };

    LogFilter m_filter;
    std::vector<Condition> m_conditions;
};
