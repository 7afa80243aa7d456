// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/reading/inside_file.h"

#include <QByteArray>

#include <optional>

/// The file that makes a folder a skill.
struct MainFile
{
    QByteArray name;   // as it is written there; empty: there is none
    QByteArray target; // where it lies, absolute, if it is a link that leads out of the folder; else empty
    bool isUsable = false;
    int fault = 0; // errno: it is a link that leads nowhere

    [[nodiscard]] bool isThere() const { return !name.isEmpty(); }
    /// The folder whose files belong to it, too: those of the same name, by a link to them. Empty: none.
    [[nodiscard]] QByteArray linkedFolder() const;
    [[nodiscard]] std::optional<QByteArray> read(const QByteArray &directory, qint64 limit, FileStamp *stamp) const;
};

/// Finds it in `directory` (absolute, canonical). Managers of dotfiles keep skills elsewhere and link each file: with
/// `followsLinks` such a link counts if the folder's owner, or the system's, made it, and it leads to another SKILL.md.
[[nodiscard]] MainFile findMainFile(const QByteArray &directory, bool followsLinks);

/// Whether people mean SKILL.md by this name of a file.
[[nodiscard]] bool isMainFileName(const QByteArray &name);
