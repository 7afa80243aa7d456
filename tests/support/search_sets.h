// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/search/ranking.h"

#include <QList>
#include <QString>
#include <QStringList>

/// A question and the skill that answers it.
struct SearchQuestion
{
    QString skill;
    QString question;
};

/// Which half of a set: only the one may be looked at while tuning.
enum class SearchHalf { Tuned, Kept };

/// tests/data/search/questions.tsv: of each skill the first question to tune on, the second kept.
[[nodiscard]] QList<SearchQuestion> searchQuestions(SearchHalf half);
/// Questions that no skill answers: tests/data/search/off_topic_tuning.tsv, and off_topic.tsv, which is kept.
[[nodiscard]] QStringList offTopicQuestions(SearchHalf half);
/// The real skills beside the sources, by $SKILLS_SHARED_DIR if it is set; empty: they are not there.
[[nodiscard]] std::shared_ptr<const SkillSet> realSkills();

/// The same question with two letters of its longest word swapped, as fast fingers do.
[[nodiscard]] QString misspelt(const QString &question);
/// The same question while its last word is still being typed.
[[nodiscard]] QString unfinished(const QString &question);

/// How well a ranking answers.
struct SearchQuality
{
    double first = 0, three = 0, five = 0; // part of the questions with the skill among the first 1, 3, 5
    double reciprocal = 0;                 // mean of 1/place
};
[[nodiscard]] SearchQuality qualityOf(const Ranking &ranking, const QList<SearchQuestion> &questions);
/// The part of the questions that find nothing.
[[nodiscard]] double silenceOf(const Ranking &ranking, const QStringList &questions);
