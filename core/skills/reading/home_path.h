// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// A path as people write it in the config, made absolute: "~" is the home folder, "~name" is left alone.
[[nodiscard]] QString homePath(const QString &path);
