// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// The media type of a file by its name alone: the same on every machine, whatever is installed there.
[[nodiscard]] QString mediaTypeOf(const QString &path, bool isText);

/// As Python's PurePath.suffix, in lower case: ".py" of "a/b.PY", nothing of ".profile" and "a.".
[[nodiscard]] QString suffixOf(const QString &path);
