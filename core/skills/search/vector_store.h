// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/search/packed_vector.h"

#include <QByteArray>
#include <QHash>
#include <QSet>
#include <QString>

#include <memory>

/// Vectors by the SHA-256 of their text, of one model, and a file that keeps them for the next run.
///
/// The file: "SKILLVC2"; width and count (4 bytes each, little-endian); the model's digest (32 bytes); for each vector
/// the digest of its text (32 bytes), its scale (a float) and `width` bytes; the SHA-256 of all before it. What does
/// not read so is no error: the vectors are made again.
class VectorStore
{
public:
    /// `model`: its digest. An empty `directory` keeps nothing.
    VectorStore(const QString &directory, const QByteArray &model, int width);

    [[nodiscard]] static QByteArray keyOf(const QString &text);
    void load();
    /// Empty: written. Else one sentence.
    [[nodiscard]] QString save() const;
    [[nodiscard]] std::shared_ptr<const PackedVector> find(const QByteArray &key) const { return m_vectors.value(key); }
    void insert(const QByteArray &key, const std::shared_ptr<const PackedVector> &vector)
    {
        m_vectors.insert(key, vector);
    }
    [[nodiscard]] qsizetype size() const { return m_vectors.size(); }
    /// Drops all but these.
    void keep(const QSet<QByteArray> &keys);

private:
    const QString m_file;
    const QByteArray m_model;
    const int m_width;
    QHash<QByteArray, std::shared_ptr<const PackedVector>> m_vectors;
};
