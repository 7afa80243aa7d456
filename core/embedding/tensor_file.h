// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QFile>
#include <QJsonObject>
#include <QStringList>

#include <span>

/// The tensors of a safetensors file: 8 bytes with the length of a JSON header that names type, shape and place of
/// each, the header, then all numbers (the format's description is in the README of huggingface/safetensors).
class TensorFile
{
public:
    /// Empty: it is open. Else why not.
    [[nodiscard]] QString open(const QString &path);
    /// The 32-bit floats of a tensor of this shape; none of another or if there is none of that name: see error().
    [[nodiscard]] std::span<const float> floats(const QString &name, std::initializer_list<qint64> shape);
    [[nodiscard]] bool contains(const QString &name) const { return m_header.contains(name); }
    /// What was wrong first; empty: nothing.
    [[nodiscard]] const QString &error() const { return m_error; }

private:
    QFile m_file;
    const uchar *m_data = nullptr; // behind the header
    qint64 m_size = 0;
    QJsonObject m_header;
    QString m_error;
};
