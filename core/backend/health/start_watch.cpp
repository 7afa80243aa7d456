// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/health/start_watch.h"

#include "core/backend/state/status.h"

#include <algorithm>

StartWatch::StartWatch(int stallMs, int timeoutMs, int stillAtItMs, QObject *parent)
    : QObject(parent)
    , m_stallMs(stallMs)
    , m_timeoutMs(timeoutMs)
{
    m_tellTimer.setInterval(stillAtItMs);
    connect(&m_lookTimer, &QTimer::timeout, this, &StartWatch::look);
    connect(&m_tellTimer, &QTimer::timeout, this, &StartWatch::stillAtIt);
}

void StartWatch::begin()
{
    noteProgress();
    m_tellTimer.start();
    // Often enough to tell a stall in time, seldom enough to cost nothing.
    const int soonestMs = m_timeoutMs > 0 ? std::min(m_timeoutMs, m_stallMs) : m_stallMs;
    m_lookedAtMs = monotonicMs();
    m_lookTimer.start(std::clamp(soonestMs / 10, 20, 1000));
}

void StartWatch::end()
{
    m_lookTimer.stop();
    m_tellTimer.stop();
    m_stalledForMs.reset();
}

void StartWatch::noteProgress()
{
    m_progressMs = monotonicMs();
    m_stalledForMs.reset();
}

void StartWatch::look()
{
    emit aboutToLook();
    // While it was we who slept, nobody could tell us of progress.
    const qint64 now = monotonicMs();
    const qint64 sleptMs = now - m_lookedAtMs - m_lookTimer.interval();
    m_lookedAtMs = now;
    if (sleptMs > m_lookTimer.interval())
        m_progressMs = std::min(now, m_progressMs + sleptMs);
    const qint64 silentMs = now - m_progressMs;
    if (m_timeoutMs > 0 && silentMs >= m_timeoutMs) {
        end();
        emit timedOut(silentMs);
    } else if (silentMs >= m_stallMs && !m_stalledForMs) {
        m_stalledForMs = silentMs;
        emit stalled(silentMs);
    }
}
