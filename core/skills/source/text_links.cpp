// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/text_links.h"

#include "core/skills/frontmatter/block_finder.h"
#include "core/skills/reading/inside_file.h"

#include <QFile>

#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

static constexpr qint64 LongestLink = 1024; // bytes; a path that people write is shorter

/// What `text` leads to if it is a path, in words of its own; empty: it is none.
static QString targetOf(int folder, const QByteArray &text)
{
    const QByteArray path = text.trimmed();
    if (const QString target = checkedOutLink(text); !target.isEmpty())
        return target;
    struct stat info = {};
    const bool isFolder = !path.isEmpty() && !path.contains('\0') && !path.contains('\n') &&
                          fstatat(folder, path.constData(), &info, 0) == 0 && S_ISDIR(info.st_mode);
    return isFolder ? QString::fromUtf8(path) : QString();
}

QHash<QString, QString> textLinksIn(const QString &folder)
{
    QHash<QString, QString> links;
    const QByteArray directory = QFile::encodeName(folder);
    const std::unique_ptr<DIR, int (*)(DIR *)> stream(opendir(directory.constData()), &closedir);
    while (const dirent *entry = stream ? readdir(stream.get()) : nullptr) {
        const QByteArray name(entry->d_name);
        struct stat info = {};
        if (name.contains('.') || (entry->d_type != DT_REG && entry->d_type != DT_UNKNOWN) ||
            fstatat(dirfd(stream.get()), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(info.st_mode) ||
            info.st_size == 0 || info.st_size > LongestLink)
            continue;
        const QString target = targetOf(dirfd(stream.get()), readInside(directory, name, LongestLink).value_or(""));
        if (!target.isEmpty())
            links.insert(QFile::decodeName(name), target);
    }
    return links;
}
