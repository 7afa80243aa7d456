// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "app/tray/commands/parsed_command_line.h"
#include "app/tray/control/control_desk.h"
#include "app/tray/control/control_server.h"
#include "app/tray/farewell.h"
#include "app/tray/log_mirror.h"
#include "app/tray/service_reporter.h"
#include "app/tray/settings_keeper.h"
#include "app/tray/wishes.h"
#include "core/backend/supervisor.h"
#include "core/log/log_file.h"
#include "core/log/log_intake.h"
#include "core/log/log_store.h"
#include "core/settings/autostart.h"
#include "core/settings/paths.h"

#include <QObject>

#include <memory>

class Desktop;
class StderrNotices;

/// Puts the parts together: the only place that knows everybody.
class Application : public QObject
{
    Q_OBJECT
public:
    /// For the holder of the instance lock; with a QApplication, or headless with a QCoreApplication.
    Application(CommandLine commandLine, Paths paths, QObject *parent = nullptr);
    ~Application() override;

    /// Returns an empty string, or why Skills Tray cannot run.
    [[nodiscard]] QString begin();

signals:
    void noticed(const QString &sentence); // for the user

private:
    void connectCommands();
    void connectFarewell();
    void makeDesktop();
    void goWithoutDesktop();
    void takeFirstTurn();
    void onSettings(const Settings &settings);
    void warn(const QString &sentence); // in the log
    void quit();

    CommandLine m_commandLine;
    Paths m_paths;
    SettingsKeeper m_settings;
    LogStore m_store;
    LogFile m_logFile;
    LogIntake m_intake;
    Supervisor m_supervisor;
    Farewell m_farewell;
    Wishes m_wishes;
    Autostart m_autostart;
    ControlServer m_server;
    ControlDesk m_desk;
    ServiceReporter m_service;
    std::unique_ptr<LogMirror> m_mirror;
    std::unique_ptr<Desktop> m_desktop;       // none: headless
    std::unique_ptr<StderrNotices> m_notices; // instead of it
};
