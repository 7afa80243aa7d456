// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/reading/inside_file.h"

#include <QByteArray>
#include <QList>

/// One file below a folder.
struct ListedFile
{
    QByteArray path; // relative, '/' between segments
    FileStamp stamp; // of what a link leads to
};

/// The files below a folder, sorted by path.
struct FileListing
{
    QList<ListedFile> files;
    QString oddity; // what was left out and why, in words; empty: nothing
};

/// Lists all ordinary files below `directory` (absolute, canonical). A link counts as a file when it leads to one
/// inside, or to the file of the same name in `linkedFolder`; folders behind links are left out, as is what is private.
[[nodiscard]] FileListing listFiles(const QByteArray &directory, const QByteArray &linkedFolder = {});

inline constexpr int ListingMaximumDepth = 32;
inline constexpr qsizetype ListingMaximumFiles = 20'000;
