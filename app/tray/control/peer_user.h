// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

/// Whether the program at the other end of this local socket runs as our own user.
[[nodiscard]] bool isOwnUser(qintptr socketDescriptor);
/// Keeps the connection open until this process is gone, so that the other end sees the very end of it.
void keepOpenUntilExit(qintptr socketDescriptor);
