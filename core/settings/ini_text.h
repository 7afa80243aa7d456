// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QStringList>

/// `original`, an INI file, with these keys ("group/key") as `written` has them, or without them where it has none.
/// Every other line stays as it is, comments and blank ones too. `written` is as QSettings writes it: one line for each
/// key.
///
/// Values that go on in a second line are not understood: whoever wants to be sure reads the result again.
[[nodiscard]] QByteArray withKeysOf(const QByteArray &original, const QByteArray &written, const QStringList &keys);
