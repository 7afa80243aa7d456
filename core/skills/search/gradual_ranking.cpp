// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/gradual_ranking.h"

#include <QElapsedTimer>

#include <utility>

// What a question has to wait for at most, beside the one step that runs over it.
static constexpr qint64 SliceMs = 2;
// So many skills; fewer are taken in before the thread would have begun.
static constexpr size_t WorthAThread = 200;

GradualRanking::GradualRanking(const WordRankingOptions &options, QObject *parent)
    : QObject(parent)
    , m_ranking(options)
    , m_ahead(m_ranking.countingRules())
{
    connect(&m_next, &QTimer::timeout, this, [this] { work(1); });
    connect(&m_tidying, &QTimer::timeout, this, &GradualRanking::tidy);
}

void GradualRanking::use(const std::shared_ptr<const SkillSet> &skills)
{
    m_ranking.aimAt(skills);
    std::vector<std::shared_ptr<const Skill>> coming = m_ranking.coming();
    if (coming.size() < WorthAThread)
        coming.clear();
    m_ahead.begin(coming);
    work(AtOnce);
}

GradualRanking::Step GradualRanking::step()
{
    const auto left = [](bool any) { return any ? Step::MoreLeft : Step::Last; };
    // The thread is at one of them at most, so the one behind it is free, or a little later.
    for (int attempt = 0; attempt < 2; ++attempt) {
        const std::shared_ptr<const Skill> skill = m_ranking.next();
        CountedWords words;
        switch (skill ? m_ahead.take(skill, words) : CountingAhead::State::Open) {
        case CountingAhead::State::Open:
            return left(m_ranking.takeNext());
        case CountingAhead::State::Counted:
            return left(m_ranking.takeNext(std::move(words)));
        case CountingAhead::State::AtWork:
            if (!m_ranking.postponeNext())
                return Step::LaterLeft;
        }
    }
    return Step::LaterLeft;
}

void GradualRanking::work(int least)
{
    QElapsedTimer timer;
    timer.start();
    Step last = Step::MoreLeft;
    for (int taken = 0; last == Step::MoreLeft && (taken < least || timer.elapsed() < SliceMs); ++taken)
        last = step();
    const bool wasBusy = isBusy();
    const int pause = last == Step::LaterLeft ? 1 : 0; // ms; the thread takes less than that
    if (last == Step::Last) {
        m_next.stop();
        m_tidying.start(0);
    } else if (!wasBusy || m_next.interval() != pause)
        m_next.start(pause);
    if (isBusy() != wasBusy)
        emit busyChanged(isBusy());
}

void GradualRanking::tidy()
{
    if (!isBusy() && m_ranking.tidySome()) {
        m_hasTidied = true;
        return;
    }
    m_tidying.stop();
    if (!isBusy() && std::exchange(m_hasTidied, false))
        emit tidied();
}

QList<RankedSkill> GradualRanking::search(const QString &question, int limit) const
{
    return m_ranking.search(question, limit);
}

QList<RankedSkill> GradualRanking::search(const QString &question, int limit, double threshold) const
{
    return m_ranking.search(question, limit, threshold);
}
