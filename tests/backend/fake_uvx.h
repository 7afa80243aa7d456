// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QDir>
#include <QFile>
#include <QString>

/// Writes an executable shell script into a directory, made when missing. Empty when that failed.
inline QString writeScript(const QString &directory, const QString &name, const QByteArray &lines)
{
    const QString path = directory + u'/' + name;
    QFile file(path);
    if (!QDir().mkpath(directory) || !file.open(QIODevice::WriteOnly))
        return {};
    file.write("#!/bin/sh\n" + lines + '\n');
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path;
}

/// An uvx that tells its version, writes what it was asked into `asked` beside it, and has everything in its cache or
/// nothing.
inline QString writeUvx(const QString &directory, bool cached)
{
    return writeScript(directory, QStringLiteral("uvx"),
                       QByteArray("if [ \"$1\" = --version ]; then echo 'uvx 0.9.20'; exit 0; fi\n"
                                  "printf '%s\\n' \"$UV_TORCH_BACKEND\" \"$@\" > \"${0%/*}/asked\"\n") +
                           (cached ? "exit 0" : "echo 'error: No solution found' >&2; exit 1"));
}
