// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/application.h"

#include "app/tray/control/control_protocol.h"
#include "app/tray/desktop/desktop.h"
#include "app/tray/program_places.h"
#include "app/tray/stderr_notices.h"
#include "core/backend/backend_command.h"
#include "core/backend/config_check.h"
#include "core/log/log_archive.h"
#include "core/settings/version_memory.h"

#include <QCoreApplication>
#include <QFile>
#include <QTimer>

using namespace Qt::StringLiterals;

// A session gives five seconds between SIGTERM and SIGKILL.
static constexpr int SignalGraceMs = 2500;
static constexpr int SignalLimitMs = 3500;
static constexpr int KillAllowanceMs = 3000;

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
    , m_autostart(m_paths.autostart, ownProgram(), UserUnit::ofThisProcess(m_paths.userUnits()))
    , m_server(m_paths.controlSocket())
    , m_desk(m_server, m_store, m_paths.logFile())
    , m_ending(m_supervisor)
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
    connectWishes();
    connectEnding();
    m_intake.addEvent(runMark(QCoreApplication::applicationPid()), Level::Info);
    m_logFile.sendOff();
    onSettings(m_settings.current());
    m_desk.setStatus(m_supervisor.status());
    m_service.setStatus(m_supervisor.status().message);
    if (m_commandLine.headless)
        goWithoutDesktop();
    else
        makeDesktop();
    QTimer::singleShot(0, this, [this] {
        prepareFiles();
        tellOfUpdate();
        if (!m_commandLine.stopped && m_settings.current().startAtLaunch)
            start();
        m_service.ready();
    });
    return {};
}

void Application::prepareFiles()
{
    QStringList notices = m_settings.notices();
    const ConfigPreparation prepared = prepareConfigFile(backendConfigFile(m_settings.current(), m_paths));
    notices += {prepared.error, prepared.warning, m_autostart.repair()};
    notices.removeAll(QString());
    for (const QString &notice : std::as_const(notices)) {
        warn(notice);
        emit noticed(notice);
    }
}

void Application::tellOfUpdate()
{
    const VersionMemory memory(m_paths.versionFile());
    const std::optional<QString> before = memory.last();
    const QString now = QCoreApplication::applicationVersion();
    // What cannot be remembered would be told at each start.
    if (before == now || !memory.remember(now).isEmpty() || !before)
        return;
    QFile changelog(u":/changelog/CHANGELOG.md"_s);
    QStringList changes;
    if (changelog.open(QIODevice::ReadOnly))
        changes = changesBetween(changelog.readAll(), *before, now);
    const QString sentence = changes.isEmpty() ? tr("This is Skills Tray %2; before it was %1").arg(*before, now)
                                               : tr("Skills Tray was updated from %1 to %2").arg(*before, now);
    m_intake.addEvent(sentence, Level::Info);
    for (const QString &change : std::as_const(changes))
        m_intake.addEvent(change, Level::Info);
    emit noticed(changes.isEmpty() ? sentence : tr("%1. The log says what is new").arg(sentence));
}

void Application::warn(const QString &sentence)
{
    m_intake.addEvent(sentence, Level::Warning);
}

void Application::connectWishes()
{
    connect(&m_supervisor, &Supervisor::statusChanged, &m_desk, &ControlDesk::setStatus);
    connect(&m_supervisor, &Supervisor::statusChanged, this,
            [this](const Status &status) { m_service.setStatus(status.message); });
    connect(&m_settings, &SettingsKeeper::changed, this, &Application::onSettings);
    connect(&m_desk, &ControlDesk::startRequested, this, &Application::start);
    connect(&m_desk, &ControlDesk::stopRequested, &m_supervisor, qOverload<>(&Supervisor::stop));
    connect(&m_desk, &ControlDesk::restartRequested, this, &Application::restart);
    connect(&m_desk, &ControlDesk::quitRequested, this, &Application::quit);
}

void Application::makeDesktop()
{
    m_desktop =
        std::make_unique<Desktop>(Desktop::Parts{m_supervisor, m_settings, m_store, m_logFile, m_autostart, m_ending},
                                  m_paths, m_commandLine.background);
    connect(m_desktop.get(), &Desktop::startRequested, this, &Application::start);
    connect(m_desktop.get(), &Desktop::restartRequested, this, &Application::restart);
    connect(m_desktop.get(), &Desktop::quitRequested, this, &Application::quit);
    connect(m_desktop.get(), &Desktop::problem, this, &Application::warn);
    connect(this, &Application::noticed, m_desktop.get(), &Desktop::tell);
    connect(&m_desk, &ControlDesk::showRequested, m_desktop.get(), [this](const QByteArray &activationToken) {
        // Qt takes it from there when it asks the compositor for the focus.
        if (!activationToken.isEmpty())
            qputenv("XDG_ACTIVATION_TOKEN", activationToken);
        m_desktop->showWindow();
    });
    m_desktop->begin();
    if (!m_commandLine.background)
        QTimer::singleShot(0, m_desktop.get(), &Desktop::showWindow);
}

void Application::connectEnding()
{
    connect(&m_signals, &UnixSignals::endRequested, this, &Application::onSignal);
    connect(&m_ending, &Ending::finished, this, [this](bool treeIsGone) {
        m_server.close();
        m_desk.answerQuit(treeIsGone ? answer(ExitDone)
                                     : answer(ExitFailed, tr("Skills Tray ended, but something of the backend still "
                                                             "runs; the guard goes on ending it")));
        QCoreApplication::exit(ExitDone);
    });
}

void Application::start()
{
    if (!m_ending.isUnderWay())
        m_supervisor.start();
}

void Application::restart()
{
    if (!m_ending.isUnderWay())
        m_supervisor.restart();
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

void Application::onSettings(const Settings &settings)
{
    m_supervisor.useSettings(settings);
    m_desk.setGrace(settings.graceSeconds);
}

void Application::quit()
{
    const int graceMs = m_settings.current().graceSeconds * 1000;
    end(graceMs, graceMs + KillAllowanceMs);
}

void Application::onSignal()
{
    if (m_ending.isUnderWay() && m_signalled)
        return m_ending.hurry();
    m_signalled = true;
    end(SignalGraceMs, SignalLimitMs);
}

void Application::end(int graceMs, int limitMs)
{
    m_desk.setEnding();
    m_service.stopping();
    m_ending.begin(graceMs, limitMs);
}
