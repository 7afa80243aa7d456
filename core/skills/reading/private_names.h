// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

/// Folders that belong to nobody's skill: those of version control, and what tools install or leave behind.
[[nodiscard]] bool isPrivateFolder(const QByteArray &name);

/// Files that hold secrets by their name, or nothing: ".env", not ".env.example".
[[nodiscard]] bool isPrivateFile(const QByteArray &name);

/// Whether a relative path leads to one of these files, or into one of these folders.
[[nodiscard]] bool isPrivatePath(const QByteArray &path);
