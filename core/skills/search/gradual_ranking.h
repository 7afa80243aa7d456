// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/search/counting_ahead.h"
#include "core/skills/search/word_ranking.h"

#include <QObject>
#include <QTimer>

/// Takes skills into a ranking by words between events, so that questions are answered meanwhile.
///
/// A few changes are taken in before use() returns. Of many, each skill is found as it was until it is found as it is.
class GradualRanking final : public QObject, public Ranking
{
    Q_OBJECT
public:
    static constexpr int AtOnce = 8; // so many changes

    explicit GradualRanking(const WordRankingOptions &options = {}, QObject *parent = nullptr);

    void use(const std::shared_ptr<const SkillSet> &skills) override;
    [[nodiscard]] QList<RankedSkill> search(const QString &question, int limit) const override;
    /// As search(), down to this score.
    [[nodiscard]] QList<RankedSkill> search(const QString &question, int limit, double threshold) const;
    /// Below this score search() answers nothing.
    [[nodiscard]] double threshold() const { return m_ranking.threshold(); }
    /// The newest set is not yet taken in.
    [[nodiscard]] bool isBusy() const { return m_next.isActive(); }

signals:
    void busyChanged(bool busy);
    void tidied(); // some time after a set was taken in: what was left over is put together, for faster answers

private:
    enum class Step { Last, MoreLeft, LaterLeft };
    [[nodiscard]] Step step();
    void work(int least);
    void tidy();

    WordRanking m_ranking;
    CountingAhead m_ahead;
    QTimer m_next;
    QTimer m_tidying;
    bool m_hasTidied = false;
};
