// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/process/program_finder.h"

#include <QCollator>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

/// Where nvm keeps what it installed, the newest version first.
static QStringList nvmDirectories(const QString &home)
{
    const QDir versions(home + QStringLiteral("/.nvm/versions/node"));
    QStringList names = versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    QCollator newestFirst;
    newestFirst.setNumericMode(true); // v9 before v22
    std::sort(names.begin(), names.end(),
              [&](const QString &one, const QString &other) { return newestFirst.compare(one, other) > 0; });
    for (QString &name : names)
        name = versions.filePath(name) + QStringLiteral("/bin");
    return names;
}

QStringList usualProgramDirectories()
{
    const QString home = QDir::homePath();
    QStringList directories;
    for (const char *own :
         {"/.local/bin", "/.cargo/bin", "/bin", "/.local/share/mise/shims", "/.asdf/shims", "/.pyenv/shims",
          "/.volta/bin", "/.bun/bin", "/.deno/bin", "/.nix-profile/bin", "/miniconda3/bin", "/anaconda3/bin"})
        directories.append(home + QLatin1String(own));
    directories += nvmDirectories(home);
    for (const char *shared : {"/usr/local/bin", "/usr/bin", "/bin", "/snap/bin", "/home/linuxbrew/.linuxbrew/bin",
                               "/opt/homebrew/bin", "/nix/var/nix/profiles/default/bin"})
        directories.append(QLatin1String(shared));
    return directories;
}

QString pathWith(const QString &directory)
{
    const QStringList path = qEnvironmentVariable("PATH").split(u':', Qt::SkipEmptyParts);
    const auto isIt = [&directory](const QString &entry) { return QDir::cleanPath(entry) == directory; };
    if (std::any_of(path.begin(), path.end(), isIt))
        return {};
    return (QStringList{directory} + path).join(u':');
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
