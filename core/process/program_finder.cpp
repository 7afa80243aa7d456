// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/process/program_finder.h"

#include <QDir>
#include <QFileInfo>

QStringList usualProgramDirectories()
{
    const QString home = QDir::homePath();
    return {home + QStringLiteral("/.local/bin"), home + QStringLiteral("/.cargo/bin"), home + QStringLiteral("/bin"),
            QStringLiteral("/usr/local/bin"),     QStringLiteral("/usr/bin"),           QStringLiteral("/bin"),
            QStringLiteral("/snap/bin"),          QStringLiteral("/opt/homebrew/bin")};
}

ProgramSearch findProgram(const QString &name, const QStringList &more)
{
    ProgramSearch search;
    if (name.isEmpty())
        return search;
    if (name.contains(u'/')) {
        const QFileInfo file(name.startsWith(QStringLiteral("~/")) ? QDir::homePath() + name.mid(1) : name);
        search.searched = {file.absolutePath()};
        if (file.exists())
            search.path = file.absoluteFilePath();
        return search;
    }
    QStringList directories = qEnvironmentVariable("PATH").split(u':', Qt::SkipEmptyParts);
    directories += more;
    QString second;
    for (const QString &entry : std::as_const(directories)) {
        const QString directory = QDir::cleanPath(entry);
        // A relative entry would mean another program in another working directory.
        if (QDir::isRelativePath(directory) || search.searched.contains(directory))
            continue;
        search.searched.append(directory);
        const QFileInfo file(directory + u'/' + name);
        if (!file.isFile() || !search.path.isEmpty())
            continue;
        if (file.isExecutable())
            search.path = file.absoluteFilePath();
        else if (second.isEmpty())
            second = file.absoluteFilePath();
    }
    if (search.path.isEmpty())
        search.path = second;
    return search;
}
