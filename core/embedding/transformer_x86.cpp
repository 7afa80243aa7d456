// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/transformer_variants.h"

std::vector<float> encodeTokens(const TransformerWeights &weights, std::span<const int> ids)
{
    static const bool hasAvx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    std::vector<float> result(size_t(weights.width));
    (hasAvx2 ? encodeAvx2 : encodePlain)(weights, ids, result.data());
    return result;
}
