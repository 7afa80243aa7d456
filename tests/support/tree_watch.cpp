// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/support/tree_watch.h"

#include <QDir>
#include <QFile>
#include <QUuid>

#include <csignal>

#include <sys/resource.h>
#include <unistd.h>

static QByteArray proc(qint64 pid, const char *name)
{
    QFile file(QStringLiteral("/proc/%1/%2").arg(pid).arg(QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

static QList<QByteArray> statFields(qint64 pid)
{
    const QByteArray stat = proc(pid, "stat");
    const qsizetype end = stat.lastIndexOf(')');
    return end < 0 ? QList<QByteArray>() : stat.mid(end + 2).split(' ');
}

static QList<qint64> everyProcess()
{
    QList<qint64> pids;
    const QStringList names = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &name : names) {
        if (const qint64 pid = name.toLongLong(); pid > 0)
            pids.append(pid);
    }
    return pids;
}

char processState(qint64 pid)
{
    const QList<QByteArray> fields = statFields(pid);
    return fields.value(0).isEmpty() ? '\0' : fields.at(0).at(0);
}

bool canMarkByLimit()
{
    rlimit limit = {};
    return ::getrlimit(RLIMIT_LOCKS, &limit) == 0 && limit.rlim_max == RLIM_INFINITY;
}

bool isLiveProcess(qint64 pid)
{
    const char state = processState(pid);
    return state && state != 'Z' && state != 'X';
}

int zombieChildren()
{
    int count = 0;
    for (const qint64 pid : everyProcess()) {
        const QList<QByteArray> fields = statFields(pid);
        if (fields.value(0) == "Z" && fields.value(1).toLongLong() == getpid())
            ++count;
    }
    return count;
}

TreeWatch::TreeWatch()
    : m_mark(QUuid::createUuid().toString(QUuid::WithoutBraces))
{
}

TreeWatch::~TreeWatch()
{
    for (int round = 0; round < 3; ++round) {
        for (const qint64 pid : pids())
            ::kill(pid_t(pid), SIGKILL);
    }
}

QList<qint64> TreeWatch::pids() const
{
    const QByteArray mark = m_mark.toUtf8();
    QList<qint64> found;
    for (const qint64 pid : everyProcess()) {
        if (pid != getpid() && isLiveProcess(pid) &&
            (proc(pid, "environ").contains(mark) || proc(pid, "cmdline").contains(mark)))
            found.append(pid);
    }
    return found;
}

QByteArray TreeWatch::describe() const
{
    QByteArray text;
    for (const qint64 pid : pids())
        text += QByteArray::number(pid) + ' ' + processState(pid) + ' ' +
                proc(pid, "cmdline").replace('\0', ' ').left(200) + '\n';
    return text.isEmpty() ? QByteArray("nothing alive") : text;
}
