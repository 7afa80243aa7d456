// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/vector_maker.h"

#include "core/skills/reading/log_category.h"

#include <algorithm>
#include <utility>

// Vectors that no skill has any more are kept for a while: sources come and go.
static constexpr qsizetype MostUnused = 1000;
// Saving writes all there are, so it comes when an eighth is new: that much work is lost at most when we are killed.
static constexpr qsizetype FewestToSave = 32;
static constexpr qsizetype PartToSave = 8;

static QString sealIn(const QString &cacheDirectory)
{
    return cacheDirectory.isEmpty() ? QString() : cacheDirectory + QStringLiteral("/model-seal.txt");
}

VectorMaker::VectorMaker(const QString &model, const QString &cacheDirectory)
    : m_model(model)
    , m_cacheDirectory(cacheDirectory)
    , m_next(this)
{
    connect(&m_next, &QTimer::timeout, this, &VectorMaker::work);
}

void VectorMaker::start()
{
    const SentenceEncoder::Opened opened = SentenceEncoder::open(m_model, sealIn(m_cacheDirectory));
    if (!opened.encoder) {
        emit failed(opened.error);
        return;
    }
    m_encoder = opened.encoder;
    m_store.emplace(m_cacheDirectory, m_encoder->digest(), m_encoder->width());
    m_store->load();
    emit loaded(m_encoder);
    if (!m_skills->skills.isEmpty())
        aimAt(m_skills);
}

VectorMaker::~VectorMaker()
{
    save();
}

QString meaningText(const Skill &skill)
{
    return QStringLiteral("%1: %2").arg(skill.name, skill.description);
}

QByteArray VectorMaker::keyAt(qsizetype place) const
{
    return VectorStore::keyOf(meaningText(*m_skills->skills.at(place)));
}

void VectorMaker::aimAt(const std::shared_ptr<const SkillSet> &skills)
{
    m_skills = skills;
    if (!m_store)
        return;
    m_left.clear();
    QList<MadeVector> known;
    for (qsizetype place = skills->skills.size() - 1; place >= 0; --place) {
        if (const auto vector = m_store->find(keyAt(place)))
            known.append({place, vector});
        else
            m_left.push_back(place);
    }
    if (!known.isEmpty())
        emit made(skills, known);
    if (m_left.empty())
        finish();
    else
        m_next.start(0);
}

void VectorMaker::work()
{
    const qsizetype place = m_left.back();
    m_left.pop_back();
    const QByteArray key = keyAt(place);
    auto vector = m_store->find(key); // two skills may have one text
    if (!vector) {
        const QString text = meaningText(*m_skills->skills.at(place));
        vector = std::make_shared<const PackedVector>(packed(m_encoder->encode(text)));
        m_store->insert(key, vector);
        ++m_unsaved;
    }
    emit made(m_skills, {{place, vector}});
    if (m_left.empty())
        finish();
    else if (m_unsaved >= std::max(FewestToSave, m_store->size() / PartToSave))
        save();
}

void VectorMaker::save()
{
    if (std::exchange(m_unsaved, 0) == 0)
        return;
    if (const QString error = m_store->save(); !error.isEmpty())
        qCWarning(skillsLog).noquote() << error;
}

void VectorMaker::finish()
{
    m_next.stop();
    m_encoder->rest();
    if (m_unsaved > 0 && m_store->size() > m_skills->skills.size() + MostUnused) {
        QSet<QByteArray> keys;
        for (qsizetype place = 0; place < m_skills->skills.size(); ++place)
            keys.insert(keyAt(place));
        m_store->keep(keys);
    }
    save();
    emit finished();
}
