// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/health/health_watch.h"
#include "core/backend/health/progress_reader.h"
#include "core/backend/health/remembered_counts.h"
#include "core/backend/health/silence_watch.h"
#include "core/backend/health/start_watch.h"
#include "core/backend/launch/launch_check.h"
#include "core/backend/port/own_listener.h"
#include "core/backend/run/orphan_cleaner.h"
#include "core/backend/run/run_record.h"
#include "core/backend/state/run_facts.h"
#include "core/backend/state/supervisor_options.h"
#include "core/log/log_line.h"
#include "core/process/guarded_process.h"
#include "core/settings/paths.h"
#include "core/settings/settings.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

class LogIntake;
class LogStore;

/// One launch of the backend: from what has to be out of its way until nothing of it lives.
///
/// Made for one launch, and dies with it. Signals in order: launched, changed, answered and silent as often as they
/// happen; ended at most once; gone once, and nothing after it.
class Run : public QObject
{
    Q_OBJECT
public:
    /// `store` and `intake` must outlive this object.
    Run(const Settings &settings, const SupervisorOptions &options, const Paths &paths, LogStore &store,
        LogIntake &intake, QObject *parent = nullptr);
    /// Kills at once what is left.
    ~Run() override;

    /// `downloadAllowed`: the user has agreed to one for this launch.
    void begin(bool downloadAllowed);
    /// Ends it: SIGTERM, after `graceMs` SIGKILL. Repeated calls can only shorten the grace.
    void stop(int graceMs);
    /// The grace for an end that nobody asks for.
    void setGrace(int graceMs);

    [[nodiscard]] RunFacts facts() const;
    [[nodiscard]] const Settings &settings() const { return m_settings; }
    [[nodiscard]] const HealthReport &report() const { return m_health.report(); }
    [[nodiscard]] const std::optional<QStringList> &command() const { return m_command; } // none before the launch
    /// It has ended or is to end; what it tells is of no interest any more.
    [[nodiscard]] bool isEnding() const { return m_isStopping || m_isJudged; }
    /// Oldest first, as many as people are told.
    [[nodiscard]] QStringList lastLines() const;

signals:
    void launched(); // something of ours lives from now on
    void changed();
    void recorded(const QString &fault); // what runs is on record, or why it is not
    void answered(bool isNews); // a good answer of /health; `isNews`: the first one, or another number of skills
    void silent();              // /health was heard, and has been silent for too long
    void ended(const RunEnd &end);
    void gone(); // nothing of it lives

private:
    void check(bool downloadAllowed);
    void launch(const LaunchCheckResult &result);
    void follow();
    void onGuardStarted(const ProcessIdentity &guard);
    void onStarted(const ProcessIdentity &leader);
    void onStartFailed(const StartFailure &start);
    void onTreeEmpty(const ExitReport &report);
    void onAnswered(bool isNews);
    void onPollFailed();
    void onOutput();
    void onStillAtIt();
    void onTimedOut(qint64 silentMs);
    void onSilence();
    void lookAfterGuard();
    void onSilentTooLong(qint64 silentMs);
    [[nodiscard]] QList<ProcessIdentity> tree() const;
    void writeRecord();
    void judge();
    void end(const RunEnd &how);
    void endWatches(); // over what only a living first process can do
    void lookAtUnfinishedLine();
    void lookForItsPort();
    void rememberCount();
    void note(const QString &text, Level level = Level::None);
    [[nodiscard]] QString sinceStart() const;

    Settings m_settings;
    SupervisorOptions m_options;
    Paths m_paths;
    LogIntake &m_intake;
    RememberedCounts m_counts;
    std::optional<int> m_expected; // skills, as the last complete run had them
    RunRecord m_record;
    bool m_builtinIsThere;

    std::unique_ptr<OrphanCleaner> m_cleaner;
    std::unique_ptr<LaunchCheck> m_check;
    std::unique_ptr<GuardedProcess> m_process;
    std::optional<QStringList> m_command;
    HealthWatch m_health;
    OwnListener m_listener;
    ProgressReader m_output;
    StartWatch m_startWatch;
    SilenceWatch m_silence;
    QByteArray m_unfinished; // a progress bar that is rewritten is progress too
    qint64 m_progressLines = 0;
    QString m_stuck;

    QDateTime m_startedAt;
    qint64 m_startedAtMs = 0;
    QDateTime m_readyAt;
    std::optional<ExitReport> m_exit;
    qint64 m_stopAskedAtMs = 0;
    bool m_guardWasStopped = false;
    bool m_leftOthers = false; // when its first process ended
    bool m_isSlow = false;     // its start has taken longer than most
    bool m_isStopping = false;
    bool m_isJudged = false;
    QTimer m_judgeTimer;
    QTimer m_astrayTimer;
    QString m_astray; // why it cannot be reached where it is expected
    QTimer m_textTimer;
};
