// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

/// SHA-256, 32 bytes.
[[nodiscard]] QByteArray sha256(QByteArrayView bytes);

/// The digest of these bytes as a SkillFile has it: 64 lower-case hex digits.
[[nodiscard]] QByteArray digestOf(QByteArrayView bytes);
