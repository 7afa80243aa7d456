// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/model_file.h"

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

ModelFile::Opened ModelFile::open(const QString &path)
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
    // Read, not walked over in the mapping: so only the pages that are used later stay with us.
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QByteArray part(256 * 1024, Qt::Uninitialized);
    for (qint64 left = size - ModelLayout::DigestSize; left > 0;) {
        const qint64 count = file.read(part.data(), std::min<qint64>(left, part.size()));
        if (count <= 0)
            return failed(path, file.errorString());
        hash.addData(QByteArrayView(part.constData(), count));
        left -= count;
    }
    model->m_digest = hash.result();
    return finish(std::move(model), QByteArrayView(bytes, size), path);
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
