// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/state_notes.h"

#include "core/backend/state/restart_policy.h"
#include "core/backend/words/status_words.h"

#include <QCoreApplication>

static QString tr(const char *text)
{
    return QCoreApplication::translate("StateNotes", text);
}

/// With where was looked, for who reads the log alone.
static QString atLength(const Failure &failure)
{
    return failure.details.isEmpty() ? failure.text : tr("%1. %2").arg(failure.text, failure.details);
}

static StateNote failedNote(const Known &known, const Failure &failure)
{
    switch (failure.kind) {
    case FailureKind::PortInUse: // we wait, and say so in the header
        return {tr("%1; looking again every %2 s").arg(failure.text, QString::number((known.portLookMs + 999) / 1000))};
    case FailureKind::NeedsDownload: // a question, not an error
        return {failure.text};
    case FailureKind::NotFound:
        return {atLength(failure), Level::Error};
    case FailureKind::NotExecutable:
    case FailureKind::CannotRun:
    case FailureKind::BadConfig:
    case FailureKind::Exited:
    case FailureKind::Crashed:
    case FailureKind::StartTimeout:
    case FailureKind::GuardLost:
    case FailureKind::GaveUp:
        return {failure.text, Level::Error};
    }
    Q_UNREACHABLE();
}

static StateNote readyNote(const Known &known, const Status &status, State before)
{
    const int skills = status.skills.value_or(0);
    if (before == State::Unresponsive)
        return {tr("The backend answers again")};
    if (status.watching)
        return {tr("The backend that is watched is ready: %1").arg(skillsCounted(skills))};
    if (skills == 0)
        return {tr("Ready, but no skills were loaded"), Level::Warning};
    if (known.run && known.run->health.report && known.run->health.report->samples > 0)
        return {samplesWarning(known.run->health.report->samples), Level::Warning};
    const qint64 tookMs = monotonicMs() - status.startedAtMs.value_or(monotonicMs());
    return {tr("Ready: %1, %2 after the start").arg(skillsCounted(skills), durationInWords(tookMs))};
}

StateNote noteOf(const Known &known, const Status &status, State before)
{
    switch (status.state) {
    case State::Stopped:
        return {before == State::Stopping ? QString() : tr("Stopped waiting; nothing is running")};
    case State::Starting:
        if (before == State::Loading || before == State::Ready || before == State::Unresponsive)
            return {tr("No longer watching; starting our own backend")};
        return {};
    case State::Loading:
        return {before == State::Starting ? tr("The backend answers; loading skills")
                                          : tr("The backend is loading skills again")};
    case State::Ready:
        return readyNote(known, status, before);
    case State::Unresponsive: {
        const HealthFacts health = known.watched ? known.watched->health
                                   : known.run   ? known.run->health
                                                 : HealthFacts();
        return {tr("The backend has not answered for %1 (%2); it is left running")
                    .arg(durationInWords(health.sinceGoodMs), health.error.value_or(QString())),
                Level::Warning};
    }
    case State::Stopping:
        if (!known.machine.treeAlive)
            return {};
        return {known.machine.startWhenGone ? tr("Restarting the backend") : tr("Stopping the backend")};
    case State::Backoff:
        return {tr("%1; the next start is in %2 (%3 of at most %4)")
                    .arg(status.failure->text, durationInWords(*status.nextAttemptAtMs - monotonicMs()))
                    .arg(status.attempt)
                    .arg(RestartPolicy::FailureLimit - 1),
                Level::Warning};
    case State::Failed:
        return failedNote(known, *status.failure);
    }
    Q_UNREACHABLE();
}
