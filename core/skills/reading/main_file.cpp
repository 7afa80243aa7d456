// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/main_file.h"

#include "core/skills/reading/real_path.h"

#include <cerrno>
#include <memory>

#include <dirent.h>
#include <sys/stat.h>

static QByteArray folderOf(const QByteArray &path)
{
    return path.left(std::max<qsizetype>(path.lastIndexOf('/'), 1));
}

static QByteArray nameOf(const QByteArray &path)
{
    return path.mid(path.lastIndexOf('/') + 1);
}

bool isMainFileName(const QByteArray &name)
{
    return name.size() < 16 && name.toLower().replace(" ", "") == "skill.md";
}

QByteArray MainFile::linkedFolder() const
{
    return isMainFileName(nameOf(target)) ? folderOf(target) : QByteArray();
}

std::optional<QByteArray> MainFile::read(const QByteArray &directory, qint64 limit, FileStamp *stamp) const
{
    if (!isUsable)
        return std::nullopt;
    return target.isEmpty() ? readInside(directory, name, limit, stamp)
                            : readInside(folderOf(target), nameOf(target), limit, stamp);
}

/// "SKILL.md" before all that only resembles it.
static QByteArray nameIn(const QByteArray &directory)
{
    const std::unique_ptr<DIR, int (*)(DIR *)> stream(opendir(directory.constData()), &closedir);
    QByteArray found;
    while (const dirent *entry = stream ? readdir(stream.get()) : nullptr) {
        const QByteArray name(entry->d_name);
        if (entry->d_type != DT_DIR && isMainFileName(name) && (found.isEmpty() || name < found))
            found = name;
    }
    return found;
}

MainFile findMainFile(const QByteArray &directory, bool followsLinks)
{
    MainFile main;
    struct stat folder = {}, link = {};
    // Nearly always; to follow the whole path would cost a call a level.
    const bool isThere = lstat((directory + "/SKILL.md").constData(), &link) == 0;
    main.name = isThere ? QByteArray("SKILL.md") : nameIn(directory);
    main.isUsable = isThere && S_ISREG(link.st_mode);
    if (!main.isThere() || main.isUsable)
        return main;
    const QByteArray path = directory + '/' + main.name;
    if (insidePath(directory, main.name)) {
        main.isUsable = true;
    } else if (realPath(path).isEmpty()) {
        main.fault = errno;
    } else if (followsLinks && stat(directory.constData(), &folder) == 0 && lstat(path.constData(), &link) == 0 &&
               S_ISLNK(link.st_mode) && (link.st_uid == folder.st_uid || link.st_uid == 0)) {
        main.target = realPath(path);
        main.isUsable = nameOf(main.target).toLower().endsWith("skill.md");
    }
    return main;
}
