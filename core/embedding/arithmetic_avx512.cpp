// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/arithmetic_code.h"

#include <immintrin.h>

namespace {
/// Products of bytes: vpdpbusd adds four of them to each of sixteen outputs. It takes one factor without a sign: the
/// weights, with 128 added.
struct Avx512 : Lanes16
{
    using Whole = std::int8_t;
    static constexpr int MostTokens = 5, Blocks = 4, Offset = 128;

    static void narrow(Ints values, Whole *target)
    {
        // GCC 12 warns of its own header where a mask is not given.
        _mm512_mask_cvtepi32_storeu_epi8(target, 0xFFFF, reinterpret_cast<__m512i>(values));
    }

    template<int Tokens, int Count>
    [[gnu::flatten]] static void sums(const Whole *rows, std::int64_t stride, const std::int8_t *wideWeights,
                                      const std::int8_t *weights, int groups, std::int32_t *sums)
    {
        __m512i sum[Tokens][Count];
        repeat<Tokens * Count>([&]<int Number>() { sum[Number / Count][Number % Count] = _mm512_setzero_si512(); });
        for (int group = 0; group < WideGroups; ++group)
            add<Tokens, Count>(rows + group * 4, stride, wideWeights + group * 64, WideGroups * 64, sum);
        repeat<Tokens * Count>([&]<int Number>() {
            __m512i &one = sum[Number / Count][Number % Count];
            one = _mm512_maskz_slli_epi32(0xFFFF, one, 8);
        });
        rows += MostWide;
        for (int group = 0; group < groups; ++group)
            add<Tokens, Count>(rows + group * 4, stride, weights + group * 64, std::int64_t(groups) * 64, sum);
        repeat<Tokens * Count>(
            [&]<int Number>() { _mm512_storeu_si512(sums + Number * 16, sum[Number / Count][Number % Count]); });
    }

private:
    template<int Tokens, int Count>
    [[gnu::always_inline]] static inline void add(const Whole *rows, std::int64_t stride, const std::int8_t *weights,
                                                  std::int64_t blockStride, __m512i (&sum)[Tokens][Count])
    {
        const __m512i offset = _mm512_set1_epi8(-128);
        __m512i factors[Count];
        repeat<Count>([&]<int Block>() {
            factors[Block] = _mm512_xor_si512(_mm512_loadu_si512(weights + Block * blockStride), offset);
        });
        repeat<Tokens>([&]<int Token>() {
            std::int32_t four;
            __builtin_memcpy(&four, rows + Token * stride, sizeof four);
            const __m512i inputs = _mm512_set1_epi32(four);
            repeat<Count>([&]<int Block>() {
                sum[Token][Block] = _mm512_dpbusd_epi32(sum[Token][Block], factors[Block], inputs);
            });
        });
    }
};
} // namespace

const Arithmetic avx512Arithmetic = arithmeticOf<Avx512>("AVX-512 VNNI");
