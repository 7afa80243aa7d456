// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/embedding/sentence_encoder.h"
#include "core/skills/search/vector_store.h"

#include <QObject>
#include <QTimer>

#include <optional>

/// Makes the vectors of texts, one between two events, and keeps them in the cache. Lives in a thread of its own.
class VectorMaker : public QObject
{
    Q_OBJECT
public:
    VectorMaker(const QString &model, const QString &cacheDirectory);

    void start();
    /// All texts there are now; those that have no vector yet get one.
    void aimAt(const QStringList &texts);

signals:
    void loaded(std::shared_ptr<const SentenceEncoder> encoder); // once at most
    void failed(const QString &error);                           // once, instead
    /// Of the texts that were aimed at; each once, in batches.
    void made(const QHash<QString, std::shared_ptr<const Vector>> &vectors);
    void finished(); // with all that were aimed at

private:
    void work();
    void finish();

    const QString m_model;
    const QString m_cacheDirectory;
    std::shared_ptr<const SentenceEncoder> m_encoder;
    std::optional<VectorStore> m_store;
    QStringList m_texts; // aimed at
    QStringList m_left;  // the last is next
    bool m_isNew = false;
    QTimer m_next;
};
