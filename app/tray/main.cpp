// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/application.h"
#include "app/tray/commands/check_command.h"
#include "app/tray/commands/parsed_command_line.h"
#include "app/tray/commands/remote_command.h"
#include "app/tray/commands/second_start.h"
#include "app/tray/desktop/display_guard.h"
#include "app/tray/desktop/session_bus.h"
#include "app/tray/exit_status.h"
#include "app/tray/instance_lock.h"
#include "app/tray/output.h"
#include "core/settings/paths.h"
#include "core/settings/standard_streams.h"
#include "ui/shared/seen_box_style.h"

#include <skills_tray_version.h>

#include <QApplication>
#include <QFile>
#include <QFileInfo>

#include <array>
#include <functional>
#include <optional>

using namespace Qt::StringLiterals;

/// Lets the other instance, which listens on `socket`, show its window. None: it is gone, and we hold the lock.
static std::optional<int> visitOther(int &argc, char **argv, const CommandLine &commandLine, const QString &socket,
                                     InstanceLock &lock, const QString &elsewhere = {})
{
    QCoreApplication app(argc, argv);
    std::optional<int> status;
    SecondStart second(commandLine, socket, lock, elsewhere);
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

static int runDesktop(char **argv, const CommandLine &commandLine, const Paths &paths,
                      const std::function<void()> &leave)
{
    if (const QString missing = refuseUselessSessionBus(); !missing.isEmpty())
        printNotice(missing);
    std::optional<DisplayGuard> guard(std::in_place, leave);
    // A session manager that starts us again knows us by that.
    QByteArray session = commandLine.session.toLocal8Bit();
    QByteArray sessionOption = "-session";
    std::array qtArguments{argv[0], sessionOption.data(), session.data()};
    int qtArgc = session.isEmpty() ? 1 : int(qtArguments.size());
    const QApplication app(qtArgc, qtArguments.data());
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

/// Settles who is the one: first within the runtime directory, then, for another start may have another one (cron, su,
/// a removed folder), within the state directory, whose files two would tear from each other. None: we are.
static std::optional<int> giveWay(int &argc, char **argv, const CommandLine &commandLine, const Paths &paths,
                                  InstanceLock &lock, InstanceLock &stateLock)
{
    switch (lock.take()) {
    case InstanceLock::Outcome::Impossible:
        return fail(lock.error());
    case InstanceLock::Outcome::HeldByAnother:
        if (const std::optional<int> status = visitOther(argc, argv, commandLine, paths.controlSocket(), lock))
            return status;
        break;
    case InstanceLock::Outcome::Taken:
        break;
    }
    // Where nothing can be written, nobody has anything to tear.
    if (!ensurePrivateDirectory(paths.state).isEmpty() || stateLock.take() != InstanceLock::Outcome::HeldByAnother)
        return std::nullopt;
    const QString socket = stateLock.holder().note;
    return visitOther(argc, argv, commandLine, socket, stateLock, QFileInfo(socket).path());
}

static int runApplication(int &argc, char **argv, const CommandLine &commandLine)
{
    const Paths paths = Paths::fromEnvironment();
    const QString noDirectory = ensurePrivateDirectory(paths.runtime);
    if (!noDirectory.isEmpty())
        return fail(noDirectory);
    InstanceLock lock(paths.lockFile());
    InstanceLock stateLock(paths.stateLockFile(), paths.controlSocket());
    if (const std::optional<int> status = giveWay(argc, argv, commandLine, paths, lock, stateLock))
        return *status;
    const auto leave = [&] {
        stateLock.release();
        lock.release();
    };
    return commandLine.headless ? runHeadless(argc, argv, commandLine, paths)
                                : runDesktop(argv, commandLine, paths, leave);
}

int main(int argc, char **argv)
{
    occupyClosedStreams();
    QCoreApplication::setApplicationName(u"skills-tray"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(SKILLS_TRAY_VERSION));
    ignoreFatalWrites();

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
