// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/transformer_variants.h"

// On arm64 the plain instructions hold NEON.
std::vector<float> encodeTokens(const TransformerWeights &weights, std::span<const int> ids)
{
    std::vector<float> result(size_t(weights.width));
    encodePlain(weights, ids, result.data());
    return result;
}
