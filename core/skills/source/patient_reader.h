// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

/// Reads what may hang, and keeps whoever asks waiting only for so long.
///
/// A file system whose server is gone holds whoever asks it, for minutes or for ever, and nothing ends such a call from
/// outside. So each read runs on a thread of its own, which is left behind when it hangs. What comes too late is kept
/// for a while, for whoever asks again.
class PatientReader
{
public:
    using Clock = std::chrono::steady_clock;
    using Bytes = std::optional<QByteArray>;
    using Read = std::function<Bytes()>;

    struct Limits
    {
        std::chrono::milliseconds patience{60}; // of all waiting within a second
        int hanging = 4;                        // more reads that do not come back are not begun
        std::chrono::milliseconds kept{30'000}; // what came too late
        qsizetype keptBytes = 32 * 1024 * 1024;
    };
    PatientReader();
    explicit PatientReader(Limits limits);
    ~PatientReader();
    Q_DISABLE_COPY_MOVE(PatientReader)

    /// What `read` returns, or what it has returned to an earlier call with this `name`; none: it takes too long, or
    /// too many others hang already.
    [[nodiscard]] Bytes read(const QString &name, const Read &read);
    /// Some read has not come back yet.
    [[nodiscard]] bool isWaiting() const;

private:
    struct Shelf;

    [[nodiscard]] std::chrono::nanoseconds patienceLeft();

    const Limits m_limits;
    const std::shared_ptr<Shelf> m_shelf; // outlives us in the threads that hang
    std::chrono::nanoseconds m_patience;
    Clock::time_point m_refilled;
};
