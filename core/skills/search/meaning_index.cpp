// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/meaning_index.h"

#include "core/skills/reading/log_category.h"
#include "core/skills/search/low_priority.h"

#include <QDeadlineTimer>
#include <QHash>

#include <utility>

// Of a question: about 45 words. What is left out of a longer one would tell little and take long.
static constexpr int MostTokens = 64;
// Questions come in groups.
static constexpr int RestAfterMs = 20'000;
static constexpr int PatienceOfEndingMs = 1'500;

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
    m_maker->moveToThread(m_thread);
    connect(m_thread, &QThread::started, m_maker, &VectorMaker::start);
    connect(m_thread, &QThread::finished, m_maker, &QObject::deleteLater);
    // In its thread: many vectors take minutes, and the questions meanwhile shall not wait for a processor.
    connect(m_maker, &VectorMaker::loaded, m_maker, [] { lowerThreadPriority(); });
    connect(m_maker, &VectorMaker::loaded, this, [this](const std::shared_ptr<const SentenceEncoder> &encoder) {
        m_encoder = encoder;
        emit loaded();
    });
    connect(m_maker, &VectorMaker::failed, this, [this](const QString &error) {
        qCWarning(skillsLog).noquote() << error + QStringLiteral(". Searching by words alone");
        emit failed();
    });
    connect(m_maker, &VectorMaker::made, this, &MeaningIndex::take);
    connect(m_maker, &VectorMaker::finished, this, &MeaningIndex::finished);
    m_thread->setObjectName(QStringLiteral("meaning"));
}

MeaningIndex::~MeaningIndex()
{
    if (!m_thread->isRunning()) {
        delete m_maker; // nobody else will: its thread never began
        delete m_thread;
        return;
    }
    // The one bounded wait: for the text that is being looked at, and for the cache. If that hangs in a file system it
    // ends with the process.
    m_thread->quit();
    if (m_thread->wait(QDeadlineTimer(PatienceOfEndingMs)))
        delete m_thread;
}

void MeaningIndex::start()
{
    if (m_maker != nullptr)
        m_thread->start();
}

void MeaningIndex::use(const std::shared_ptr<const SkillSet> &skills)
{
    if (m_maker == nullptr)
        return;
    const auto before = std::exchange(m_skills, skills);
    const VectorTable vectors = std::exchange(m_vectors, VectorTable(skills->skills.size(), m_vectors.width()));
    const qsizetype made = std::exchange(m_made, 0);
    if (made > 0) { // what stays keeps its vector; the others are told again
        QHash<const Skill *, qsizetype> places;
        for (qsizetype place = 0; place < before->skills.size(); ++place)
            places.insert(before->skills.at(place).get(), place);
        for (qsizetype place = 0; place < skills->skills.size(); ++place) {
            const auto old = places.constFind(skills->skills.at(place).get());
            if (old == places.cend() || vectors.isMissing(*old))
                continue;
            m_vectors.copy(place, vectors, *old);
            ++m_made;
        }
    }
    QMetaObject::invokeMethod(m_maker, [maker = m_maker, skills] { maker->aimAt(skills); });
}

void MeaningIndex::take(const std::shared_ptr<const SkillSet> &skills, const QList<MadeVector> &vectors)
{
    if (skills != m_skills)
        return; // it has been aimed at others since, and tells of them next
    for (const MadeVector &made : vectors) {
        if (m_vectors.width() == 0)
            m_vectors = VectorTable(skills->skills.size(), int(made.vector->values.size()));
        m_made += m_vectors.isMissing(made.place) ? 1 : 0;
        m_vectors.set(made.place, *made.vector);
    }
}

std::vector<float> MeaningIndex::search(const QString &question) const
{
    if (!m_encoder || m_made == 0 || question.trimmed().isEmpty())
        return {};
    m_rest->start();
    return m_vectors.cosines(m_encoder->encode(question, MostTokens));
}
