// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/health/health_watch.h"

#include "core/backend/state/status.h"

static constexpr int BadAnswerLimit = 3;

HealthPace HealthPace::of(const SupervisorOptions &options)
{
    return {.unheardMs = options.pollWhileStartingMs,
            .loadingMs = options.pollWhileLoadingMs,
            .readyMs = options.pollWhenReadyMs,
            .deadlineMs = options.pollDeadlineMs,
            .silentAfterMs = options.unresponsiveAfterMs};
}

HealthWatch::HealthWatch(QObject *parent)
    : QObject(parent)
    , m_probe(HealthPace().deadlineMs)
{
    connect(&m_probe, &HealthProbe::answered, this, &HealthWatch::onAnswered);
    connect(&m_probe, &HealthProbe::failed, this, &HealthWatch::onFailed);
}

void HealthWatch::begin(const QString &host, int port, const HealthPace &pace)
{
    m_pace = pace;
    m_life = Life::Unheard;
    m_report = {};
    m_error.reset();
    m_badAnswers = 0;
    m_lastGoodMs = monotonicMs();
    setPace();
    m_probe.begin(host, quint16(port));
}

void HealthWatch::end()
{
    m_probe.end();
}

qint64 HealthWatch::sinceGoodMs() const
{
    return monotonicMs() - m_lastGoodMs;
}

bool HealthWatch::isSilent() const
{
    return m_badAnswers >= BadAnswerLimit && sinceGoodMs() >= m_pace.silentAfterMs;
}

void HealthWatch::onAnswered(const HealthReport &report)
{
    const bool isBack = m_life == Life::Unheard || m_life == Life::Silent;
    if (isBack && m_doubt) {
        const QString doubt = m_doubt();
        if (!doubt.isEmpty())
            return onFailed(doubt);
    }
    const bool isNews = m_life == Life::Unheard || report.skillsLoaded != m_report.skillsLoaded;
    m_life = report.loadingComplete ? Life::Complete : Life::Loading;
    m_report = report;
    m_error.reset();
    m_badAnswers = 0;
    m_lastGoodMs = monotonicMs();
    setPace();
    emit answered(isNews);
}

void HealthWatch::onFailed(const QString &reason)
{
    ++m_badAnswers;
    m_error = reason;
    if (wasHeard() && isSilent())
        m_life = Life::Silent;
    setPace();
    emit failed();
}

void HealthWatch::setPace()
{
    int intervalMs = m_pace.readyMs;
    bool isDoubted = false;
    switch (m_life) {
    case Life::Unheard:
        intervalMs = m_pace.unheardMs;
        break;
    case Life::Loading:
        intervalMs = m_pace.loadingMs;
        isDoubted = m_badAnswers > 0;
        break;
    case Life::Complete:
        isDoubted = m_badAnswers > 0;
        // Asked in the slow rhythm, three bad answers would take too long to tell a hang.
        intervalMs = isDoubted ? m_pace.loadingMs : m_pace.readyMs;
        break;
    case Life::Silent:
        break;
    }
    m_probe.setIntervalMs(intervalMs);
    m_probe.setDeadlineMs(isDoubted ? m_pace.deadlineMs * 4 / 5 : m_pace.deadlineMs);
}
