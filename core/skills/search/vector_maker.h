// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/embedding/sentence_encoder.h"
#include "core/skills/reading/skill.h"
#include "core/skills/search/vector_store.h"

#include <QObject>
#include <QTimer>

#include <optional>

/// A vector, and the place of its skill in the set.
struct MadeVector
{
    qsizetype place = 0;
    std::shared_ptr<const PackedVector> vector;
};

/// Makes the vectors of skills, one between two events, and keeps them in the cache. Lives in a thread of its own.
class VectorMaker : public QObject
{
    Q_OBJECT
public:
    VectorMaker(const QString &model, const QString &cacheDirectory);
    ~VectorMaker() override;

    void start();
    /// All skills there are now; those that have no vector yet get one.
    void aimAt(const std::shared_ptr<const SkillSet> &skills);

signals:
    void loaded(std::shared_ptr<const SentenceEncoder> encoder); // once at most
    void failed(const QString &error);                           // once, instead
    /// Of the skills that were aimed at; each once, in batches.
    void made(const std::shared_ptr<const SkillSet> &skills, const QList<MadeVector> &vectors);
    void finished(); // with all that were aimed at

private:
    void work();
    void finish();
    void save();
    [[nodiscard]] QByteArray keyAt(qsizetype place) const;

    const QString m_model;
    const QString m_cacheDirectory;
    std::shared_ptr<const SentenceEncoder> m_encoder;
    std::optional<VectorStore> m_store;
    std::shared_ptr<const SkillSet> m_skills = std::make_shared<SkillSet>(); // aimed at
    std::vector<qsizetype> m_left;                                           // places; the last is next
    qsizetype m_unsaved = 0;
    QTimer m_next;
};

/// What the vector of a skill is made of.
[[nodiscard]] QString meaningText(const Skill &skill);
