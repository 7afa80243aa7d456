// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QTimer>

#include <optional>

/// Notices when what is being started, or loads, makes no progress.
class StartWatch : public QObject
{
    Q_OBJECT
public:
    /// Without progress for `stallMs`: a stall. For `timeoutMs`: the start has failed; 0: never.
    /// `stillAtItMs`: how often it is told that it goes on.
    StartWatch(int stallMs, int timeoutMs, int stillAtItMs, QObject *parent = nullptr);

    void begin();
    void end();
    [[nodiscard]] bool isActive() const { return m_lookTimer.isActive(); }
    void noteProgress();
    /// From now on it only loads: that may take its time.
    void startIsOver() { m_timeoutMs = 0; }
    /// How long there had been no progress when that became a stall; none when there is progress.
    [[nodiscard]] std::optional<qint64> stalledForMs() const { return m_stalledForMs; }

signals:
    void aboutToLook(); // who knows of progress that nobody tells has to note it now
    void stalled(qint64 silentMs);
    void timedOut(qint64 silentMs);
    void stillAtIt();

private:
    void look();

    int m_stallMs;
    int m_timeoutMs;
    qint64 m_progressMs = 0;
    qint64 m_lookedAtMs = 0;
    std::optional<qint64> m_stalledForMs;
    QTimer m_lookTimer;
    QTimer m_tellTimer;
};
