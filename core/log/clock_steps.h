// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <optional>

/// What the computer's clocks said at one moment, in milliseconds.
struct ClockReading
{
    qint64 wallMs = 0;      // since the epoch; can be set
    qint64 monotonicMs = 0; // stands still while the computer sleeps
    qint64 bootMs = 0;      // does not
};
[[nodiscard]] ClockReading readClocks();

/// Notices that the computer has slept, or that its clock was set, so that the times of the log can be believed.
class ClockSteps
{
public:
    static constexpr qint64 NoticedMs = 2000; // less is the keeping of good time

    struct Step
    {
        qint64 sleptMs = 0;
        qint64 setMs = 0;                   // forward; negative: back
        [[nodiscard]] QString text() const; // one sentence without a full stop
    };
    /// What happened since the last reading; none: nothing worth a word.
    [[nodiscard]] std::optional<Step> step(const ClockReading &now);

private:
    std::optional<ClockReading> m_last;
};
