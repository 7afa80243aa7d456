// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/tools/text_portion.h"
#include "core/skills/search/ranking.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

class SkillCatalogue;

/// What one tool call came to.
struct ToolResult
{
    QJsonArray content;
    QJsonObject structured; // empty: the content says it all
    QString error;          // empty: none
};

/// What read_skill_document was asked for.
struct DocumentWish
{
    QString skill;
    QString pattern; // of its documents' paths; empty: tell which there are
    bool withImages = false;
    TextPlace from; // of the one document
};

/// One way of answering the three tools.
class ToolAnswers
{
public:
    virtual ~ToolAnswers() = default;

    /// From now on answers come from this set.
    virtual void use(std::shared_ptr<const SkillSet> skills) = 0;
    /// What tools/list answers to a client of this protocol version.
    [[nodiscard]] virtual QJsonArray definitions(const QString &version, int defaultTopK) const = 0;
    [[nodiscard]] virtual ToolResult find(const QString &question, const QList<RankedSkill> &found,
                                          bool listDocuments) const = 0;
    [[nodiscard]] virtual ToolResult read(const DocumentWish &wish, const QString &version) const = 0;
    /// `from`: the name of the skill to begin with; empty: the first.
    [[nodiscard]] virtual ToolResult list(const QString &from) const = 0;
};

/// That skills are still being read, and how many, or read anew while the earlier ones are served; the beginning of a
/// sentence is up to the caller. Empty: all is read.
[[nodiscard]] QString stillReading(const SkillCatalogue &catalogue);
/// That a source cannot be read, so that more may come later; a sentence without its full stop. Empty: all is read, or
/// still being read.
[[nodiscard]] QString comingLater(const SkillCatalogue &catalogue);
/// Why what is not there may come yet, to be put behind a sentence without its full stop; empty: all is read.
[[nodiscard]] QString whileReading(const SkillCatalogue &catalogue);
[[nodiscard]] QJsonObject textContent(const QString &text);
[[nodiscard]] QJsonObject imageContent(const QByteArray &bytes, const QString &mimeType);
/// Why a file of a skill could not be read, for `ToolResult::error`.
[[nodiscard]] QString unreadSentence(const SkillCatalogue &catalogue, const Skill &skill, const SkillFile &file);
