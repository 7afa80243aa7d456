// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// "SIGSEGV", or "signal 77" for one without a name.
[[nodiscard]] QString signalName(int signal);
