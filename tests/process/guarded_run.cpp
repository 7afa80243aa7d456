// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/process/guarded_run.h"

GuardedRun::GuardedRun(const QString &options, int graceMs)
{
    process = std::make_unique<GuardedProcess>(fakePlan(options, graceMs));
    listen();
}

GuardedRun::GuardedRun(LaunchPlan plan)
{
    plan.environment = backendEnvironment(plan.environment, directory.path(), watch.mark());
    process = std::make_unique<GuardedProcess>(std::move(plan));
    listen();
}

GuardedRun::~GuardedRun() = default;

LaunchPlan GuardedRun::fakePlan(const QString &options, int graceMs) const
{
    QStringList arguments = options.split(u' ', Qt::SkipEmptyParts);
    if (!options.contains(QStringLiteral("--port")))
        arguments << QStringLiteral("--no-listen");
    arguments << QStringLiteral("--quiet") << watch.tag();
    return {QStringLiteral(SKILLS_GUARD),
            QStringLiteral(SKILLS_FAKE_BACKEND),
            arguments,
            backendEnvironment(QProcessEnvironment::systemEnvironment(), directory.path(), watch.mark()),
            directory.filePath(QStringLiteral("work")),
            graceMs};
}

void GuardedRun::listen()
{
    GuardedProcess *p = process.get();
    connect(p, &GuardedProcess::guardStarted, this, [this] {
        order << QStringLiteral("guardStarted");
        process->go();
    });
    connect(p, &GuardedProcess::started, this, [this] {
        order << QStringLiteral("started");
        started = true;
    });
    connect(p, &GuardedProcess::startFailed, this, [this](const StartFailure &text) {
        order << QStringLiteral("startFailed");
        failure = text;
        failedMs = sinceStart.elapsed();
    });
    connect(p, &GuardedProcess::standardOutput, this, [this](const QByteArray &bytes) { out += bytes; });
    connect(p, &GuardedProcess::standardError, this, [this](const QByteArray &bytes) { err += bytes; });
    connect(p, &GuardedProcess::leaderExited, this, [this](const ExitReport &report) {
        order << QStringLiteral("leaderExited");
        exited = report;
        exitedMs = sinceStart.elapsed();
        errAtExit = err;
    });
    connect(p, &GuardedProcess::treeEmpty, this, [this](const ExitReport &report) {
        order << QStringLiteral("treeEmpty");
        empty = report;
        emptyMs = sinceStart.elapsed();
    });
}

void GuardedRun::start()
{
    sinceStart.start();
    process->start();
}
