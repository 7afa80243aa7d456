// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT

// How soon the end of the backend's process is known (P9): from SIGKILL until leaderExited. Side by side: QProcess,
// without a guard in between.
#include "core/process/guarded_process.h"
#include "tests/bench/bench_report.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>

#include <csignal>
#include <optional>

using namespace Qt::StringLiterals;

static double killGuarded()
{
    LaunchPlan plan;
    plan.guard = QStringLiteral(SKILLS_GUARD);
    plan.program = u"/bin/sleep"_s;
    plan.arguments = QStringList{u"600"_s};
    plan.environment = QProcessEnvironment::systemEnvironment();
    GuardedProcess process(plan);
    std::optional<ProcessIdentity> leader;
    std::optional<double> ms;
    bool empty = false;
    QElapsedTimer clock;
    QObject::connect(&process, &GuardedProcess::guardStarted, &process, &GuardedProcess::go);
    QObject::connect(&process, &GuardedProcess::started, &process, [&](const ProcessIdentity &it) { leader = it; });
    QObject::connect(&process, &GuardedProcess::leaderExited, &process,
                     [&] { ms = double(clock.nsecsElapsed()) / 1e6; });
    QObject::connect(&process, &GuardedProcess::treeEmpty, &process, [&] { empty = true; });
    process.start();
    runUntil("the program runs", [&] { return leader.has_value(); });
    clock.start();
    (void)sendSignal(*leader, SIGKILL);
    runUntil("its end is known", [&] { return ms.has_value(); });
    runUntil("the guard has ended", [&] { return empty; });
    return *ms;
}

static double killPlain()
{
    QProcess process;
    bool ended = false;
    QObject::connect(&process, &QProcess::finished, &process, [&] { ended = true; });
    process.start(u"/bin/sleep"_s, {u"600"_s});
    runUntil("the program runs", [&] { return process.state() == QProcess::Running; });
    QElapsedTimer clock;
    clock.start();
    process.kill();
    runUntil("its end is known", [&] { return ended; });
    return double(clock.nsecsElapsed()) / 1e6;
}

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const BenchOptions options = BenchOptions::fromArguments();
    const int times = options.quick ? 3 : 100;
    QList<double> guarded;
    QList<double> plain;
    for (int round = 0; round < options.rounds; ++round) {
        QList<double> guardedMs;
        QList<double> plainMs;
        for (int i = 0; i < times; ++i) {
            guardedMs << killGuarded();
            plainMs << killPlain();
        }
        guarded << percentile(guardedMs, 0.99);
        plain << percentile(plainMs, 0.99);
    }
    report(u"p9.exit_seen.p99"_s, u"ms"_s, guarded);
    report(u"p9.qprocess.p99"_s, u"ms"_s, plain);
}
