// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/temp_home.h"
#include "tests/support/tree_watch.h"

#include <QJsonObject>
#include <QProcess>
#include <QStringList>

#include <memory>
#include <optional>

/// Runs the real skills-tray in a home of its own, with fake_backend as its custom backend, and its commands.
///
/// With SKILLS_TEST_HEADLESS in the environment of the test every start is one with --headless, where Qt finds no
/// platform at all.
class TrayRun
{
public:
    TrayRun();
    ~TrayRun();
    Q_DISABLE_COPY_MOVE(TrayRun)

    struct Result
    {
        int exit = -1; // -1: it did not end in time, or crashed
        QByteArray out;
        QByteArray err;
        qint64 ms = 0;
        [[nodiscard]] qsizetype errorLines() const { return err.count('\n'); }
    };

    /// The first start, with --background, fake_backend and its options; returns when it answers commands.
    [[nodiscard]] bool start(const QStringList &backendOptions = {}, const QStringList &options = {});
    /// The first start with exactly these arguments.
    [[nodiscard]] bool startPlain(const QStringList &arguments);
    /// These arguments of a start, in the mode of this run.
    [[nodiscard]] QStringList inMode(const QStringList &arguments) const;
    [[nodiscard]] bool isHeadless() const { return m_headless; }
    /// From now on as if the test were run so.
    void goHeadless();
    /// What the first start said on stderr.
    [[nodiscard]] QByteArray errors() const;
    /// One more start, or a command; waits for its end.
    [[nodiscard]] Result run(const QStringList &arguments, int limitMs = 20'000) const;
    [[nodiscard]] std::unique_ptr<QProcess> runInBackground(const QStringList &arguments) const;

    [[nodiscard]] QJsonObject status() const;
    [[nodiscard]] QString state() const { return status().value(QStringLiteral("state")).toString(); }
    [[nodiscard]] quint16 port() const { return m_port; }
    /// "-- fake_backend --host {host} ..." with these options.
    [[nodiscard]] QStringList backend(const QStringList &options) const;
    /// Guard and backend processes of this run; the tray itself carries the mark too and is left out.
    [[nodiscard]] QList<qint64> tree() const;
    [[nodiscard]] bool treeIsGone() const { return tree().isEmpty(); }
    /// What is left, for the message of a failure.
    [[nodiscard]] const char *leftovers();
    [[nodiscard]] QProcess &process() { return m_process; }
    [[nodiscard]] bool waitForEnd(int ms)
    {
        return m_process.state() == QProcess::NotRunning || m_process.waitForFinished(ms);
    }
    [[nodiscard]] TempHome &home() { return m_home; }
    [[nodiscard]] QProcessEnvironment &environment() { return m_environment; }
    /// Hands the home to another user, who from now on runs the tray and its commands; only root can.
    [[nodiscard]] bool giveTo(uint user);
    [[nodiscard]] bool writeFile(const QString &path, const QByteArray &content) const;
    [[nodiscard]] Paths paths() const;

private:
    TempHome m_home;
    TreeWatch m_tree;
    quint16 m_port;
    bool m_headless = false;
    QProcessEnvironment m_environment;
    QProcess m_process;
    std::optional<uint> m_user;
    QByteArray m_leftovers;
};
