// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>

/// Decides whether a backend that ended unasked is started again, and after which delay.
class RestartPolicy
{
public:
    static constexpr int FailureLimit = 8;  // the 8th in a row is the last
    static constexpr int RestartLimit = 10; // within one window
    static constexpr int LingerLimit = 3;   // a port that nobody holds should be free by then

    /// `scale` multiplies the delays, `windowMs` is the sliding hour; tests make both small.
    explicit RestartPolicy(double scale = 1.0, qint64 windowMs = 3'600'000);

    enum class Verdict { Retry, TooManyInARow, TooManyInTheWindow, SameFatalTwice };

    /// `cause` names a failure that another try cannot mend, or is empty. Counts this failure.
    [[nodiscard]] Verdict failed(qint64 nowMs, const QString &cause);
    /// The same for a port that nobody is seen to hold: it may linger for a moment, so the first delays are short.
    [[nodiscard]] Verdict failedByPort(qint64 nowMs);
    /// How long to wait after the last failure: 1, 2, 4, ... 60 s, plus or minus 10 %.
    [[nodiscard]] qint64 delayMs() const;
    [[nodiscard]] int failures() const { return m_failures; }
    /// It took its port.
    void becameReady() { m_portFailures = 0; }
    /// It ran long enough: the next failure is the first again.
    void ranWell();
    /// The user asked: nothing is held against the next try.
    void forgive();

private:
    [[nodiscard]] Verdict count(qint64 nowMs, const QString &cause);

    double m_scale;
    qint64 m_windowMs;
    int m_failures = 0;
    int m_portFailures = 0; // the last of them
    QString m_lastCause;
    QList<qint64> m_restarts; // when, within the window
};
