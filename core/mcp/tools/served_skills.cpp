// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/served_skills.h"

#include <algorithm>

/// The same set if all are chosen.
template<typename Choose>
static std::shared_ptr<const SkillSet> chosen(const std::shared_ptr<const SkillSet> &skills, Choose choose)
{
    const QList<std::shared_ptr<const Skill>> &all = skills->skills;
    if (std::all_of(all.begin(), all.end(), [&](const auto &skill) { return choose(*skill); }))
        return skills;
    auto some = std::make_shared<SkillSet>();
    std::copy_if(all.begin(), all.end(), std::back_inserter(some->skills),
                 [&](const auto &skill) { return choose(*skill); });
    some->skipped = skills->skipped;
    return some;
}

std::shared_ptr<const SkillSet> servedSkills(const std::shared_ptr<const SkillSet> &skills, bool withInternal)
{
    return chosen(skills, [withInternal](const Skill &skill) { return withInternal || !skill.internal; });
}

std::shared_ptr<const SkillSet> skillsForModels(const std::shared_ptr<const SkillSet> &skills)
{
    return chosen(skills, [](const Skill &skill) { return skill.modelInvocable; });
}
