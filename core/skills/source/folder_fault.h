// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// Why nothing can be read in the folder at `path`, to be put behind its name: "does not exist", "is no folder" …
/// Empty: it can be read.
[[nodiscard]] QString folderFault(const QString &path);
