// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/supervisor.h"
#include "core/log/log_intake.h"
#include "core/log/log_store.h"
#include "tests/support/test_help.h"
#include "tests/support/tree_watch.h"

#include <QStringList>
#include <QTemporaryDir>

#include <memory>
#include <vector>

/// What tests on a stage have in common: a warning of Qt's fails them.
class StageTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup();
    void cleanupTestCase();

private:
    std::optional<WarningWatch> m_warnings;
};

/// A supervisor on a stage of its own: private directories, a port, fake_backend as custom backend, and a record of
/// every status it told. Whatever it started carries a tag of its own, so that nothing of it is overlooked.
class Stage
{
public:
    explicit Stage(const QStringList &backendArguments = {});
    ~Stage();

    /// Made at the first call; before it, options and settings may be changed.
    [[nodiscard]] Supervisor &supervisor();
    /// As after a crash and a new start of the tray: the same directories, another supervisor.
    void replaceSupervisor();
    void setBackend(const QStringList &backendArguments);

    [[nodiscard]] State state() { return supervisor().status().state; }
    [[nodiscard]] const Status &status() { return supervisor().status(); }
    /// Names of the states in the order in which they were entered.
    [[nodiscard]] QStringList states() const;
    [[nodiscard]] int entered(State state) const;
    /// Milliseconds on monotonicMs() when it was entered for the n-th time (from 1); -1 when it was not.
    [[nodiscard]] qint64 enteredAtMs(State state, int nth = 1) const;
    [[nodiscard]] QStringList events() const;
    [[nodiscard]] bool hasEvent(const QString &part) const;
    /// Live processes of the backend's tree, this test's own strangers included when they carry tree.tag().
    [[nodiscard]] QList<qint64> living() const { return tree.pids(); }

    TreeWatch tree;
    QTemporaryDir directory;
    Paths paths;
    LogStore store;
    LogIntake intake{store, nullptr};
    SupervisorOptions options;
    Settings settings;
    quint16 port = 0;
    struct Told
    {
        qint64 atMs;
        Status status;
    };
    std::vector<Told> told;

private:
    std::unique_ptr<Supervisor> m_supervisor;
};
