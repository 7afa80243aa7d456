// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/private_names.h"

#include <QByteArrayList>

#include <algorithm>
#include <iterator>

bool isPrivateFolder(const QByteArray &name)
{
    static const QByteArrayView names[] = {
        ".git",        ".hg",           ".svn",       ".jj",           "node_modules", "bower_components",
        ".venv",       "__pycache__",   ".tox",       ".nox",          ".mypy_cache",  ".pytest_cache",
        ".ruff_cache", ".pnpm-store",   ".terraform", ".gradle",       ".next",        ".nuxt",
        ".turbo",      ".parcel-cache", ".Trash",     "site-packages", ".ssh",         ".gnupg",
    };
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool isPrivateFile(const QByteArray &name)
{
    if (name == ".DS_Store" || name == ".netrc" || name == ".env" || name == ".envrc")
        return true;
    return name.startsWith(".env.") && !name.endsWith(".example") && !name.endsWith(".sample") &&
           !name.endsWith(".template");
}

bool isPrivatePath(const QByteArray &path)
{
    QByteArrayList folders = path.split('/');
    const QByteArray file = folders.takeLast();
    return isPrivateFile(file) || std::any_of(folders.begin(), folders.end(), isPrivateFolder);
}
