// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QElapsedTimer>
#include <QString>
#include <QTimer>

/// Measures the longest time for which the event loop of this thread served nobody, and what was being done then.
class Pulse : public QObject
{
public:
    Pulse()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(BeatMs);
        connect(&m_timer, &QTimer::timeout, this, &Pulse::beat);
        m_timer.start();
        m_sinceBeat.start();
    }

    /// Whoever looks on has held the loop up himself until now.
    void forgive() { m_sinceBeat.restart(); }
    void setScene(const QString &scene) { m_scene = scene; }
    [[nodiscard]] qint64 longestSilenceMs() const { return m_longestMs; }
    [[nodiscard]] const QString &sceneOfIt() const { return m_longestScene; }

private:
    static constexpr int BeatMs = 10;

    void beat()
    {
        const qint64 lateMs = m_sinceBeat.restart() - BeatMs;
        if (lateMs <= m_longestMs)
            return;
        m_longestMs = lateMs;
        m_longestScene = m_scene;
    }

    QTimer m_timer;
    QElapsedTimer m_sinceBeat;
    qint64 m_longestMs = 0;
    QString m_scene;
    QString m_longestScene;
};
