// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

struct stat;

/// What tells that a file is still the one that was read.
struct FileStamp
{
    quint64 device = 0, inode = 0;
    qint64 size = 0, modified = 0, changed = 0; // nanoseconds since 1970
    bool operator==(const FileStamp &) const = default;
};
[[nodiscard]] FileStamp stampOf(const struct stat &info);

/// Where `path` leads, if that is a file or folder inside of `directory` (absolute, canonical): relative to it. None:
/// it is not there, or leads out, be it by "..", as an absolute name or over links.
[[nodiscard]] std::optional<QByteArray> insidePath(const QByteArray &directory, const QByteArray &path);

/// Whether anything is at that path, wherever it leads: one call, before the several of readInside() that mostly find
/// nothing.
[[nodiscard]] bool isAnythingAt(const QByteArray &directory, const QByteArray &path);

/// The bytes of an ordinary file inside of `directory`, which nothing can lead out of, also not while it is read.
[[nodiscard]] std::optional<QByteArray> readInside(const QByteArray &directory, const QByteArray &path, qint64 limit,
                                                   FileStamp *stamp = nullptr);
