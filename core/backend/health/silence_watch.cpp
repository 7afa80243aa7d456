// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/health/silence_watch.h"

#include "core/backend/state/status.h"

// Who waits for something still turns over now and then.
static constexpr int BusyShare = 50; // one part in so many
static constexpr int LeastBusyMs = 10;
// A busy one is given more time.
static constexpr int BusyFactor = 3;

SilenceWatch::SilenceWatch(Tree tree, int lookMs, qint64 limitMs, QObject *parent)
    : QObject(parent)
    , m_tree(std::move(tree))
    , m_lookMs(lookMs)
    , m_limitMs(limitMs)
{
    m_timer.setInterval(lookMs);
    connect(&m_timer, &QTimer::timeout, this, &SilenceWatch::look);
}

void SilenceWatch::begin(qint64 alreadyMs, bool updateIsDue)
{
    m_updateIsDue = updateIsDue;
    m_silentMs = alreadyMs;
    m_idleMs = alreadyMs;
    m_kind = Silence::Unknown;
    m_cpuMs.clear();
    m_lookedAtMs = monotonicMs();
    (void)seen(0); // how much they have computed so far
    m_timer.start();
}

void SilenceWatch::end()
{
    m_timer.stop();
    m_kind = Silence::Unknown;
}

Silence SilenceWatch::seen(qint64 elapsedMs)
{
    bool allSuspended = true;
    qint64 computedMs = 0;
    QHash<qint64, qint64> now;
    for (const ProcessIdentity &process : m_tree()) {
        const std::optional<ProcessActivity> activity = activityOf(process);
        if (!activity)
            continue;
        allSuspended = allSuspended && activity->suspended;
        now.insert(process.pid, activity->cpuMs);
        computedMs += activity->cpuMs - m_cpuMs.value(process.pid, activity->cpuMs);
    }
    m_cpuMs = now;
    if (!now.isEmpty() && allSuspended)
        return Silence::Suspended;
    if (m_updateIsDue)
        return Silence::Updating;
    return computedMs >= std::max<qint64>(LeastBusyMs, elapsedMs / BusyShare) ? Silence::Busy : Silence::Idle;
}

void SilenceWatch::look()
{
    // Time in which it was we who slept says nothing about the backend.
    const qint64 now = monotonicMs();
    const qint64 elapsedMs = std::min<qint64>(now - m_lookedAtMs, 2LL * m_lookMs);
    m_lookedAtMs = now;
    const Silence before = std::exchange(m_kind, seen(elapsedMs));
    if (m_kind != Silence::Suspended) {
        m_silentMs += elapsedMs;
        m_idleMs = m_kind == Silence::Idle ? m_idleMs + elapsedMs : 0;
    }
    if (m_kind != before)
        emit changed();
    if (m_limitMs > 0 && m_timer.isActive() && (m_idleMs >= m_limitMs || m_silentMs >= BusyFactor * m_limitMs)) {
        m_timer.stop();
        emit tooLong(m_silentMs);
    }
}
