// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>

#include <array>
#include <optional>

/// Which server Skills Tray runs.
enum class BackendKind { Builtin, ClaudeSkillsMcp, Custom };

inline constexpr std::array AllBackendKinds = {BackendKind::Builtin, BackendKind::ClaudeSkillsMcp, BackendKind::Custom};

/// The name used in settings, on the command line and in `status --json`: builtin, claude-skills-mcp, custom.
[[nodiscard]] QString backendKindName(BackendKind kind);
[[nodiscard]] std::optional<BackendKind> backendKindFromName(const QString &name);

/// For which panel the tray icon is drawn.
enum class IconColours { Automatic, Light, Dark };

inline constexpr int MinimumPort = 1024;
inline constexpr int MaximumPort = 65535;
inline constexpr int MaximumGraceSeconds = 60;
inline constexpr int MaximumStartTimeout = 3600;
inline constexpr int MaximumSilentTimeout = 3600;
inline constexpr int MaximumLogFontSize = 48;
inline constexpr int MinimumLogMemoryMiB = 1;
inline constexpr int MaximumLogMemoryMiB = 4096;

/// What the user has chosen, as one value. The defaults are what a new user gets.
struct Settings
{
    // [backend]
    BackendKind kind = BackendKind::Builtin;
    QString host = QStringLiteral("127.0.0.1");
    int port = 8765;       // MinimumPort-MaximumPort
    QString config;        // path of the backend's JSON config; empty: Paths::skillsConfigFile()
    QString command;       // custom backend: the program, a name or a path
    QStringList arguments; // of `kind`. Custom: its arguments, with {host} {port} {config}; otherwise extra ones
    QMap<BackendKind, QStringList> otherArguments; // of the other kinds, for when they are chosen again; none is empty
    int graceSeconds = 5;                          // 0-MaximumGraceSeconds: between SIGTERM and SIGKILL
    bool startAtLaunch = true;                     // start the backend when Skills Tray starts
    int startTimeout = 0; // seconds, 0-MaximumStartTimeout: give up a start after that long without progress; 0 never
    // Seconds, 0-MaximumSilentTimeout: restart a backend that was answering, and has been silent and idle for so long;
    // a busy one after three times that; 0 never.
    int silentTimeout = 0;
    bool downloadAllowed = false; // the user said yes to downloading claude-skills-mcp

    // [log]
    int logMemoryMiB = 64; // MinimumLogMemoryMiB-MaximumLogMemoryMiB: the newest lines that are kept in memory

    // [tray]
    IconColours iconColours = IconColours::Automatic;

    /// Chooses another backend: what is meant for this one is put away, what is meant for that one comes back.
    void useKind(BackendKind other);
    [[nodiscard]] QStringList argumentsOf(BackendKind one) const;
    void setArgumentsOf(BackendKind one, const QStringList &value);

    bool operator==(const Settings &) const = default;
};

/// How the window was left, remembered beside the settings.
struct WindowChoices
{
    QByteArray geometry; // QWidget::saveGeometry()
    bool hideHealthChecks = true;
    int minimumLevel = 0; // index into the window's list of levels, 0 all
    int origin = 0;       // index into the window's list of origins, 0 all
    bool wrapLines = false;
    int logFontSize = 0; // points, 0-MaximumLogFontSize; 0 as the system's fonts
    bool toldThatClosingHides = false;

    bool operator==(const WindowChoices &) const = default;
};
