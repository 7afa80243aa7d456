// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/mixed_ranking.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <cmath>

// Skills beyond these share no more than common words with the question.
static constexpr int MostByWords = 200;

MixedRanking::MixedRanking(GradualRanking &words, MeaningIndex &meaning, const MixedRankingOptions &options)
    : m_words(words)
    , m_meaning(meaning)
    , m_options(options)
{
}

void MixedRanking::use(const std::shared_ptr<const SkillSet> &skills)
{
    m_words.use(skills);
    m_meaning.use(skills);
}

double MixedRanking::mixed(double words, double cosine) const
{
    if (words >= 1) // the question is the skill's name
        return 1;
    const double meaning = std::clamp(cosine / m_options.mostCosine, 0., 1.);
    return std::sqrt((m_options.wordWeight * words * words + m_options.meaningWeight * meaning * meaning) /
                     (m_options.wordWeight + m_options.meaningWeight));
}

QList<RankedSkill> MixedRanking::search(const QString &question, int limit) const
{
    const QList<NearSkill> near = m_meaning.search(question);
    if (near.isEmpty())
        return m_words.search(question, limit);
    QHash<const Skill *, double> wordScores;
    const QList<RankedSkill> sharing = m_words.search(question, MostByWords, 0);
    for (const RankedSkill &each : sharing)
        wordScores.insert(each.skill.get(), each.score);
    QSet<const Skill *> scored;
    QList<RankedSkill> ranked;
    for (const NearSkill &each : near) {
        scored.insert(each.skill.get());
        const double score = mixed(wordScores.value(each.skill.get()), each.cosine);
        if (score >= m_options.further)
            ranked.append({each.skill, score});
    }
    const QList<RankedSkill> byWords = m_words.search(question, limit);
    for (const RankedSkill &each : byWords) {
        if (!scored.contains(each.skill.get()))
            ranked.append(each);
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const RankedSkill &a, const RankedSkill &b) { return a.score > b.score; });
    if (!ranked.isEmpty() && ranked.first().score < m_options.threshold)
        return {};
    ranked.resize(std::clamp<qsizetype>(limit, 0, ranked.size()));
    return ranked;
}
