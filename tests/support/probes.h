// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QList>
#include <QTimer>

/// Measures how late the event loop of its thread serves a 10 ms timer.
class LatencyProbe : public QObject
{
public:
    explicit LatencyProbe(QObject *parent = nullptr);

    void start();
    void stop() { m_timer.stop(); }
    [[nodiscard]] qsizetype samples() const { return m_lateMs.size(); }
    [[nodiscard]] double p50() const { return percentile(0.50); }
    [[nodiscard]] double p99() const { return percentile(0.99); }
    [[nodiscard]] double max() const { return percentile(1.0); }
    /// "p50 0.1 ms, p99 2.3 ms, max 4.0 ms of 500"
    [[nodiscard]] QByteArray describe() const;

private:
    [[nodiscard]] double percentile(double part) const;

    QTimer m_timer;
    QElapsedTimer m_sinceLast;
    QList<double> m_lateMs;
};

/// Tells how far the peak of our resident memory (VmHWM) rose since it was made.
class RssProbe
{
public:
    RssProbe();
    [[nodiscard]] qint64 grownBytes() const;
    /// What is resident now, of this process or another one; 0: there is no such process.
    [[nodiscard]] static qint64 currentBytes(qint64 process = QCoreApplication::applicationPid());

private:
    qint64 m_before;
};

/// Tells how many file descriptors were opened and not closed since it was made.
class FdProbe
{
public:
    FdProbe()
        : m_before(openNow())
    {
    }
    [[nodiscard]] int grown() const { return openNow() - m_before; }
    [[nodiscard]] static int openNow();

private:
    int m_before;
};
