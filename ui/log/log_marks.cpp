// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/log_marks.h"

#include <algorithm>

void LogMarks::addRecord(qint64 number, Level level)
{
    if (level >= Level::Warning)
        (level == Level::Warning ? m_warnings : m_errors).push_back(number);
}

Level LogMarks::gravestIn(qint64 from, qint64 end) const
{
    const auto any = [from, end](const std::deque<qint64> &numbers) {
        const auto it = std::lower_bound(numbers.begin(), numbers.end(), from);
        return it != numbers.end() && *it < end;
    };
    if (any(m_errors))
        return Level::Error;
    return any(m_warnings) ? Level::Warning : Level::None;
}

void LogMarks::dropBefore(qint64 first)
{
    for (std::deque<qint64> *numbers : {&m_healthChecks, &m_warnings, &m_errors}) {
        while (!numbers->empty() && numbers->front() < first)
            numbers->pop_front();
    }
}
