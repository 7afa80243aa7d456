// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <optional>

/// Tells when somebody takes our port by killing our backend, and will do so whenever we start it again.
///
/// Others free "their" port with a SIGKILL for whoever listens there. Two who do that, or one and we who start again
/// and again, would end each other for ever.
class PortWar
{
public:
    static constexpr int Limit = 2; // so many within the window are no accident

    /// `windowMs`: tests make it small.
    explicit PortWar(qint64 windowMs = 300'000)
        : m_windowMs(windowMs)
    {
    }

    /// Our backend ended by a SIGKILL that was not ours.
    void wasKilled() { m_killed = true; }
    /// It has the port again, or ended in another way.
    void isOver() { m_killed = false; }
    /// Somebody else has the port now. True: that is a war, and it is better left to him.
    [[nodiscard]] bool wasTaken(qint64 nowMs);
    /// The user asked: nothing is held against the next try.
    void forgive();

private:
    qint64 m_windowMs;
    bool m_killed = false;
    int m_taken = 0;
    std::optional<qint64> m_firstMs;
};
