// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/embedding/model_layout.h"

#include <QFile>
#include <QString>

#include <memory>

/// A model in memory: a file that is mapped, or bytes that were made from a folder.
class ModelFile
{
public:
    struct Opened
    {
        std::unique_ptr<ModelFile> model; // none: see error
        QString error;                    // one sentence: the act, the file and the cause
    };
    /// Reads the whole file once, to compare its digest, unless the seal says that this was done before; what is mapped
    /// is read again only where it is used. `sealPlace`: the file of the seal; empty: none.
    [[nodiscard]] static Opened open(const QString &path, const QString &sealPlace = {});
    /// `bytes` as in a file. `name` is for the error.
    [[nodiscard]] static Opened take(const QByteArray &bytes, const QString &name);

    [[nodiscard]] const ModelParts &parts() const { return m_parts; }
    /// Names the model: SHA-256, 32 bytes.
    [[nodiscard]] const QByteArray &digest() const { return m_digest; }
    /// For when the model will not be used for a while: what was read of the file no longer takes memory here.
    void rest() const;

private:
    ModelFile() = default;
    [[nodiscard]] static Opened finish(std::unique_ptr<ModelFile> model, QByteArrayView bytes, const QString &name);

    QFile m_file; // keeps the mapping
    QByteArrayView m_mapped;
    QByteArray m_bytes;
    QByteArray m_digest;
    ModelParts m_parts;
};
