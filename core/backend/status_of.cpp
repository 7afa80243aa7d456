// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/status_of.h"

#include "core/backend/words/failure_words.h"
#include "core/backend/words/known_failures.h"
#include "core/backend/words/status_words.h"

#include <QCoreApplication>

static constexpr qsizetype WordsLimit = 200;

static QString tr(const char *text)
{
    return QCoreApplication::translate("StatusOf", text);
}

static void showHealth(Status &status, const HealthFacts &health)
{
    status.healthError = health.error;
    status.readyAt = health.readyAt;
    if (!health.report)
        return;
    const HealthReport &report = *health.report;
    status.version = report.version.isEmpty() ? std::nullopt : std::optional(report.version);
    status.skills = report.skillsLoaded;
    status.modelsLoaded = report.modelsLoaded;
    status.loadingComplete = report.loadingComplete;
    if (report.skillsTotal) {
        status.skillsExpected = report.skillsTotal;
        status.expectedIsExact = true;
    }
}

static void showSettings(Status &status, const Settings &settings)
{
    status.backend = settings.kind;
    status.host = settings.host;
    status.port = settings.port;
}

static void showRun(Status &status, const RunFacts &run)
{
    // Also while it ends.
    status.pid = run.pid;
    status.guardPid = run.guardPid;
    if (!isRunning(status.state) && status.state != State::Stopping)
        return;
    showSettings(status, run.settings);
    status.skillsExpected = run.expected;
    status.startedAt = run.startedAt;
    status.startedAtMs = run.startedAtMs;
    showHealth(status, run.health);
    status.silence = status.state == State::Unresponsive ? run.silence : Silence::Unknown;
}

/// Ready without skills: why, as far as the backend's own words tell.
static void showNoSkills(Status &status, TextFacts &facts, const RunFacts &run)
{
    const std::optional<KnownFailure> cause =
        knownCauseOfNoSkills(run.troubleRecords + run.health.report->updateErrors, run.builtinIsThere);
    const QString lastError = cleanText(run.lastError, WordsLimit);
    if (cause)
        facts.noSkillsCause = cause->words.cause;
    else if (!lastError.isEmpty())
        facts.noSkillsCause = tr("No skills: %1").arg(lastError);
    Trouble trouble;
    trouble.title = tr("No skills were loaded.");
    trouble.text = lastError.isEmpty() ? tr("The log says what it looked for.") : lastError;
    trouble.remedies = {Remedy::TryAgain, Remedy::OpenConfig, Remedy::ShowError};
    status.trouble = cause ? troubleOf(cause->words) : trouble;
    status.errorLine = run.lastErrorNumber;
    const QString why =
        facts.noSkillsCause.isEmpty() ? tr("The backend runs, but has no skills.") : facts.noSkillsCause;
    status.warning = status.warning ? why + u' ' + *status.warning : why;
}

/// The built-in backend found nothing of the user's and serves our own skills meanwhile.
static void showSamples(Status &status, TextFacts &facts, const RunFacts &run)
{
    facts.samples = run.health.report->samples;
    const std::optional<KnownFailure> cause =
        knownCauseOfNoSkills(run.troubleRecords + run.health.report->updateErrors, run.builtinIsThere);
    status.warning = samplesWarning(facts.samples);
    status.trouble = samplesTrouble(facts.samples, cause ? std::optional(cause->cause) : std::nullopt);
    status.errorLine = run.lastErrorNumber;
}

static void showWarnings(Status &status, TextFacts &facts, const RunFacts &run)
{
    const bool mayStall = status.state == State::Starting || status.state == State::Loading;
    status.stalled = mayStall && run.stalledForMs;
    status.warning = status.stalled ? stallWarning(*run.stalledForMs)
                                    // What it was told is of no account once its socket is seen.
                                    : exposureWarning(run.listensOn.value_or(run.settings.host));
    status.trouble = warningTrouble(status);
    if (status.state == State::Starting && !run.astray.isEmpty()) {
        status.warning = run.astray + u'.';
        status.trouble = astrayTrouble(run.astray, run.settings);
    }
    if (status.state == State::Ready && status.skills == 0)
        showNoSkills(status, facts, run);
    else if (status.state == State::Ready && run.health.report && run.health.report->samples > 0 && !status.warning)
        showSamples(status, facts, run);
}

static void showRefusal(Status &status, const Refusal &refusal)
{
    status.refusal = tr("Not restarted, what runs goes on: %1.").arg(refusal.text);
    status.warning = status.refusal;
    status.trouble = refusal.trouble;
    status.trouble->title = *status.refusal;
}

/// What the strip says about a failure, and what it folds away.
static void showFailure(Status &status, const Known &known)
{
    if (!known.trouble || !known.failure)
        return;
    status.trouble = known.trouble;
    if (status.trouble->title.isEmpty() || status.state == State::Backoff)
        status.trouble->title = answerTo(*known.failure, status.state);
    QStringList details;
    if (!known.failure->details.isEmpty())
        details.append(known.failure->details);
    status.trouble->details = (details + known.failure->lastLines).join(u'\n');
}

static TextFacts textFacts(const Known &known)
{
    TextFacts facts;
    facts.startWhenGone = known.machine.startWhenGone;
    facts.nobodyAsks = known.nobodyAsks;
    // In Starting, what lives although nothing was launched is of an earlier run.
    facts.cleaning = known.run ? known.run->cleaning : known.machine.treeAlive;
    if (known.run) {
        facts.lastLine = known.run->lastLine;
        facts.lastSkill = known.run->lastSkill;
        facts.launched = known.run->launched;
        facts.slow = known.run->slow;
        facts.firstDownload =
            known.run->settings.kind == BackendKind::ClaudeSkillsMcp && !known.run->expected.has_value();
        facts.stuck = known.run->stuck;
    }
    facts.silence = silenceText(known.run ? known.run->silence : Silence::Unknown);
    if (known.watched)
        facts.watched = known.watched->owner;
    return facts;
}

Status statusOf(const Known &known)
{
    Status status;
    status.state = known.machine.state;
    status.watching = known.machine.watching;
    status.stateSince = known.stateSince;
    showSettings(status, known.settings);
    TextFacts facts = textFacts(known);
    if (status.watching && known.watched) {
        showSettings(status, known.watched->settings);
        showHealth(status, known.watched->health);
        status.trouble = watchTrouble(known.watched->owner);
    } else {
        status.command = known.command;
        status.skillsExpected = known.expected;
        if (known.run)
            showRun(status, *known.run);
        if (known.run && isRunning(status.state))
            showWarnings(status, facts, *known.run);
        if (known.refusal && isRunning(status.state))
            showRefusal(status, *known.refusal);
    }
    if (status.state == State::Backoff || status.state == State::Failed) {
        status.failure = known.failure;
        status.errorLine = known.errorLine;
        showFailure(status, known);
    }
    const bool wasReady = status.readyAt.isValid();
    if (status.state == State::Backoff || (isRunning(status.state) && !status.watching && !wasReady))
        status.attempt = known.failures;
    if (status.state == State::Backoff)
        status.nextAttemptAtMs = known.nextAttemptAtMs;
    // A button that shows nothing would be worse than none.
    if (status.trouble && !status.errorLine)
        status.trouble->remedies.removeAll(Remedy::ShowError);
    status.message = statusMessage(status, facts);
    status.detail = statusDetail(status, facts);
    return status;
}
