// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/process/guarded_process.h"

#include <QElapsedTimer>
#include <QObject>

class LogIntake;

/// What flood_writer is to write: so many lines, or for so many milliseconds.
struct FloodPlan
{
    qint64 lines = 0;
    int forMs = 0;
    bool eachLine = false;

    [[nodiscard]] QStringList arguments() const;
};

/// The path of flood_writer.
[[nodiscard]] QString floodWriter();

/// Lines a second that read(2) into 64 KiB takes, as in a C program that does nothing else; from the first bytes to
/// the last. Counts bytes only.
[[nodiscard]] double readRaw(const FloodPlan &plan);

/// Runs flood_writer under the guard, its bytes into an intake, connected as the supervisor does it.
class Flood : public QObject
{
    Q_OBJECT
public:
    /// `intake` must outlive this object.
    Flood(const FloodPlan &plan, LogIntake &intake);

    void start();
    [[nodiscard]] bool hasBegun() const { return m_clock.isValid(); }
    [[nodiscard]] bool hasEnded() const { return m_ended; }
    /// From the arrival of the first bytes until the last ones were taken in.
    [[nodiscard]] double seconds() const { return m_seconds; }

signals:
    void begun(); // once, with the first bytes
    void ended(); // once, when nothing of it lives any more

private:
    GuardedProcess m_process;
    QElapsedTimer m_clock;
    double m_seconds = 0;
    bool m_ended = false;
};
