// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/clock_steps.h"

#include <QDateTime>

#include <ctime>

static qint64 milliseconds(clockid_t clock)
{
    timespec time = {};
    ::clock_gettime(clock, &time);
    return qint64(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000;
}

ClockReading readClocks()
{
    return {.wallMs = QDateTime::currentMSecsSinceEpoch(),
            .monotonicMs = milliseconds(CLOCK_MONOTONIC),
            .bootMs = milliseconds(CLOCK_BOOTTIME)};
}
