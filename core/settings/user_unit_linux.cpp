// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/settings/user_unit.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QList>

#include <unistd.h>

static QString ourUnit()
{
    return QStringLiteral("skills-tray.service");
}

QString unitThatStarted(const QByteArray &cgroup, bool isItsMain)
{
    QString innermost;
    for (const QByteArray &line : cgroup.split('\n')) {
        // "0::/user.slice/.../app.slice/skills-tray.service"; the unit may divide itself further.
        const QStringList parts = QFile::decodeName(line.mid(line.lastIndexOf(':') + 1)).split(u'/');
        if (parts.contains(ourUnit()))
            return ourUnit();
        for (const QString &part : parts) {
            if (part.endsWith(QStringLiteral(".service")))
                innermost = part;
        }
    }
    return isItsMain && !innermost.startsWith(QStringLiteral("app-")) ? innermost : QString();
}

UserUnit UserUnit::ofThisProcess(const QString &userUnits)
{
    UserUnit unit;
    unit.folders = {userUnits, QStringLiteral("/etc/systemd/user")};
    // systemd.exec(5), "Environment Variables Set or Propagated by the Service Manager".
    const bool isItsMain = !qEnvironmentVariableIsEmpty("INVOCATION_ID") &&
                           qgetenv("SYSTEMD_EXEC_PID") == QByteArray::number(qint64(getpid()));
    if (QFile cgroup(QStringLiteral("/proc/self/cgroup")); cgroup.open(QIODevice::ReadOnly))
        unit.startedUs = unitThatStarted(cgroup.readAll(), isItsMain);
    return unit;
}

QString UserUnit::starter() const
{
    if (!startedUs.isEmpty())
        return startedUs;
    for (const QString &folder : folders) {
        const QStringList wants =
            QDir(folder).entryList({QStringLiteral("*.wants"), QStringLiteral("*.requires")}, QDir::Dirs);
        for (const QString &name : wants) {
            // A link counts for systemd even when what it names is gone.
            const QFileInfo link(folder + u'/' + name + u'/' + ourUnit());
            if (link.isSymLink() || link.exists())
                return ourUnit();
        }
    }
    return {};
}
