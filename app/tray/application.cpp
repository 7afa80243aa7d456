// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/application.h"

#include "app/tray/control/control_protocol.h"
#include "app/tray/desktop/desktop.h"
#include "app/tray/first_turn.h"
#include "app/tray/program_places.h"
#include "app/tray/stderr_notices.h"
#include "core/log/log_archive.h"

#include <QCoreApplication>
#include <QTimer>

using namespace Qt::StringLiterals;

static SupervisorOptions supervisorOptions(const CommandLine &commandLine, const Paths &paths)
{
    SupervisorOptions options;
    options.guardProgram = guardProgram();
    options.builtinProgram = builtinProgram();
    if (commandLine.headless)
        options.howToAgree = Application::tr("to agree, start Skills Tray with --backend claude-skills-mcp, or write "
                                             "downloadAllowed=true below [backend] in %1")
                                 .arg(paths.settingsFile());
    return options;
}

Application::Application(CommandLine commandLine, Paths paths, QObject *parent)
    : QObject(parent)
    , m_commandLine(std::move(commandLine))
    , m_paths(std::move(paths))
    , m_settings(m_paths.settingsFile(), m_commandLine.overrides)
    , m_store(qsizetype(m_settings.current().logMemoryMiB) * 1024 * 1024)
    , m_logFile(m_paths.logFile())
    , m_intake(m_store, &m_logFile)
    , m_supervisor(supervisorOptions(m_commandLine, m_paths), m_paths, m_store, m_intake)
    , m_farewell(m_supervisor)
    , m_wishes(m_supervisor, m_farewell)
    , m_autostart(m_paths.autostart, ownProgram(), UserUnit::ofThisProcess(m_paths.userUnits()))
    , m_server(m_paths.controlSocket())
    , m_desk(m_server, m_store, m_paths.logFile())
{
}

Application::~Application() = default;

QString Application::begin()
{
    const QString unheard = m_server.listen();
    if (!unheard.isEmpty())
        return unheard;
    if (m_commandLine.logToStderr)
        m_mirror = std::make_unique<LogMirror>(m_store);
    connectCommands();
    connectFarewell();
    m_intake.addEvent(runMark(QCoreApplication::applicationPid()), Level::Info);
    m_logFile.sendOff();
    onSettings(m_settings.current());
    m_desk.setStatus(m_supervisor.status());
    m_service.setStatus(m_supervisor.status().message);
    if (m_commandLine.headless)
        goWithoutDesktop();
    else
        makeDesktop();
    QTimer::singleShot(0, this, &Application::takeFirstTurn);
    return {};
}

void Application::takeFirstTurn()
{
    const FirstTurn turn(m_paths, m_settings.current(), m_autostart);
    const QStringList notices = m_settings.notices() + turn.prepareFiles();
    for (const QString &notice : notices) {
        warn(notice);
        emit noticed(notice);
    }
    const FirstTurn::Update update = turn.update();
    if (!update.sentence.isEmpty()) {
        m_intake.addEvent(update.sentence, Level::Info);
        for (const QString &change : update.changes)
            m_intake.addEvent(change, Level::Info);
        emit noticed(update.changes.isEmpty() ? update.sentence
                                              : tr("%1. The log says what is new").arg(update.sentence));
    }
    if (!m_commandLine.stopped && m_settings.current().startAtLaunch)
        m_wishes.start();
    m_service.ready();
}

void Application::warn(const QString &sentence)
{
    m_intake.addEvent(sentence, Level::Warning);
}

void Application::connectCommands()
{
    connect(&m_supervisor, &Supervisor::statusChanged, &m_desk, &ControlDesk::setStatus);
    connect(&m_supervisor, &Supervisor::statusChanged, this,
            [this](const Status &status) { m_service.setStatus(status.message); });
    connect(&m_settings, &SettingsKeeper::changed, this, &Application::onSettings);
    connect(&m_desk, &ControlDesk::startRequested, &m_wishes, &Wishes::start);
    connect(&m_desk, &ControlDesk::stopRequested, &m_wishes, &Wishes::stop);
    connect(&m_desk, &ControlDesk::restartRequested, &m_wishes, &Wishes::restart);
    connect(&m_desk, &ControlDesk::quitRequested, this, &Application::quit);
}

void Application::makeDesktop()
{
    m_desktop = std::make_unique<Desktop>(
        Desktop::Parts{m_supervisor, m_wishes, m_settings, m_store, m_logFile, m_autostart}, m_paths);
    connect(m_desktop.get(), &Desktop::quitRequested, this, &Application::quit);
    connect(m_desktop.get(), &Desktop::sessionEnds, &m_farewell, &Farewell::endWithSession);
    connect(m_desktop.get(), &Desktop::problem, this, &Application::warn);
    connect(&m_farewell, &Farewell::begun, m_desktop.get(), &Desktop::fallSilent);
    connect(this, &Application::noticed, m_desktop.get(), &Desktop::tell);
    connect(&m_desk, &ControlDesk::showRequested, m_desktop.get(), &Desktop::showWindow);
    m_desktop->begin();
    if (!m_commandLine.background)
        QTimer::singleShot(0, m_desktop.get(), [this] { m_desktop->showWindow(); });
}

void Application::goWithoutDesktop()
{
    m_desk.setHeadless();
    // The log says it all, so whoever has that on stderr has it once.
    if (m_mirror)
        return;
    m_notices = std::make_unique<StderrNotices>(m_supervisor);
    connect(this, &Application::noticed, m_notices.get(), &StderrNotices::tell);
}

void Application::connectFarewell()
{
    connect(&m_farewell, &Farewell::begun, this, [this] {
        m_desk.setEnding();
        m_service.stopping();
    });
    connect(&m_farewell, &Farewell::finished, this, [this](bool treeIsGone) {
        m_server.close();
        m_desk.answerQuit(treeIsGone ? answer(ExitDone)
                                     : answer(ExitFailed, tr("Skills Tray ended, but something of the backend still "
                                                             "runs; the guard goes on ending it")));
        QCoreApplication::exit(ExitDone);
    });
}

void Application::onSettings(const Settings &settings)
{
    m_supervisor.useSettings(settings);
    m_desk.setGrace(settings.graceSeconds);
}

void Application::quit()
{
    m_farewell.quit(m_settings.current().graceSeconds);
}
