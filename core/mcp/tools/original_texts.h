// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/search/ranking.h"
#include "core/skills/source/skill_catalogue.h"

#include <QList>
#include <QString>

#include <optional>

/// One document of a skill with what it holds, for an answer.
struct ReadDocument
{
    SkillFile file;
    QString text;           // of a text
    QString uri;            // of an image
    bool tooLarge = false;  // an image over the cap
    bool isNoImage = false; // called one, but its bytes are none
};

// The answers' texts, worded as the original words them: clients and their prompts know these sentences.
// docs/backend.md, "As the original answers": where they differ, and why. They are not translated: models read them.

/// The skill's documents, sorted by path.
[[nodiscard]] QList<SkillFile> documentsOf(const Skill &skill);
[[nodiscard]] QString documentType(const SkillFile &file);
/// As the original names it: OWNER/REPO for GitHub, else as it is.
[[nodiscard]] QString shortSource(const QString &source);
/// At most `limit` characters (not UTF-16 units) of the text; none: it is not longer.
[[nodiscard]] std::optional<QString> cutTo(const QString &text, int limit);
/// A file's bytes as the text that the original shows: line ends as \n.
[[nodiscard]] QString decodedText(const QByteArray &bytes);

[[nodiscard]] QString foundText(const QString &question, const QList<RankedSkill> &results, bool listDocuments,
                                std::optional<int> maxContentChars, const LoadProgress &progress);
[[nodiscard]] QString listText(const SkillSet &skills, const LoadProgress &progress);
[[nodiscard]] QString unknownSkillText(const QString &skill, const LoadProgress &progress);
[[nodiscard]] QString documentListText(const QString &skill, const QList<SkillFile> &documents);
[[nodiscard]] QString noMatchText(const QString &skill, const QString &pattern);
[[nodiscard]] QString documentText(const ReadDocument &document, bool withImage);
[[nodiscard]] QString documentsText(const QString &pattern, const QList<ReadDocument> &documents, bool withImages);
