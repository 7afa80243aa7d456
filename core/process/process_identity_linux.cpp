// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/process/process_identity.h"

#include "core/process/proc_linux.h"
#include "core/process/run_mark.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <pwd.h>
#include <unistd.h>

static QString systemError(int error)
{
    return QString::fromLocal8Bit(std::strerror(error));
}

static QByteArray bytesOf(const std::string &path)
{
    return QByteArray::fromStdString(readProcFile(path));
}

std::optional<ProcessIdentity> identityOf(qint64 pid)
{
    const std::optional<ProcStat> stat = readProcStat(pid_t(pid));
    if (!stat || !stat->lives)
        return {};
    return ProcessIdentity{pid, stat->startTicks};
}

bool isAlive(const ProcessIdentity &process)
{
    return process.pid > 0 && identityOf(process.pid) == process;
}

std::optional<ProcessActivity> activityOf(const ProcessIdentity &process)
{
    const std::optional<ProcStat> stat = readProcStat(pid_t(process.pid));
    if (!stat || !stat->lives || stat->startTicks != process.startTicks)
        return {};
    static const long ticksPerSecond = std::max(1L, ::sysconf(_SC_CLK_TCK));
    return ProcessActivity{.suspended = stat->state == 'T' || stat->state == 't',
                           .cpuMs = qint64(stat->cpuTicks) * 1000 / ticksPerSecond};
}

static QString userName(quint32 uid)
{
    passwd entry = {};
    passwd *found = nullptr;
    char buffer[4096];
    if (getpwuid_r(uid, &entry, buffer, sizeof buffer, &found) == 0 && found)
        return QString::fromLocal8Bit(found->pw_name);
    return QCoreApplication::translate("Process", "uid %1").arg(uid);
}

/// Seconds since the epoch at which this boot began; 0 when unknown.
static qint64 bootTime()
{
    for (const QByteArray &line : bytesOf("/proc/stat").split('\n')) {
        if (line.startsWith("btime "))
            return line.mid(6).toLongLong();
    }
    return 0;
}

std::optional<ProcessDescription> describeProcess(qint64 pid)
{
    const std::optional<ProcessIdentity> identity = identityOf(pid);
    if (!identity)
        return {};
    ProcessDescription description;
    description.identity = *identity;
    const std::string directory = "/proc/" + std::to_string(pid);

    // The link is for the process's own user only, the name is for all.
    QString program = QFileInfo(QFile::symLinkTarget(QString::fromStdString(directory + "/exe"))).fileName();
    if (program.endsWith(QStringLiteral(" (deleted)")))
        program.chop(10);
    if (program.isEmpty())
        program = QString::fromLocal8Bit(bytesOf(directory + "/comm").trimmed());
    description.program = program;

    for (const QByteArray &line : bytesOf(directory + "/status").split('\n')) {
        if (line.startsWith("Uid:"))
            description.uid = line.mid(4).simplified().split(' ').value(0).toUInt();
    }
    description.user = userName(description.uid);
    description.ownUser = description.uid == getuid();
    const qint64 boot = bootTime();
    const long ticksPerSecond = sysconf(_SC_CLK_TCK);
    if (boot > 0 && ticksPerSecond > 0)
        description.since =
            QDateTime::fromMSecsSinceEpoch(boot * 1000 + qint64(identity->startTicks) * 1000 / ticksPerSecond);
    return description;
}

QList<ProcessIdentity> processesCarrying(const QByteArray &assignment)
{
    QList<ProcessIdentity> found;
    const std::string mark = assignment.toStdString();
    for (const pid_t pid : ownProcesses()) {
        const std::optional<ProcessIdentity> identity = carriesMark(pid, mark) ? identityOf(pid) : std::nullopt;
        if (identity)
            found.append(*identity);
    }
    return found;
}

bool carries(const ProcessIdentity &process, const QByteArray &assignment)
{
    return carriesMark(pid_t(process.pid), assignment.toStdString()) && isAlive(process);
}

QString sendSignal(const ProcessIdentity &process, int signal)
{
    const auto failed = [&](const QString &cause) {
        return QCoreApplication::translate("Process", "Cannot signal process %1: %2").arg(process.pid).arg(cause);
    };
    if (process.pid <= 1 || process.pid == getpid())
        return failed(QCoreApplication::translate("Process", "it is not ours to end"));
    const int error = signalProcess(pid_t(process.pid), process.startTicks, signal);
    if (error == ESRCH)
        return failed(QCoreApplication::translate("Process", "it has ended"));
    return error ? failed(systemError(error)) : QString();
}

QString bootId()
{
    return QString::fromLatin1(bytesOf("/proc/sys/kernel/random/boot_id").trimmed());
}
