// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// True when `name` as a whole matches a pattern of the shell's kind: * (also over '/'), ?, [abc], [a-z], [!abc].
///
/// The rules are those of Python's fnmatch on Linux, which clients of the original know. Never slower than the product
/// of both lengths.
[[nodiscard]] bool matchesPattern(const QString &name, const QString &pattern);
