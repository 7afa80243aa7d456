// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/vector_maker.h"

#include "core/skills/reading/log_category.h"

// Vectors that no skill has any more are kept for a while: sources come and go.
static constexpr qsizetype MostUnused = 1000;

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
    if (!m_texts.isEmpty())
        aimAt(QStringList(m_texts));
}

void VectorMaker::aimAt(const QStringList &texts)
{
    m_texts = texts;
    if (!m_store)
        return;
    m_left.clear();
    QHash<QString, std::shared_ptr<const Vector>> known;
    for (const QString &text : texts) {
        if (const auto vector = m_store->find(VectorStore::keyOf(text)))
            known.insert(text, vector);
        else
            m_left.prepend(text);
    }
    if (!known.isEmpty())
        emit made(known);
    if (m_left.isEmpty())
        finish();
    else
        m_next.start(0);
}

void VectorMaker::work()
{
    const QString text = m_left.takeLast();
    auto vector = std::make_shared<const Vector>(m_encoder->encode(text));
    m_store->insert(VectorStore::keyOf(text), vector);
    m_isNew = true;
    emit made({{text, vector}});
    if (m_left.isEmpty())
        finish();
}

void VectorMaker::finish()
{
    m_next.stop();
    m_encoder->rest();
    if (m_isNew) {
        m_isNew = false;
        if (m_store->size() > m_texts.size() + MostUnused) {
            QList<QByteArray> keys;
            for (const QString &text : std::as_const(m_texts))
                keys.append(VectorStore::keyOf(text));
            m_store->keep(keys);
        }
        if (const QString error = m_store->save(); !error.isEmpty())
            qCWarning(skillsLog).noquote() << error;
    }
    emit finished();
}
