// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/clock_steps.h"

#include <QCoreApplication>

#include <cstdlib>
#include <utility>

static QString tr(const char *text)
{
    return QCoreApplication::translate("ClockSteps", text);
}

static QString duration(qint64 ms)
{
    const qint64 seconds = (std::abs(ms) + 500) / 1000; // each clock was read at a moment of its own
    if (seconds < 60)
        return tr("%1 s").arg(seconds);
    if (seconds < 3600)
        return tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    return tr("%1 h %2 min").arg(seconds / 3600).arg(seconds / 60 % 60);
}

QString ClockSteps::Step::text() const
{
    QStringList parts;
    if (sleptMs > 0)
        parts << tr("The computer slept for %1").arg(duration(sleptMs));
    if (setMs < 0)
        parts << tr("The clock was set back by %1; the times before this line are later ones").arg(duration(setMs));
    else if (setMs > 0)
        parts << tr("The clock was set forward by %1").arg(duration(setMs));
    return parts.join(QStringLiteral(". "));
}

std::optional<ClockSteps::Step> ClockSteps::step(const ClockReading &now)
{
    const std::optional<ClockReading> last = std::exchange(m_last, now);
    if (!last)
        return std::nullopt;
    const qint64 passedMs = now.bootMs - last->bootMs;
    Step step{.sleptMs = passedMs - (now.monotonicMs - last->monotonicMs),
              .setMs = now.wallMs - last->wallMs - passedMs};
    if (step.sleptMs < NoticedMs)
        step.sleptMs = 0;
    if (std::abs(step.setMs) < NoticedMs)
        step.setMs = 0;
    return step.sleptMs > 0 || step.setMs != 0 ? std::optional(step) : std::nullopt;
}
