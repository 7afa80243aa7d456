// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/process/proc_linux.h"

#include <cstdlib>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

QByteArray readProcFile(const QByteArray &path)
{
    // Not QFile: a sweep reads hundreds of these, and their size is always said to be 0.
    const int fd = ::open(path.constData(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return {};
    QByteArray text;
    char bytes[8192];
    ssize_t got = 0;
    while ((got = ::read(fd, bytes, sizeof bytes)) > 0)
        text.append(bytes, got);
    ::close(fd);
    return text;
}

std::optional<ProcStat> readProcStat(qint64 pid)
{
    const QByteArray text = readProcFile("/proc/" + QByteArray::number(pid) + "/stat");
    // The name in parentheses may hold anything, also ')'; what follows begins with field 3.
    const qsizetype end = text.lastIndexOf(')');
    if (end < 0)
        return {};
    const QList<QByteArray> fields = text.mid(end + 2).split(' ');
    if (fields.size() < 20 || fields.at(0).isEmpty())
        return {};
    ProcStat stat;
    stat.state = fields.at(0).at(0);
    stat.parent = fields.at(1).toLongLong();
    stat.startTicks = fields.at(19).toULongLong();
    // A first thread that has ended looks like a zombie while the others live on.
    const bool ended = stat.state == 'Z' || stat.state == 'X';
    stat.lives = !ended || fields.at(17).toInt() > 1;
    return stat;
}

QList<qint64> allProcesses()
{
    QList<qint64> pids;
    DIR *directory = ::opendir("/proc");
    if (!directory)
        return pids;
    while (const dirent *entry = ::readdir(directory)) {
        if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
            pids.append(std::atoll(entry->d_name));
    }
    ::closedir(directory);
    return pids;
}

QList<qint64> ownProcesses()
{
    QList<qint64> pids;
    for (const qint64 pid : allProcesses()) {
        struct stat info = {};
        const QByteArray path = "/proc/" + QByteArray::number(pid);
        if (pid != ::getpid() && ::stat(path.constData(), &info) == 0 && info.st_uid == ::geteuid())
            pids.append(pid);
    }
    return pids;
}
