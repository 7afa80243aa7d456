// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "app/tray/desktop/notifier.h"
#include "app/tray/desktop/remedies.h"
#include "app/tray/desktop/tray_host.h"
#include "core/backend/status.h"
#include "core/log/log_archive.h"
#include "core/settings/paths.h"
#include "core/settings/settings.h"
#include "ui/backend_menu.h"
#include "ui/main_window.h"
#include "ui/settings_dialog.h"
#include "ui/sources_dialog.h"
#include "ui/tray_icon.h"

#include <QObject>
#include <QPointer>

#include <memory>

class Autostart;
class Ending;
class LogFile;
class LogStore;
class SettingsKeeper;
class Supervisor;

/// What the user sees of Skills Tray: icon, window, dialogs and notifications.
class Desktop : public QObject
{
    Q_OBJECT
public:
    /// What it shows; all must outlive it.
    struct Parts
    {
        Supervisor &supervisor;
        SettingsKeeper &settings;
        LogStore &store;
        LogFile &logFile;
        Autostart &autostart;
        const Ending &ending;
    };
    /// With a QApplication. `background`: nobody looks at a window at first.
    Desktop(const Parts &parts, Paths paths, bool background, QObject *parent = nullptr);
    ~Desktop() override;

    /// Looks for a tray and shows there how things are.
    void begin();
    void showWindow();
    /// In the window, and where nobody may be looking at it as a notification, too.
    void tell(const QString &sentence);

signals:
    void startRequested();
    void restartRequested();
    void quitRequested();
    void problem(const QString &sentence); // for the log

private:
    void connectMenu();
    void onStatus(const Status &status);
    void onSettings(const Settings &settings);
    MainWindow &window();
    void openPreviousLog();
    void showIcon();
    void hideIcon();
    void onNoTray();
    void showSettings();
    void showSources();
    void setSourcesChanged(bool changed);
    void setStartsAtLogin(bool enabled);
    [[nodiscard]] bool windowIsHidden() const { return !m_window || !m_window->isVisible(); }

    Supervisor &m_supervisor;
    SettingsKeeper &m_settings;
    LogStore &m_store;
    LogFile &m_logFile;
    Autostart &m_autostart;
    const Ending &m_ending;
    Paths m_paths;
    bool m_background;
    Settings m_runningWith; // what the backend was last started with
    Remedies m_remedies;
    Notifier m_notifier;
    BackendMenu m_menu;
    TrayHost m_trayHost;
    std::unique_ptr<TrayIcon> m_icon;
    std::unique_ptr<PreviousLog> m_previousLog; // while it is read and looked at
    std::unique_ptr<MainWindow> m_window;       // built when it is first shown
    QPointer<SettingsDialog> m_settingsDialog;
    QPointer<SourcesDialog> m_sourcesDialog;
    bool m_sourcesChanged = false; // since the backend was started
    QStringList m_untold;          // notices for a window that was not built yet
    Status m_status;
};
