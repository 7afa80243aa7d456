// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

/// Where this path leads once every link is followed; empty: nowhere.
[[nodiscard]] QByteArray realPath(const QByteArray &path);
