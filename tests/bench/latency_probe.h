// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QElapsedTimer>
#include <QList>
#include <QTimer>

/// Asks to be woken every millisecond and notes by how many milliseconds that was too late.
class LatencyProbe : public QObject
{
public:
    LatencyProbe()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(1);
        connect(&m_timer, &QTimer::timeout, this, &LatencyProbe::note);
    }
    void start()
    {
        m_clock.start();
        m_timer.start();
    }
    /// Whoever held the event loop until now is counted too.
    void stop()
    {
        m_timer.stop();
        if (m_clock.nsecsElapsed() > 1'000'000)
            note();
    }
    [[nodiscard]] QList<double> late() const { return m_late; }

private:
    void note()
    {
        m_late.append(double(m_clock.nsecsElapsed()) / 1e6 - 1.0);
        m_clock.restart();
    }

    QTimer m_timer;
    QElapsedTimer m_clock;
    QList<double> m_late;
};
