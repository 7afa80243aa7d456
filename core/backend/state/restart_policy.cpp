// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/state/restart_policy.h"

#include <QRandomGenerator>

RestartPolicy::RestartPolicy(double scale, qint64 windowMs)
    : m_scale(scale)
    , m_windowMs(windowMs)
{
}

RestartPolicy::Verdict RestartPolicy::failed(qint64 nowMs, const QString &cause)
{
    m_portFailures = 0;
    return count(nowMs, cause);
}

RestartPolicy::Verdict RestartPolicy::failedByPort(qint64 nowMs)
{
    ++m_portFailures;
    return count(nowMs, {});
}

RestartPolicy::Verdict RestartPolicy::count(qint64 nowMs, const QString &cause)
{
    ++m_failures;
    const bool sameFatal = !cause.isEmpty() && cause == m_lastCause;
    m_lastCause = cause;
    if (sameFatal)
        return Verdict::SameFatalTwice;
    if (m_failures >= FailureLimit)
        return Verdict::TooManyInARow;
    m_restarts.removeIf([&](qint64 at) { return nowMs - at >= m_windowMs; });
    if (m_restarts.size() >= RestartLimit)
        return Verdict::TooManyInTheWindow;
    m_restarts.append(nowMs);
    return Verdict::Retry;
}

qint64 RestartPolicy::delayMs() const
{
    if (m_portFailures > 0 && m_portFailures <= LingerLimit)
        return qint64(1000 * m_scale);
    const int doublings = std::clamp(m_failures - 1, 0, 6);
    const double seconds = std::min(60, 1 << doublings);
    const double jitter = 0.9 + 0.2 * QRandomGenerator::global()->generateDouble();
    return qint64(seconds * 1000 * m_scale * jitter);
}

void RestartPolicy::ranWell()
{
    m_failures = 0;
    m_lastCause.clear();
}

void RestartPolicy::forgive()
{
    ranWell();
    m_restarts.clear();
}
