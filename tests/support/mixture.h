// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/search/mixed_ranking.h"

/// Words and meaning over the same skills. Made, it has all vectors, unless the model cannot be used.
struct Mixture
{
    explicit Mixture(const std::shared_ptr<const SkillSet> &skills, const QString &modelFile = model());
    [[nodiscard]] MixedRanking ranking(const MixedRankingOptions &options = {}) { return {words, meaning, options}; }
    /// The model's file.
    [[nodiscard]] static QString model();

    GradualRanking words;
    MeaningIndex meaning;
    bool hasMeaning = false; // false: the log says what is wrong with the model
};
