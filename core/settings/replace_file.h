// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

/// Puts a whole file of mode 0600 in the place of `file`, or leaves what is there as it was.
///
/// A symbolic link at that place is replaced; what it points to is not touched. Returns an empty string, or why
/// nothing was written: "Cannot write FILE: cause".
[[nodiscard]] QString replaceFile(const QString &file, const QByteArray &bytes);
