// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

// What the files for arm64 have in common; each has its own of all of it, as of arithmetic_code.h.
#include "core/embedding/arithmetic_code.h"

#include <arm_neon.h>

namespace {
struct NeonBytes : Lanes4
{
    using Whole = std::int8_t;
    static constexpr int Blocks = 1, Offset = 0;

    static void narrow(Ints values, Whole *target)
    {
        const int16x4_t shorts = vmovn_s32(reinterpret_cast<int32x4_t>(values));
        const int8x8_t bytes = vmovn_s16(vcombine_s16(shorts, shorts));
        vst1_lane_s32(reinterpret_cast<std::int32_t *>(target), vreinterpret_s32_s8(bytes), 0);
    }

    /// `add` adds to each of four sums four products.
    template<int Tokens, class Add>
    [[gnu::always_inline]] static inline void allSums(const Whole *rows, std::int64_t stride,
                                                      const std::int8_t *wideWeights, const std::int8_t *weights,
                                                      int groups, std::int32_t *sums, Add add)
    {
        int32x4_t sum[Tokens][4] = {};
        for (int group = 0; group < WideGroups; ++group)
            addGroup<Tokens>(rows + group * 4, stride, wideWeights + group * 64, sum, add);
        repeat<Tokens * 4>(
            [&]<int Number>() { sum[Number / 4][Number % 4] = vshlq_n_s32(sum[Number / 4][Number % 4], 8); });
        rows += MostWide;
        for (int group = 0; group < groups; ++group)
            addGroup<Tokens>(rows + group * 4, stride, weights + group * 64, sum, add);
        repeat<Tokens * 4>([&]<int Number>() { vst1q_s32(sums + Number * 4, sum[Number / 4][Number % 4]); });
    }

private:
    template<int Tokens, class Add>
    [[gnu::always_inline]] static inline void addGroup(const Whole *rows, std::int64_t stride,
                                                       const std::int8_t *weights, int32x4_t (&sum)[Tokens][4], Add add)
    {
        int8x16_t factors[4];
        repeat<4>([&]<int Part>() { factors[Part] = vld1q_s8(weights + Part * 16); });
        repeat<Tokens>([&]<int Token>() {
            std::int32_t four;
            __builtin_memcpy(&four, rows + Token * stride, sizeof four);
            const int8x16_t inputs = vreinterpretq_s8_s32(vdupq_n_s32(four));
            repeat<4>([&]<int Part>() { add(sum[Token][Part], inputs, factors[Part]); });
        });
    }
};
} // namespace
