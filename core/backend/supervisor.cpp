// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/supervisor.h"

#include "core/backend/known_failures.h"
#include "core/backend/orphan_cleaner.h"
#include "core/backend/port_check.h"
#include "core/log/log_intake.h"
#include "core/log/log_store.h"

#include <QFileInfo>

#include <utility>

using namespace Qt::StringLiterals;

// The exit of the leader is seen a few milliseconds before the last of its output.
static constexpr int LastWordsMs = 100;
static constexpr int TextMs = 100;

Supervisor::Supervisor(SupervisorOptions options, Paths paths, LogStore &store, LogIntake &intake, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_paths(std::move(paths))
    , m_store(store)
    , m_intake(intake)
    , m_probe(m_options.pollDeadlineMs)
    , m_reader(m_store)
    , m_policy(m_options.backoffScale, m_options.restartWindowMs)
    , m_counts(m_paths.countsFile())
{
    for (QTimer *timer : {&m_backoffTimer, &m_judgeTimer, &m_settledTimer, &m_textTimer})
        timer->setSingleShot(true);
    m_judgeTimer.setInterval(LastWordsMs);
    m_settledTimer.setInterval(m_options.counterResetMs);
    m_textTimer.setInterval(TextMs);
    m_portTimer.setInterval(m_options.portLookMs);
    m_progressTimer.setInterval(m_options.progressEventMs);

    connect(&m_backoffTimer, &QTimer::timeout, this, [this] { happen(Event::DelayOver); });
    connect(&m_portTimer, &QTimer::timeout, this, &Supervisor::lookAtPort);
    connect(&m_judgeTimer, &QTimer::timeout, this, &Supervisor::judge);
    connect(&m_settledTimer, &QTimer::timeout, this, [this] { m_policy.ranWell(); });
    connect(&m_progressTimer, &QTimer::timeout, this, &Supervisor::noteProgress);
    connect(&m_stallTimer, &QTimer::timeout, this, &Supervisor::lookForStall);
    connect(&m_textTimer, &QTimer::timeout, this, &Supervisor::showProgress);
    connect(&m_probe, &HealthProbe::answered, this, &Supervisor::onAnswered);
    connect(&m_probe, &HealthProbe::failed, this, &Supervisor::onPollFailed);
    connect(&m_store, &LogStore::changed, this, &Supervisor::onLogChanged);

    m_status.stateSince = QDateTime::currentDateTimeUtc();
    showSettings();
    refreshTexts();
    m_published = m_status;
}

// GuardedProcess kills at once what is left; the guard's lifeline closes with it.
Supervisor::~Supervisor() = default;

void Supervisor::useSettings(const Settings &settings)
{
    const bool moved =
        settings.kind != m_settings.kind || settings.host != m_settings.host || settings.port != m_settings.port;
    m_settings = settings;
    if (m_process)
        m_process->setGrace(settings.graceSeconds * 1000); // for an end that nobody asks for
    switch (m_machine.state) {
    case State::Stopped:
    case State::Backoff:
    case State::Failed:
        showSettings();
        refreshTexts();
        publish();
        break;
    case State::Starting:
    case State::Loading:
    case State::Ready:
    case State::Unresponsive:
    case State::Stopping:
        break;
    }
    if (moved && (m_machine.watching || isWaitingForPort()))
        startOurOwn();
}

void Supervisor::start()
{
    switch (m_machine.state) {
    case State::Starting:
    case State::Loading:
    case State::Ready:
    case State::Unresponsive:
        return;
    case State::Stopped:
    case State::Stopping:
    case State::Backoff:
    case State::Failed:
        break;
    }
    m_policy.forgive();
    happen(Event::StartAsked);
}

void Supervisor::restart()
{
    m_policy.forgive();
    m_graceMs = m_settings.graceSeconds * 1000;
    happen(Event::RestartAsked);
}

void Supervisor::stop()
{
    stop(m_settings.graceSeconds * 1000);
}

void Supervisor::stop(int graceMs)
{
    m_graceMs = graceMs;
    const bool again = m_machine.state == State::Stopping;
    happen(Event::StopAsked);
    if (again)
        stopTree(); // can only shorten the grace
}

void Supervisor::forceStop()
{
    stop(0);
}

void Supervisor::happen(Event event)
{
    const Machine next = after(m_machine, event);
    if (next.state != m_machine.state) {
        enter(next);
        return;
    }
    m_machine = next;
    refreshTexts();
    publish();
}

// The only place that changes the state.
void Supervisor::enter(const Machine &next)
{
    const State before = m_machine.state;
    Q_ASSERT(isAllowed(before, next.state));
    const quint64 entered = ++m_entered;
    m_machine = next;
    m_status.state = next.state;
    m_status.watching = next.watching;
    m_status.stateSince = QDateTime::currentDateTimeUtc();
    for (QTimer *timer : {&m_backoffTimer, &m_portTimer, &m_settledTimer})
        timer->stop();
    m_status.nextAttemptAtMs.reset();
    onEntered(next.state, before);
    refreshTexts();
    publish();
    if (entered != m_entered)
        return; // who was told has already asked for something else

    if (isWaitingForPort() || (next.state == State::Starting && next.watching))
        askStranger();
    else if (next.state == State::Starting && !next.treeAlive)
        beginLaunch();
    else if (next.state == State::Stopping && !next.treeAlive)
        happen(Event::TreeGone);
}

void Supervisor::onEntered(State state, State before)
{
    switch (state) {
    case State::Stopped:
        clearRunFacts();
        m_status.failure.reset();
        m_status.trouble.reset();
        m_status.errorLine.reset();
        m_status.attempt = 0;
        if (before != State::Stopping)
            note(tr("Stopped waiting; nothing is running"));
        return;
    case State::Starting:
        m_run = m_settings;
        clearRunFacts();
        showSettings();
        m_reader.reset();
        m_status.failure.reset();
        m_status.trouble.reset();
        m_status.errorLine.reset();
        m_status.attempt = m_policy.failures();
        m_status.warning = standingWarning();
        if (m_machine.watching) {
            m_status.command.reset();
            m_status.skillsExpected.reset(); // what we remember is of another one
        } else if (before == State::Loading || before == State::Ready || before == State::Unresponsive) {
            note(tr("No longer watching; starting our own backend"));
        }
        return;
    case State::Loading:
        if (!m_stallTimer.isActive() && !m_machine.watching) {
            m_progressMs = monotonicMs();
            m_progressTimer.start();
            m_stallTimer.start(1000);
        }
        if (before == State::Starting)
            note(tr("The backend answers; loading skills"));
        else
            note(tr("The backend is loading skills again"));
        paceProbe();
        return;
    case State::Ready:
        m_status.attempt = 0;
        m_portRetries = 0;
        if (!m_machine.watching)
            m_settledTimer.start();
        m_progressTimer.stop();
        m_stallTimer.stop();
        m_status.stalled = false;
        m_status.warning = standingWarning();
        m_status.readyAt = QDateTime::currentDateTimeUtc();
        if (before == State::Unresponsive)
            note(tr("The backend answers again"));
        else if (m_machine.watching)
            note(tr("The backend that is watched is ready: %1").arg(skillsCounted(m_report.skillsLoaded)));
        else if (m_report.skillsLoaded == 0)
            note(tr("Ready, but no skills were loaded"), Level::Warning);
        else
            note(tr("Ready: %1, %2 after the start")
                     .arg(skillsCounted(m_report.skillsLoaded),
                          durationInWords(monotonicMs() - m_status.startedAtMs.value_or(monotonicMs()))));
        paceProbe();
        return;
    case State::Unresponsive:
        m_progressTimer.stop();
        m_stallTimer.stop();
        note(tr("The backend has not answered for %1 (%2); it is left running")
                 .arg(durationInWords(monotonicMs() - m_lastGoodMs), m_status.healthError.value_or(QString())),
             Level::Warning);
        paceProbe();
        return;
    case State::Stopping:
        m_status.failure.reset();
        m_status.trouble.reset();
        m_status.attempt = 0;
        m_stopAskedAtMs = monotonicMs();
        m_probe.end();
        m_judgeTimer.stop();
        m_progressTimer.stop();
        m_stallTimer.stop();
        if (m_machine.treeAlive)
            note(m_machine.startWhenGone ? tr("Restarting the backend") : tr("Stopping the backend"));
        stopTree();
        return;
    case State::Backoff: {
        clearRunFacts();
        // A lingering port is a matter of moments.
        const qint64 delayMs = m_portRetries > 0 ? qint64(1000 * m_options.backoffScale) : m_policy.delayMs();
        m_status.attempt = m_policy.failures();
        m_status.nextAttemptAtMs = monotonicMs() + delayMs;
        m_backoffTimer.start(int(delayMs));
        note(tr("%1; the next start is in %2 (%3 of at most %4)")
                 .arg(m_status.failure->text, durationInWords(delayMs))
                 .arg(m_status.attempt)
                 .arg(RestartPolicy::FailureLimit - 1),
             Level::Warning);
        return;
    }
    case State::Failed:
        clearRunFacts();
        m_status.attempt = 0;
        if (m_status.failure->kind == FailureKind::PortInUse)
            m_portTimer.start();
        noteFailure();
        return;
    }
}

void Supervisor::treeGone()
{
    const quint64 entered = m_entered;
    happen(Event::TreeGone);
    // Starting waited for what was left of an earlier run.
    if (entered == m_entered && m_machine.state == State::Starting)
        beginLaunch();
}

void Supervisor::clearRunFacts()
{
    m_probe.end();
    m_judgeTimer.stop();
    m_progressTimer.stop();
    m_stallTimer.stop();
    m_launched = false;
    m_badPolls = 0;
    m_report = {};
    m_stuck.clear();
    m_status.version.reset();
    m_status.skills.reset();
    m_status.modelsLoaded.reset();
    m_status.loadingComplete.reset();
    m_status.healthError.reset();
    m_status.warning.reset();
    m_status.stalled = false;
    m_status.startedAt = {};
    m_status.readyAt = {};
    m_status.startedAtMs.reset();
    if (!m_machine.treeAlive) {
        m_status.pid.reset();
        m_status.guardPid.reset();
    }
}

void Supervisor::showSettings()
{
    m_status.backend = m_settings.kind;
    m_status.host = m_settings.host;
    m_status.port = m_settings.port;
    m_status.skillsExpected = m_counts.count(m_settings.kind, countsKey(m_settings));
    m_status.expectedIsExact = false;
}

void Supervisor::refreshTexts()
{
    TextFacts facts;
    facts.lastLine = m_unfinished.isEmpty() ? m_reader.lastLine() : QString::fromUtf8(m_unfinished);
    facts.lastSkill = m_reader.lastSkill();
    facts.launched = m_launched;
    facts.cleaning = m_cleaner != nullptr;
    facts.startWhenGone = m_machine.startWhenGone;
    facts.stuck = m_stuck;
    facts.nobodyAsks = !m_options.howToAgree.isEmpty();
    if (m_machine.watching) {
        facts.watched = listenerText(m_portListener);
        m_status.trouble = watchTrouble(facts.watched);
    } else if (m_machine.state == State::Starting || m_machine.state == State::Loading) {
        m_status.trouble = warningTrouble(m_status);
    } else if (m_machine.state == State::Ready) {
        m_status.warning = standingWarning();
        m_status.trouble = warningTrouble(m_status);
        m_status.errorLine.reset();
        if (m_report.skillsLoaded == 0) {
            const QString builtin = m_options.builtinProgram;
            const bool builtinIsThere = m_run.kind != BackendKind::Builtin && QFileInfo(builtin).isExecutable();
            const std::optional<KnownFailure> cause =
                knownCauseOfNoSkills(m_reader.troubleRecords() + m_report.updateErrors, builtinIsThere);
            const QString lastError = cleanText(m_reader.lastError(), 200);
            Trouble trouble;
            trouble.title = tr("No skills were loaded.");
            trouble.text = lastError.isEmpty() ? tr("The log says what it looked for.") : lastError;
            trouble.remedies = {Remedy::TryAgain, Remedy::OpenConfig, Remedy::ShowError};
            if (cause)
                facts.noSkillsCause = cause->text;
            else if (!lastError.isEmpty())
                facts.noSkillsCause = tr("No skills: %1").arg(lastError);
            m_status.trouble = cause ? cause->trouble : trouble;
            m_status.errorLine = m_reader.lastErrorNumber();
            const QString why =
                facts.noSkillsCause.isEmpty() ? tr("The backend runs, but has no skills.") : facts.noSkillsCause;
            m_status.warning = m_status.warning ? why + u' ' + *m_status.warning : why;
        }
    }
    // A button that shows nothing would be worse than none.
    if (m_status.trouble && !m_status.errorLine)
        m_status.trouble->remedies.removeAll(Remedy::ShowError);
    m_status.message = statusMessage(m_status, facts);
    m_status.detail = statusDetail(m_status, facts);
}

void Supervisor::publish()
{
    if (m_status == m_published)
        return;
    m_published = m_status;
    emit statusChanged(m_published);
}

std::optional<QString> Supervisor::standingWarning() const
{
    return m_machine.watching ? std::nullopt : exposureWarning(m_run.host);
}

void Supervisor::noteFailure()
{
    switch (m_status.failure->kind) {
    case FailureKind::PortInUse: // we wait, and say so in the header
        note(tr("%1; looking again every %2 s")
                 .arg(m_status.failure->text, QString::number((m_options.portLookMs + 999) / 1000)));
        return;
    case FailureKind::NeedsDownload: // a question, not an error
        note(m_status.failure->text);
        return;
    case FailureKind::NotFound:
    case FailureKind::NotExecutable:
    case FailureKind::CannotRun:
    case FailureKind::BadConfig:
    case FailureKind::Exited:
    case FailureKind::Crashed:
    case FailureKind::StartTimeout:
    case FailureKind::GuardLost:
    case FailureKind::GaveUp:
        note(m_status.failure->text, Level::Error);
        return;
    }
}

void Supervisor::note(const QString &text, Level level)
{
    m_intake.addEvent(text, level);
}
