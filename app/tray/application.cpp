// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/application.h"

#include "app/tray/control_protocol.h"
#include "app/tray/program_places.h"
#include "app/tray/skill_sources.h"
#include "core/backend/backend_command.h"
#include "core/backend/config_check.h"
#include "core/backend/launch_check.h"
#include "core/log/log_archive.h"
#include "core/settings/version_memory.h"

#include <QApplication>
#include <QFile>
#include <QFileInfo>
#include <QTimer>

using namespace Qt::StringLiterals;

// Panels come up seconds after the programs that a session starts.
static constexpr int TrayPatienceMs = 10'000;
// A session gives five seconds between SIGTERM and SIGKILL.
static constexpr int SignalGraceMs = 2500;
static constexpr int SignalLimitMs = 3500;
static constexpr int KillAllowanceMs = 3000;

static SupervisorOptions supervisorOptions()
{
    SupervisorOptions options;
    options.guardProgram = guardProgram();
    options.builtinProgram = builtinProgram();
    return options;
}

Application::Application(CommandLine commandLine, Paths paths, QObject *parent)
    : QObject(parent)
    , m_commandLine(std::move(commandLine))
    , m_paths(std::move(paths))
    , m_settings(m_paths.settingsFile(), m_commandLine.overrides)
    , m_runningWith(m_settings.current())
    , m_store(qsizetype(m_settings.current().logMemoryMiB) * 1024 * 1024)
    , m_logFile(m_paths.logFile())
    , m_intake(m_store, &m_logFile)
    , m_supervisor(supervisorOptions(), m_paths, m_store, m_intake)
    , m_autostart(m_paths.autostart, ownProgram())
    , m_server(m_paths.controlSocket())
    , m_desk(m_server, m_store, m_paths.logFile())
    , m_remedies(m_supervisor, m_settings, m_paths)
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
    onStatus(m_supervisor.status());
    connectDesktop();
    if (!m_commandLine.background)
        QTimer::singleShot(0, this, &Application::showWindow);
    QTimer::singleShot(0, this, [this] {
        prepareFiles();
        tellOfUpdate();
        if (!m_commandLine.stopped && m_settings.current().startAtLaunch)
            start();
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
        tell(notice);
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
    tell(changes.isEmpty() ? sentence : tr("%1. The log says what is new").arg(sentence));
}

void Application::warn(const QString &sentence)
{
    m_intake.addEvent(sentence, Level::Warning);
}

void Application::connectWishes()
{
    connect(&m_supervisor, &Supervisor::statusChanged, this, &Application::onStatus);
    connect(&m_settings, &SettingsKeeper::changed, this, &Application::onSettings);
    connect(&m_desk, &ControlDesk::startRequested, this, &Application::start);
    connect(&m_desk, &ControlDesk::stopRequested, &m_supervisor, qOverload<>(&Supervisor::stop));
    connect(&m_desk, &ControlDesk::restartRequested, this, &Application::restart);
    connect(&m_desk, &ControlDesk::quitRequested, this, &Application::quit);
    connect(&m_desk, &ControlDesk::showRequested, this, [this](const QByteArray &activationToken) {
        // Qt takes it from there when it asks the compositor for the focus.
        if (!activationToken.isEmpty())
            qputenv("XDG_ACTIVATION_TOKEN", activationToken);
        showWindow();
    });

    connect(&m_menu, &BackendMenu::showRequested, this, &Application::showWindow);
    connect(&m_menu, &BackendMenu::startRequested, this, &Application::start);
    connect(&m_menu, &BackendMenu::stopRequested, &m_supervisor, qOverload<>(&Supervisor::stop));
    connect(&m_menu, &BackendMenu::restartRequested, this, &Application::restart);
    connect(&m_menu, &BackendMenu::startAtLoginRequested, this, &Application::setStartsAtLogin);
    connect(&m_menu, &BackendMenu::settingsRequested, this, &Application::showSettings);
    connect(&m_menu, &BackendMenu::quitRequested, this, &Application::quit);

    connect(&m_remedies, &Remedies::settingsRequested, this, &Application::showSettings);
    connect(&m_remedies, &Remedies::problem, this, &Application::tell);
    connect(&m_remedies, &Remedies::lineRequested, this, [this](qint64 number) { window().showLine(number); });
}

void Application::connectDesktop()
{
    m_menu.setStartsAtLogin(m_autostart.isEnabled());
    connect(&m_trayHost, &TrayHost::appeared, this, &Application::showIcon);
    connect(&m_trayHost, &TrayHost::vanished, this, &Application::hideIcon);
    connect(&m_trayHost, &TrayHost::missing, this, &Application::onNoTray);
    m_trayHost.watch(TrayPatienceMs);
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

void Application::onStatus(const Status &status)
{
    const bool failed = status.state == State::Failed && m_status.state != State::Failed;
    const bool stalled = status.stalled && !m_status.stalled;
    // Whoever wished it: a click, a remedy, the end of a delay.
    if (status.state == State::Starting && m_status.state != State::Starting)
        m_runningWith = m_settings.current();
    m_status = status;
    m_desk.setStatus(status);
    m_menu.setStatus(status);
    if (m_icon)
        m_icon->setStatus(status);
    if (m_window)
        m_window->setStatus(status);
    if (status.state == State::Starting && !status.pid)
        setSourcesChanged(false);
    if (m_settingsDialog)
        m_settingsDialog->setRunning(status.pid.has_value(), m_runningWith);
    if (status.state == State::Ready || status.state == State::Stopped)
        m_notifier.endOfTrouble();
    if (!windowIsHidden() || m_ending.isUnderWay())
        return;
    if (failed)
        m_notifier.show(status.message, status.failure ? status.failure->text : QString());
    else if (stalled)
        m_notifier.show(status.message, status.warning.value_or(QString()));
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

MainWindow &Application::window()
{
    if (m_window)
        return *m_window;
    m_window = std::make_unique<MainWindow>(m_store, m_menu);
    MainWindow *built = m_window.get();
    connect(built, &MainWindow::startRequested, this, &Application::start);
    connect(built, &MainWindow::stopRequested, &m_supervisor, qOverload<>(&Supervisor::stop));
    connect(built, &MainWindow::forceStopRequested, &m_supervisor, &Supervisor::forceStop);
    connect(built, &MainWindow::restartRequested, this, &Application::restart);
    connect(built, &MainWindow::quitRequested, this, &Application::quit);
    connect(built, &MainWindow::remedyRequested, this,
            [this](Remedy remedy) { m_remedies.apply(remedy, m_window.get()); });
    connect(built, &MainWindow::closedToTray, this, [this] {
        if (!m_settings.window().toldThatClosingHides)
            m_notifier.show(tr("Skills Tray keeps running"),
                            tr("The icon in the tray brings the window back; its menu ends Skills Tray."));
    });
    connect(built, &MainWindow::previousLogRequested, this, &Application::openPreviousLog);
    // Later: it is told of by a window that may still be painting it.
    connect(
        built, &MainWindow::previousLogClosed, this, [this] { m_previousLog.reset(); }, Qt::QueuedConnection);
    connect(built, &MainWindow::choicesChanged, this, [this](const WindowChoices &choices) {
        const QString notSaved = m_settings.remember(choices);
        if (!notSaved.isEmpty())
            warn(notSaved);
    });
    built->applyChoices(m_settings.window());
    built->setTrayAvailable(m_trayHost.isPresent());
    built->setStatus(m_status);
    for (const QString &notice : std::exchange(m_untold, {}))
        built->showNotice(notice);
    return *m_window;
}

void Application::openPreviousLog()
{
    if (m_previousLog)
        return; // it is being read
    m_logFile.flush();
    m_previousLog = std::make_unique<PreviousLog>(m_paths.logFile());
    connect(m_previousLog.get(), &PreviousLog::loaded, this,
            [this] { window().showPreviousLog(m_previousLog->store()); });
    connect(
        m_previousLog.get(), &PreviousLog::failed, this,
        [this](const QString &text) {
            m_previousLog.reset();
            tell(text);
        },
        Qt::QueuedConnection);
    m_previousLog->load();
}

void Application::showWindow()
{
    window().bringToFront();
}

void Application::showIcon()
{
    m_icon = std::make_unique<TrayIcon>(m_menu);
    m_icon->setColours(m_settings.current().iconColours);
    m_icon->setPanelForeground(m_trayHost.panelForeground());
    m_icon->setStatus(m_status);
    connect(m_icon.get(), &TrayIcon::activated, this, [this] { window().toggle(); });
    if (m_window)
        m_window->setTrayAvailable(true);
}

void Application::hideIcon()
{
    m_icon.reset();
    if (m_window)
        m_window->setTrayAvailable(false);
}

void Application::onNoTray()
{
    if (windowIsHidden())
        m_notifier.show(tr("Skills Tray runs without an icon"),
                        tr("This desktop shows no tray icons. Start Skills Tray again to see its window."));
}

void Application::showSettings()
{
    if (m_settingsDialog) {
        m_settingsDialog->raise();
        m_settingsDialog->activateWindow();
        return;
    }
    SettingsDialog::Context context;
    context.commandPreview = [this](const Settings &settings) {
        return commandPreview(settings, m_paths, builtinProgram());
    };
    context.skillSources = [this](const Settings &settings) {
        return skillSourcesInConfig(backendConfigFile(settings, m_paths));
    };
    context.running = m_status.pid.has_value();
    context.startsAtLogin = m_autostart.isEnabled();
    context.sourcesChanged = m_sourcesChanged;
    m_settingsDialog = new SettingsDialog(m_settings.current(), context, m_window.get());
    m_settingsDialog->setAttribute(Qt::WA_DeleteOnClose);
    m_settingsDialog->setRunning(context.running, m_runningWith);
    connect(m_settingsDialog, &SettingsDialog::settingsAccepted, this, [this](const Settings &settings) {
        m_settingsDialog->setProblem(m_settings.accept(settings));
        m_settingsDialog->setRunning(m_status.pid.has_value(), m_runningWith);
    });
    connect(m_settingsDialog, &SettingsDialog::startAtLoginRequested, this, &Application::setStartsAtLogin);
    connect(m_settingsDialog, &SettingsDialog::restartRequested, this, &Application::restart);
    connect(m_settingsDialog, &SettingsDialog::editSourcesRequested, this, &Application::showSources);
    m_settingsDialog->show();
}

void Application::showSources()
{
    if (m_sourcesDialog) {
        m_sourcesDialog->raise();
        m_sourcesDialog->activateWindow();
        return;
    }
    const QString file = backendConfigFile(m_settings.current(), m_paths);
    const EditableSources editable = editableSources(file);
    m_sourcesDialog = new SourcesDialog(editable.sources, editable.fault, m_settingsDialog);
    m_sourcesDialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_sourcesDialog, &SourcesDialog::openFileRequested, &m_remedies, &Remedies::openConfig);
    connect(m_sourcesDialog, &SourcesDialog::sourcesAccepted, this,
            [this, file, before = editable.sources](const QList<SkillSourceEntry> &sources) {
                const QString notSaved = saveSources(file, before, sources);
                m_sourcesDialog->setProblem(notSaved);
                if (!notSaved.isEmpty())
                    return;
                m_sourcesDialog->accept();
                setSourcesChanged(true);
            });
    m_sourcesDialog->open();
}

void Application::setSourcesChanged(bool changed)
{
    m_sourcesChanged = changed;
    if (m_settingsDialog)
        m_settingsDialog->setSourcesChanged(changed);
}

void Application::setStartsAtLogin(bool enabled)
{
    const QString problem = m_autostart.setEnabled(enabled);
    if (!problem.isEmpty())
        tell(problem);
    m_menu.setStartsAtLogin(m_autostart.isEnabled());
    if (m_settingsDialog)
        m_settingsDialog->setStartsAtLogin(m_autostart.isEnabled());
}

void Application::onSettings(const Settings &settings)
{
    m_supervisor.useSettings(settings);
    m_desk.setGrace(settings.graceSeconds);
    const bool builtinIsThere = QFileInfo(builtinProgram()).isExecutable();
    const QString config = backendConfigFile(settings, m_paths);
    m_menu.setStdioCommand(builtinIsThere ? QStringList{builtinProgram(), u"--stdio"_s, u"--config"_s, config}
                                          : QStringList());
    if (m_icon)
        m_icon->setColours(settings.iconColours);
    // A remedy may have changed what the open dialog shows.
    if (m_settingsDialog)
        m_settingsDialog->setSettings(settings);
}

void Application::tell(const QString &sentence)
{
    if (m_window)
        m_window->showNotice(sentence);
    else
        m_untold += sentence;
    if (windowIsHidden() && m_commandLine.background)
        m_notifier.show(tr("Skills Tray"), sentence);
}

void Application::quit()
{
    const int graceMs = m_settings.current().graceSeconds * 1000;
    m_desk.setEnding();
    m_ending.begin(graceMs, graceMs + KillAllowanceMs);
}

void Application::onSignal()
{
    if (m_ending.isUnderWay() && m_signalled)
        return m_ending.hurry();
    m_signalled = true;
    m_desk.setEnding();
    m_ending.begin(SignalGraceMs, SignalLimitMs);
}
