// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/gradual_ranking.h"

#include <QElapsedTimer>

// What a question has to wait for at most, beside the one step that runs over it.
static constexpr qint64 SliceMs = 2;

GradualRanking::GradualRanking(const WordRankingOptions &options, QObject *parent)
    : QObject(parent)
    , m_ranking(options)
{
    connect(&m_next, &QTimer::timeout, this, [this] { work(1); });
}

void GradualRanking::use(const std::shared_ptr<const SkillSet> &skills)
{
    m_ranking.aimAt(skills);
    work(AtOnce);
}

void GradualRanking::work(int least)
{
    QElapsedTimer timer;
    timer.start();
    bool isLeft = true;
    for (int step = 0; isLeft && (step < least || timer.elapsed() < SliceMs); ++step)
        isLeft = m_ranking.takeNext();
    if (isLeft == isBusy())
        return;
    if (isLeft)
        m_next.start(0);
    else
        m_next.stop();
    emit busyChanged(isLeft);
}

QList<RankedSkill> GradualRanking::search(const QString &question, int limit) const
{
    return m_ranking.search(question, limit);
}

QList<RankedSkill> GradualRanking::search(const QString &question, int limit, double threshold) const
{
    return m_ranking.search(question, limit, threshold);
}
