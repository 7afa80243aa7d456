// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// "41 GB are free.": at the place where `path` is or would be made. Empty when that cannot be told.
[[nodiscard]] QString freeSpaceText(const QString &path);
[[nodiscard]] QString freeSpaceText(qint64 bytes);
