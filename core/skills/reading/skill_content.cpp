// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/skill_content.h"

#include "core/skills/reading/digest.h"
#include "core/skills/reading/frontmatter.h"
#include "core/skills/reading/inside_file.h"
#include "core/skills/reading/skill_reader.h"

#include <QFile>

#include <algorithm>

std::optional<QString> contentOf(const Skill &skill)
{
    if (!skill.contentIsInFile)
        return skill.content;
    const auto file = std::find_if(skill.files.begin(), skill.files.end(),
                                   [](const SkillFile &each) { return each.path == QStringLiteral("SKILL.md"); });
    const std::optional<QByteArray> bytes =
        readInside(QFile::encodeName(skill.directory), "SKILL.md", SkillMdMaximumSize);
    if (file == skill.files.end() || !bytes || digestOf(*bytes) != file->digest)
        return std::nullopt;
    return readFrontmatter(*bytes).body;
}
