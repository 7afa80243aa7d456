// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "app/tray/desktop/announcer.h"
#include "app/tray/desktop/dialogs.h"
#include "app/tray/desktop/gnome_session.h"
#include "app/tray/desktop/remedies.h"
#include "app/tray/desktop/session_end.h"
#include "app/tray/desktop/tray_host.h"
#include "core/backend/state/status.h"
#include "core/log/log_archive.h"
#include "core/settings/paths.h"
#include "core/settings/settings.h"
#include "ui/tray/backend_menu.h"
#include "ui/window/main_window.h"
#include "ui/tray/tray_icon.h"

#include <QObject>

#include <memory>

class Autostart;
class LogFile;
class LogStore;
class SettingsKeeper;
class Supervisor;
class Wishes;

/// Shows icon, menu and window, and hands on what is wished there.
class Desktop : public QObject
{
    Q_OBJECT
public:
    /// What it shows and whom it tells; all must outlive it.
    struct Parts
    {
        Supervisor &supervisor;
        Wishes &wishes;
        SettingsKeeper &settings;
        LogStore &store;
        LogFile &logFile;
        Autostart &autostart;
    };
    /// With a QApplication.
    Desktop(const Parts &parts, Paths paths, QObject *parent = nullptr);
    ~Desktop() override;

    /// Looks for a tray and shows there how things are.
    void begin();
    void showWindow(const QByteArray &activationToken = {});
    /// In the window, and where nobody is looking at it as a notification, too.
    void tell(const QString &sentence);
    /// We are ending: nothing more is asked or told.
    void fallSilent();

signals:
    void quitRequested();
    void sessionEnds();
    void problem(const QString &sentence); // for the log

private:
    void connectMenu();
    void connectNews();
    void onStatus(const Status &status);
    void onSettings(const Settings &settings);
    MainWindow &window();
    void connectWindow(MainWindow &window);
    void openPreviousLog();
    void start();
    void showIcon();
    void hideIcon();
    void onNoTray();
    void setStartsAtLogin(bool enabled);
    [[nodiscard]] bool windowIsHidden() const;

    Supervisor &m_supervisor;
    Wishes &m_wishes;
    SettingsKeeper &m_settings;
    LogStore &m_store;
    LogFile &m_logFile;
    Autostart &m_autostart;
    Paths m_paths;
    SessionEnd m_sessionEnd;
    GnomeSession m_gnomeSession;
    Announcer m_announcer;
    BackendMenu m_menu;
    TrayHost m_trayHost;
    std::unique_ptr<TrayIcon> m_icon;
    std::unique_ptr<PreviousLog> m_previousLog; // while it is read and looked at
    std::unique_ptr<MainWindow> m_window;       // built when it is first shown
    Remedies m_remedies;
    Dialogs m_dialogs;
    QStringList m_untold; // notices for a window that was not built yet
    Status m_status;
};
