// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/health/remembered_counts.h"
#include "core/backend/port/port_war.h"
#include "core/backend/state/machine.h"
#include "core/backend/state/restart_policy.h"
#include "core/backend/state/run_facts.h"
#include "core/backend/state/status.h"
#include "core/backend/state/supervisor_options.h"
#include "core/backend/status_of.h"
#include "core/log/log_line.h"
#include "core/settings/paths.h"
#include "core/settings/settings.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

class LaunchCheck;
class LogIntake;
class LogStore;
class PortWait;
class Run;

/// Keeps one backend in the state the user asked for.
///
/// It knows what is wanted and which state that has led to. What is, it is told by a Run while something of ours is
/// launched, and by a PortWait while somebody else has the port. It has at most one of each.
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
    /// When stopped: start. What runs is stopped only when a check says that it could be started again; else status()
    /// tells the refusal, and it goes on.
    void restart();
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
    void happen(Event event);
    void enter(const Machine &next);
    void onEntered();
    void askNext();
    [[nodiscard]] Known known() const;
    void tell();
    void publish(const Status &status);

    void checkRestart();
    void startRun();
    void onRecorded(const QString &fault);
    void onEnded(const RunEnd &end);
    void onGone();
    void retry(RestartPolicy::Verdict verdict);
    void onAnswered(const HealthReport &report, bool isNews);

    [[nodiscard]] bool isWaitingForPort() const;
    void waitForPort();
    void tellPort();
    void giveUpPort();
    void startOurOwn();

    void note(const QString &text, Level level = Level::None);

    SupervisorOptions m_options;
    Paths m_paths;
    LogStore &m_store;
    LogIntake &m_intake;

    Settings m_settings; // as the user wants them
    bool m_downloadAllowed = false;
    int m_graceMs = 5000;
    Machine m_machine;
    quint64 m_entered = 0; // counts states entered, to notice that a listener has moved us on
    QDateTime m_stateSince;

    std::unique_ptr<Run> m_run;       // until nothing of it lives
    std::unique_ptr<PortWait> m_port; // waited for, or watched
    std::unique_ptr<LaunchCheck> m_restartCheck;
    std::optional<Refusal> m_refusal; // its answer
    QString m_recordFault;            // why what runs is not on record, so that it is told once, not for each run

    RestartPolicy m_policy;
    PortWar m_portWar;
    QTimer m_backoffTimer;
    QTimer m_settledTimer;
    std::optional<qint64> m_nextAttemptAtMs;
    // Why it is in Backoff or Failed.
    std::optional<Failure> m_failure;
    std::optional<Trouble> m_trouble;
    std::optional<qint64> m_errorLine;

    RememberedCounts m_counts;
    std::optional<int> m_expected; // skills, remembered for m_settings
    std::optional<QStringList> m_command;
    Status m_published;
};
