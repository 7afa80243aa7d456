// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/mounts.h"

#include <QFile>
#include <QList>

#include <sys/stat.h>

#include <algorithm>
#include <iterator>

/// "\040" and the like, as the kernel writes blanks.
static QByteArray unescaped(QByteArray text)
{
    for (qsizetype at = text.indexOf('\\'); at >= 0 && at + 3 < text.size(); at = text.indexOf('\\', at + 1))
        text.replace(at, 4, QByteArray(1, char(text.mid(at + 1, 3).toInt(nullptr, 8))));
    return text;
}

static bool isShared(const QByteArray &type)
{
    static const QByteArrayView types[] = {"nfs",      "nfs4",   "cifs",   "smb3",   "smbfs", "9p",        "autofs",
                                           "virtiofs", "ceph",   "afs",    "ncpfs",  "coda",  "glusterfs", "gfs2",
                                           "ocfs2",    "lustre", "vboxsf", "prl_fs", "vmhgfs"};
    return type.startsWith("fuse") || std::find(std::begin(types), std::end(types), type) != std::end(types);
}

QByteArray mountTable()
{
    QFile file(QStringLiteral("/proc/self/mountinfo"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Mount mountOf(const QByteArray &mountInfo, const QByteArray &path)
{
    Mount mount;
    const QList<QByteArray> lines = mountInfo.split('\n');
    for (const QByteArray &line : lines) {
        // proc(5): ID, parent, device, root, mount point, options, optional fields, "-", type, …
        const QList<QByteArray> fields = line.split(' ');
        const qsizetype dash = fields.indexOf("-");
        if (dash < 5 || dash + 1 >= fields.size())
            continue;
        const QByteArray point = unescaped(fields.at(4));
        const bool holds = point == "/" || path == point || path.startsWith(point + '/');
        if (!holds || point.size() < mount.point.size())
            continue; // of several mounted at one place the last one counts
        mount = {.point = point, .isShared = isShared(fields.at(dash + 1))};
    }
    return mount;
}

bool isSharedMount(const QByteArray &mountInfo, const QByteArray &path)
{
    return mountOf(mountInfo, path).isShared;
}

bool isOnSharedMount(const QString &path)
{
    return isSharedMount(mountTable(), QFile::encodeName(path));
}

bool SharedMounts::hold(const QString &folder)
{
    struct stat status = {};
    if (::stat(QFile::encodeName(folder).constData(), &status) != 0)
        return isOnSharedMount(folder);
    const auto known = m_isShared.constFind(status.st_dev);
    if (known != m_isShared.constEnd())
        return *known;
    return *m_isShared.insert(status.st_dev, isOnSharedMount(folder));
}
