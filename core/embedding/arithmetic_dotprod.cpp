// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/arithmetic_neon.h"

namespace {
/// Products of bytes: sdot adds four of them to each of four outputs.
struct DotProduct : NeonBytes
{
    static constexpr int MostTokens = 5;

    template<int Tokens, int>
    [[gnu::flatten]] static void sums(const Whole *rows, std::int64_t stride, const std::int8_t *wideWeights,
                                      const std::int8_t *weights, int groups, std::int32_t *sums)
    {
        allSums<Tokens>(
            rows, stride, wideWeights, weights, groups, sums,
            [](int32x4_t &sum, int8x16_t inputs, int8x16_t factors) { sum = vdotq_s32(sum, inputs, factors); });
    }
};
} // namespace

const Arithmetic dotProductArithmetic = arithmeticOf<DotProduct>("NEON dot product");
