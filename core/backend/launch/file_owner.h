// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// Whether the file, or what it links to, belongs to our own user.
[[nodiscard]] bool isOwnFile(const QString &file);
