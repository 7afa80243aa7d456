// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/meaning_index.h"

#include "core/skills/reading/log_category.h"

#include <numeric>

// Of a question: about 45 words. What is left out of a longer one would tell little and take long.
static constexpr int MostTokens = 64;
// Questions come in groups.
static constexpr int RestAfterMs = 20'000;

static QString textOf(const Skill &skill)
{
    return QStringLiteral("%1: %2").arg(skill.name, skill.description);
}

MeaningIndex::MeaningIndex(const QString &model, const QString &cacheDirectory, QObject *parent)
    : QObject(parent)
    , m_rest(new QTimer(this))
{
    m_rest->setSingleShot(true);
    m_rest->setInterval(RestAfterMs);
    connect(m_rest, &QTimer::timeout, this, [this] { m_encoder->rest(); });
    if (model.isEmpty())
        return;
    m_maker = new VectorMaker(model, cacheDirectory);
    m_maker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, m_maker, &VectorMaker::start);
    connect(&m_thread, &QThread::finished, m_maker, &QObject::deleteLater);
    connect(m_maker, &VectorMaker::loaded, this, [this](const std::shared_ptr<const SentenceEncoder> &encoder) {
        m_encoder = encoder;
        emit loaded();
    });
    connect(m_maker, &VectorMaker::failed, this, [this](const QString &error) {
        qCWarning(skillsLog).noquote() << error + QStringLiteral(". Searching by words alone");
        emit failed();
    });
    connect(m_maker, &VectorMaker::made, this,
            [this](const QHash<QString, std::shared_ptr<const Vector>> &vectors) { m_vectors.insert(vectors); });
    connect(m_maker, &VectorMaker::finished, this, &MeaningIndex::finished);
    m_thread.setObjectName(QStringLiteral("meaning"));
}

MeaningIndex::~MeaningIndex()
{
    if (!m_thread.isRunning()) {
        delete m_maker; // nobody else will: its thread never began
        return;
    }
    // The one bounded wait: for the text that is being looked at.
    m_thread.quit();
    m_thread.wait();
}

void MeaningIndex::start()
{
    if (m_maker != nullptr)
        m_thread.start();
}

void MeaningIndex::use(const std::shared_ptr<const SkillSet> &skills)
{
    if (m_maker == nullptr)
        return;
    m_skills = skills;
    m_texts.clear();
    QHash<QString, std::shared_ptr<const Vector>> kept;
    for (const auto &skill : skills->skills) {
        m_texts.append(textOf(*skill));
        if (const auto vector = m_vectors.value(m_texts.last()))
            kept.insert(m_texts.last(), vector);
    }
    m_vectors = kept;
    QMetaObject::invokeMethod(m_maker, [maker = m_maker, texts = m_texts] { maker->aimAt(texts); });
}

QList<NearSkill> MeaningIndex::search(const QString &question) const
{
    QList<NearSkill> found;
    if (!m_encoder || m_vectors.isEmpty() || question.trimmed().isEmpty())
        return found;
    const Vector asked = m_encoder->encode(question, MostTokens);
    m_rest->start();
    for (qsizetype i = 0; i < m_texts.size(); ++i) {
        if (const auto vector = m_vectors.value(m_texts.at(i)))
            found.append(
                {m_skills->skills.at(i), double(std::inner_product(asked.begin(), asked.end(), vector->begin(), 0.F))});
    }
    return found;
}
