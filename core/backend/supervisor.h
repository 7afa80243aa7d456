// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/health_probe.h"
#include "core/backend/launch_check.h"
#include "core/backend/machine.h"
#include "core/backend/progress_reader.h"
#include "core/backend/remembered_counts.h"
#include "core/backend/restart_policy.h"
#include "core/backend/status.h"
#include "core/backend/status_text.h"
#include "core/log/log_line.h"
#include "core/process/guarded_process.h"
#include "core/process/port_owner.h"
#include "core/settings/paths.h"
#include "core/settings/settings.h"

#include <QObject>
#include <QTimer>

#include <optional>

class LogIntake;
class LogStore;
class OrphanCleaner;

/// Times and places that tests scale. The defaults are what users get.
struct SupervisorOptions
{
    QString guardProgram;   // absolute path of skills-tray-guard
    QString builtinProgram; // absolute path where skills-backend is expected
    QString howToAgree;     // to a download, where no window asks; one clause
    int pollWhileStartingMs = 500;
    int pollWhileLoadingMs = 1000;
    int pollWhenReadyMs = 5000;
    int pollDeadlineMs = 2500;
    int unresponsiveAfterMs = 10'000; // and three bad polls
    int portLookMs = 5000;
    int stallMs = 300'000;
    int progressEventMs = 10'000;
    int counterResetMs = 60'000;
    int restartWindowMs = 3'600'000; // more than ten restarts within it: gives up
    double backoffScale = 1.0;       // multiplies 1, 2, 4, ... s
};

/// Keeps one backend in the state the user asked for.
class Supervisor : public QObject
{
    Q_OBJECT
public:
    /// `store` and `intake` must outlive this object.
    Supervisor(SupervisorOptions options, Paths paths, LogStore &store, LogIntake &intake, QObject *parent = nullptr);
    ~Supervisor() override;

    [[nodiscard]] const Status &status() const { return m_published; }
    /// False while anything of ours may still run.
    [[nodiscard]] bool isTreeEmpty() const { return !m_machine.treeAlive; }

    /// Takes effect at the next launch; status shows kind, host and port at once while nothing runs. Another port,
    /// host or kind ends the wait for a taken port.
    void useSettings(const Settings &settings);

    void start(); // nothing happens while it runs or starts; during Backoff: at once
    void stop();  // idempotent; ends in Stopped when the tree is empty
    void stop(int graceMs);
    void forceStop(); // SIGKILL now
    void restart();   // when stopped: start
    /// The user agrees to the download for this run (the setting makes it last).
    void allowDownload() { m_downloadAllowed = true; }
    /// SIGTERM to the program of our own user that holds the port, if it is still the one in `status().failure`.
    /// Returns an empty string, or why nothing was sent.
    [[nodiscard]] QString askPortOwnerToQuit();
    /// Shows how the backend is that somebody else runs on our port, if a remedy in `status().trouble` offers it.
    /// Nothing is started or signalled meanwhile; start() does nothing. When it is gone, our own start follows.
    void watch();
    void stopWatching(); // waits for the port again

signals:
    void statusChanged(const Status &status);

private:
    // supervisor.cpp: what is wanted, and the state
    void happen(Event event);
    void enter(const Machine &next);
    void onEntered(State state, State before);
    void treeGone();
    void publish();
    void refreshTexts();
    void showSettings();
    void clearRunFacts();
    [[nodiscard]] std::optional<QString> standingWarning() const;
    void noteFailure();
    void note(const QString &text, Level level = Level::None);

    // supervisor_port.cpp: a port that somebody else holds
    [[nodiscard]] bool isWaitingForPort() const;
    void lookAtPort();
    void startOurOwn();
    void waitForPort(const std::optional<PortListener> &listener);
    void askStranger();
    void offerWatching(bool answers);
    void onWatchedAnswered();
    void onWatchedSilent();

    // supervisor_launch.cpp: one run from the checks to its end
    void beginLaunch();
    void check();
    void dropCheck();
    void launch(const LaunchCheckResult &result);
    void refuse(const Failure &failure, const std::optional<Trouble> &trouble);
    void onStarted(const ProcessIdentity &leader);
    void onStartFailed(const StartFailure &start);
    void onLeaderExited(const ExitReport &report);
    void onTreeEmpty(const ExitReport &report);
    void judge();
    void judgePort();
    void retry(const QString &cause);
    void dropProcess();
    void stopTree();
    void writeRecord();
    [[nodiscard]] Failure failureFor(const ExitReport &report) const;

    // supervisor_health.cpp: what its answers and its output mean
    void onAnswered(const HealthReport &report);
    void onPollFailed(const QString &reason);
    [[nodiscard]] bool hasBeenSilent() const;
    void onLogChanged();
    void paceProbe();
    void showProgress();
    void lookAtUnfinishedLine();
    void noteProgress();
    void lookForStall();
    [[nodiscard]] bool answerIsOurs() const;
    [[nodiscard]] QString countsKey(const Settings &settings) const;

    SupervisorOptions m_options;
    Paths m_paths;
    LogStore &m_store;
    LogIntake &m_intake;
    Settings m_settings; // as the user wants them
    Settings m_run;      // as this run was started with
    Machine m_machine;
    Status m_status;
    Status m_published;
    quint64 m_entered = 0; // counts states entered, to notice that a listener has moved us on

    HealthProbe m_probe;
    ProgressReader m_reader;
    RestartPolicy m_policy;
    RememberedCounts m_counts;

    LaunchCheck *m_check = nullptr;
    OrphanCleaner *m_cleaner = nullptr;
    GuardedProcess *m_process = nullptr;
    QString m_marker;
    QString m_recordFault; // why what runs is not on record, so that it is told once
    LaunchCheckResult m_launch;
    bool m_launched = false; // the program runs, or did in this run
    bool m_downloadAllowed = false;
    std::optional<ExitReport> m_exit;
    int m_graceMs = 5000;
    qint64 m_stopAskedAtMs = 0;
    int m_portRetries = 0;
    std::optional<PortListener> m_portListener;
    bool m_strangerAnswers = false; // who holds the port answers /health as a backend does
    QString m_stuck;

    HealthReport m_report;
    qint64 m_lastGoodMs = 0;
    int m_badPolls = 0;
    qint64 m_progressMs = 0;
    qint64 m_progressLines = 0;
    QByteArray m_unfinished; // a progress bar that is rewritten is progress too

    QTimer m_backoffTimer;
    QTimer m_portTimer;
    QTimer m_judgeTimer;
    QTimer m_settledTimer;
    QTimer m_progressTimer;
    QTimer m_stallTimer;
    QTimer m_textTimer;
};
