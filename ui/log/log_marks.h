// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_line.h"

#include <deque>

/// Remembers where grave records begin, and where health checks are that nobody sees.
class LogMarks
{
public:
    /// In the order of their numbers; a level below Warning is not remembered.
    void addRecord(qint64 number, Level level);
    void addHealthCheck(qint64 number) { m_healthChecks.push_back(number); }

    [[nodiscard]] qint64 healthChecks() const { return qint64(m_healthChecks.size()); }
    /// The gravest level of those that begin in [from, end); None without any.
    [[nodiscard]] Level gravestIn(qint64 from, qint64 end) const;

    void dropBefore(qint64 first);

private:
    std::deque<qint64> m_healthChecks;
    std::deque<qint64> m_warnings;
    std::deque<qint64> m_errors; // and what is graver
};
