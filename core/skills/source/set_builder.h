// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/reading/skill_reader.h"
#include "core/skills/source/skill_catalogue.h"

#include <QHash>
#include <QSet>

/// Makes one set of what all sources have.
///
/// Remembers what it has said in the log, so as to say it once.
class SetBuilder
{
public:
    using Readings = QHash<QString, SkillReading>; // by canonical folder

    struct Result
    {
        std::shared_ptr<const SkillSet> skills;
        LoadProgress progress; // found, loaded, skipped, nonconforming
    };
    /// `sources` in their order. `fallback` is served when they have nothing.
    [[nodiscard]] Result build(const QList<const Readings *> &sources,
                               const QList<std::shared_ptr<const Skill>> &fallback);

private:
    void tellOnce(const QString &text);

    QSet<QString> m_told;
};
