// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/embedding/arithmetic.h"

#include <span>
#include <vector>

/// Weights as whole numbers from -127 to 127; what row r means is its numbers times scales[r].
struct QuantizedMatrix
{
    const std::int8_t *values = nullptr; // row by row
    const float *scales = nullptr;
    int rows = 0, columns = 0;
};

struct LayerWeights
{
    DenseWeights queryKeyValue; // one below the other
    DenseWeights attentionOutput;
    NormWeights attentionNorm;
    DenseWeights intermediate;
    DenseWeights output;
    NormWeights outputNorm;
};

/// A BERT encoder; it points into memory that somebody else keeps.
struct TransformerWeights
{
    int width = 0; // numbers of a token and of the result
    int heads = 0;
    int mostTokens = 0;
    float normEpsilon = 0;
    QuantizedMatrix words;            // a row for each id
    const float *positions = nullptr; // mostTokens rows
    NormWeights wordNorm;
    std::vector<LayerWeights> layers;
};

/// The mean of the last layer over all tokens, with length 1 (Devlin et al., "BERT", 2018; Reimers and Gurevych,
/// "Sentence-BERT", 2019). `ids`: 1 to mostTokens ids, each below words.rows.
/// The same numbers to the last bit whatever the processor has. May run in several threads at a time.
[[nodiscard]] std::vector<float> encodeTokens(const TransformerWeights &weights, std::span<const int> ids,
                                              const Arithmetic &arithmetic = bestArithmetic());
