// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/skill_content.h"

#include "core/skills/frontmatter/frontmatter.h"
#include "core/skills/reading/digest.h"
#include "core/skills/reading/skill_reader.h"

#include <algorithm>

std::optional<QString> contentOf(const Skill &skill)
{
    if (!skill.contentIsInFile)
        return skill.content;
    const QString name = QStringLiteral("SKILL.md");
    const auto file = std::find_if(skill.files.begin(), skill.files.end(),
                                   [&name](const SkillFile &each) { return each.path == name; });
    const std::optional<QByteArray> bytes = readSkillFile(skill, name);
    if (file == skill.files.end() || !bytes || digestOf(*bytes) != file->digest)
        return std::nullopt;
    return bodyOf(*bytes);
}
