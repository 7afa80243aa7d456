// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/reading/skill.h"
#include "core/skills/search/vector_maker.h"

#include <QObject>
#include <QThread>

/// Knows how near skills are to a question in meaning, by the vectors of their names and descriptions.
///
/// The vectors are made in a thread; a skill is found here from the moment that it has its own. Only the question's is
/// made on the spot.
class MeaningIndex : public QObject
{
    Q_OBJECT
public:
    /// `model`: a file or folder; empty: nothing is ever found.
    MeaningIndex(const QString &model, const QString &cacheDirectory, QObject *parent = nullptr);
    ~MeaningIndex() override;

    void start();
    void use(const std::shared_ptr<const SkillSet> &skills);
    /// The cosine of each skill's vector with the question's, in the order of skills(); VectorTable::Missing where
    /// there is none yet. Empty: there is none at all.
    [[nodiscard]] std::vector<float> search(const QString &question) const;
    [[nodiscard]] const QList<std::shared_ptr<const Skill>> &skills() const { return m_skills->skills; }
    [[nodiscard]] bool isOff() const { return m_maker == nullptr; }
    [[nodiscard]] bool isLoaded() const { return m_encoder != nullptr; }
    /// How many of skills() have their vectors.
    [[nodiscard]] qsizetype vectorsMade() const { return m_made; }

signals:
    void loaded();   // once at most
    void failed();   // once, instead: the model cannot be used, and the log says why
    void finished(); // all skills that are there have their vectors

private:
    void take(const std::shared_ptr<const SkillSet> &skills, const QList<MadeVector> &vectors);

    std::shared_ptr<const SkillSet> m_skills = std::make_shared<SkillSet>();
    VectorTable m_vectors; // of m_skills, in its order
    qsizetype m_made = 0;  // of them
    std::shared_ptr<const SentenceEncoder> m_encoder;
    VectorMaker *m_maker = nullptr;  // lives in m_thread
    QThread *m_thread = new QThread; // left behind if it hangs
    QTimer *m_rest;                  // since the last question
};
