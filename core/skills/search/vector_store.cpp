// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/vector_store.h"

#include "core/skills/reading/digest.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QtEndian>

#include <cstring>

using namespace Qt::StringLiterals;

static constexpr char Magic[] = "SKILLVC2";
static constexpr qsizetype DigestSize = 32;
static constexpr qsizetype HeaderSize = 16 + DigestSize;

static QString fileFor(const QString &directory, const QByteArray &model)
{
    if (directory.isEmpty())
        return {};
    return u"%1/vectors-%2.bin"_s.arg(directory, QString::fromLatin1(model.first(8).toHex()));
}

VectorStore::VectorStore(const QString &directory, const QByteArray &model, int width)
    : m_file(fileFor(directory, model))
    , m_model(model)
    , m_width(width)
{
}

QByteArray VectorStore::keyOf(const QString &text)
{
    return sha256(text.toUtf8());
}

void VectorStore::load()
{
    QFile file(m_file);
    // A pipe would have us wait for its writer.
    if (!QFileInfo(m_file).isFile() || !file.open(QIODevice::ReadOnly))
        return;
    const QByteArray bytes = file.readAll();
    const qsizetype vectorSize = qsizetype(sizeof(float)) + m_width;
    if (bytes.size() < HeaderSize + DigestSize || !bytes.startsWith(Magic) ||
        qFromLittleEndian<quint32>(bytes.constData() + 8) != quint32(m_width) || bytes.mid(16, DigestSize) != m_model)
        return;
    const qint64 count = qFromLittleEndian<quint32>(bytes.constData() + 12);
    const QByteArrayView body = QByteArrayView(bytes).chopped(DigestSize);
    if (body.size() != HeaderSize + count * (DigestSize + vectorSize) || sha256(body) != bytes.last(DigestSize))
        return;
    const char *place = bytes.constData() + HeaderSize;
    for (qint64 i = 0; i < count; ++i, place += DigestSize + vectorSize) {
        auto vector = std::make_shared<PackedVector>();
        std::memcpy(&vector->scale, place + DigestSize, sizeof(float));
        const char *values = place + DigestSize + sizeof(float);
        vector->values.assign(values, values + m_width);
        m_vectors.insert(QByteArray(place, DigestSize), vector);
    }
}

QString VectorStore::save() const
{
    if (m_file.isEmpty())
        return {};
    QByteArray bytes;
    bytes.reserve(HeaderSize + m_vectors.size() * (DigestSize + qsizetype(sizeof(float)) + m_width) + DigestSize);
    bytes.append(Magic);
    for (const quint32 number : {quint32(m_width), quint32(m_vectors.size())}) {
        const quint32 little = qToLittleEndian(number);
        bytes.append(reinterpret_cast<const char *>(&little), sizeof little);
    }
    bytes.append(m_model);
    for (auto it = m_vectors.cbegin(); it != m_vectors.cend(); ++it) {
        bytes.append(it.key());
        bytes.append(reinterpret_cast<const char *>(&(*it)->scale), sizeof(float));
        bytes.append(reinterpret_cast<const char *>((*it)->values.data()), m_width);
    }
    bytes.append(sha256(bytes));
    QSaveFile file(m_file);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        return {};
    return u"Cannot keep vectors in %1: %2"_s.arg(m_file, file.errorString());
}

void VectorStore::keep(const QSet<QByteArray> &keys)
{
    m_vectors.removeIf([&keys](auto vector) { return !keys.contains(vector.key()); });
}
