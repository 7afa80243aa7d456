// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/model_file.h"

#include "core/embedding/file_seal.h"
#include "core/embedding/mapped_file.h"

#include <QCryptographicHash>

static ModelFile::Opened failed(const QString &name, const QString &cause)
{
    return {.model = nullptr, .error = QStringLiteral("Cannot use the model %1: %2").arg(name, cause)};
}

ModelFile::Opened ModelFile::finish(std::unique_ptr<ModelFile> model, QByteArrayView bytes, const QString &name)
{
    model->m_parts = readModel(bytes);
    if (!model->m_parts.error.isEmpty())
        return failed(name, model->m_parts.error);
    if (bytes.last(ModelLayout::DigestSize) != model->m_digest)
        return failed(name, QStringLiteral("it is damaged"));
    return {.model = std::move(model), .error = {}};
}

// Read, not walked over in the mapping: so only the pages that are used later stay with us.
static QByteArray digestOf(QFile &file, qint64 size)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QByteArray part(256 * 1024, Qt::Uninitialized);
    for (qint64 left = size; left > 0;) {
        const qint64 count = file.read(part.data(), std::min<qint64>(left, part.size()));
        if (count <= 0)
            return {};
        hash.addData(QByteArrayView(part.constData(), count));
        left -= count;
    }
    return hash.result();
}

ModelFile::Opened ModelFile::open(const QString &path, const QString &sealPlace)
{
    std::unique_ptr<ModelFile> model(new ModelFile);
    QFile &file = model->m_file;
    file.setFileName(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return failed(path, file.errorString());
    const qint64 size = file.size();
    const uchar *bytes = size > 0 ? file.map(0, size) : nullptr;
    if (bytes == nullptr)
        return failed(path, size > 0 ? file.errorString() : QStringLiteral("it is empty"));
    const QByteArrayView all(bytes, size);
    model->m_mapped = all;
    const FileSeal seal(sealPlace, file.handle());
    if (seal.isUnbroken() && size > ModelLayout::DigestSize) {
        model->m_digest = all.last(ModelLayout::DigestSize).toByteArray();
        return finish(std::move(model), all, path);
    }
    model->m_digest = digestOf(file, size - ModelLayout::DigestSize);
    if (model->m_digest.isEmpty() && size > ModelLayout::DigestSize)
        return failed(path, file.errorString());
    Opened opened = finish(std::move(model), all, path);
    if (opened.model)
        seal.make();
    return opened;
}

ModelFile::Opened ModelFile::take(const QByteArray &bytes, const QString &name)
{
    std::unique_ptr<ModelFile> model(new ModelFile);
    model->m_bytes = bytes;
    model->m_digest = QCryptographicHash::hash(
        QByteArrayView(bytes).first(std::max<qsizetype>(0, bytes.size() - ModelLayout::DigestSize)),
        QCryptographicHash::Sha256);
    const QByteArrayView all(model->m_bytes); // stays where it is when the model is handed on
    return finish(std::move(model), all, name);
}

void ModelFile::rest() const
{
    if (!m_mapped.isEmpty())
        releaseMapped(m_mapped);
}
