// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/skill.h"

#include <algorithm>

std::shared_ptr<const Skill> SkillSet::find(const QString &name) const
{
    const auto called = std::find_if(skills.begin(), skills.end(), [&](const auto &skill) {
        return (skill->calledName.isEmpty() ? skill->name : skill->calledName) == name;
    });
    if (called != skills.end())
        return *called;
    const auto named =
        std::find_if(skills.begin(), skills.end(), [&](const auto &skill) { return skill->name == name; });
    return named == skills.end() ? nullptr : *named;
}
