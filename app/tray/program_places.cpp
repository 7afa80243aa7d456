// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/program_places.h"

#include <QCoreApplication>
#include <QDir>

QString guardProgram()
{
    return QDir::cleanPath(QCoreApplication::applicationDirPath() +
                           QStringLiteral("/../libexec/skills-tray/skills-tray-guard"));
}

QString builtinProgram()
{
    return QCoreApplication::applicationDirPath() + QStringLiteral("/skills-backend");
}

QString ownProgram()
{
    const QString image = qEnvironmentVariable("APPIMAGE");
    return image.startsWith(u'/') ? image : QCoreApplication::applicationFilePath();
}
