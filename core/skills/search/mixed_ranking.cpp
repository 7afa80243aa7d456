// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/mixed_ranking.h"

#include <QHash>

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
    const std::vector<float> cosines = m_meaning.search(question);
    if (cosines.empty())
        return m_words.search(question, limit);
    const QList<std::shared_ptr<const Skill>> &skills = m_meaning.skills();
    const QList<RankedSkill> sharing = m_words.search(question, MostByWords, 0);
    QHash<const Skill *, double> wordScores;
    for (const RankedSkill &each : sharing)
        wordScores.insert(each.skill.get(), each.score);

    struct Scored
    {
        size_t place;
        double score;
    };
    std::vector<Scored> scored;
    for (size_t place = 0; place < cosines.size(); ++place) {
        if (cosines[place] == VectorTable::Missing)
            continue;
        // Taken out, so that at last those are left that words alone know.
        const double words = wordScores.isEmpty() ? 0 : wordScores.take(skills.at(qsizetype(place)).get());
        const double score = mixed(words, double(cosines[place]));
        if (score >= m_options.further)
            scored.push_back({place, score});
    }
    const auto isBetter = [](const auto &a, const auto &b) { return a.score > b.score; };
    std::stable_sort(scored.begin(), scored.end(), isBetter);
    scored.resize(std::min(scored.size(), size_t(std::max(limit, 0))));
    QList<RankedSkill> ranked;
    for (const Scored &each : scored)
        ranked.append({skills.at(qsizetype(each.place)), each.score});
    for (const RankedSkill &each : sharing) {
        if (each.score >= m_words.threshold() && wordScores.contains(each.skill.get()))
            ranked.append(each);
    }
    std::stable_sort(ranked.begin(), ranked.end(), isBetter);
    if (!ranked.isEmpty() && ranked.first().score < m_options.threshold)
        return {};
    ranked.resize(std::clamp<qsizetype>(limit, 0, ranked.size()));
    return ranked;
}
