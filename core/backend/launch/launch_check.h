// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/launch/uvx_probe.h"
#include "core/backend/port/port_check.h"
#include "core/backend/state/status.h"
#include "core/backend/words/failure_words.h"
#include "core/settings/paths.h"

#include <QObject>
#include <QTimer>

#include <optional>

/// What would be run, and whether it can be.
struct LaunchCheckResult
{
    QString program; // absolute; empty when not found
    QStringList arguments;
    QStringList environment; // NAME=VALUE, to be added to backendEnvironment()
    QString programVersion;  // as the program tells ("uvx 0.9.20"), else empty
    /// The JSON config the arguments name; empty when they name none. Call prepareConfigFile() with it right before
    /// the launch: the check itself writes nothing.
    QString configFile;
    QStringList secrets;                       // tokens in that config, to be redacted
    std::optional<Failure> failure;            // none: it can be started
    std::optional<Trouble> trouble;            // goes with the failure
    bool mayPass = false;                      // the failure: the system was short of something
    [[nodiscard]] QStringList command() const; // program and arguments
};

/// Looks whether the chosen backend can be started: program, config, version, port, download; starts nothing of it.
class LaunchCheck : public QObject
{
    Q_OBJECT
public:
    /// `builtinProgram`: where skills-backend is expected.
    LaunchCheck(Settings settings, Paths paths, QString builtinProgram, QObject *parent = nullptr);

    void setDownloadAllowed(bool allowed);
    /// What is to be replaced holds the port: it is not looked at.
    void setPortIsOurs() { m_portIsOurs = true; }
    void start();

signals:
    void finished(const LaunchCheckResult &result); // once, never from inside start()

private:
    void lookAtProgram();
    void lookAtConfig();
    void lookAtVersion();
    void lookAtPort();
    void lookAtDownload();
    void onVersion(const UvxProbe::Report &report);
    void onCached(const UvxProbe::Cache &cache);
    void fail(FailureKind kind, const FailureWords &words, const QString &details = {});
    void fail(const PortFault &fault);
    void finish();
    [[nodiscard]] bool builtinIsThere() const;

    Settings m_settings;
    Paths m_paths;
    QString m_builtinProgram;
    bool m_downloadAllowed = false;
    bool m_portIsOurs = false;
    int m_portLooks = 0;
    LaunchCheckResult m_result;
    QTimer m_portTimer;
    UvxProbe m_probe;
};

/// What the settings dialog shows under "Will run"; looks at nothing but the settings.
[[nodiscard]] QStringList commandPreview(const Settings &settings, const Paths &paths, const QString &builtinProgram);
