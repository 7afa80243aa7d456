// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/reading/skill.h"

// Who is told of a skill, as its author wrote it down.

/// Those that are served at all: internal ones only if the config says so.
[[nodiscard]] std::shared_ptr<const SkillSet> servedSkills(const std::shared_ptr<const SkillSet> &skills,
                                                           bool withInternal);
/// Those that a model is offered unasked.
[[nodiscard]] std::shared_ptr<const SkillSet> skillsForModels(const std::shared_ptr<const SkillSet> &skills);
