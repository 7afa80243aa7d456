// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

/// A folder with a sentence-transformers model, made into the bytes of a model file.
struct BertFolder
{
    QByteArray model;
    QString error; // one sentence: the folder and why it does not fit; empty: it does
};

/// Fits: BERT with absolute positions and GELU, weights as 32-bit floats in one model.safetensors, an uncased
/// vocab.txt, the mean over the tokens. The bytes are those that tools/export_minilm.py makes.
[[nodiscard]] BertFolder readBertFolder(const QString &path);
