// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/embedding/transformer.h"

#include <QByteArrayView>
#include <QString>

/// The numbers that a model file begins with.
struct ModelSizes
{
    quint32 words = 0; // ids
    quint32 width = 0; // of a vector
    quint32 layers = 0;
    quint32 heads = 0;        // a divisor of width
    quint32 intermediate = 0; // width inside of a layer
    quint32 mostTokens = 0;   // of a text, the marks at its ends included
    float normEpsilon = 0;
    quint32 vocabularySize = 0; // bytes

    /// Empty: a model of these sizes can be had. Else why not, in words that follow the model's name.
    [[nodiscard]] QString fault() const;
};

/// A model file, taken apart. It points into the file's bytes.
struct ModelParts
{
    TransformerWeights weights;
    QByteArrayView vocabulary; // UTF-8, one piece a line; the number of the line, from 0, is the id
    QString error;             // why these bytes are no model, in words that follow the file's name; empty: they are
};

/// A model file of version 2, as tools/export_minilm.py makes it. All numbers are little-endian.
///
///     offset  bytes
///     0       8      "SKILLEMB"
///     8       28     version, words, width, layers, heads, intermediate, most tokens: unsigned numbers of 4 bytes
///     36      4      epsilon of the norms, a float
///     40      4      bytes of the vocabulary
///     44      20     zero
///     64             the sections, each filled up with zeros to a multiple of 64 bytes:
///                        words (matrix); positions (floats, width for each token; the type of the text is added);
///                        norm; then for each layer: query, key and value one below the other (dense),
///                        attention's output (dense), norm, intermediate (dense), output (dense), norm;
///                        vocabulary
///     end     32     SHA-256 of all bytes before it
///
/// A matrix is its numbers (a signed byte each, row by row) and then, as a section of its own, a float for each row to
/// multiply them by. Dense is the same with a row for each output, but its numbers lie in the order of DenseWeights,
/// then a section of floats to add to each output. A norm is two sections of width floats: to multiply by, to add.
namespace ModelLayout {
inline constexpr char Magic[] = "SKILLEMB";
inline constexpr quint32 Version = 2;
inline constexpr qsizetype HeaderSize = 64;
inline constexpr qsizetype Alignment = 64;
inline constexpr qsizetype DigestSize = 32;
} // namespace ModelLayout

/// `bytes`: the whole file, at an address that is a multiple of 64. The digest is not looked at: ModelFile does.
[[nodiscard]] ModelParts readModel(QByteArrayView bytes);
