// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/search/ranking.h"

#include <QHash>
#include <QStringList>

/// The answers of the original's own search engine, all asked for at once.
class OriginalRanking final : public Ranking
{
public:
    /// False: $SKILLS_REAL_BACKEND does not name an original that answers; the reason is on standard error.
    [[nodiscard]] bool ask(const std::shared_ptr<const SkillSet> &skills, const QStringList &questions);

    void use(const std::shared_ptr<const SkillSet> &skills) override { m_skills = skills; }
    [[nodiscard]] QList<RankedSkill> search(const QString &question, int limit) const override;

private:
    std::shared_ptr<const SkillSet> m_skills;
    QHash<QString, QStringList> m_answers;
};
