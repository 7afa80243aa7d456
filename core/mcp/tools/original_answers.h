// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/tools/tool_answers.h"
#include "core/skills/source/skills_config.h"

class SkillCatalogue;

/// Answers in the original's words, as text and as structured content: "answers": "original".
class OriginalAnswers final : public ToolAnswers
{
public:
    OriginalAnswers(SkillCatalogue &catalogue, const SkillsConfig &config);

    void use(std::shared_ptr<const SkillSet> skills) override;
    [[nodiscard]] QJsonArray definitions(const QString &version, int defaultTopK) const override;
    [[nodiscard]] ToolResult find(const QString &question, const QList<RankedSkill> &found,
                                  bool listDocuments) const override;
    [[nodiscard]] ToolResult read(const DocumentWish &wish, const QString &version) const override;
    [[nodiscard]] ToolResult list(const QString &from) const override;

private:
    [[nodiscard]] ToolResult readDocuments(const Skill &skill, const QString &pattern, bool withImages,
                                           const QString &version) const;

    SkillCatalogue &m_catalogue;
    std::shared_ptr<const SkillSet> m_skills = std::make_shared<SkillSet>();
    std::optional<int> m_maxContentChars;
    qint64 m_maxImageBytes;
};
