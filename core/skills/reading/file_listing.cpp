// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/file_listing.h"

#include "core/skills/reading/main_file.h"
#include "core/skills/reading/private_names.h"
#include "core/skills/reading/real_path.h"

#include <algorithm>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

class Lister
{
public:
    Lister(const QByteArray &root, const QByteArray &linkedFolder, FileListing &listing)
        : m_root(root)
        , m_linkedFolder(linkedFolder)
        , m_listing(listing)
    {
    }

    void list(int folder, const QByteArray &prefix, int depth)
    {
        const std::unique_ptr<DIR, int (*)(DIR *)> stream(fdopendir(folder), &closedir);
        if (!stream)
            return;
        while (const dirent *entry = readdir(stream.get())) {
            const QByteArray name(entry->d_name);
            if (name != "." && name != "..")
                take(dirfd(stream.get()), prefix, name, depth);
        }
    }

private:
    void take(int folder, const QByteArray &prefix, const QByteArray &name, int depth)
    {
        struct stat info = {};
        if (fstatat(folder, name.constData(), &info, AT_SYMLINK_NOFOLLOW) != 0)
            return;
        const QByteArray path = prefix + name;
        if (S_ISDIR(info.st_mode)) {
            enter(folder, path, name, depth);
            return;
        }
        if (S_ISLNK(info.st_mode)) {
            if (fstatat(folder, name.constData(), &info, 0) != 0 || S_ISDIR(info.st_mode))
                return;
            if (!insidePath(m_root, path) && !leadsToItsOwn(path)) {
                // Of a main file others judge.
                if (!isMainFileName(path) && !leadsToPrivate(path))
                    leaveOut(QStringLiteral("it has a link that leads out of its folder"));
                return;
            }
        }
        if (!S_ISREG(info.st_mode) || isPrivateFile(name))
            return;
        if (!name.isValidUtf8())
            leaveOut(QStringLiteral("the name of one of its files is not UTF-8"));
        else if (m_listing.files.size() >= ListingMaximumFiles)
            leaveOut(QStringLiteral("it has more than %1 files").arg(ListingMaximumFiles));
        else
            m_listing.files.append({path, stampOf(info)});
    }

    void enter(int folder, const QByteArray &path, const QByteArray &name, int depth)
    {
        if (isPrivateFolder(name))
            return;
        if (!name.isValidUtf8())
            return leaveOut(QStringLiteral("the name of one of its folders is not UTF-8"));
        if (depth >= ListingMaximumDepth)
            return leaveOut(QStringLiteral("its folders are nested too deeply"));
        const int next = openat(folder, name.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (next >= 0)
            list(next, path + '/', depth + 1);
    }

    [[nodiscard]] bool leadsToItsOwn(const QByteArray &path) const
    {
        return !m_linkedFolder.isEmpty() && realPath(m_root + '/' + path) == m_linkedFolder + '/' + path;
    }

    /// To what lies in its folder and is not served.
    [[nodiscard]] bool leadsToPrivate(const QByteArray &path) const
    {
        const QByteArray target = realPath(m_root + '/' + path);
        return target.startsWith(m_root + '/') && isPrivatePath(target.mid(m_root.size() + 1));
    }

    void leaveOut(const QString &why) { m_listing.oddity = why; }

    QByteArray m_root, m_linkedFolder;
    FileListing &m_listing;
};

FileListing listFiles(const QByteArray &directory, const QByteArray &linkedFolder)
{
    FileListing listing;
    const int folder = open(directory.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return listing;
    Lister(directory, linkedFolder, listing).list(folder, {}, 0);
    std::sort(listing.files.begin(), listing.files.end(),
              [](const ListedFile &a, const ListedFile &b) { return a.path < b.path; });
    return listing;
}
