// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QElapsedTimer>
#include <QFile>
#include <QString>
#include <QTimer>

#include <algorithm>
#include <utility>

/// Measures the longest time for which the event loop of this thread served nobody, and what was being done then.
///
/// The time for which others had the processors is told apart where the kernel tells it: on a machine that is kept busy
/// it says nothing about us.
class Pulse : public QObject
{
public:
    Pulse()
    {
        if (!m_schedule.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
            m_schedule.setFileName({});
        m_waitedNs = waitedNs();
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(BeatMs);
        connect(&m_timer, &QTimer::timeout, this, &Pulse::beat);
        m_timer.start();
        m_sinceBeat.start();
    }

    /// Whoever looks on has held the loop up himself until now.
    void forgive()
    {
        m_sinceBeat.restart();
        m_waitedNs = waitedNs();
    }
    void setScene(const QString &scene) { m_scene = scene; }
    /// All of it, also while we waited for a processor.
    [[nodiscard]] qint64 longestSilenceMs() const { return m_longestAllMs; }
    [[nodiscard]] qint64 longestOwnSilenceMs() const { return m_longestMs; }
    [[nodiscard]] const QString &sceneOfIt() const { return m_longestScene; }

private:
    static constexpr int BeatMs = 10;

    void beat()
    {
        const qint64 allMs = m_sinceBeat.restart() - BeatMs;
        const qint64 waitedBefore = std::exchange(m_waitedNs, waitedNs());
        m_longestAllMs = std::max(m_longestAllMs, allMs);
        const qint64 lateMs = allMs - (m_waitedNs - waitedBefore) / 1'000'000;
        if (lateMs <= m_longestMs)
            return;
        m_longestMs = lateMs;
        m_longestScene = m_scene;
    }

    /// Nanoseconds for which this thread could have run and had no processor; 0: the kernel does not tell.
    [[nodiscard]] qint64 waitedNs()
    {
        // Kept open: it is asked while nothing more can be opened, too.
        if (!m_schedule.isOpen())
            return 0;
        m_schedule.seek(0);
        return m_schedule.readAll().split(' ').value(1).toLongLong();
    }

    QFile m_schedule{QStringLiteral("/proc/thread-self/schedstat")};
    QTimer m_timer;
    QElapsedTimer m_sinceBeat;
    qint64 m_waitedNs = 0;
    qint64 m_longestAllMs = 0;
    qint64 m_longestMs = 0;
    QString m_scene;
    QString m_longestScene;
};
