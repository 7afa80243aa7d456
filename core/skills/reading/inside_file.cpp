// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/inside_file.h"

#include "core/skills/reading/private_names.h"
#include "core/skills/reading/real_path.h"

#include <QList>

#include <algorithm>
#include <cerrno>
#include <climits>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

FileStamp stampOf(const struct stat &info)
{
    const auto nanoseconds = [](const timespec &time) { return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec; };
    return {.device = info.st_dev,
            .inode = info.st_ino,
            .size = info.st_size,
            .modified = nanoseconds(info.st_mtim),
            .changed = nanoseconds(info.st_ctim)};
}

static bool isPlainPath(const QByteArray &path)
{
    if (path.isEmpty() || path.contains('\0') || path.size() > PATH_MAX)
        return false;
    // Not even when they lead back in: nobody who means well writes such a path.
    const QList<QByteArray> segments = path.split('/');
    return std::none_of(segments.begin(), segments.end(), [](const QByteArray &segment) {
        return segment.isEmpty() || segment == "." || segment == "..";
    });
}

std::optional<QByteArray> insidePath(const QByteArray &directory, const QByteArray &path)
{
    if (!isPlainPath(path))
        return std::nullopt;
    const QByteArray target = realPath(directory + '/' + path);
    const QByteArray prefix = directory == "/" ? directory : directory + '/';
    if (!target.startsWith(prefix))
        return std::nullopt;
    const QByteArray inside = target.mid(prefix.size());
    // What is not served under its own name is not under another one either.
    return inside != path && isPrivatePath(inside) ? std::nullopt : std::optional(inside);
}

/// Opens step by step and follows no link, so that a folder swapped for a link meanwhile leads nowhere.
static int openBeneath(const QByteArray &directory, const QByteArray &path)
{
    int at = open(directory.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const QList<QByteArray> segments = path.split('/');
    for (qsizetype i = 0; i < segments.size() && at >= 0; ++i) {
        const bool last = i == segments.size() - 1;
        // Without O_NONBLOCK a FIFO of that name would hold us.
        const int flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | (last ? O_NONBLOCK : O_DIRECTORY);
        const int next = openat(at, segments.at(i).constData(), flags);
        const int cause = errno;
        close(at);
        errno = cause;
        at = next;
    }
    return at;
}

static std::optional<QByteArray> readOpen(int file, qint64 limit, FileStamp *stamp)
{
    struct stat info = {};
    if (fstat(file, &info) != 0 || !S_ISREG(info.st_mode) || info.st_size > limit)
        return std::nullopt;
    if (stamp)
        *stamp = stampOf(info);
    // One byte more than it says, so that the end shows without another call; a growing file gets more room.
    QByteArray bytes(info.st_size + 1, Qt::Uninitialized);
    qint64 filled = 0;
    while (true) {
        if (filled > limit)
            return std::nullopt;
        if (filled == bytes.size())
            bytes.resize(bytes.size() * 2);
        const ssize_t count = read(file, bytes.data() + filled, size_t(bytes.size() - filled));
        if (count < 0)
            return std::nullopt;
        if (count == 0)
            break;
        filled += count;
    }
    bytes.truncate(filled);
    return bytes;
}

bool isAnythingAt(const QByteArray &directory, const QByteArray &path)
{
    return access((directory + '/' + path).constData(), F_OK) == 0;
}

std::optional<QByteArray> readInside(const QByteArray &directory, const QByteArray &path, qint64 limit,
                                     FileStamp *stamp)
{
    if (!isPlainPath(path))
        return std::nullopt;
    int file = openBeneath(directory, path);
    if (file < 0 && (errno == ELOOP || errno == ENOTDIR)) { // a link, which may well lead inside
        if (const std::optional<QByteArray> inside = insidePath(directory, path))
            file = openBeneath(directory, *inside);
    }
    if (file < 0)
        return std::nullopt;
    std::optional<QByteArray> bytes = readOpen(file, limit, stamp);
    close(file);
    return bytes;
}
