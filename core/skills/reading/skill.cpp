// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/skill.h"

#include <algorithm>

std::shared_ptr<const Skill> SkillSet::find(const QString &name) const
{
    const auto skill = std::find_if(skills.begin(), skills.end(), [&](const auto &each) { return each->name == name; });
    return skill == skills.end() ? nullptr : *skill;
}
