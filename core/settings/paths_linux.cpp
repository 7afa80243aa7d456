// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/settings/paths.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

static QString homeDirectory()
{
    const QString home = qEnvironmentVariable("HOME");
    if (home.startsWith(u'/'))
        return home;
    // Without $HOME, QDir would take the root directory; the user database knows better.
    const passwd *entry = getpwuid(geteuid());
    return entry && entry->pw_dir ? QFile::decodeName(entry->pw_dir) : QStringLiteral("/nonexistent");
}

static QString baseDirectory(const char *variable, const QString &fallback)
{
    // The specification: a relative path in such a variable is invalid and has to be ignored.
    const QString path = qEnvironmentVariable(variable);
    return path.startsWith(u'/') ? QDir::cleanPath(path) : homeDirectory() + fallback;
}

static QString runtimeBase()
{
    const QString path = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const QFileInfo info(path);
    if (path.startsWith(u'/') && info.isDir() && info.ownerId() == geteuid() && info.isWritable())
        return QDir::cleanPath(path) + QStringLiteral("/skills-tray");
    return QDir::tempPath() + QStringLiteral("/skills-tray-%1").arg(geteuid());
}

Paths Paths::fromEnvironment()
{
    const QString config = baseDirectory("XDG_CONFIG_HOME", QStringLiteral("/.config"));
    const QString ours = QStringLiteral("/skills-tray");
    return {
        .config = config + ours,
        .state = baseDirectory("XDG_STATE_HOME", QStringLiteral("/.local/state")) + ours,
        .cache = baseDirectory("XDG_CACHE_HOME", QStringLiteral("/.cache")) + ours,
        .runtime = runtimeBase(),
        .autostart = config + QStringLiteral("/autostart"),
    };
}

static QString cannotUse(const QString &path, const QString &cause)
{
    return QCoreApplication::translate("Paths", "Cannot use the directory %1: %2").arg(path, cause);
}

static QString makeDirectories(const QString &path)
{
    if (QFileInfo(path).isDir())
        return {};
    const QString parent = QFileInfo(path).path();
    if (parent == path)
        return cannotUse(path, QCoreApplication::translate("Paths", "no such directory"));
    if (QString error = makeDirectories(parent); !error.isEmpty())
        return error;
    if (mkdir(QFile::encodeName(path).constData(), 0700) == 0 || errno == EEXIST)
        return {};
    return QCoreApplication::translate("Paths", "Cannot make the directory %1: %2").arg(path, qt_error_string(errno));
}

QString ensurePrivateDirectory(const QString &path)
{
    const QString clean = QDir::cleanPath(path);
    if (!clean.startsWith(u'/'))
        return cannotUse(clean, QCoreApplication::translate("Paths", "it is not an absolute path"));
    const QByteArray name = QFile::encodeName(clean);
    struct stat info = {};
    if (lstat(name.constData(), &info) != 0) {
        if (QString error = makeDirectories(clean); !error.isEmpty())
            return error;
        if (lstat(name.constData(), &info) != 0)
            return cannotUse(clean, qt_error_string(errno));
    }
    if (S_ISLNK(info.st_mode))
        return cannotUse(clean, QCoreApplication::translate("Paths", "it is a symbolic link"));
    if (!S_ISDIR(info.st_mode))
        return cannotUse(clean, QCoreApplication::translate("Paths", "it is not a directory"));
    if (info.st_uid != geteuid())
        return cannotUse(clean, QCoreApplication::translate("Paths", "it belongs to another user"));
    if ((info.st_mode & 07777) != 0700 && chmod(name.constData(), 0700) != 0)
        return cannotUse(clean, qt_error_string(errno));
    return {};
}
