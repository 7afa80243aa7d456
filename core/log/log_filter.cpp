// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/log_filter.h"

bool LogFilter::acceptsKind(const LineView &line) const
{
    if (hideHealthChecks && line.has(LogLine::HealthCheck))
        return false;
    const Level level = line.level == Level::None ? Level::Info : line.level;
    if (level < minimum)
        return false;
    switch (origins) {
    case Origins::All:
        return true;
    case Origins::Backend:
        return line.origin != Origin::Tray;
    case Origins::Tray:
        return line.origin == Origin::Tray;
    case Origins::Out:
        return line.origin == Origin::Out;
    case Origins::Err:
        return line.origin == Origin::Err;
    }
    return true;
}
