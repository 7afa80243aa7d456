// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/desktop/desktop.h"

#include "app/tray/ending.h"
#include "app/tray/program_places.h"
#include "app/tray/settings_keeper.h"
#include "app/tray/desktop/config_sources.h"
#include "core/backend/backend_command.h"
#include "core/backend/launch_check.h"
#include "core/backend/supervisor.h"
#include "core/log/log_file.h"
#include "core/settings/autostart.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

// Panels come up seconds after the programs that a session starts.
static constexpr int TrayPatienceMs = 10'000;

Desktop::Desktop(const Parts &parts, Paths paths, bool background, QObject *parent)
    : QObject(parent)
    , m_supervisor(parts.supervisor)
    , m_settings(parts.settings)
    , m_store(parts.store)
    , m_logFile(parts.logFile)
    , m_autostart(parts.autostart)
    , m_ending(parts.ending)
    , m_paths(std::move(paths))
    , m_background(background)
    , m_runningWith(m_settings.current())
    , m_remedies(m_supervisor, m_settings, m_paths)
{
    connect(&m_supervisor, &Supervisor::statusChanged, this, &Desktop::onStatus);
    connect(&m_settings, &SettingsKeeper::changed, this, &Desktop::onSettings);
    connectMenu();
    connect(&m_remedies, &Remedies::settingsRequested, this, &Desktop::showSettings);
    connect(&m_remedies, &Remedies::problem, this, &Desktop::tell);
    connect(&m_remedies, &Remedies::lineRequested, this, [this](qint64 number) { window().showLine(number); });
}

Desktop::~Desktop() = default;

void Desktop::connectMenu()
{
    connect(&m_menu, &BackendMenu::showRequested, this, &Desktop::showWindow);
    connect(&m_menu, &BackendMenu::startRequested, this, &Desktop::startRequested);
    connect(&m_menu, &BackendMenu::stopRequested, &m_supervisor, qOverload<>(&Supervisor::stop));
    connect(&m_menu, &BackendMenu::restartRequested, this, &Desktop::restartRequested);
    connect(&m_menu, &BackendMenu::startAtLoginRequested, this, &Desktop::setStartsAtLogin);
    connect(&m_menu, &BackendMenu::settingsRequested, this, &Desktop::showSettings);
    connect(&m_menu, &BackendMenu::quitRequested, this, &Desktop::quitRequested);
}

void Desktop::begin()
{
    onSettings(m_settings.current());
    onStatus(m_supervisor.status());
    m_menu.setStartsAtLogin(m_autostart.isEnabled(), m_autostart.otherStarter());
    connect(&m_trayHost, &TrayHost::appeared, this, &Desktop::showIcon);
    connect(&m_trayHost, &TrayHost::vanished, this, &Desktop::hideIcon);
    connect(&m_trayHost, &TrayHost::missing, this, &Desktop::onNoTray);
    m_trayHost.watch(TrayPatienceMs);
}

void Desktop::onStatus(const Status &status)
{
    const bool failed = status.state == State::Failed && m_status.state != State::Failed;
    const bool stalled = status.stalled && !m_status.stalled;
    // Whoever wished it: a click, a remedy, the end of a delay.
    if (status.state == State::Starting && m_status.state != State::Starting)
        m_runningWith = m_settings.current();
    m_status = status;
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

void Desktop::onSettings(const Settings &settings)
{
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

void Desktop::tell(const QString &sentence)
{
    if (m_window)
        m_window->showNotice(sentence);
    else
        m_untold += sentence;
    if (windowIsHidden() && m_background)
        m_notifier.show(tr("Skills Tray"), sentence);
}

MainWindow &Desktop::window()
{
    if (m_window)
        return *m_window;
    m_window = std::make_unique<MainWindow>(m_store, m_menu);
    MainWindow *built = m_window.get();
    connect(built, &MainWindow::startRequested, this, &Desktop::startRequested);
    connect(built, &MainWindow::stopRequested, &m_supervisor, qOverload<>(&Supervisor::stop));
    connect(built, &MainWindow::forceStopRequested, &m_supervisor, &Supervisor::forceStop);
    connect(built, &MainWindow::restartRequested, this, &Desktop::restartRequested);
    connect(built, &MainWindow::quitRequested, this, &Desktop::quitRequested);
    connect(built, &MainWindow::remedyRequested, this,
            [this](Remedy remedy) { m_remedies.apply(remedy, m_window.get()); });
    connect(built, &MainWindow::closedToTray, this, [this] {
        if (!m_settings.window().toldThatClosingHides)
            m_notifier.show(tr("Skills Tray keeps running"),
                            tr("The icon in the tray brings the window back; its menu ends Skills Tray."));
    });
    connect(built, &MainWindow::previousLogRequested, this, &Desktop::openPreviousLog);
    // Later: it is told of by a window that may still be painting it.
    connect(
        built, &MainWindow::previousLogClosed, this, [this] { m_previousLog.reset(); }, Qt::QueuedConnection);
    connect(built, &MainWindow::choicesChanged, this, [this](const WindowChoices &choices) {
        const QString notSaved = m_settings.remember(choices);
        if (!notSaved.isEmpty())
            emit problem(notSaved);
    });
    built->applyChoices(m_settings.window());
    built->setTrayAvailable(m_trayHost.isPresent());
    built->setStatus(m_status);
    for (const QString &notice : std::exchange(m_untold, {}))
        built->showNotice(notice);
    return *m_window;
}

void Desktop::openPreviousLog()
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

void Desktop::showWindow()
{
    window().bringToFront();
}

void Desktop::showIcon()
{
    m_icon = std::make_unique<TrayIcon>(m_menu);
    m_icon->setColours(m_settings.current().iconColours);
    m_icon->setPanelForeground(m_trayHost.panelForeground());
    m_icon->setStatus(m_status);
    connect(m_icon.get(), &TrayIcon::activated, this, [this] { window().toggle(); });
    if (m_window)
        m_window->setTrayAvailable(true);
}

void Desktop::hideIcon()
{
    m_icon.reset();
    if (m_window)
        m_window->setTrayAvailable(false);
}

void Desktop::onNoTray()
{
    if (windowIsHidden())
        m_notifier.show(tr("Skills Tray runs without an icon"),
                        tr("This desktop shows no tray icons. Start Skills Tray again to see its window."));
}

void Desktop::showSettings()
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
    context.otherStarter = m_autostart.otherStarter();
    context.sourcesChanged = m_sourcesChanged;
    m_settingsDialog = new SettingsDialog(m_settings.current(), context, m_window.get());
    m_settingsDialog->setAttribute(Qt::WA_DeleteOnClose);
    m_settingsDialog->setRunning(context.running, m_runningWith);
    connect(m_settingsDialog, &SettingsDialog::settingsAccepted, this, [this](const Settings &settings) {
        m_settingsDialog->setProblem(m_settings.accept(settings));
        m_settingsDialog->setRunning(m_status.pid.has_value(), m_runningWith);
    });
    connect(m_settingsDialog, &SettingsDialog::startAtLoginRequested, this, &Desktop::setStartsAtLogin);
    connect(m_settingsDialog, &SettingsDialog::restartRequested, this, &Desktop::restartRequested);
    connect(m_settingsDialog, &SettingsDialog::editSourcesRequested, this, &Desktop::showSources);
    m_settingsDialog->show();
}

void Desktop::showSources()
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

void Desktop::setSourcesChanged(bool changed)
{
    m_sourcesChanged = changed;
    if (m_settingsDialog)
        m_settingsDialog->setSourcesChanged(changed);
}

void Desktop::setStartsAtLogin(bool enabled)
{
    const QString problem = m_autostart.setEnabled(enabled);
    if (!problem.isEmpty())
        tell(problem);
    m_menu.setStartsAtLogin(m_autostart.isEnabled(), m_autostart.otherStarter());
    if (m_settingsDialog)
        m_settingsDialog->setStartsAtLogin(m_autostart.isEnabled(), m_autostart.otherStarter());
}
