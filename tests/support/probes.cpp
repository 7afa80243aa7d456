// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/support/probes.h"

#include <QDir>
#include <QFile>

#include <algorithm>

static constexpr int s_everyMs = 10;

LatencyProbe::LatencyProbe(QObject *parent)
    : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(s_everyMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        const double elapsedMs = double(m_sinceLast.nsecsElapsed()) / 1e6;
        m_sinceLast.start();
        m_lateMs.append(std::max(0.0, elapsedMs - s_everyMs));
    });
}

void LatencyProbe::start()
{
    m_lateMs.clear();
    m_sinceLast.start();
    m_timer.start();
}

double LatencyProbe::percentile(double part) const
{
    if (m_lateMs.isEmpty())
        return 0;
    QList<double> sorted = m_lateMs;
    std::sort(sorted.begin(), sorted.end());
    return sorted.at(qsizetype(double(sorted.size() - 1) * part));
}

QByteArray LatencyProbe::describe() const
{
    return "p50 " + QByteArray::number(p50(), 'f', 1) + " ms, p99 " + QByteArray::number(p99(), 'f', 1) + " ms, max " +
           QByteArray::number(max(), 'f', 1) + " ms of " + QByteArray::number(samples());
}

static qint64 statusBytes(const char *key, qint64 process = QCoreApplication::applicationPid())
{
    QFile file(QStringLiteral("/proc/%1/status").arg(process));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith(key))
            return line.simplified().split(' ').value(1).toLongLong() * 1024;
    }
    return 0;
}

RssProbe::RssProbe()
    : m_before(0)
{
    // "5" sets the peak back to what is resident now (proc(5)).
    QFile reset(QStringLiteral("/proc/self/clear_refs"));
    if (reset.open(QIODevice::WriteOnly))
        reset.write("5");
    reset.close();
    m_before = statusBytes("VmHWM:");
}

qint64 RssProbe::grownBytes() const
{
    return statusBytes("VmHWM:") - m_before;
}

qint64 RssProbe::currentBytes(qint64 process)
{
    return statusBytes("VmRSS:", process);
}

int FdProbe::openNow()
{
    // One of them is the directory being read.
    return int(QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::Files | QDir::System | QDir::Dirs).size());
}
