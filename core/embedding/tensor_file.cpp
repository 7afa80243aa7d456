// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/tensor_file.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtEndian>

using namespace Qt::StringLiterals;

static constexpr qint64 LongestHeader = 16 * 1024 * 1024;

QString TensorFile::open(const QString &path)
{
    m_file.setFileName(path);
    if (!m_file.open(QIODevice::ReadOnly))
        return u"it has no model.safetensors that can be read (%1)"_s.arg(m_file.errorString());
    const qint64 size = m_file.size();
    const uchar *bytes = size > 8 ? m_file.map(0, size) : nullptr;
    const auto length = bytes != nullptr ? qFromLittleEndian<quint64>(bytes) : 0;
    if (length == 0 || length > quint64(std::min(size - 8, LongestHeader)))
        return u"model.safetensors is damaged"_s;
    const QByteArray header(reinterpret_cast<const char *>(bytes + 8), qsizetype(length));
    m_header = QJsonDocument::fromJson(header).object();
    if (m_header.isEmpty())
        return u"model.safetensors is damaged"_s;
    m_data = bytes + 8 + length;
    m_size = size - 8 - qint64(length);
    return {};
}

std::span<const float> TensorFile::floats(const QString &name, std::initializer_list<qint64> shape)
{
    const auto fail = [this](const QString &what) {
        if (m_error.isEmpty())
            m_error = what;
        return std::span<const float>();
    };
    const QJsonObject tensor = m_header.value(name).toObject();
    if (tensor.isEmpty())
        return fail(u"model.safetensors has no %1"_s.arg(name));
    if (tensor.value("dtype"_L1).toString() != "F32"_L1)
        return fail(u"%1 is %2, not F32"_s.arg(name, tensor.value("dtype"_L1).toString()));
    QJsonArray wanted;
    qint64 count = 1;
    for (const qint64 size : shape) {
        wanted.append(size);
        count *= size;
    }
    if (tensor.value("shape"_L1).toArray() != wanted)
        return fail(u"%1 has another shape than config.json says"_s.arg(name));
    const QJsonArray offsets = tensor.value("data_offsets"_L1).toArray();
    const qint64 begin = offsets.at(0).toInteger(-1);
    const qint64 end = offsets.at(1).toInteger(-1);
    const uchar *data = m_data + begin;
    if (begin < 0 || end - begin != count * qint64(sizeof(float)) || end > m_size ||
        quintptr(data) % alignof(float) != 0)
        return fail(u"model.safetensors is damaged"_s);
    return {reinterpret_cast<const float *>(data), size_t(count)};
}
