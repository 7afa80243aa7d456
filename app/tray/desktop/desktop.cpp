// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/desktop/desktop.h"

#include "app/tray/program_places.h"
#include "app/tray/settings_keeper.h"
#include "app/tray/wishes.h"
#include "core/backend/launch/backend_command.h"
#include "core/backend/supervisor.h"
#include "core/log/log_file.h"
#include "core/settings/autostart.h"
#include "ui/window/confirm_dialogs.h"

#include <QAccessible>
#include <QApplication>
#include <QDialog>
#include <QFileInfo>

#include <utility>

using namespace Qt::StringLiterals;

// Panels come up seconds after the programs that a session starts.
static constexpr int TrayPatienceMs = 10'000;

Desktop::Desktop(const Parts &parts, Paths paths, QObject *parent)
    : QObject(parent)
    , m_supervisor(parts.supervisor)
    , m_wishes(parts.wishes)
    , m_settings(parts.settings)
    , m_store(parts.store)
    , m_logFile(parts.logFile)
    , m_autostart(parts.autostart)
    , m_paths(std::move(paths))
    , m_remedies(m_supervisor, m_wishes, m_settings, m_paths)
    , m_dialogs(m_settings, m_autostart, m_paths)
{
    connect(&m_supervisor, &Supervisor::statusChanged, this, &Desktop::onStatus);
    connect(&m_settings, &SettingsKeeper::changed, this, &Desktop::onSettings);
    connect(&m_sessionEnd, &SessionEnd::endRequested, this, &Desktop::sessionEnds);
    connect(&m_gnomeSession, &GnomeSession::endRequested, this, &Desktop::sessionEnds);
    connectMenu();
    connectNews();
    connect(&m_remedies, &Remedies::settingsRequested, this, [this] { m_dialogs.showSettings(m_window.get()); });
    connect(&m_remedies, &Remedies::sourcesRequested, this, [this] { m_dialogs.showSources(m_window.get()); });
    connect(&m_remedies, &Remedies::problem, this, &Desktop::tell);
    connect(&m_remedies, &Remedies::lineRequested, this, [this](qint64 number) { window().showLine(number); });
    connect(&m_dialogs, &Dialogs::restartRequested, &m_wishes, &Wishes::restart);
    connect(&m_dialogs, &Dialogs::startAtLoginRequested, this, &Desktop::setStartsAtLogin);
    connect(&m_dialogs, &Dialogs::openConfigRequested, &m_remedies, &Remedies::openConfig);
}

Desktop::~Desktop()
{
    // Its destructor would take the icon's name from the session bus, and wait for the answer of a bus that may hang.
    // The panel takes the icon away when our connection ends.
    [[maybe_unused]] static const TrayIcon *left = nullptr;
    left = m_icon.release();
}

void Desktop::connectMenu()
{
    connect(&m_menu, &BackendMenu::showRequested, this, [this] { showWindow(); });
    connect(&m_menu, &BackendMenu::startRequested, this, &Desktop::start);
    connect(&m_menu, &BackendMenu::stopRequested, &m_wishes, &Wishes::stop);
    connect(&m_menu, &BackendMenu::restartRequested, &m_wishes, &Wishes::restart);
    connect(&m_menu, &BackendMenu::startAtLoginRequested, this, &Desktop::setStartsAtLogin);
    connect(&m_menu, &BackendMenu::settingsRequested, this, [this] { m_dialogs.showSettings(m_window.get()); });
    connect(&m_menu, &BackendMenu::quitRequested, this, &Desktop::quitRequested);
}

void Desktop::connectNews()
{
    connect(&m_announcer, &Announcer::showRequested, this, &Desktop::showWindow);
    connect(&m_announcer, &Announcer::tryAgainRequested, &m_wishes, &Wishes::start);
    connect(&m_announcer, &Announcer::windowNeeded, this, [this] {
        if (windowIsHidden())
            showWindow();
    });
    connect(&m_announcer, &Announcer::closingUntold, this, &confirmThatClosingHides);
}

void Desktop::begin()
{
    // Qt asks the session bus for a screen reader once, and waits for the answer: now, while the bus is known to
    // answer, and not with the first window.
    static_cast<void>(QAccessible::isActive());
    onSettings(m_settings.current());
    onStatus(m_supervisor.status());
    m_menu.setStartsAtLogin(m_autostart.isEnabled(), m_autostart.otherStarter());
    connect(&m_trayHost, &TrayHost::appeared, this, &Desktop::showIcon);
    connect(&m_trayHost, &TrayHost::vanished, this, &Desktop::hideIcon);
    connect(&m_trayHost, &TrayHost::coloursChanged, this, [this] {
        if (m_icon)
            m_icon->setPanelForeground(m_trayHost.panelForeground());
    });
    connect(&m_trayHost, &TrayHost::missing, this, &Desktop::onNoTray);
    m_trayHost.watch(TrayPatienceMs);
}

void Desktop::onStatus(const Status &status)
{
    m_status = status;
    m_menu.setStatus(status);
    if (m_icon)
        m_icon->setStatus(status);
    if (m_window)
        m_window->setStatus(status);
    m_dialogs.setStatus(status);
    m_announcer.setStatus(status);
}

void Desktop::onSettings(const Settings &settings)
{
    const bool builtinIsThere = QFileInfo(builtinProgram()).isExecutable();
    const QString config = backendConfigFile(settings, m_paths);
    m_menu.setStdioCommand(builtinIsThere ? QStringList{builtinProgram(), u"--stdio"_s, u"--config"_s, config}
                                          : QStringList());
    if (m_icon)
        m_icon->setColours(settings.iconColours);
}

void Desktop::tell(const QString &sentence)
{
    if (m_window)
        m_window->showNotice(sentence);
    else
        m_untold += sentence;
    m_announcer.tell(sentence);
}

void Desktop::fallSilent()
{
    m_announcer.fallSilent();
    // What they ask could not be done any more.
    const QWidgetList windows = QApplication::topLevelWidgets();
    for (QWidget *one : windows) {
        if (auto *dialog = qobject_cast<QDialog *>(one))
            dialog->close();
    }
}

bool Desktop::windowIsHidden() const
{
    return !m_window || !m_window->isVisible() || m_window->isMinimized();
}

MainWindow &Desktop::window()
{
    if (m_window)
        return *m_window;
    m_window = std::make_unique<MainWindow>(m_store, m_menu);
    connectWindow(*m_window);
    m_window->applyChoices(m_settings.window());
    m_window->setTrayAvailable(m_trayHost.isPresent());
    m_window->setStatus(m_status);
    for (const QString &notice : std::exchange(m_untold, {}))
        m_window->showNotice(notice);
    return *m_window;
}

void Desktop::connectWindow(MainWindow &window)
{
    connect(&window, &MainWindow::startRequested, this, &Desktop::start);
    connect(&window, &MainWindow::stopRequested, &m_wishes, &Wishes::stop);
    connect(&window, &MainWindow::forceStopRequested, &m_wishes, &Wishes::forceStop);
    connect(&window, &MainWindow::restartRequested, &m_wishes, &Wishes::restart);
    connect(&window, &MainWindow::quitRequested, this, &Desktop::quitRequested);
    connect(&window, &MainWindow::remedyRequested, this,
            [this](Remedy remedy) { m_remedies.apply(remedy, m_window.get()); });
    connect(&window, &MainWindow::closedToTray, this, [this] {
        if (!m_settings.window().toldThatClosingHides)
            m_announcer.tellThatClosingHides();
    });
    connect(&window, &MainWindow::previousLogRequested, this, &Desktop::openPreviousLog);
    // Later: it is told of by a window that may still be painting it.
    connect(
        &window, &MainWindow::previousLogClosed, this, [this] { m_previousLog.reset(); }, Qt::QueuedConnection);
    connect(&window, &MainWindow::choicesChanged, this, [this](const WindowChoices &choices) {
        const QString notSaved = m_settings.remember(choices);
        if (!notSaved.isEmpty())
            emit problem(notSaved);
    });
}

void Desktop::openPreviousLog()
{
    if (m_previousLog)
        return; // it is being read
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

void Desktop::start()
{
    const bool needsYes = m_status.state == State::Failed && m_status.failure &&
                          m_status.failure->kind == FailureKind::NeedsDownload && m_status.trouble;
    if (!needsYes)
        return m_wishes.start();
    // Another look would end here again, and nobody would see that anything happened.
    showWindow();
    confirmDownload(*m_status.trouble, m_window.get(),
                    [this] { m_remedies.apply(Remedy::DownloadAndStart, m_window.get()); });
}

void Desktop::showWindow(const QByteArray &activationToken)
{
    // Qt takes it from there when it asks the compositor for the focus.
    if (!activationToken.isEmpty())
        qputenv("XDG_ACTIVATION_TOKEN", activationToken);
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
        m_announcer.tellOfNoTray();
}

void Desktop::setStartsAtLogin(bool enabled)
{
    const QString refused = m_autostart.setEnabled(enabled);
    if (!refused.isEmpty())
        tell(refused);
    m_menu.setStartsAtLogin(m_autostart.isEnabled(), m_autostart.otherStarter());
    m_dialogs.refreshLogin();
}
