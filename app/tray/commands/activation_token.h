// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// The desktop's permission to come to the front, as the launcher handed it to us; may be empty.
[[nodiscard]] QString activationToken();
