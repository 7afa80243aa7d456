// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

/// Where a program was looked for, and what was found.
struct ProgramSearch
{
    QString path;         // absolute; empty when not found
    QStringList searched; // directories, in order, each once
};

/// Directories that a desktop session's PATH often lacks: ~/.local/bin, ~/.cargo/bin, those of version managers (mise,
/// asdf, pyenv, nvm, volta, ...), /usr/local/bin, ...
[[nodiscard]] QStringList usualProgramDirectories();
/// PATH with this directory before the others, as a version manager puts its own; empty when it is there already.
[[nodiscard]] QString pathWith(const QString &directory);
/// `name`: a bare name is looked up in PATH, then in `more`; something with a slash is taken as it is.
/// Takes the first regular file that is executable; else the first regular file (so that its fault can be told).
[[nodiscard]] ProgramSearch findProgram(const QString &name, const QStringList &more = usualProgramDirectories());
