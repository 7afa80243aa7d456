// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/supervisor.h"

#include "core/backend/launch/launch_check.h"
#include "core/backend/port/port_wait.h"
#include "core/backend/run/run.h"
#include "core/backend/state_notes.h"
#include "core/backend/status_of.h"
#include "core/backend/words/failure_words.h"
#include "core/backend/words/status_words.h"
#include "core/log/log_intake.h"

#include <utility>

#include <csignal>

/// It may be in the middle of telling us something, and is not heard any more.
template<typename T>
static void retire(std::unique_ptr<T> &object, QObject *listener)
{
    if (!object)
        return;
    object->disconnect(listener);
    object.release()->deleteLater();
}

Supervisor::Supervisor(SupervisorOptions options, Paths paths, LogStore &store, LogIntake &intake, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_paths(std::move(paths))
    , m_store(store)
    , m_intake(intake)
    , m_stateSince(QDateTime::currentDateTimeUtc())
    , m_policy(m_options.backoffScale, m_options.restartWindowMs)
    , m_portWar(m_options.portWarMs)
    , m_counts(m_paths.countsFile())
{
    m_backoffTimer.setSingleShot(true);
    m_settledTimer.setSingleShot(true);
    m_settledTimer.setInterval(m_options.counterResetMs);
    connect(&m_backoffTimer, &QTimer::timeout, this, [this] { happen(Event::DelayOver); });
    connect(&m_settledTimer, &QTimer::timeout, this, [this] { m_policy.ranWell(); });
    m_expected = m_counts.count(m_settings.kind, countsKey(m_settings, m_paths));
    m_published = statusOf(known());
}

// A run kills at once what is left of it.
Supervisor::~Supervisor() = default;

// What the user wants.

void Supervisor::useSettings(const Settings &settings)
{
    const bool moved =
        settings.kind != m_settings.kind || settings.host != m_settings.host || settings.port != m_settings.port;
    m_settings = settings;
    m_expected = m_counts.count(settings.kind, countsKey(settings, m_paths));
    if (m_run)
        m_run->setGrace(settings.graceSeconds * 1000);
    tell();
    if (moved && m_port)
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
    m_portWar.forgive();
    happen(Event::StartAsked);
}

void Supervisor::restart()
{
    m_policy.forgive();
    m_portWar.forgive();
    m_graceMs = m_settings.graceSeconds * 1000;
    m_refusal.reset();
    m_restartCheck.reset();
    const bool isOurs = m_run && m_run->command() && !m_run->isEnding();
    if (isOurs && m_machine.state != State::Stopping)
        checkRestart();
    else
        happen(Event::RestartAsked);
}

// What runs is not stopped for something that could not be started.
void Supervisor::checkRestart()
{
    m_restartCheck = std::make_unique<LaunchCheck>(m_settings, m_paths, m_options.builtinProgram);
    m_restartCheck->setDownloadAllowed(m_downloadAllowed || m_settings.downloadAllowed);
    if (m_run->settings().host == m_settings.host && m_run->settings().port == m_settings.port)
        m_restartCheck->setPortIsOurs();
    connect(m_restartCheck.get(), &LaunchCheck::finished, this, [this](const LaunchCheckResult &result) {
        const std::optional<Failure> failure = result.failure;
        const Trouble trouble = result.trouble.value_or(Trouble());
        m_restartCheck.release()->deleteLater();
        if (!failure)
            return happen(Event::RestartAsked);
        m_refusal = Refusal{failure->text, trouble};
        note(tr("Not restarted: %1").arg(failure->text), Level::Warning);
        tell();
    });
    m_restartCheck->start();
    tell();
}

void Supervisor::stop()
{
    stop(m_settings.graceSeconds * 1000);
}

void Supervisor::stop(int graceMs)
{
    m_graceMs = graceMs;
    m_restartCheck.reset();
    const bool again = m_machine.state == State::Stopping;
    happen(Event::StopAsked);
    if (again && m_run)
        m_run->stop(graceMs); // can only shorten the grace
}

void Supervisor::forceStop()
{
    stop(0);
}

// The state.

void Supervisor::happen(Event event)
{
    const Machine next = after(m_machine, event);
    if (next.state != m_machine.state) {
        enter(next);
        return;
    }
    m_machine = next;
    tell();
}

// The only place that changes the state.
void Supervisor::enter(const Machine &next)
{
    const State before = m_machine.state;
    Q_ASSERT(isAllowed(before, next.state));
    const quint64 entered = ++m_entered;
    m_machine = next;
    m_stateSince = QDateTime::currentDateTimeUtc();
    m_backoffTimer.stop();
    m_settledTimer.stop();
    onEntered();
    const Known known = this->known();
    const Status status = statusOf(known);
    if (const StateNote text = noteOf(known, status, before); !text.text.isEmpty())
        note(text.text, text.level);
    publish(status);
    if (entered == m_entered) // else who was told has already asked for something else
        askNext();
}

void Supervisor::onEntered()
{
    if (!m_run || m_run->isEnding() || m_machine.state == State::Stopping)
        m_refusal.reset();
    if (!m_machine.watching && !isWaitingForPort())
        retire(m_port, this);
    switch (m_machine.state) {
    case State::Ready:
        if (m_machine.watching)
            return;
        m_policy.becameReady();
        m_portWar.isOver();
        m_settledTimer.start();
        return;
    case State::Stopping:
        if (m_run)
            m_run->stop(m_graceMs);
        return;
    case State::Backoff: {
        const qint64 delayMs = m_policy.delayMs();
        m_nextAttemptAtMs = monotonicMs() + delayMs;
        m_backoffTimer.start(int(delayMs));
        return;
    }
    case State::Failed:
        if (isWaitingForPort())
            waitForPort();
        return;
    case State::Stopped:
    case State::Starting:
    case State::Loading:
    case State::Unresponsive:
        return;
    }
}

// Who has the next word about what is.
void Supervisor::askNext()
{
    if (m_machine.treeAlive || m_machine.watching)
        return; // whoever lives
    if (m_machine.state == State::Starting)
        startRun();
    else if (m_machine.state == State::Stopping)
        onGone();
}

/// What a backend answers is shown as what it logs is: without what it should not have said.
static HealthFacts withoutSecrets(HealthFacts facts, const LogIntake &intake)
{
    if (facts.error)
        facts.error = intake.redacted(*facts.error);
    if (facts.report) {
        facts.report->version = intake.redacted(facts.report->version);
        for (QString &error : facts.report->updateErrors)
            error = intake.redacted(error);
    }
    return facts;
}

Known Supervisor::known() const
{
    Known known;
    known.machine = m_machine;
    known.stateSince = m_stateSince;
    known.settings = m_settings;
    // In Starting, one that is still ending is not the one that starts.
    if (m_run && !(m_machine.state == State::Starting && m_run->isEnding()))
        known.run = m_run->facts();
    if (known.run)
        known.run->health = withoutSecrets(known.run->health, m_intake);
    if (m_machine.watching)
        known.watched = WatchFacts{m_port->settings(), withoutSecrets(m_port->health(), m_intake), m_port->owner()};
    known.expected = m_expected;
    known.command = m_command;
    known.failure = m_failure;
    known.trouble = m_trouble;
    known.errorLine = m_errorLine;
    known.refusal = m_refusal;
    known.failures = m_policy.failures();
    known.nextAttemptAtMs = m_nextAttemptAtMs;
    known.nobodyAsks = !m_options.howToAgree.isEmpty();
    known.portLookMs = m_options.portLookMs;
    return known;
}

void Supervisor::tell()
{
    publish(statusOf(known()));
}

void Supervisor::publish(const Status &status)
{
    if (status == m_published)
        return;
    m_published = status;
    emit statusChanged(m_published);
}

// A run of our own.

void Supervisor::startRun()
{
    retire(m_run, this); // one that was refused just now
    m_run = std::make_unique<Run>(m_settings, m_options, m_paths, m_store, m_intake);
    Run *run = m_run.get();
    connect(run, &Run::launched, this, [this, run] {
        if (run->command())
            m_command = run->command();
        happen(Event::Launched);
    });
    connect(run, &Run::changed, this, &Supervisor::tell);
    connect(run, &Run::recorded, this, &Supervisor::onRecorded);
    connect(run, &Run::answered, this, [this, run](bool isNews) { onAnswered(run->report(), isNews); });
    connect(run, &Run::silent, this, [this] { happen(Event::HealthLost); });
    connect(run, &Run::ended, this, &Supervisor::onEnded);
    connect(run, &Run::gone, this, &Supervisor::onGone);
    run->begin(m_downloadAllowed);
}

void Supervisor::onAnswered(const HealthReport &report, bool isNews)
{
    if (isNews && m_machine.state == State::Ready && report.loadingComplete)
        note(tr("Now %1").arg(skillsCounted(report.skillsLoaded)));
    happen(report.loadingComplete ? Event::HealthComplete : Event::HealthIncomplete);
}

// No reason to run nothing: the marker in the environment finds the tree without the record too.
void Supervisor::onRecorded(const QString &fault)
{
    const bool isNews = !fault.isEmpty() && fault != m_recordFault;
    m_recordFault = fault;
    if (isNews)
        note(fault, Level::Warning);
}

void Supervisor::onEnded(const RunEnd &end)
{
    m_failure = end.failure;
    m_trouble = end.trouble;
    m_errorLine = end.errorLine;
    switch (end.advice) {
    case RunEnd::Advice::ForGood:
        giveUpPort();
        happen(Event::EndedForGood);
        return;
    case RunEnd::Advice::Retry:
        if (end.failure.signal == SIGKILL)
            m_portWar.wasKilled();
        retry(m_policy.failed(monotonicMs(), end.cause));
        return;
    case RunEnd::Advice::PortLost:
        break;
    }
    const std::optional<PortFault> fault = visiblePortFault(m_run->settings().host, m_run->settings().port);
    if (!fault) // nobody to wait for: an end like another, and perhaps a matter of moments
        return retry(m_policy.failedByPort(monotonicMs()));
    m_failure->kind = FailureKind::PortInUse;
    m_failure->text = fault->failure.text;
    m_failure->portOwner = fault->failure.portOwner;
    m_trouble = fault->trouble;
    giveUpPort();
    happen(Event::EndedForGood);
}

// Who ends our backend to have its port would end the next one, too: to wait for the port would be to fight for it.
void Supervisor::giveUpPort()
{
    if (m_failure->kind != FailureKind::PortInUse || !m_portWar.wasTaken(monotonicMs()))
        return;
    m_failure->kind = FailureKind::GaveUp;
    const FailureWords words = portWarWords(m_failure->text, m_trouble->title);
    m_failure->text = words.cause;
    m_trouble = troubleOf(words);
}

void Supervisor::retry(RestartPolicy::Verdict verdict)
{
    if (const std::optional<QString> cause = gaveUpCause(verdict, m_policy.failures(), m_failure->text)) {
        m_failure->kind = FailureKind::GaveUp;
        m_failure->text = *cause;
    }
    happen(verdict == RestartPolicy::Verdict::Retry ? Event::EndedForRetry : Event::EndedForGood);
}

// Nothing of ours lives any more.
void Supervisor::onGone()
{
    // The last of its lines came after its exit.
    if (m_run && m_failure && (m_machine.state == State::Backoff || m_machine.state == State::Failed))
        m_failure->lastLines = m_run->lastLines();
    retire(m_run, this);
    const quint64 entered = m_entered;
    happen(Event::TreeGone);
    // Starting waited for what was left of the run before.
    if (entered == m_entered)
        askNext();
}

// A port that somebody else holds.

bool Supervisor::isWaitingForPort() const
{
    return m_machine.state == State::Failed && m_failure->kind == FailureKind::PortInUse;
}

void Supervisor::waitForPort()
{
    if (m_port) { // was watched
        m_port->stopWatching();
        tellPort();
        return;
    }
    m_port = std::make_unique<PortWait>(m_settings, m_options);
    PortWait *port = m_port.get();
    connect(port, &PortWait::becameFree, this, &Supervisor::startOurOwn);
    connect(port, &PortWait::changed, this, [this] {
        if (isWaitingForPort())
            tellPort();
        tell();
    });
    connect(port, &PortWait::answered, this, [this, port](bool isNews) { onAnswered(*port->health().report, isNews); });
    connect(port, &PortWait::silent, this, [this] { happen(Event::HealthLost); });
    connect(port, &PortWait::neverHeard, this, &Supervisor::stopWatching);
    tellPort();
}

void Supervisor::tellPort()
{
    const PortFault fault = m_port->fault();
    m_failure->text = fault.failure.text;
    m_failure->portOwner = fault.failure.portOwner;
    m_trouble = fault.trouble;
    // The offer comes and goes with its answers.
    if (m_port->answers() && !m_machine.treeAlive)
        m_trouble->remedies.append(Remedy::WatchIt);
    m_trouble->remedies.append(Remedy::TryAgain);
}

void Supervisor::startOurOwn()
{
    if (m_machine.watching && m_machine.state == State::Starting)
        stopWatching(); // never heard: from Starting to Starting is no way
    happen(Event::PortFree);
}

QString Supervisor::askPortOwnerToQuit()
{
    if (!isWaitingForPort())
        return tr("Nobody is known to use port %1.").arg(m_published.port);
    const std::optional<PortOwner> owner = m_failure->portOwner;
    const QString fault = m_port->askOwnerToQuit();
    if (fault.isEmpty())
        note(tr("Asked %1 (process %2) to quit").arg(owner->program).arg(*owner->pid));
    return fault;
}

void Supervisor::watch()
{
    if (!isWaitingForPort() || !m_port->answers() || m_machine.treeAlive)
        return;
    m_port->watch();
    note(tr("Watching the backend on port %1, which somebody else started: %2")
             .arg(QString::number(m_port->settings().port), m_port->owner()));
    happen(Event::WatchAsked);
}

void Supervisor::stopWatching()
{
    if (!m_machine.watching)
        return;
    note(tr("No longer watching the backend on port %1").arg(m_port->settings().port));
    m_failure = m_port->fault().failure;
    m_trouble = m_port->fault().trouble;
    m_errorLine.reset();
    happen(Event::WatchEnded);
}

void Supervisor::note(const QString &text, Level level)
{
    m_intake.addEvent(text, level);
}
