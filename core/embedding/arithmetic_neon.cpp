// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/arithmetic_neon.h"

namespace {
/// Products of bytes, of which two fit 16 bits: no number of ours is below -127 in both factors.
struct Neon : NeonBytes
{
    static constexpr int MostTokens = 5;

    template<int Tokens, int>
    [[gnu::flatten]] static void sums(const Whole *rows, std::int64_t stride, const std::int8_t *wideWeights,
                                      const std::int8_t *weights, int groups, std::int32_t *sums)
    {
        allSums<Tokens>(rows, stride, wideWeights, weights, groups, sums,
                        [](int32x4_t &sum, int8x16_t inputs, int8x16_t factors) {
                            const int16x8_t lower = vmull_s8(vget_low_s8(inputs), vget_low_s8(factors));
                            const int16x8_t upper = vmull_high_s8(inputs, factors);
                            sum = vpadalq_s16(sum, vpaddq_s16(lower, upper));
                        });
    }
};
} // namespace

const Arithmetic neonArithmetic = arithmeticOf<Neon>("NEON");
