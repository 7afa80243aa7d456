// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// Where our files lie (XDG base directories), as one value that tests can point elsewhere.
struct Paths
{
    QString config;    // $XDG_CONFIG_HOME/skills-tray
    QString state;     // $XDG_STATE_HOME/skills-tray
    QString cache;     // $XDG_CACHE_HOME/skills-tray
    QString runtime;   // $XDG_RUNTIME_DIR/skills-tray, else <tmp>/skills-tray-<uid>
    QString autostart; // $XDG_CONFIG_HOME/autostart

    [[nodiscard]] QString settingsFile() const;      // config/settings.ini
    [[nodiscard]] QString skillsConfigFile() const;  // config/skills.json
    [[nodiscard]] QString logFile() const;           // state/backend.log
    [[nodiscard]] QString ownerFile() const;         // state/owner.json
    [[nodiscard]] QString countsFile() const;        // state/counts.json
    [[nodiscard]] QString sessionKeyFile() const;    // state/session.key: the backend's
    [[nodiscard]] QString endedSessionsFile() const; // state/ended-sessions: likewise
    [[nodiscard]] QString versionFile() const;       // state/version
    [[nodiscard]] QString workDirectory() const;     // cache/work: the backend's working directory
    [[nodiscard]] QString tempDirectory() const;     // cache/tmp: the backend's TMPDIR
    [[nodiscard]] QString userUnits() const;         // $XDG_CONFIG_HOME/systemd/user
    [[nodiscard]] QString lockFile() const;          // runtime/lock
    [[nodiscard]] QString stateLockFile() const;     // state/lock-ID: one for each machine that shares this home
    [[nodiscard]] QString controlSocket() const;     // runtime/ctl.sock

    /// From this process's environment.
    [[nodiscard]] static Paths fromEnvironment();
};

/// Makes `path` (and what is missing above it) a directory of mode 0700 that belongs to us and is no symbolic link.
/// Returns an empty string, or a sentence naming the act, the path and the cause.
[[nodiscard]] QString ensurePrivateDirectory(const QString &path);
