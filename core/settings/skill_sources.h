// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

/// One entry of "skill_sources" in the backends' config.
struct SkillSourceEntry
{
    enum Kind { Folder, Repository } kind = Folder;
    QString place;   // the folder as written, or the repository's address
    QByteArray json; // the entry as it stands in the file, with comments and keys we do not know; empty: a new one
    bool operator==(const SkillSourceEntry &) const = default;
};

/// The entries of a config that is good JSON, in its order; the first source wins where two have the same skill.
[[nodiscard]] QList<SkillSourceEntry> skillSourcesIn(const QByteArray &config);
/// The same config with these entries instead; every other byte stays what it was.
[[nodiscard]] QByteArray withSkillSources(const QByteArray &config, const QList<SkillSourceEntry> &sources);
/// The entry for a folder; below the home directory it is written with a tilde.
[[nodiscard]] SkillSourceEntry folderSource(const QString &path);
/// The entry for what a person typed: OWNER/REPO or an address at github.com; none when it is neither.
[[nodiscard]] std::optional<SkillSourceEntry> repositorySource(const QString &typed);
/// Short, for a list: "~/.claude/skills", "anthropics/skills".
[[nodiscard]] QString shortName(const SkillSourceEntry &source);
