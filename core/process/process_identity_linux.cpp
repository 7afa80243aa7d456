// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/process/process_identity.h"
#include "core/process/proc_linux.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <cerrno>
#include <csignal>
#include <cstring>

#include <pwd.h>
#include <sys/syscall.h>
#include <unistd.h>

static QString systemError(int error)
{
    return QString::fromLocal8Bit(std::strerror(error));
}

std::optional<ProcessIdentity> identityOf(qint64 pid)
{
    const std::optional<ProcStat> stat = readProcStat(pid);
    if (!stat || !stat->lives)
        return {};
    return ProcessIdentity{pid, stat->startTicks};
}

bool isAlive(const ProcessIdentity &process)
{
    return process.pid > 0 && identityOf(process.pid) == process;
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
    for (const QByteArray &line : readProcFile(QByteArrayLiteral("/proc/stat")).split('\n')) {
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
    const QByteArray directory = "/proc/" + QByteArray::number(pid);

    // The link is for the process's own user only, the name is for all.
    QString program =
        QFileInfo(QFile::symLinkTarget(QString::fromLatin1(directory) + QStringLiteral("/exe"))).fileName();
    if (program.endsWith(QStringLiteral(" (deleted)")))
        program.chop(10);
    if (program.isEmpty())
        program = QString::fromLocal8Bit(readProcFile(directory + "/comm").trimmed());
    description.program = program;

    for (const QByteArray &line : readProcFile(directory + "/status").split('\n')) {
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

QList<MarkedProcess> processesMarked(const QByteArray &name)
{
    QList<MarkedProcess> found;
    const QByteArray wanted = name + '=';
    for (const qint64 pid : ownProcesses()) {
        const QByteArray environment = readProcFile("/proc/" + QByteArray::number(pid) + "/environ");
        qsizetype at = environment.startsWith(wanted) ? 0 : environment.indexOf('\0' + wanted);
        if (at < 0)
            continue;
        at += (at > 0 || !environment.startsWith(wanted) ? 1 : 0) + wanted.size();
        const qsizetype end = environment.indexOf('\0', at);
        if (const std::optional<ProcessIdentity> identity = identityOf(pid))
            found.append({*identity, environment.mid(at, end < 0 ? -1 : end - at)});
    }
    return found;
}

QList<ProcessIdentity> processesWithEnvironment(const QByteArray &assignment)
{
    QList<ProcessIdentity> found;
    const qsizetype equals = assignment.indexOf('=');
    if (equals <= 0 || equals + 1 == assignment.size())
        return found; // an empty marker would mean everybody who has none
    const QByteArray value = assignment.mid(equals + 1);
    for (const MarkedProcess &process : processesMarked(assignment.left(equals))) {
        if (process.value == value)
            found.append(process.identity);
    }
    return found;
}

QString sendSignal(const ProcessIdentity &process, int signal)
{
    const auto failed = [&](const QString &cause) {
        return QCoreApplication::translate("Process", "Cannot signal process %1: %2").arg(process.pid).arg(cause);
    };
    const auto gone = [&] { return failed(QCoreApplication::translate("Process", "it has ended")); };
    if (process.pid <= 1 || process.pid == getpid())
        return failed(QCoreApplication::translate("Process", "it is not ours to end"));
    const int handle = int(syscall(SYS_pidfd_open, pid_t(process.pid), 0));
    if (handle < 0 && errno == ESRCH)
        return gone();
    if (handle < 0 && errno != ENOSYS)
        return failed(systemError(errno));

    // From here on the handle means one process for good; this tells whether it is the right one.
    QString problem;
    if (!isAlive(process))
        problem = gone();
    else if ((handle >= 0 ? int(syscall(SYS_pidfd_send_signal, handle, signal, nullptr, 0))
                          : ::kill(pid_t(process.pid), signal)) != 0)
        problem = failed(systemError(errno));
    if (handle >= 0)
        ::close(handle);
    return problem;
}

QString bootId()
{
    return QString::fromLatin1(readProcFile(QByteArrayLiteral("/proc/sys/kernel/random/boot_id")).trimmed());
}
