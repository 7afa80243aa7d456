// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/supervisor.h"

#include "core/backend/known_failures.h"
#include "core/backend/port_check.h"
#include "core/log/log_intake.h"
#include "core/log/log_store.h"
#include "core/process/backend_environment.h"

#include <QHostAddress>

static constexpr int BadPollLimit = 3;

void Supervisor::onAnswered(const HealthReport &report)
{
    if (m_machine.state == State::Failed) {
        offerWatching(true);
        return;
    }
    const bool isNew = m_machine.state == State::Starting || m_machine.state == State::Unresponsive;
    if (m_machine.watching) {
        onWatchedAnswered();
    } else if (isNew && !answerIsOurs()) {
        onPollFailed(tr("another program answers on port %1").arg(m_status.port));
        return;
    }
    const bool answeredBefore = m_machine.state != State::Starting;
    const bool moved = !answeredBefore || report.skillsLoaded != m_report.skillsLoaded;
    m_report = report;
    m_badPolls = 0;
    m_lastGoodMs = monotonicMs();
    if (moved) {
        m_progressMs = m_lastGoodMs;
        m_status.stalled = false;
        if (m_machine.state != State::Ready)
            m_status.warning = standingWarning();
    }
    if (answeredBefore && moved && m_machine.state == State::Ready && report.loadingComplete)
        note(tr("Now %1").arg(skillsCounted(report.skillsLoaded)));

    m_status.version = report.version.isEmpty() ? std::nullopt : std::optional(report.version);
    m_status.skills = report.skillsLoaded;
    m_status.modelsLoaded = report.modelsLoaded;
    m_status.loadingComplete = report.loadingComplete;
    m_status.healthError.reset();
    if (report.skillsTotal) {
        m_status.skillsExpected = report.skillsTotal;
        m_status.expectedIsExact = true;
    }
    if (report.loadingComplete && report.skillsLoaded > 0 && !m_machine.watching) {
        if (!report.skillsTotal)
            m_status.skillsExpected = report.skillsLoaded;
        const QString fault = m_counts.remember(m_run.kind, countsKey(m_run), report.skillsLoaded);
        if (!fault.isEmpty() && moved)
            note(fault, Level::Warning);
    }
    paceProbe();
    happen(report.loadingComplete ? Event::HealthComplete : Event::HealthIncomplete);
}

void Supervisor::onPollFailed(const QString &reason)
{
    if (m_machine.state == State::Failed) {
        offerWatching(false);
        return;
    }
    ++m_badPolls;
    m_status.healthError = reason;
    paceProbe();
    if (m_machine.watching) {
        onWatchedSilent();
        if (!m_machine.watching)
            return;
    } else if (m_machine.state == State::Starting) {
        lookAtUnfinishedLine();
    }
    if (hasBeenSilent())
        happen(Event::HealthLost);
    else
        publish();
}

bool Supervisor::hasBeenSilent() const
{
    return m_badPolls >= BadPollLimit && monotonicMs() - m_lastGoodMs >= m_options.unresponsiveAfterMs;
}

void Supervisor::paceProbe()
{
    int intervalMs = m_options.pollWhenReadyMs;
    bool doubted = false;
    switch (m_machine.state) {
    case State::Starting:
        intervalMs = m_options.pollWhileStartingMs;
        break;
    case State::Loading:
        intervalMs = m_options.pollWhileLoadingMs;
        doubted = m_badPolls > 0;
        break;
    case State::Ready:
        doubted = m_badPolls > 0;
        // Asked in the slow rhythm, three bad answers would take too long to tell a hang.
        intervalMs = doubted ? m_options.pollWhileLoadingMs : m_options.pollWhenReadyMs;
        break;
    case State::Failed:
        intervalMs = m_options.portLookMs;
        break;
    case State::Unresponsive:
    case State::Stopped:
    case State::Stopping:
    case State::Backoff:
        break;
    }
    m_probe.setIntervalMs(intervalMs);
    m_probe.setDeadlineMs(doubted ? m_options.pollDeadlineMs * 4 / 5 : m_options.pollDeadlineMs);
}

// Whoever answers must be of our tree, or not visible to us: a stranger's answer says nothing about our backend.
bool Supervisor::answerIsOurs() const
{
    const std::optional<QHostAddress> host = hostAddress(m_run.host);
    const QList<ProcessIdentity> tree = m_process ? m_process->tree() : QList<ProcessIdentity>();
    const QList<PortListener> listeners = listenersOn(quint16(m_run.port));
    std::optional<QList<ProcessIdentity>> marked;
    for (const PortListener &listener : listeners) {
        const bool isWildcard = listener.address == QHostAddress(QHostAddress::AnyIPv4) ||
                                listener.address == QHostAddress(QHostAddress::AnyIPv6) ||
                                listener.address == QHostAddress(QHostAddress::Any);
        if (host && !isWildcard && !listener.address.isEqual(*host, QHostAddress::TolerantConversion))
            continue;
        if (!listener.process || tree.contains(listener.process->identity))
            continue;
        // The guard tells its tree only now and then; the marker is in the environment from the first moment.
        if (!marked)
            marked = processesWithEnvironment(QByteArray(instanceVariable) + '=' + m_marker.toUtf8());
        if (!marked->contains(listener.process->identity))
            return false;
    }
    return true;
}

QString Supervisor::countsKey(const Settings &settings) const
{
    return settings.config.isEmpty() ? m_paths.skillsConfigFile() : settings.config;
}

void Supervisor::onLogChanged()
{
    m_reader.read();
    if (m_reader.progressLines() == m_progressLines)
        return;
    m_progressLines = m_reader.progressLines();
    m_progressMs = monotonicMs();
    const bool isShown = m_machine.state == State::Starting || m_machine.state == State::Loading ||
                         (m_machine.state == State::Ready && m_report.skillsLoaded == 0);
    if (isShown && !m_textTimer.isActive())
        m_textTimer.start();
}

void Supervisor::showProgress()
{
    lookAtUnfinishedLine();
    if (m_status.stalled && monotonicMs() - m_progressMs < m_options.stallMs) {
        m_status.stalled = false;
        m_status.warning = standingWarning();
    }
    refreshTexts();
    publish();
}

// No signal tells that a progress bar moved.
void Supervisor::lookAtUnfinishedLine()
{
    const QByteArray unfinished = m_intake.unfinishedLine();
    if (unfinished == m_unfinished)
        return;
    m_unfinished = unfinished;
    m_progressMs = monotonicMs();
    refreshTexts();
}

void Supervisor::noteProgress()
{
    const QString elapsed = durationInWords(monotonicMs() - m_status.startedAtMs.value_or(monotonicMs()));
    if (m_machine.state == State::Loading)
        note(tr("Loading skills: %1 (%2 since the start)").arg(skillsProgress(m_status), elapsed));
    else if (m_machine.state == State::Starting)
        note(tr("Still starting, %1 since the start").arg(elapsed));
}

void Supervisor::lookForStall()
{
    lookAtUnfinishedLine();
    const qint64 silentMs = monotonicMs() - m_progressMs;
    const qint64 timeoutMs = qint64(m_run.startTimeout) * 1000;
    if (timeoutMs > 0 && silentMs >= timeoutMs) {
        Failure failure;
        failure.kind = FailureKind::StartTimeout;
        failure.text =
            tr("The backend was stopped, because its start made no progress for %1.").arg(durationInWords(silentMs));
        failure.lastLines = m_reader.lastLines(20);
        m_status.failure = failure;
        m_status.trouble = endedTrouble(failure, false);
        m_status.errorLine = m_reader.endExplainedBy();
        happen(Event::EndedForGood);
        m_graceMs = m_run.graceSeconds * 1000;
        stopTree();
        return;
    }
    if (silentMs < m_options.stallMs || m_status.stalled)
        return;
    m_status.stalled = true;
    m_status.warning = tr("No progress for %1; the backend is left running.").arg(durationInWords(silentMs));
    note(*m_status.warning, Level::Warning);
    refreshTexts();
    publish();
}
