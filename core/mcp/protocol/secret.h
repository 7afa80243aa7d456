// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

/// Whether both are the same, in a time that tells nothing about where they differ.
[[nodiscard]] bool isSameSecret(QByteArrayView left, QByteArrayView right);
