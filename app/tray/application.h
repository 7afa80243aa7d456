// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "app/tray/command_line.h"
#include "app/tray/control_desk.h"
#include "app/tray/control_server.h"
#include "app/tray/ending.h"
#include "app/tray/log_mirror.h"
#include "app/tray/notifier.h"
#include "app/tray/remedies.h"
#include "app/tray/settings_keeper.h"
#include "app/tray/tray_host.h"
#include "app/tray/unix_signals.h"
#include "core/backend/supervisor.h"
#include "core/log/log_archive.h"
#include "core/log/log_file.h"
#include "core/log/log_intake.h"
#include "core/log/log_store.h"
#include "core/settings/autostart.h"
#include "core/settings/paths.h"
#include "ui/backend_menu.h"
#include "ui/main_window.h"
#include "ui/settings_dialog.h"
#include "ui/sources_dialog.h"
#include "ui/tray_icon.h"

#include <QObject>
#include <QPointer>

#include <memory>

/// Puts the parts together: the only place that knows everybody.
class Application : public QObject
{
    Q_OBJECT
public:
    /// For the holder of the instance lock, with a QApplication.
    Application(CommandLine commandLine, Paths paths, QObject *parent = nullptr);
    ~Application() override;

    /// Returns an empty string, or why Skills Tray cannot run.
    [[nodiscard]] QString begin();

private:
    void connectWishes();
    void connectDesktop();
    void connectEnding();
    void prepareFiles();
    void tellOfUpdate();
    void onStatus(const Status &status);
    void start();
    void restart();
    MainWindow &window();
    void openPreviousLog();
    void showWindow();
    void showIcon();
    void hideIcon();
    void onNoTray();
    void showSettings();
    void showSources();
    void setSourcesChanged(bool changed);
    void setStartsAtLogin(bool enabled);
    void onSettings(const Settings &settings);
    void warn(const QString &sentence); // in the log
    void tell(const QString &sentence); // to the user
    void quit();
    void onSignal();
    [[nodiscard]] bool windowIsHidden() const { return !m_window || !m_window->isVisible(); }

    CommandLine m_commandLine;
    Paths m_paths;
    SettingsKeeper m_settings;
    Settings m_runningWith; // what the backend was last started with
    LogStore m_store;
    LogFile m_logFile;
    LogIntake m_intake;
    Supervisor m_supervisor;
    Autostart m_autostart;
    ControlServer m_server;
    ControlDesk m_desk;
    Remedies m_remedies;
    Ending m_ending;
    UnixSignals m_signals;
    Notifier m_notifier;
    std::unique_ptr<LogMirror> m_mirror;
    BackendMenu m_menu;
    TrayHost m_trayHost;
    std::unique_ptr<TrayIcon> m_icon;
    std::unique_ptr<PreviousLog> m_previousLog; // while it is read and looked at
    std::unique_ptr<MainWindow> m_window;       // built when it is first shown
    QPointer<SettingsDialog> m_settingsDialog;
    QPointer<SourcesDialog> m_sourcesDialog;
    bool m_sourcesChanged = false; // since the backend was started
    QStringList m_untold;          // notices for a window that was not built yet
    bool m_signalled = false;
    Status m_status;
};
