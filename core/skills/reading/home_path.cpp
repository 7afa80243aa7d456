// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/home_path.h"

#include <QDir>
#include <QFileInfo>

QString homePath(const QString &path)
{
    const QString expanded = path.trimmed();
    for (const char *home : {"~", "$HOME", "${HOME}"}) {
        const QString begin = QLatin1String(home);
        if (expanded == begin || expanded.startsWith(begin + u'/'))
            return QDir::cleanPath(QDir::homePath() + expanded.mid(begin.size()));
    }
    return QDir::cleanPath(QFileInfo(expanded).absoluteFilePath());
}
