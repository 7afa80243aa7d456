// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/guard/tree_ender.h"

#include "core/process/proc_linux.h"

#include <algorithm>

#include <csignal>
#include <time.h>

// Who survives SIGKILL waits for a device or belongs to somebody else: nothing is gained by haste.
static constexpr int s_killEveryMs = 20;
static constexpr int s_stuckAfterMs = 1000;
static constexpr int s_stuckKillEveryMs = 250;
static constexpr int s_hopelessAfterMs = 10'000;
static constexpr int s_hopelessKillEveryMs = 2000;
static constexpr int s_stuckAgainMs = 5000;

long long nowMs()
{
    timespec now = {};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1'000'000;
}

TreeEnder::TreeEnder(std::function<std::vector<TreeProcess>()> look, EventChannel &events)
    : m_look(std::move(look))
    , m_events(events)
{
}

void TreeEnder::begin(int graceMs)
{
    const long long killAt = nowMs() + graceMs;
    const bool isFirst = m_phase == Phase::Idle;
    if (isFirst)
        m_phase = Phase::Terminating;
    m_killAt = isFirst ? killAt : std::min(m_killAt, killAt); // a second wish can only be more urgent
    // Whoever asks and hears nothing would take us for dead.
    m_events.say("stopping " + std::to_string(std::max(0LL, m_killAt - nowMs())));
    if (isFirst && graceMs > 0)
        terminate();
}

void TreeEnder::step()
{
    if (m_phase == Phase::Terminating && nowMs() >= m_killAt) {
        m_phase = Phase::Killing;
        m_killingSince = nowMs();
    }
    if (m_phase == Phase::Killing && nowMs() >= m_roundDue)
        killRound();
}

int TreeEnder::waitMs() const
{
    if (m_phase == Phase::Idle)
        return -1;
    const long long due = m_phase == Phase::Killing ? m_roundDue : m_killAt;
    return static_cast<int>(std::max(0LL, due - nowMs()));
}

void TreeEnder::terminate()
{
    // Once each. Who forks while we look is found by looking again; whoever still escapes meets the SIGKILL. Who is
    // started later may be part of an orderly end.
    for (int round = 0; round < 4; ++round) {
        bool anyNew = false;
        for (const TreeProcess &process : m_look()) {
            if (contains(m_told, process))
                continue;
            (void)signalProcess(process.pid, process.startTicks, SIGTERM);
            (void)signalProcess(process.pid, process.startTicks, SIGCONT); // a stopped one could not take note
            m_told.push_back(process);
            anyNew = true;
        }
        if (!anyNew)
            return;
    }
}

void TreeEnder::killRound()
{
    for (const TreeProcess &process : m_look())
        (void)signalProcess(process.pid, process.startTicks, SIGSTOP); // what stands still cannot fork away
    for (const TreeProcess &process : m_look()) {
        (void)signalProcess(process.pid, process.startTicks, SIGKILL);
        if (!contains(m_forced, process))
            m_forced.push_back(process);
        if (!contains(m_told, process))
            m_told.push_back(process);
    }
    const long long sinceMs = nowMs() - m_killingSince;
    const int everyMs = sinceMs > s_hopelessAfterMs ? s_hopelessKillEveryMs
                        : sinceMs > s_stuckAfterMs  ? s_stuckKillEveryMs
                                                    : s_killEveryMs;
    m_roundDue = nowMs() + everyMs;
    if (sinceMs > s_stuckAfterMs)
        tellStuck();
}

void TreeEnder::tellStuck()
{
    if (m_stuckToldAt && nowMs() - m_stuckToldAt < s_stuckAgainMs)
        return;
    std::string line = "stuck";
    for (const TreeProcess &process : m_look())
        line += " " + std::to_string(process.pid) + ":" + process.state + ":" + nameOf(process.pid);
    m_events.sayIfFree(line);
    m_stuckToldAt = nowMs();
}
