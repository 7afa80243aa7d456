// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/run/run.h"

#include "core/backend/launch/launch_plan.h"
#include "core/backend/port/port_check.h"
#include "core/backend/run/run_end.h"
#include "core/backend/words/failure_words.h"
#include "core/backend/words/status_words.h"
#include "core/log/log_intake.h"
#include "core/log/log_store.h"

#include <QFileInfo>

#include <algorithm>
#include <csignal>
#include <utility>

// The exit of the leader is seen a few milliseconds before the last of its output.
static constexpr int LastWordsMs = 100;
static constexpr int TextMs = 100;
static constexpr int AstrayLookMs = 2000;
static constexpr qint64 UpdateMayTakeMs = 1'800'000;

Run::Run(const Settings &settings, const SupervisorOptions &options, const Paths &paths, LogStore &store,
         LogIntake &intake, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_options(options)
    , m_paths(paths)
    , m_intake(intake)
    , m_counts(paths.countsFile())
    , m_expected(m_counts.count(settings.kind, countsKey(settings, paths)))
    , m_record(settings, paths)
    , m_builtinIsThere(settings.kind != BackendKind::Builtin && QFileInfo(options.builtinProgram).isExecutable())
    , m_listener(settings.host, settings.port, m_record.mark(), options.portLookMs)
    , m_output(store)
    , m_startWatch(options.stallMs, settings.startTimeout * 1000, options.progressEventMs)
    , m_silence([this] { return tree(); }, options.silenceLookMs, settings.silentTimeout * 1000LL)
{
    m_judgeTimer.setSingleShot(true);
    m_judgeTimer.setInterval(LastWordsMs);
    m_textTimer.setSingleShot(true);
    m_textTimer.setInterval(TextMs);
    connect(&m_judgeTimer, &QTimer::timeout, this, &Run::judge);
    connect(&m_textTimer, &QTimer::timeout, this, [this] {
        lookAtUnfinishedLine();
        emit changed();
    });
    m_astrayTimer.setInterval(std::min(AstrayLookMs, options.portLookMs));
    connect(&m_astrayTimer, &QTimer::timeout, this, &Run::lookForItsPort);
    connect(&store, &LogStore::changed, this, &Run::onOutput);
    connect(&m_health, &HealthWatch::answered, this, &Run::onAnswered);
    connect(&m_health, &HealthWatch::failed, this, &Run::onPollFailed);
    m_health.setDoubt([this] {
        return m_listener.isOurs(tree()) ? QString() : tr("another program answers on port %1").arg(m_settings.port);
    });
    connect(&m_startWatch, &StartWatch::aboutToLook, this, &Run::lookAtUnfinishedLine);
    connect(&m_startWatch, &StartWatch::stillAtIt, this, &Run::onStillAtIt);
    connect(&m_startWatch, &StartWatch::timedOut, this, &Run::onTimedOut);
    connect(&m_silence, &SilenceWatch::changed, this, [this] {
        note(tr("%1; it is asked on").arg(silenceText(m_silence.kind())));
        emit changed();
    });
    connect(&m_silence, &SilenceWatch::tooLong, this, &Run::onSilentTooLong);
    connect(&m_startWatch, &StartWatch::stalled, this, [this](qint64 silentMs) {
        note(stallWarning(silentMs), Level::Warning);
        emit changed();
    });
}

Run::~Run() = default;

void Run::begin(bool downloadAllowed)
{
    m_cleaner = std::make_unique<OrphanCleaner>(m_paths, m_options.guardProgram);
    connect(m_cleaner.get(), &OrphanCleaner::finished, this, [this, downloadAllowed](int ended, int forced) {
        note((ended == 1 ? tr("Ended what an earlier run left behind: %1 process, %2 by force")
                         : tr("Ended what an earlier run left behind: %1 processes, %2 of them by force"))
                 .arg(ended)
                 .arg(forced));
        m_cleaner.release()->deleteLater();
        m_stuck.clear();
        if (m_isStopping)
            emit gone();
        else
            check(downloadAllowed);
    });
    connect(m_cleaner.get(), &OrphanCleaner::stuck, this, [this](const QString &text) {
        m_stuck = text;
        note(text, Level::Warning);
        emit changed();
    });
    const bool found = m_cleaner->clean(m_settings.graceSeconds * 1000);
    if (!m_cleaner->notice().isEmpty())
        note(m_cleaner->notice(), Level::Warning);
    if (found) {
        emit launched();
        return;
    }
    m_cleaner.reset();
    check(downloadAllowed);
}

void Run::check(bool downloadAllowed)
{
    m_check = std::make_unique<LaunchCheck>(m_settings, m_paths, m_options.builtinProgram);
    m_check->setDownloadAllowed(downloadAllowed || m_settings.downloadAllowed);
    connect(m_check.get(), &LaunchCheck::finished, this, [this](const LaunchCheckResult &result) {
        // It belongs to the check.
        const LaunchCheckResult found = result; // NOLINT(performance-unnecessary-copy-initialization)
        m_check.release()->deleteLater();
        launch(found);
    });
    m_check->start();
    emit changed();
}

void Run::launch(const LaunchCheckResult &result)
{
    if (result.failure) {
        RunEnd refused;
        refused.failure = *result.failure;
        refused.trouble = result.trouble;
        refused.advice = result.mayPass ? RunEnd::Advice::Retry : RunEnd::Advice::ForGood;
        if (result.failure->kind == FailureKind::NeedsDownload && !m_options.howToAgree.isEmpty())
            refused.failure.text += QStringLiteral("; ") + m_options.howToAgree;
        end(refused);
        emit gone();
        return;
    }
    const PreparedLaunch prepared =
        prepareLaunch(result, m_settings, m_paths, m_options.guardProgram, m_record.marker());
    for (const QString &text : prepared.warnings)
        note(text, Level::Warning);
    if (!prepared.fault.isEmpty()) {
        end(impossibleEnd(prepared.fault));
        emit gone();
        return;
    }
    QList<QByteArray> secrets;
    for (const QString &secret : result.secrets)
        secrets.append(secret.toUtf8());
    m_intake.setSecrets(secrets);

    m_process = std::make_unique<GuardedProcess>(prepared.plan);
    follow();
    m_command = result.command();
    m_record.setProgram(m_command->first());
    m_startedAt = QDateTime::currentDateTimeUtc();
    m_startedAtMs = monotonicMs();
    note(tr("Started %1").arg(printableCommand(*m_command)));
    m_startWatch.begin();
    m_process->start();
    emit launched();
}

void Run::follow()
{
    GuardedProcess *process = m_process.get();
    connect(process, &GuardedProcess::guardStarted, this, &Run::onGuardStarted);
    connect(process, &GuardedProcess::started, this, &Run::onStarted);
    connect(process, &GuardedProcess::startFailed, this, &Run::onStartFailed);
    connect(process, &GuardedProcess::treeChanged, this, [this] {
        if (m_record.noteTree(m_process->tree()))
            writeRecord();
    });
    connect(process, &GuardedProcess::standardOutput, &m_intake, &LogIntake::readStandardOutput);
    connect(process, &GuardedProcess::standardError, &m_intake, &LogIntake::readStandardError);
    connect(process, &GuardedProcess::treeEmpty, this, &Run::onTreeEmpty);
    connect(process, &GuardedProcess::leaderExited, this, [this](const ExitReport &report) {
        m_exit = report;
        const QList<ProcessIdentity> tree = m_process->tree();
        m_leftOthers = std::any_of(tree.begin(), tree.end(),
                                   [this](const ProcessIdentity &one) { return one != m_process->leader(); });
        endWatches();
        m_judgeTimer.start();
    });
    connect(process, &GuardedProcess::stuck, this, [this](const QString &text) {
        m_stuck = text;
        note(text, Level::Warning);
        emit changed();
    });
}

void Run::stop(int graceMs)
{
    if (!std::exchange(m_isStopping, true))
        m_stopAskedAtMs = monotonicMs();
    endWatches();
    m_judgeTimer.stop();
    m_startWatch.end();
    if (m_check) {
        m_check.reset();
        QMetaObject::invokeMethod(this, &Run::gone, Qt::QueuedConnection);
    } else if (m_cleaner) {
        m_cleaner->shorten(graceMs);
    } else if (m_process) {
        m_process->stop(graceMs);
    }
}

void Run::setGrace(int graceMs)
{
    if (m_process)
        m_process->setGrace(graceMs);
}

void Run::onGuardStarted(const ProcessIdentity &)
{
    // What runs is on record before it runs.
    writeRecord();
    if (!m_isStopping)
        m_process->go();
    emit changed();
}

void Run::onStarted(const ProcessIdentity &)
{
    writeRecord();
    if (!m_isStopping) {
        m_health.begin(m_settings.host, m_settings.port, HealthPace::of(m_options));
        m_astrayTimer.start();
    }
    emit changed();
}

void Run::onStartFailed(const StartFailure &start)
{
    m_intake.finishStreams(); // the guard may have said something
    m_record.remove();
    if (!m_isStopping) // else this is the end of a stop that came first
        end(refusedEnd(start));
    emit gone();
}

void Run::onTreeEmpty(const ExitReport &report)
{
    m_exit = report;
    m_intake.finishStreams();
    const qint64 lines = m_output.outLines() + m_output.errLines();
    note((lines == 1 ? tr("Output ended after %1 line (stdout %2, stderr %3)")
                     : tr("Output ended after %1 lines (stdout %2, stderr %3)"))
             .arg(lines)
             .arg(m_output.outLines())
             .arg(m_output.errLines()));
    if (report.forcedKills > 0)
        note(report.forcedKills == 1
                 ? tr("1 process did not end when asked and was killed")
                 : tr("%1 processes did not end when asked and were killed").arg(report.forcedKills),
             Level::Warning);
    judge();
    if (m_isStopping && !m_isJudged) {
        const QString how = report.signal ? tr("exit by %1").arg(endPhrase(report)) : endPhrase(report);
        note(tr("Stopped: the whole process tree has ended (%1, %2)")
                 .arg(how, durationInWords(monotonicMs() - m_stopAskedAtMs)));
    }
    m_record.remove();
    emit gone();
}

// The backend ended although nobody asked: what was it, and is it worth another try?
void Run::judge()
{
    m_judgeTimer.stop();
    if (!m_isStopping && !m_isJudged && m_exit)
        end(judgedEnd({.report = *m_exit,
                       .hasAnswered = m_health.wasHeard(),
                       .leftOthers = m_leftOthers,
                       .variables = m_settings.kind == BackendKind::Builtin
                                        ? QStringList()
                                        : meddlingVariables(QProcessEnvironment::systemEnvironment())},
                      m_output, m_settings));
}

void Run::end(const RunEnd &how)
{
    m_isJudged = true;
    endWatches();
    m_startWatch.end();
    emit ended(how);
}

void Run::endWatches()
{
    m_health.end();
    m_silence.end();
    m_astrayTimer.stop();
}

void Run::onTimedOut(qint64 silentMs)
{
    end(timedOutEnd(silentMs, m_output, m_settings));
    stop(m_settings.graceSeconds * 1000);
}

// What it hung at is worth more than its good manners: Python writes down its stacks, others leave a core.
void Run::onSilentTooLong(qint64 silentMs)
{
    const RunEnd how = silentEnd(silentMs, m_silence.kind(), m_output, m_settings);
    note(tr("Asked to say where it hangs (SIGABRT), and ended"), Level::Warning);
    for (const ProcessIdentity &process : tree())
        (void)sendSignal(process, SIGABRT); // one that has ended meanwhile needs none
    QTimer::singleShot(m_options.abortMs, this, [this] { stop(m_settings.graceSeconds * 1000); });
    end(how);
}

QList<ProcessIdentity> Run::tree() const
{
    if (!m_process)
        return {};
    QList<ProcessIdentity> tree = m_process->tree();
    // The guard tells its tree only now and then.
    if (m_process->leader() && !tree.contains(*m_process->leader()))
        tree.append(*m_process->leader());
    return tree;
}

void Run::writeRecord()
{
    emit recorded(m_record.write(m_process->guard().value_or(ProcessIdentity()),
                                 m_process->leader().value_or(ProcessIdentity())));
}

void Run::onAnswered(bool isNews)
{
    const bool isComplete = m_health.life() == HealthWatch::Life::Complete;
    const bool wasReady = m_readyAt.isValid();
    lookAfterGuard();
    m_astrayTimer.stop();
    m_astray.clear();
    m_silence.end();
    if (isNews)
        m_startWatch.noteProgress();
    if (isComplete) {
        if (!wasReady)
            m_readyAt = QDateTime::currentDateTimeUtc();
        m_startWatch.end();
        m_startWatch.startIsOver();
        rememberCount();
    } else if (!m_startWatch.isActive()) {
        m_startWatch.begin();
    }
    emit answered(isNews);
}

void Run::rememberCount()
{
    const int skills = m_health.report().skillsLoaded;
    if (skills == 0 || m_expected == skills)
        return;
    m_expected = skills;
    const QString fault = m_counts.remember(m_settings.kind, countsKey(m_settings, m_paths), skills);
    if (!fault.isEmpty())
        note(fault, Level::Warning);
}

// Whoever stops it, or the whole session, leaves a tree that would outlive us.
void Run::lookAfterGuard()
{
    const bool wasStopped = m_process && m_process->wakeGuardIfStopped();
    if (wasStopped && !m_guardWasStopped)
        note(tr("The helper that guards the backend had been stopped (SIGSTOP), and was woken"), Level::Warning);
    m_guardWasStopped = wasStopped;
}

void Run::onPollFailed()
{
    lookAfterGuard();
    if (!m_health.wasHeard())
        lookAtUnfinishedLine();
    if (m_health.life() == HealthWatch::Life::Silent) {
        m_startWatch.end();
        onSilence();
        emit silent();
    } else {
        emit changed();
    }
}

void Run::onSilence()
{
    if (m_silence.isActive() || isEnding())
        return;
    // The original's hourly update runs where it answers, and may take minutes. Late, it is still under way.
    const QDateTime &update = m_health.report().nextUpdate;
    const qint64 overdueMs = update.isValid() ? update.msecsTo(QDateTime::currentDateTime()) : -1;
    m_silence.begin(m_health.sinceGoodMs(), overdueMs >= 0 && overdueMs < UpdateMayTakeMs);
}

void Run::onOutput()
{
    m_output.read();
    if (m_output.progressLines() == m_progressLines)
        return;
    m_progressLines = m_output.progressLines();
    m_startWatch.noteProgress();
    const bool isShown =
        !m_health.wasHeard() || m_health.life() == HealthWatch::Life::Loading || m_health.report().skillsLoaded == 0;
    if (isShown && !isEnding() && !m_textTimer.isActive())
        m_textTimer.start();
}

// No signal tells that a progress bar moved.
void Run::lookAtUnfinishedLine()
{
    const QByteArray unfinished = m_intake.unfinishedLine();
    if (unfinished == m_unfinished)
        return;
    m_unfinished = unfinished;
    m_startWatch.noteProgress();
}

// It lives and does not answer: perhaps it waits for nothing, or listens where nobody asks.
void Run::lookForItsPort()
{
    const QList<PortListener> places = listenersOf(tree());
    if (places.isEmpty() && hasLostItsPort(m_output, m_settings)) {
        end(lostPortEnd(m_output, m_settings));
        stop(m_settings.graceSeconds * 1000);
        return;
    }
    const QString before = std::exchange(m_astray, astrayText(places, m_settings));
    if (m_astray == before)
        return;
    if (!m_astray.isEmpty())
        note(m_astray, Level::Warning);
    emit changed();
}

QString Run::sinceStart() const
{
    return durationInWords(monotonicMs() - m_startedAtMs);
}

void Run::onStillAtIt()
{
    if (!std::exchange(m_isSlow, true))
        emit changed();
    if (m_health.wasHeard())
        note(tr("Loading skills: %1 (%2 since the start)")
                 .arg(skillsProgress(m_health.report(), m_expected), sinceStart()));
    else
        note(tr("Still starting, %1 since the start: no answer yet from /health on port %2")
                 .arg(sinceStart(), QString::number(m_settings.port)));
}

QStringList Run::lastLines() const
{
    return m_output.lastLines(LastLinesTold);
}

RunFacts Run::facts() const
{
    RunFacts facts;
    facts.settings = m_settings;
    facts.builtinIsThere = m_builtinIsThere;
    facts.cleaning = m_cleaner != nullptr;
    facts.launched = m_command.has_value();
    if (m_process && m_process->guard())
        facts.guardPid = m_process->guard()->pid;
    if (m_process && m_process->leader())
        facts.pid = m_process->leader()->pid;
    facts.startedAt = m_startedAt;
    if (m_command)
        facts.startedAtMs = m_startedAtMs;
    if (m_health.wasHeard())
        facts.health.report = m_health.report();
    facts.health.error = m_health.error();
    facts.health.readyAt = m_readyAt;
    facts.health.sinceGoodMs = m_health.sinceGoodMs();
    facts.expected = m_expected;
    facts.listensOn = m_listener.listensOn();
    facts.astray = m_astray;
    facts.stalledForMs = m_startWatch.stalledForMs();
    facts.silence = m_silence.kind();
    facts.slow = m_isSlow && !m_health.wasHeard();
    facts.stuck = m_stuck;
    facts.lastLine = m_unfinished.isEmpty() ? m_output.lastLine() : QString::fromUtf8(m_unfinished);
    facts.lastSkill = m_output.lastSkill();
    facts.troubleRecords = m_output.troubleRecords();
    facts.lastError = m_output.lastError();
    facts.lastErrorNumber = m_output.lastErrorNumber();
    return facts;
}

void Run::note(const QString &text, Level level)
{
    m_intake.addEvent(text, level);
}
