// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/control/status_session.h"

#include "app/tray/control/control_connection.h"

#include <algorithm>

// QTimer counts in int.
static constexpr qint64 LongestTimerMs = 24LL * 3600 * 1000;

StatusSession::StatusSession(ControlConnection &connection, Judge judge)
    : QObject(&connection)
    , m_connection(connection)
    , m_judge(std::move(judge))
{
    m_limit.setSingleShot(true);
    m_limit.setTimerType(Qt::PreciseTimer); // a coarse one may end a wait 5 % early
    connect(&m_limit, &QTimer::timeout, this, [this] {
        if (m_remainingMs > 0)
            return limit(m_remainingMs, m_late);
        m_connection.finish(m_late);
        deleteLater();
    });
}

void StatusSession::limit(qint64 ms, const QJsonObject &late)
{
    m_late = late;
    const qint64 now = std::min(ms, LongestTimerMs);
    m_remainingMs = ms - now;
    m_limit.start(int(now));
}

void StatusSession::look(const Status &status)
{
    if (m_connection.isFinished())
        return;
    if (const std::optional<QJsonObject> verdict = m_judge(status)) {
        m_connection.finish(*verdict);
        deleteLater();
    }
}
