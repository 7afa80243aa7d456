// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/status.h"

#include <QList>

/// A status with a name to find it by.
struct SampleStatus
{
    const char *name;
    Status status;
};

/// One for each look of the window, as the supervisor makes them.
[[nodiscard]] QList<SampleStatus> sampleStatuses();
[[nodiscard]] Status sampleStatus(const char *name);
