// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/reading/skill.h"

#include <optional>
#include <vector>

/// A file of a skill, found by its address.
struct ResourceHit
{
    std::shared_ptr<const Skill> skill;
    qsizetype file = -1; // index into skill->files
};

/// One directory of a skill, found by its address.
struct DirectoryHit
{
    std::shared_ptr<const Skill> skill;
    QString path; // relative, no slash at its end; empty: the skill's own directory
};

/// Finds what a skill:// address names in one set of skills.
///
/// Only names that the set itself holds are ever found: an address never becomes a path on disk.
class ResourceIndex
{
public:
    explicit ResourceIndex(std::shared_ptr<const SkillSet> skills);

    /// Sorted by uriPath.
    [[nodiscard]] const std::vector<std::shared_ptr<const Skill>> &skills() const { return m_sorted; }
    /// The first skill whose uriPath is not less than this.
    [[nodiscard]] std::size_t firstFrom(const QString &uriPath) const;
    [[nodiscard]] std::optional<ResourceHit> file(const QString &uri) const;
    [[nodiscard]] std::optional<DirectoryHit> directory(const QString &uri) const;

private:
    [[nodiscard]] std::shared_ptr<const Skill> skillAt(const QString &uriPath) const;
    /// The last one before `end` behind which a file of a skill can lie; 0 or less: there is none.
    [[nodiscard]] qsizetype slashBefore(const QString &path, qsizetype end) const;

    std::shared_ptr<const SkillSet> m_set;
    std::vector<std::shared_ptr<const Skill>> m_sorted;
    qsizetype m_longest = 0; // uriPath of them
};

[[nodiscard]] QString resourceUri(const Skill &skill, const QString &path);
/// Without a slash at the end; `path` empty: the skill's own directory.
[[nodiscard]] QString directoryUri(const Skill &skill, const QString &path);
/// The index of `path` in skill.files, or -1.
[[nodiscard]] qsizetype fileIndex(const Skill &skill, const QString &path);
/// skill://{skill}/FILE.
[[nodiscard]] QString resourceTemplate(const QString &file);
