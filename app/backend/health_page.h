// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/source/skill_catalogue.h"

/// What GET /health answers: the original's keys, and those that only we can tell.
/// `configError`: why the file of the config is not what is served; empty: it is.
/// `modelsLoaded`: no model is needed, or the one that is asked for can be used.
[[nodiscard]] QByteArray healthPage(const LoadProgress &progress, qsizetype served, bool modelsLoaded,
                                    const SkillsConfig &config, const QString &configError);
