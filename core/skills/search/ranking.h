// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/reading/skill.h"

#include <QList>
#include <QString>

/// One answer of a search.
struct RankedSkill
{
    std::shared_ptr<const Skill> skill;
    double score = 0; // 0 to 1, the same meaning for every query
};

/// Ranks skills for a question in words. A second ranking (by meaning) can be mixed in.
///
/// One thread at a time. use() costs what changed, not what is there.
class Ranking
{
public:
    virtual ~Ranking() = default;
    virtual void use(const std::shared_ptr<const SkillSet> &skills) = 0;
    /// The best `limit`, best first; none below the threshold of relevance.
    [[nodiscard]] virtual QList<RankedSkill> search(const QString &question, int limit) const = 0;
};

/// The ranking by words: SQLite FTS5 with our own splitting, stemming and spelling.
[[nodiscard]] std::unique_ptr<Ranking> makeWordRanking();
