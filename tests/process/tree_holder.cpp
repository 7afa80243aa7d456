// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT

// Stands in for a tray that is going to be killed: tree_holder GUARD GRACE-MS MARK PROGRAM ARGUMENT...
// runs the program under the guard, says "started" and holds on.

#include "core/process/guarded_process.h"

#include <QCoreApplication>
#include <QDir>

#include <cstdio>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 5)
        return 2;
    LaunchPlan plan;
    plan.guard = arguments.at(1);
    plan.graceMs = arguments.at(2).toInt();
    plan.program = arguments.at(4);
    plan.arguments = arguments.mid(5);
    plan.environment = backendEnvironment(QProcessEnvironment::systemEnvironment(), QDir::tempPath(), arguments.at(3));
    GuardedProcess process(plan);
    QObject::connect(&process, &GuardedProcess::guardStarted, &process, &GuardedProcess::go);
    QObject::connect(&process, &GuardedProcess::started, &process, [] {
        std::puts("started");
        std::fflush(stdout);
    });
    process.start();
    return QCoreApplication::exec();
}
