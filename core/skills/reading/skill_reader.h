// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/reading/pulse.h"
#include "core/skills/reading/skill.h"

#include <optional>

/// What a config says about reading, as far as one skill is concerned.
struct ReadingRules
{
    bool documents = true;
    QStringList imageExtensions; // lower case, with their dot
    QStringList textExtensions;
    bool followsLinks = false; // a SKILL.md may be a link that leads out: the source is somebody's own folder
    bool keepsContent = false; // in memory: to read it later may take for ever
    Pulse *pulse = nullptr;    // beats with each file; may be null
};

/// What came of reading one folder with a SKILL.md.
struct SkillReading
{
    std::shared_ptr<const Skill> skill; // null: broken
    QString error;                      // "FILE, line N: cause"
    SkippedSkill skipped;               // the same in its parts
    quint64 fingerprint = 0;            // changes with any file of it; 0: too fresh to be relied on
    bool isUnsettled = false;           // somebody wrote while we read: look again soon
};

/// Reads the folder `directory` (absolute, canonical), known to people as `shownDirectory`; `source` names its
/// SKILL.md as the tools show it.
[[nodiscard]] SkillReading readSkill(const QString &directory, const QString &shownDirectory, const QString &source,
                                     const ReadingRules &rules);

/// What readSkill() would say as its fingerprint now, without reading a file.
[[nodiscard]] quint64 fingerprintOf(const QString &directory, const ReadingRules &rules);

/// A skill from the bytes of a SKILL.md alone, which people know as `file`; its files are still to be filled in.
[[nodiscard]] SkillReading skillFromBytes(const QByteArray &bytes, const QString &file, Skill &skill);

/// The bytes of one of its files now; none: it is not there, or leads out.
[[nodiscard]] std::optional<QByteArray> readSkillFile(const Skill &skill, const QString &path);

inline constexpr qint64 SkillFileMaximumSize = 16 * 1024 * 1024; // a larger file is told of, never read
inline constexpr qint64 SkillMdMaximumSize = 2 * 1024 * 1024;
