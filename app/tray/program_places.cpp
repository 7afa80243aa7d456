// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/program_places.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

QString guardProgram()
{
    return QDir::cleanPath(QCoreApplication::applicationDirPath() +
                           QStringLiteral("/../libexec/skills-tray/skills-tray-guard"));
}

QString builtinProgram()
{
    return QCoreApplication::applicationDirPath() + QStringLiteral("/skills-backend");
}

/// The file that a shell would have run under this name; empty: none.
static QString fileCalled(const QString &name)
{
    if (name.contains(u'/'))
        return QDir::cleanPath(QDir::current().absoluteFilePath(name));
    return name.isEmpty() ? QString() : QStandardPaths::findExecutable(name);
}

QString ownProgram()
{
    const QString image = qEnvironmentVariable("APPIMAGE");
    if (image.startsWith(u'/'))
        return image;
    const QString self = QCoreApplication::applicationFilePath();
    // Who starts a program may give it any name.
    const QString called = fileCalled(QCoreApplication::arguments().value(0));
    const bool isSelf =
        !called.isEmpty() && QFileInfo(called).canonicalFilePath() == QFileInfo(self).canonicalFilePath();
    return isSelf ? called : self;
}
