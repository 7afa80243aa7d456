// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/process/guard_program.h"
#include "core/process/process_identity.h"
#include "core/process/start_failure.h"

#include <QObject>
#include <QProcessEnvironment>
#include <QStringList>

#include <memory>
#include <optional>

class TreeAdoption;

/// What is to be run. Argument lists only; there is no shell anywhere.
struct LaunchPlan
{
    QString guard;   // absolute path of skills-tray-guard
    QString program; // absolute path
    QStringList arguments;
    QProcessEnvironment environment; // exactly what the backend sees; see backendEnvironment()
    QString workingDirectory;        // private; made when missing
    int graceMs = 5000;              // between SIGTERM and SIGKILL when nobody says otherwise
};

/// How the backend's first process ended.
struct ExitReport
{
    std::optional<int> exitCode; // exactly one of the two is set, neither when the guard was lost
    std::optional<int> signal;
    int forcedKills = 0;    // processes that had to be SIGKILLed
    bool guardLost = false; // the guard died; another one ended the rest
    bool operator==(const ExitReport &) const = default;
};

/// The environment a backend gets: ours, without what desktop packaging leaks into it, with unbuffered Python, a width
/// of 200 columns, the private `tempDirectory` as TMPDIR and the marker SKILLS_TRAY_INSTANCE=`marker`,
/// of which the guard makes a limit, too (run_mark.h).
[[nodiscard]] QProcessEnvironment backendEnvironment(const QProcessEnvironment &ours, const QString &tempDirectory,
                                                     const QString &marker);

/// Of an environment, what changes how uv, pip, Python's MCP library and downloads behave, and is not ours; sorted.
[[nodiscard]] QStringList meddlingVariables(const QProcessEnvironment &environment);

/// Runs one program under the guard, so that its whole process tree can be stopped.
///
/// One object runs one program once. Signals in order: guardStarted, then started or startFailed; output; leaderExited;
/// treeEmpty. Every start() ends in exactly one startFailed or treeEmpty; nothing comes after it. Whoever deletes this
/// object from one of its signals uses deleteLater().
class GuardedProcess : public QObject
{
    Q_OBJECT
public:
    explicit GuardedProcess(LaunchPlan plan, QObject *parent = nullptr);
    /// Kills what is left at once.
    ~GuardedProcess() override;

    /// Starts the guard, which waits for go() before it runs the program, so that its identity can be recorded first.
    void start();
    void go();
    /// SIGTERM (and SIGCONT) to the whole tree, after `graceMs` SIGKILL: at once with 0. One round of SIGTERM however
    /// often it is called: repeated calls can only shorten the grace. Before go(): the program is never run.
    void stop(int graceMs);
    /// The grace for an end that nobody asks for: the leader's, or our own.
    void setGrace(int graceMs);

    /// Wakes a guard that somebody has stopped: it would not hear of our death. True: it was stopped.
    [[nodiscard]] bool wakeGuardIfStopped() const { return !m_adoption && m_guard.wakeIfStopped(); }

    [[nodiscard]] std::optional<ProcessIdentity> guard() const { return m_guard.identity(); }
    [[nodiscard]] std::optional<ProcessIdentity> leader() const { return m_leader; }
    /// The tree as the guard last told it, leader included.
    [[nodiscard]] QList<ProcessIdentity> tree() const { return m_tree; }

signals:
    void guardStarted(const ProcessIdentity &guard);
    void started(const ProcessIdentity &leader);
    void startFailed(const StartFailure &failure); // at most once
    void treeChanged();                            // tree() is another one than before
    void standardOutput(const QByteArray &bytes);
    void standardError(const QByteArray &bytes);
    void leaderExited(const ExitReport &report); // once after started(); what it had written was delivered before
    /// Nothing of the tree lives any more. Once, also without started() when it was stopped before. All output was
    /// delivered before.
    void treeEmpty(const ExitReport &report);
    /// Processes that survive SIGKILL (uninterruptible sleep); said again while it is so. Text for people.
    void stuck(const QString &text);

private:
    void fail(StartFailure::Kind kind, const QString &cause);
    void readEvent(const QByteArrayList &words);
    void readStartFailure(const QByteArrayList &words);
    void announceExit();
    void guardEnded(std::optional<int> status);
    [[nodiscard]] QString guardFault(int status) const;
    void adoptRemains();
    void end();

    LaunchPlan m_plan;
    GuardProgram m_guard;
    std::unique_ptr<TreeAdoption> m_adoption; // once the guard was lost
    QByteArray m_guardWords;                  // on standard error, before anybody else could write there
    bool m_guardSpoke = false;
    QString m_guardFault; // why it ended before it said anything
    std::optional<ProcessIdentity> m_leader;
    QList<ProcessIdentity> m_tree;
    ExitReport m_report;
    bool m_leaderGone = false;
    bool m_exitAnnounced = false;
    bool m_guardSaidEmpty = false;
    bool m_ended = false;
};
