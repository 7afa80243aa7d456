// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/tools/brief_texts.h"
#include "core/mcp/tools/tool_answers.h"
#include "core/skills/source/skills_config.h"

#include <QStringList>

class SkillCatalogue;

/// Answers in a text that a model can afford, and nothing beside it: "answers": "brief".
class BriefAnswers final : public ToolAnswers
{
public:
    BriefAnswers(SkillCatalogue &catalogue, const SkillsConfig &config);

    void use(std::shared_ptr<const SkillSet> skills) override;
    [[nodiscard]] QJsonArray definitions(const QString &version, int defaultTopK) const override;
    [[nodiscard]] ToolResult find(const QString &question, const QList<RankedSkill> &found,
                                  bool listDocuments) const override;
    [[nodiscard]] ToolResult read(const DocumentWish &wish, const QString &version) const override;
    [[nodiscard]] ToolResult list(const QString &from) const override;

private:
    [[nodiscard]] const QStringList &languages() const;
    [[nodiscard]] QString loadingLine() const;
    [[nodiscard]] QString laterLine() const;
    [[nodiscard]] QString nothingFound(const QString &question) const;
    [[nodiscard]] ToolResult readDocument(const Skill &skill, const SkillFile &file, const DocumentWish &wish) const;
    [[nodiscard]] ToolResult readDocuments(const Skill &skill, const QList<SkillFile> &files, bool withImages) const;
    /// The document's text from there on, with the call that reads on, in `room` characters.
    [[nodiscard]] QString portionText(const Skill &skill, const QString &path, const QString &text, TextPlace from,
                                      qsizetype room) const;
    [[nodiscard]] QString documentList(const Skill &skill, TextPlace from, qsizetype room) const;

    SkillCatalogue &m_catalogue;
    AnswerLimits m_limits;
    qint64 m_maxImageBytes;
    std::shared_ptr<const SkillSet> m_skills = std::make_shared<SkillSet>();
    // Found out when they are asked for.
    mutable std::optional<QStringList> m_languages;
    mutable QList<std::shared_ptr<const Skill>> m_byName;
};
