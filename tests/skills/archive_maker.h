// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

/// One entry of an archive to be made, honest or not.
struct MadeEntry
{
    QByteArray name;
    QByteArray content = {};
    enum Kind { File, Folder, Link, HardLink, Device } kind = File;
    QByteArray target = {}; // of a link
    qint64 zeros = 0;       // more content
};

/// A .tar.gz with these entries.
[[nodiscard]] QByteArray makeArchive(const QList<MadeEntry> &entries);
