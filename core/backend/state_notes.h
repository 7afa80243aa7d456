// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/status_of.h"
#include "core/log/log_line.h"

/// A line of our own in the log.
struct StateNote
{
    QString text; // empty: not worth a line
    Level level = Level::None;
};

/// What the log says about a state that was just entered, coming from `before`. Depends on nothing else.
[[nodiscard]] StateNote noteOf(const Known &known, const Status &status, State before);
