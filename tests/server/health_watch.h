// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <atomic>
#include <chrono>
#include <thread>

/// Asks /health again and again from a thread of its own, on a connection that stays open and on new ones in turn.
class HealthWatch
{
public:
    explicit HealthWatch(quint16 port);
    ~HealthWatch();
    Q_DISABLE_COPY_MOVE(HealthWatch)

    /// Answers so far.
    [[nodiscard]] int answers() const { return m_answers; }
    /// Questions that had no good answer.
    [[nodiscard]] int failures() const { return m_failures; }
    /// The longest that one took so far, in milliseconds; also one that is still waited for.
    [[nodiscard]] double longest() const;

private:
    void ask(quint16 port);

    std::atomic<int> m_answers = 0, m_failures = 0;
    std::atomic<double> m_longest = 0;
    std::atomic<std::chrono::steady_clock::duration> m_asked = std::chrono::steady_clock::duration(0); // 0: nothing
    std::atomic<bool> m_ends = false;
    std::thread m_thread;
};
