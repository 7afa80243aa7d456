// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/folder_fault.h"

#include <QFile>

#include <cerrno>

#include <dirent.h>
#include <sys/stat.h>

QString folderFault(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    if (DIR *folder = opendir(name.constData())) {
        closedir(folder);
        return {};
    }
    const int cause = errno;
    struct stat info = {};
    const bool isLink = lstat(name.constData(), &info) == 0 && S_ISLNK(info.st_mode);
    if (cause == ENOENT)
        return isLink ? QStringLiteral("is a link that leads nowhere") : QStringLiteral("does not exist");
    if (cause == ENOTDIR)
        return QStringLiteral("is no folder");
    if (cause == ELOOP && isLink)
        return QStringLiteral("is a link that leads to itself");
    return QStringLiteral("cannot be read (%1)").arg(qt_error_string(cause).toLower());
}
