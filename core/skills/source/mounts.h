// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

/// The file system that holds a path.
struct Mount
{
    QByteArray point; // where it is mounted; empty: unknown
    bool isShared = false;
};

/// The text of /proc/self/mountinfo. Another text: something was mounted or unmounted.
[[nodiscard]] QByteArray mountTable();

/// Nothing on the file system itself is touched, which may hang: links on the way to `path` are not seen.
[[nodiscard]] Mount mountOf(const QByteArray &mountInfo, const QByteArray &path);

/// Whether `path` (canonical) lies on a file system that others change without the kernel's knowledge, so that no watch
/// tells of it; asking it may hang.
[[nodiscard]] bool isSharedMount(const QByteArray &mountInfo, const QByteArray &path);

[[nodiscard]] bool isOnSharedMount(const QString &path);

/// Remembers for many folders whether they lie on such a file system: one question for each device.
///
/// Touches the folders. Devices' numbers are given away again, so it has to forget now and then.
class SharedMounts
{
public:
    [[nodiscard]] bool hold(const QString &folder);
    void forget() { m_isShared.clear(); }

private:
    QHash<quint64, bool> m_isShared; // by device
};
