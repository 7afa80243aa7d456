// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/supervisor.h"

#include "core/backend/config_check.h"
#include "core/backend/known_failures.h"
#include "core/backend/orphan_cleaner.h"
#include "core/backend/port_check.h"
#include "core/log/log_intake.h"
#include "core/log/log_store.h"
#include "core/process/ownership_record.h"

using namespace Qt::StringLiterals;

// A port can linger for a moment although nobody listens.
static constexpr int PortRetryLimit = 3;
static constexpr int LastLinesTold = 20;

void Supervisor::beginLaunch()
{
    Q_ASSERT(m_machine.state == State::Starting && !m_machine.treeAlive && !m_process);
    delete std::exchange(m_cleaner, new OrphanCleaner(m_paths, m_options.guardProgram, this));
    connect(m_cleaner, &OrphanCleaner::finished, this, [this](int ended, int forced) {
        note((ended == 1 ? tr("Ended what an earlier run left behind: %1 process, %2 by force")
                         : tr("Ended what an earlier run left behind: %1 processes, %2 of them by force"))
                 .arg(ended)
                 .arg(forced));
        std::exchange(m_cleaner, nullptr)->deleteLater();
        treeGone();
    });
    connect(m_cleaner, &OrphanCleaner::stuck, this, [this](const QString &text) {
        m_stuck = text;
        note(text, Level::Warning);
        refreshTexts();
        publish();
    });
    const bool found = m_cleaner->clean(m_settings.graceSeconds * 1000);
    if (!m_cleaner->notice().isEmpty())
        note(m_cleaner->notice(), Level::Warning);
    if (found) {
        happen(Event::Launched);
        return;
    }
    delete std::exchange(m_cleaner, nullptr);
    check();
}

void Supervisor::dropCheck()
{
    if (!m_check)
        return;
    // It lives until the event loop comes round, and must not be heard until then.
    m_check->disconnect(this);
    std::exchange(m_check, nullptr)->deleteLater();
}

void Supervisor::check()
{
    dropCheck();
    m_check = new LaunchCheck(m_run, m_paths, m_options.builtinProgram, this);
    m_check->setDownloadAllowed(m_downloadAllowed || m_run.downloadAllowed);
    connect(m_check, &LaunchCheck::finished, this, [this](const LaunchCheckResult &result) {
        // It belongs to the check.
        const LaunchCheckResult found = result; // NOLINT(performance-unnecessary-copy-initialization)
        dropCheck();
        launch(found);
    });
    m_check->start();
}

void Supervisor::refuse(const Failure &failure, const std::optional<Trouble> &trouble)
{
    m_status.failure = failure;
    m_status.trouble = trouble;
    if (failure.kind == FailureKind::NeedsDownload && !m_options.howToAgree.isEmpty())
        m_status.failure->text += QStringLiteral("; ") + m_options.howToAgree;
    if (failure.kind == FailureKind::PortInUse) {
        const std::optional<QHostAddress> address = hostAddress(m_run.host);
        m_portListener = address ? conflictingListener(*address, quint16(m_run.port)) : std::nullopt;
    }
    happen(Event::LaunchRefused);
}

static QString prepareDirectories(const Paths &paths)
{
    for (const QString &directory : {paths.workDirectory(), paths.tempDirectory()}) {
        const QString fault = ensurePrivateDirectory(directory);
        if (!fault.isEmpty())
            return fault;
    }
    return {};
}

static Failure cannotRun(const QString &text)
{
    Failure failure;
    failure.kind = FailureKind::CannotRun;
    failure.text = text;
    return failure;
}

static Failure refusedFailure(const StartFailure &start)
{
    Failure failure;
    failure.text = start.text;
    switch (start.kind) {
    case StartFailure::NotFound:
    case StartFailure::GuardMissing:
        failure.kind = FailureKind::NotFound;
        break;
    case StartFailure::NotExecutable:
        failure.kind = FailureKind::NotExecutable;
        break;
    case StartFailure::CannotRun:
        failure.kind = FailureKind::CannotRun;
        break;
    }
    return failure;
}

static Trouble refusedTrouble(const QString &text)
{
    Trouble trouble;
    trouble.title = Supervisor::tr("The backend could not be started.");
    trouble.text = text;
    trouble.remedies = {Remedy::TryAgain, Remedy::OpenSettings};
    return trouble;
}

static QString printableCommand(const QStringList &command)
{
    QStringList words;
    for (const QString &word : command) {
        const bool needsQuotes = word.isEmpty() || word.contains(u' ') || word.contains(u'"');
        words.append(needsQuotes ? u'"' + word + u'"' : word);
    }
    return words.join(u' ');
}

// Often enough to tell a stall in time, seldom enough to cost nothing.
static int stallLookMs(const SupervisorOptions &options, const Settings &settings)
{
    const int timeoutMs = settings.startTimeout > 0 ? settings.startTimeout * 1000 : options.stallMs;
    return std::clamp(std::min(timeoutMs, options.stallMs) / 10, 20, 1000);
}

void Supervisor::launch(const LaunchCheckResult &result)
{
    m_launch = result;
    if (result.failure) {
        refuse(*result.failure, result.trouble);
        return;
    }
    const QString fault = prepareDirectories(m_paths);
    if (!fault.isEmpty()) {
        refuse(cannotRun(fault), refusedTrouble(fault));
        return;
    }
    if (!result.configFile.isEmpty()) {
        const ConfigPreparation prepared = prepareConfigFile(result.configFile);
        for (const QString &text : {prepared.error, prepared.warning}) {
            if (!text.isEmpty())
                note(text, Level::Warning);
        }
    }
    QList<QByteArray> secrets;
    for (const QString &secret : result.secrets)
        secrets.append(secret.toUtf8());
    m_intake.setSecrets(secrets);

    m_marker = newMarker(m_paths);
    LaunchPlan plan;
    plan.guard = m_options.guardProgram;
    plan.program = result.program;
    plan.arguments = result.arguments;
    plan.workingDirectory = m_paths.workDirectory();
    plan.graceMs = m_run.graceSeconds * 1000;
    plan.environment = backendEnvironment(QProcessEnvironment::systemEnvironment(), m_paths.tempDirectory(), m_marker);
    for (const QString &variable : result.environment)
        plan.environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));

    m_exit.reset();
    m_process = new GuardedProcess(plan, this);
    connect(m_process, &GuardedProcess::guardStarted, this, [this](const ProcessIdentity &guard) {
        m_status.guardPid = guard.pid;
        // What runs is on record before it runs.
        writeRecord();
        if (m_machine.state == State::Starting)
            m_process->go();
        publish();
    });
    connect(m_process, &GuardedProcess::started, this, &Supervisor::onStarted);
    connect(m_process, &GuardedProcess::standardOutput, &m_intake, &LogIntake::readStandardOutput);
    connect(m_process, &GuardedProcess::standardError, &m_intake, &LogIntake::readStandardError);
    connect(m_process, &GuardedProcess::leaderExited, this, &Supervisor::onLeaderExited);
    connect(m_process, &GuardedProcess::treeEmpty, this, &Supervisor::onTreeEmpty);
    connect(m_process, &GuardedProcess::stuck, this, [this](const QString &text) {
        m_stuck = text;
        note(text, Level::Warning);
        refreshTexts();
        publish();
    });

    connect(m_process, &GuardedProcess::startFailed, this, &Supervisor::onStartFailed);
    m_status.command = result.command();
    m_launched = true;
    m_status.startedAt = QDateTime::currentDateTimeUtc();
    m_status.startedAtMs = monotonicMs();
    m_progressMs = monotonicMs();
    m_progressLines = 0;
    m_unfinished.clear();
    note(tr("Started %1").arg(printableCommand(result.command())));
    m_progressTimer.start();
    m_stallTimer.start(stallLookMs(m_options, m_run));
    m_process->start();
    happen(Event::Launched);
}

void Supervisor::writeRecord()
{
    const QString before = std::exchange(m_recordFault, ensurePrivateDirectory(m_paths.state));
    OwnershipRecord record;
    record.marker = m_marker;
    record.bootId = bootId();
    record.guard = m_process->guard().value_or(ProcessIdentity());
    record.leader = m_process->leader().value_or(ProcessIdentity());
    record.host = m_run.host;
    record.port = m_run.port;
    record.program = m_launch.program;
    if (m_recordFault.isEmpty())
        m_recordFault = writeOwnershipRecord(m_paths.ownerFile(), record);
    // No reason to run nothing: the marker in the environment finds the tree without the record too.
    if (!m_recordFault.isEmpty() && m_recordFault != before)
        note(m_recordFault, Level::Warning);
}

void Supervisor::onStarted(const ProcessIdentity &leader)
{
    writeRecord();
    m_status.pid = leader.pid;
    if (m_machine.state == State::Starting) {
        paceProbe();
        m_probe.begin(m_run.host, quint16(m_run.port));
    }
    publish();
}

void Supervisor::onStartFailed(const StartFailure &start)
{
    dropProcess();
    // When a stop came first, this is its end.
    happen(Event::TreeGone);
    if (m_machine.state == State::Starting && m_launched)
        refuse(refusedFailure(start), refusedTrouble(start.text));
}

void Supervisor::stopTree()
{
    dropCheck();
    if (m_cleaner)
        m_cleaner->shorten(m_graceMs);
    if (m_process)
        m_process->stop(m_graceMs);
}

void Supervisor::dropProcess()
{
    removeOwnershipRecord(m_paths.ownerFile());
    m_status.pid.reset();
    m_status.guardPid.reset();
    std::exchange(m_process, nullptr)->deleteLater();
}

void Supervisor::onLeaderExited(const ExitReport &report)
{
    m_exit = report;
    m_probe.end();
    m_judgeTimer.start();
}

void Supervisor::onTreeEmpty(const ExitReport &report)
{
    m_exit = report;
    m_intake.finishStreams();
    const qint64 lines = m_reader.outLines() + m_reader.errLines();
    note((lines == 1 ? tr("Output ended after %1 line (stdout %2, stderr %3)")
                     : tr("Output ended after %1 lines (stdout %2, stderr %3)"))
             .arg(lines)
             .arg(m_reader.outLines())
             .arg(m_reader.errLines()));
    if (report.forcedKills > 0)
        note(report.forcedKills == 1
                 ? tr("1 process did not end when asked and was killed")
                 : tr("%1 processes did not end when asked and were killed").arg(report.forcedKills),
             Level::Warning);
    judge();
    if (m_machine.state == State::Stopping) {
        const QString how = report.signal ? tr("exit by %1").arg(endPhrase(report)) : endPhrase(report);
        note(tr("Stopped: the whole process tree has ended (%1, %2)")
                 .arg(how, durationInWords(monotonicMs() - m_stopAskedAtMs)));
    } else if (m_status.failure) {
        m_status.failure->lastLines = m_reader.lastLines(LastLinesTold); // the last of them came after the exit
    }
    dropProcess();
    treeGone();
}

Failure Supervisor::failureFor(const ExitReport &report) const
{
    Failure failure;
    failure.kind = report.guardLost ? FailureKind::GuardLost
                   : report.signal  ? FailureKind::Crashed
                                    : FailureKind::Exited;
    failure.text = endedText(report, m_reader.lastWords());
    failure.exitCode = report.exitCode;
    failure.signal = report.signal;
    failure.lastLines = m_reader.lastLines(LastLinesTold);
    return failure;
}

// The backend ended although nobody asked: what was it, and is it worth another try?
void Supervisor::judge()
{
    m_judgeTimer.stop();
    const bool isRunning = m_machine.state != State::Stopping && m_launched;
    if (!isRunning || !m_exit)
        return;
    const Failure failure = failureFor(*m_exit);
    m_status.failure = failure;
    m_status.errorLine = m_reader.endExplainedBy();
    const bool hasAnswered = m_machine.state != State::Starting;
    const std::optional<KnownFailure> known = hasAnswered || failure.kind != FailureKind::Exited
                                                  ? std::nullopt
                                                  : knownStartFailure(failure.lastLines, m_run.port);
    // Our own tells it by its exit status, whatever the language of its words.
    const bool builtinLostPort = !hasAnswered && m_run.kind == BackendKind::Builtin && failure.exitCode == 3;
    if (builtinLostPort || (known && known->portTaken)) {
        judgePort();
        return;
    }
    m_portRetries = 0;
    m_status.trouble = known ? known->trouble : endedTrouble(failure, true);
    if (known)
        m_status.failure->text = known->text;
    retry(known && known->fatal ? known->text : QString());
}

void Supervisor::judgePort()
{
    const std::optional<QHostAddress> address = hostAddress(m_run.host);
    m_portListener = address ? conflictingListener(*address, quint16(m_run.port)) : std::nullopt;
    const PortFault fault = portTaken(m_run.port, m_portListener);
    m_status.failure->kind = FailureKind::PortInUse;
    m_status.failure->text = fault.failure.text;
    m_status.failure->portOwner = fault.failure.portOwner;
    m_status.trouble = fault.trouble;
    if (m_portListener || ++m_portRetries > PortRetryLimit)
        happen(Event::EndedForGood);
    else
        retry(QString());
}

void Supervisor::retry(const QString &cause)
{
    const QString why = m_status.failure->text;
    switch (m_policy.failed(monotonicMs(), cause)) {
    case RestartPolicy::Verdict::Retry:
        happen(Event::EndedForRetry);
        return;
    case RestartPolicy::Verdict::SameFatalTwice:
        break;
    case RestartPolicy::Verdict::TooManyInARow:
        m_status.failure->kind = FailureKind::GaveUp;
        m_status.failure->text = tr("Gave up after %1 failures in a row. %2").arg(m_policy.failures()).arg(why);
        m_status.trouble = endedTrouble(*m_status.failure, false);
        break;
    case RestartPolicy::Verdict::TooManyInTheWindow:
        m_status.failure->kind = FailureKind::GaveUp;
        m_status.failure->text =
            tr("Gave up after %1 restarts within an hour. %2").arg(RestartPolicy::RestartLimit).arg(why);
        m_status.trouble = endedTrouble(*m_status.failure, false);
        break;
    }
    happen(Event::EndedForGood);
}
