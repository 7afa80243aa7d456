// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/query_matcher.h"

#include "core/log/line_set.h"
#include "core/log/log_snapshot.h"

#include <algorithm>
#include <numeric>

QueryMatcher::QueryMatcher(const LogQuery &query)
    : m_filter(query.filter)
{
    const auto add = [this](const QString &pattern, LineMatcher::Options options, bool wanted) {
        if (!pattern.isEmpty())
            m_conditions.push_back({BlockMatcher(pattern, options), wanted});
    };
    add(query.pattern, query.options, true);
    add(m_filter.pattern, m_filter.options, true);
    add(m_filter.hidden, m_filter.hiddenOptions, false);
}

void QueryMatcher::find(const HeldLines &lines, qint64 from, qint64 end, const std::stop_token &stop, LineSet &found)
{
    from = std::max(from, m_filter.clearedBefore);
    if (from >= end)
        return;
    LineSet left;
    left.insertRange(from, end);
    for (Condition &condition : m_conditions) {
        LineSet matched;
        condition.matcher.find(lines, from, end, stop, matched);
        if (condition.matcher.isGivenUp())
            return;
        if (condition.wanted)
            left.intersect(matched);
        else
            left.subtract(matched);
        if (left.isEmpty())
            return;
    }
    for (auto number = left.firstIn(from, end); number; number = left.firstIn(*number + 1, end)) {
        if (m_filter.acceptsKind(lines.line(*number)))
            found.insert(*number);
    }
}

int QueryMatcher::exceededLines() const
{
    return std::accumulate(m_conditions.begin(), m_conditions.end(), 0, [](int lines, const Condition &condition) {
        return lines + condition.matcher.exceededLines();
    });
}

bool QueryMatcher::isGivenUp() const
{
    return std::any_of(m_conditions.begin(), m_conditions.end(),
                       [](const Condition &condition) { return condition.matcher.isGivenUp(); });
}
