// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/support/search_sets.h"

#include "core/skills/frontmatter/frontmatter.h"

#include <QDir>
#include <QFile>
#include <QSet>

#include <algorithm>

static QStringList linesOf(const QString &name)
{
    QFile file(QStringLiteral(SKILLS_SOURCE_DIR "/tests/data/search/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("Cannot read %s: %s", qPrintable(file.fileName()), qPrintable(file.errorString()));
    return QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
}

QList<SearchQuestion> searchQuestions(SearchHalf half)
{
    QList<SearchQuestion> questions;
    QSet<QString> seen;
    for (const QString &line : linesOf(QStringLiteral("questions.tsv"))) {
        const QString skill = line.section(u'\t', 0, 0);
        const SearchHalf its = seen.contains(skill) ? SearchHalf::Kept : SearchHalf::Tuned;
        seen.insert(skill);
        if (its == half)
            questions.append({skill, line.section(u'\t', 1)});
    }
    return questions;
}

QStringList offTopicQuestions(SearchHalf half)
{
    return linesOf(half == SearchHalf::Tuned ? QStringLiteral("off_topic_tuning.tsv")
                                             : QStringLiteral("off_topic.tsv"));
}

std::shared_ptr<const SkillSet> realSkills()
{
    const QString shared = qEnvironmentVariable("SKILLS_SHARED_DIR", QStringLiteral(SKILLS_SHARED_DIR));
    const QDir folder(shared + QStringLiteral("/skills"));
    auto set = std::make_shared<SkillSet>();
    for (const QString &name : folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        QFile file(folder.filePath(name + QStringLiteral("/SKILL.md")));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const Frontmatter read = readFrontmatter(file.readAll());
        auto skill = std::make_shared<Skill>();
        skill->name = read.values.value(QStringLiteral("name")).toString();
        skill->description = read.values.value(QStringLiteral("description")).toString();
        skill->content = read.body;
        if (!skill->name.isEmpty())
            set->skills.append(skill);
    }
    return set;
}

QString misspelt(const QString &question)
{
    QStringList words = question.split(u' ');
    const auto longest = std::max_element(words.begin(), words.end(),
                                          [](const QString &a, const QString &b) { return a.size() < b.size(); });
    // The third and the fourth letter, or the next two that differ.
    for (qsizetype i = 2; i + 1 < longest->size(); ++i) {
        if (longest->at(i) == longest->at(i + 1))
            continue;
        std::swap((*longest)[i], (*longest)[i + 1]);
        break;
    }
    return words.join(u' ');
}

QString unfinished(const QString &question)
{
    const qsizetype start = question.lastIndexOf(u' ') + 1;
    const qsizetype length = question.size() - start;
    return length < 5 ? question : question.left(start + (length * 2 + 2) / 3);
}

SearchQuality qualityOf(const Ranking &ranking, const QList<SearchQuestion> &questions)
{
    SearchQuality quality;
    for (const SearchQuestion &question : questions) {
        const QList<RankedSkill> found = ranking.search(question.question, 100);
        for (qsizetype place = 0; place < found.size(); ++place) {
            if (found.at(place).skill->name != question.skill)
                continue;
            quality.first += place < 1;
            quality.three += place < 3;
            quality.five += place < 5;
            quality.reciprocal += 1.0 / double(place + 1);
            break;
        }
    }
    const auto count = double(questions.size());
    return {quality.first / count, quality.three / count, quality.five / count, quality.reciprocal / count};
}

double silenceOf(const Ranking &ranking, const QStringList &questions)
{
    const auto silent = std::count_if(questions.cbegin(), questions.cend(), [&ranking](const QString &question) {
        return ranking.search(question, 1).isEmpty();
    });
    return double(silent) / double(questions.size());
}
