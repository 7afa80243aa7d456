// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// A path as people write it in the config, made absolute: "~", "$HOME" and "${HOME}" are the home folder.
/// "~name" and other variables are left alone.
[[nodiscard]] QString homePath(const QString &path);
