// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

#include <memory>
#include <vector>

/// A text as a model sees it: of length 1.
using Vector = std::vector<float>;

/// Vectors by the SHA-256 of their text, of one model, and a file that keeps them for the next run.
///
/// The file: "SKILLVEC"; width and count (4 bytes each, little-endian); the model's digest (32 bytes); for each vector
/// the digest of its text (32 bytes) and `width` floats; the SHA-256 of all before it. What does not read so is no
/// error: the vectors are made again.
class VectorStore
{
public:
    /// `model`: its digest. An empty `directory` keeps nothing.
    VectorStore(const QString &directory, const QByteArray &model, int width);

    [[nodiscard]] static QByteArray keyOf(const QString &text);
    void load();
    /// Empty: written. Else one sentence.
    [[nodiscard]] QString save() const;
    [[nodiscard]] std::shared_ptr<const Vector> find(const QByteArray &key) const { return m_vectors.value(key); }
    void insert(const QByteArray &key, const std::shared_ptr<const Vector> &vector) { m_vectors.insert(key, vector); }
    [[nodiscard]] qsizetype size() const { return m_vectors.size(); }
    /// Drops all but these.
    void keep(const QList<QByteArray> &keys);

private:
    const QString m_file;
    const QByteArray m_model;
    const int m_width;
    QHash<QByteArray, std::shared_ptr<const Vector>> m_vectors;
};
