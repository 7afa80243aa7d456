// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/search/gradual_ranking.h"
#include "core/skills/search/meaning_index.h"

/// How words and meaning become one score.
struct MixedRankingOptions
{
    double wordWeight = 2;
    double meaningWeight = 1;
    double mostCosine = .65; // of a question and a description that mean the same
    double threshold = .265; // of the best score; tuned so that nine of ten questions about other things find nothing
    double further = .2; // of the scores behind it: the question is about skills, and the best may not be the right one
};

/// Ranks by words and by meaning.
///
/// The score of a skill is the root of the weighted mean of two squares: of its score by words, and of its cosine,
/// stretched to 0 to 1. Both mean the same for every question, so the score does. While a skill has no vector yet its
/// score by words stands alone.
class MixedRanking final : public Ranking
{
public:
    MixedRanking(GradualRanking &words, MeaningIndex &meaning, const MixedRankingOptions &options = {});

    void use(const std::shared_ptr<const SkillSet> &skills) override;
    [[nodiscard]] QList<RankedSkill> search(const QString &question, int limit) const override;

private:
    [[nodiscard]] double mixed(double words, double cosine) const;

    GradualRanking &m_words;
    MeaningIndex &m_meaning;
    const MixedRankingOptions m_options;
};
