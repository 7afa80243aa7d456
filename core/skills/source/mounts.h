// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

/// Whether `path` (canonical) lies on a file system that others change without the kernel's knowledge, so that no watch
/// tells of it. `mountInfo` is the text of /proc/self/mountinfo: nothing on the file system itself is touched, which
/// may hang.
[[nodiscard]] bool isSharedMount(const QByteArray &mountInfo, const QByteArray &path);

[[nodiscard]] bool isOnSharedMount(const QString &path);
