// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

/// What systemd's user manager has to do with our start.
struct UserUnit
{
    QString startedUs;   // the unit that this process was started by; empty: none
    QStringList folders; // where an enabled skills-tray.service is linked

    [[nodiscard]] static UserUnit ofThisProcess(const QString &userUnits);
    /// The unit that starts Skills Tray, "skills-tray.service" say; empty: none does. Looks at the folders anew.
    [[nodiscard]] QString starter() const;
};

/// Which unit started the process with this /proc/PID/cgroup; empty: none. `isItsMain`: it is the one that systemd
/// itself executed. What desktops start in units of their own ("app-...", systemd.io/DESKTOP_ENVIRONMENTS) is theirs.
[[nodiscard]] QString unitThatStarted(const QByteArray &cgroup, bool isItsMain);
