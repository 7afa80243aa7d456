// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/application.h"
#include "app/tray/commands/check_command.h"
#include "app/tray/commands/parsed_command_line.h"
#include "app/tray/exit_status.h"
#include "app/tray/desktop/display_guard.h"
#include "app/tray/instance_lock.h"
#include "app/tray/output.h"
#include "app/tray/commands/remote_command.h"
#include "app/tray/commands/second_start.h"
#include "app/tray/desktop/session_bus.h"
#include "core/settings/paths.h"
#include "core/settings/standard_streams.h"
#include "ui/seen_box_style.h"

#include <skills_tray_version.h>

#include <QApplication>
#include <QFile>

#include <optional>

using namespace Qt::StringLiterals;

/// Lets the other instance show its window. None: it is gone, and we hold the lock.
static std::optional<int> visitOther(int &argc, char **argv, const CommandLine &commandLine, const Paths &paths,
                                     InstanceLock &lock)
{
    QCoreApplication app(argc, argv);
    std::optional<int> status;
    SecondStart second(commandLine, paths.controlSocket(), lock);
    QObject::connect(
        &second, &SecondStart::finished, &app,
        [&](int exitStatus) {
            status = exitStatus;
            QCoreApplication::quit();
        },
        Qt::QueuedConnection);
    QObject::connect(&second, &SecondStart::lockTaken, &app, &QCoreApplication::quit, Qt::QueuedConnection);
    second.begin();
    app.exec();
    return status;
}

static int fail(const QString &sentence)
{
    printError(sentence);
    return ExitFailed;
}

static int runUntilEnd(const CommandLine &commandLine, const Paths &paths)
{
    Application application(commandLine, paths);
    const QString impossible = application.begin();
    if (!impossible.isEmpty())
        return fail(impossible);
    return QCoreApplication::exec();
}

static int runDesktop(int &argc, char **argv, const CommandLine &commandLine, const Paths &paths, InstanceLock &lock)
{
    refuseToLaunchSessionBus();
    std::optional<DisplayGuard> guard(std::in_place, [&] { lock.release(); });
    const QApplication app(argc, argv);
    guard.reset();
    SeenBoxStyle::useWhereFusionIs();
    QApplication::setQuitOnLastWindowClosed(false);
    QApplication::setApplicationDisplayName(u"Skills Tray"_s);
    QApplication::setDesktopFileName(u"skills-tray"_s);
    return runUntilEnd(commandLine, paths);
}

static int runHeadless(int &argc, char **argv, const CommandLine &commandLine, const Paths &paths)
{
    // No platform plugin is looked for, so that none need be there.
    const QCoreApplication app(argc, argv);
    return runUntilEnd(commandLine, paths);
}

static int runApplication(int &argc, char **argv, const CommandLine &commandLine)
{
    const Paths paths = Paths::fromEnvironment();
    const QString noDirectory = ensurePrivateDirectory(paths.runtime);
    if (!noDirectory.isEmpty())
        return fail(noDirectory);
    InstanceLock lock(paths.lockFile());
    switch (lock.take()) {
    case InstanceLock::Outcome::Impossible:
        return fail(lock.error());
    case InstanceLock::Outcome::HeldByAnother:
        if (const std::optional<int> status = visitOther(argc, argv, commandLine, paths, lock))
            return *status;
        break;
    case InstanceLock::Outcome::Taken:
        break;
    }

    return commandLine.headless ? runHeadless(argc, argv, commandLine, paths)
                                : runDesktop(argc, argv, commandLine, paths, lock);
}

int main(int argc, char **argv)
{
    occupyClosedStreams();
    QCoreApplication::setApplicationName(u"skills-tray"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(SKILLS_TRAY_VERSION));
    ignoreBrokenPipes();

    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments += QFile::decodeName(argv[i]);
    // What comes after our own name is ours alone: Qt would take "-style" out of a backend's arguments.
    int ownArgc = 1;

    const CommandLine commandLine = parseCommandLine(arguments);
    if (!commandLine.error.isEmpty()) {
        printError(commandLine.error);
        return ExitUsage;
    }
    switch (commandLine.verb) {
    case Verb::Help:
        return printOut(helpText().toLocal8Bit()) ? ExitDone : ExitFailed;
    case Verb::Version:
        return printOut("skills-tray " SKILLS_TRAY_VERSION "\n") ? ExitDone : ExitFailed;
    case Verb::Run:
        return runApplication(ownArgc, argv, commandLine);
    case Verb::Check:
        return runCheck(ownArgc, argv, commandLine);
    case Verb::Status:
    case Verb::Start:
    case Verb::Stop:
    case Verb::Restart:
    case Verb::Logs:
    case Verb::Show:
    case Verb::Quit:
    case Verb::Wait:
        return runRemoteCommand(ownArgc, argv, commandLine);
    }
    Q_UNREACHABLE();
}
