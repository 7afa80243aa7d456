// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <chrono>

/// Tells other threads whether work gets on, and at what.
///
/// A file system whose server is gone holds whoever asks it, and only somebody else can see that.
class Pulse
{
public:
    using Clock = std::chrono::steady_clock;
    static constexpr int Nothing = -1;

    void begin(int task)
    {
        beat();
        m_task = task;
    }
    void beat() { m_beat = Clock::now().time_since_epoch(); }
    void rest() { m_task = Nothing; }

    [[nodiscard]] int task() const { return m_task; }
    /// How long ago the last sign of life was; 0 while there is no task.
    [[nodiscard]] Clock::duration silence() const
    {
        return m_task == Nothing ? Clock::duration(0) : Clock::now().time_since_epoch() - m_beat.load();
    }

private:
    std::atomic<int> m_task = Nothing;
    std::atomic<Clock::duration> m_beat = Clock::duration(0);
};
