// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/skills_for_models.h"

#include <algorithm>

std::shared_ptr<const SkillSet> skillsForModels(const std::shared_ptr<const SkillSet> &skills)
{
    const auto isFor = [](const std::shared_ptr<const Skill> &skill) { return skill->modelInvocable; };
    const QList<std::shared_ptr<const Skill>> &all = skills->skills;
    if (std::all_of(all.begin(), all.end(), isFor))
        return skills;
    auto some = std::make_shared<SkillSet>();
    std::copy_if(all.begin(), all.end(), std::back_inserter(some->skills), isFor);
    return some;
}
