// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "app/guard/event_channel.h"
#include "app/guard/process_tree.h"

#include <functional>
#include <vector>

/// Milliseconds on the monotonic clock.
[[nodiscard]] long long nowMs();

/// Ends a whole tree: SIGTERM once, after the grace SIGKILL, again and again until nobody is left.
///
/// The only one who does that, whatever the tree is: our own, or one that we adopted.
class TreeEnder
{
public:
    /// `look` finds who of the tree lives.
    TreeEnder(std::function<std::vector<TreeProcess>()> look, EventChannel &events);

    /// Answers "stopping MS" with the grace that is left, however often and however late it is called. It can only
    /// shorten the grace.
    void begin(int graceMs);
    [[nodiscard]] bool isUnderWay() const { return m_phase != Phase::Idle; }
    /// Does what is due by now.
    void step();
    /// Until something is due; -1: nothing will be.
    [[nodiscard]] int waitMs() const;

    [[nodiscard]] size_t told() const { return m_told.size(); }
    [[nodiscard]] size_t forced() const { return m_forced.size(); }

private:
    enum class Phase { Idle, Terminating, Killing };

    void terminate();
    void killRound();
    void tellStuck();

    std::function<std::vector<TreeProcess>()> m_look;
    EventChannel &m_events;
    Phase m_phase = Phase::Idle;
    long long m_killAt = 0;
    long long m_killingSince = 0;
    long long m_roundDue = 0;
    long long m_stuckToldAt = 0;
    std::vector<TreeProcess> m_told;
    std::vector<TreeProcess> m_forced;
};
