// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/source/skill_catalogue.h"

/// How far the search by meaning is.
struct MeaningState
{
    bool isReady = false;      // no model is needed, or the one that is asked for can be used
    qsizetype vectorsMade = 0; // of the skills that are searched; 0 for ever without a model
};

/// What GET /health answers: the original's keys, and those that only we can tell.
/// `configError`: why the file of the config is not what is served; empty: it is.
[[nodiscard]] QByteArray healthPage(const LoadProgress &progress, qsizetype served, MeaningState meaning,
                                    const SkillsConfig &config, const QString &configError);
