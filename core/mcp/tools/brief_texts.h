// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/tools/text_portion.h"
#include "core/skills/search/ranking.h"

// How brief answers are worded. Plain Markdown; not translated: models read it.

/// How long a brief answer may be, in characters (UTF-16 units, as most clients count).
struct AnswerLimits
{
    qsizetype answer = 20'000;
    std::optional<int> skillContent; // of one skill's SKILL.md, too
};

/// "1 document", "2 documents".
[[nodiscard]] QString countOf(qint64 number, QLatin1StringView what);

/// What tells the skill apart from all others: the name that read_skill_document takes.
[[nodiscard]] QString calledNameOf(const Skill &skill);

/// Behind a portion that is cut: how to read on from there. Of `room` characters it leaves nearly half at least, also
/// where a name is so long that the call cannot be written out.
[[nodiscard]] QString readOnNote(const Skill &skill, const QString &path, TextPlace from, int lines, qsizetype room);
/// At most how long that gets.
[[nodiscard]] qsizetype longestReadOnNote(const Skill &skill, const QString &path, int lines, qsizetype room);

/// What find_helpful_skills found: each skill in a few lines, then the guidance of the best one, sometimes of the
/// second.
[[nodiscard]] QString briefFoundText(const QList<RankedSkill> &found, bool listDocuments, const AnswerLimits &limits);

/// What a user says who calls a skill by its name; `task` may be empty. None: that is too long.
[[nodiscard]] std::optional<QString> promptText(const Skill &skill, const QString &task, qsizetype limit);

/// As list_skills gives them: by the name that each is called.
[[nodiscard]] QList<std::shared_ptr<const Skill>> sortedByName(const SkillSet &skills);

/// A line a skill from the one called `from` on, or from the next one; then how to go on.
[[nodiscard]] QString briefListText(const QList<std::shared_ptr<const Skill>> &byName, const QString &from,
                                    qsizetype limit);
