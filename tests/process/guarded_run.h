// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/process/guarded_process.h"
#include "tests/support/tree_watch.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <optional>

/// Runs a command line of fake_backend under the guard and writes down all that the process said.
class GuardedRun : public QObject
{
    Q_OBJECT
public:
    /// `options`: split at blanks. Nothing listens unless they say --port.
    explicit GuardedRun(const QString &options, int graceMs = 5000);
    explicit GuardedRun(LaunchPlan plan);
    ~GuardedRun() override;

    /// What fake_backend needs to run marked with `watch`.
    [[nodiscard]] LaunchPlan fakePlan(const QString &options, int graceMs = 5000) const;
    /// Starts, and says go as soon as the guard runs.
    void start();

    // The watch outlives the process: what it finds at its end has escaped.
    TreeWatch watch;
    QTemporaryDir directory;
    std::unique_ptr<GuardedProcess> process;
    QByteArray out;
    QByteArray err;
    QStringList order;
    std::optional<StartFailure> failure;
    std::optional<ExitReport> exited;
    std::optional<ExitReport> empty;
    bool started = false;
    QElapsedTimer sinceStart;
    qint64 failedMs = -1;
    qint64 exitedMs = -1;
    qint64 emptyMs = -1;
    QByteArray errAtExit;

private:
    void listen();
};
