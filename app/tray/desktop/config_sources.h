// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/settings/skill_sources.h"

#include <QList>
#include <QString>
#include <QStringList>

/// Where the skills come from according to a config file, one short text for each source: "~/.claude/skills",
/// "anthropics/skills". The defaults when the file is not there; empty when it is broken.
[[nodiscard]] QStringList skillSourcesInConfig(const QString &file);

/// The sources in a config file, or why they cannot be edited.
struct EditableSources
{
    QList<SkillSourceEntry> sources;
    QString fault;
};
/// Writes the default config first where there is none.
[[nodiscard]] EditableSources editableSources(const QString &file);
/// Puts `after` in the place of `before` and leaves everything else in the file as it is. Returns an empty string, or
/// why nothing was written: the file is broken, no longer says `before`, or cannot be written.
[[nodiscard]] QString saveSources(const QString &file, const QList<SkillSourceEntry> &before,
                                  const QList<SkillSourceEntry> &after);
