// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/reading/skill_reader.h"
#include "core/skills/source/bounded_log.h"
#include "core/skills/source/folder_tree.h"
#include "core/skills/source/mounts.h"
#include "core/skills/source/skill_origin.h"

#include <QHash>

/// The skills below one folder, as they were read.
class SourceFolder
{
public:
    /// `sourcePrefix`: what stands for the root in front of a skill's path where the tools show its source; empty:
    /// the path itself.
    SourceFolder(const QString &root, const QString &sourcePrefix, ReadingRules rules, DirectoryWatch *watch);

    [[nodiscard]] FolderTree &tree() { return m_tree; }
    [[nodiscard]] const FolderTree &tree() const { return m_tree; }
    [[nodiscard]] const QHash<QString, SkillReading> &readings() const { return m_readings; }

    /// These have been read before, by somebody else.
    void begin(const QHash<QString, SkillReading> &known);
    /// Reads one skill. False: it is being written to, look again soon; what was read before stays.
    /// `mayBeHalf`: nobody said that its SKILL.md is whole.
    [[nodiscard]] bool read(const QString &folder, bool mayBeHalf);
    /// True if there is nothing new in that skill, as far as the files' dates tell.
    [[nodiscard]] bool isUnchanged(const QString &folder) const;
    /// Some of it lies on a file system that others change without our hearing of it.
    [[nodiscard]] bool isShared() const;
    /// Forgets the skills that are gone. True if there were any.
    bool removeGone();
    /// All that is new has been read: looks for folders of skills that came as texts, and sums up what was not said one
    /// by one.
    void sumUp();

private:
    /// What it has in common with one that was read just now lies in memory once.
    void shareWithEqual(Skill &skill);
    void tell(const QString &folder, const SkillReading &reading);
    void lookForTextLinks();
    [[nodiscard]] bool leadsToSharedMount(const Skill &skill);

    FolderTree m_tree;
    QString m_sourcePrefix;
    ReadingRules m_rules;
    SharedMounts m_sharedMounts;
    SkillOrigin m_origin;
    BoundedLog m_log;
    QHash<QString, SkillReading> m_readings; // by canonical folder; of a folder that came as a text, by its file
    QHash<QByteArray, Skill> m_seen;         // by the digest of SKILL.md; since the last sum
};

/// Whether two readings serve the same.
[[nodiscard]] bool isSameSkill(const Skill &a, const Skill &b);
