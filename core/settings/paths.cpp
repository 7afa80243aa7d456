// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/settings/paths.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QSysInfo>

QString Paths::settingsFile() const
{
    return config + QStringLiteral("/settings.ini");
}

QString Paths::skillsConfigFile() const
{
    return config + QStringLiteral("/skills.json");
}

QString Paths::logFile() const
{
    return state + QStringLiteral("/backend.log");
}

QString Paths::ownerFile() const
{
    return state + QStringLiteral("/owner.json");
}

QString Paths::countsFile() const
{
    return state + QStringLiteral("/counts.json");
}

QString Paths::sessionKeyFile() const
{
    return state + QStringLiteral("/session.key");
}

QString Paths::endedSessionsFile() const
{
    return state + QStringLiteral("/ended-sessions");
}

QString Paths::versionFile() const
{
    return state + QStringLiteral("/version");
}

QString Paths::workDirectory() const
{
    return cache + QStringLiteral("/work");
}

QString Paths::tempDirectory() const
{
    return cache + QStringLiteral("/tmp");
}

QString Paths::userUnits() const
{
    return QFileInfo(config).path() + QStringLiteral("/systemd/user");
}

QString Paths::lockFile() const
{
    return runtime + QStringLiteral("/lock");
}

QString Paths::stateLockFile() const
{
    // machine-id(5) asks not to show it to others as it is.
    const QByteArray machine = QCryptographicHash::hash(QSysInfo::machineUniqueId(), QCryptographicHash::Sha256);
    return state + QStringLiteral("/lock-") + QString::fromLatin1(machine.toHex().first(8));
}

QString Paths::controlSocket() const
{
    return runtime + QStringLiteral("/ctl.sock");
}
