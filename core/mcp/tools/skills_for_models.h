// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/reading/skill.h"

/// Those that a model is offered unasked: some authors keep theirs for the user.
[[nodiscard]] std::shared_ptr<const SkillSet> skillsForModels(const std::shared_ptr<const SkillSet> &skills);
