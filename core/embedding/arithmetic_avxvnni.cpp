// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/arithmetic_code.h"

#include <immintrin.h>

namespace {
/// Products of bytes: vpdpbusd adds four of them to each of eight outputs. It takes one factor without a sign: the
/// weights, with 128 added.
struct AvxVnni : Lanes8
{
    using Whole = std::int8_t;
    static constexpr int MostTokens = 5, Blocks = 1, Offset = 128;

    static void narrow(Ints values, Whole *target)
    {
        const auto wide = reinterpret_cast<__m256i>(values);
        const __m256i bytes = _mm256_shuffle_epi8(wide, _mm256_set1_epi32(0x0C080400));
        const __m128i both = _mm_unpacklo_epi32(_mm256_castsi256_si128(bytes), _mm256_extracti128_si256(bytes, 1));
        _mm_storel_epi64(reinterpret_cast<__m128i *>(target), both);
    }

    template<int Tokens, int>
    [[gnu::flatten]] static void sums(const Whole *rows, std::int64_t stride, const std::int8_t *wideWeights,
                                      const std::int8_t *weights, int groups, std::int32_t *sums)
    {
        __m256i sum[Tokens][2];
        repeat<Tokens * 2>([&]<int Number>() { sum[Number / 2][Number % 2] = _mm256_setzero_si256(); });
        for (int group = 0; group < WideGroups; ++group)
            add<Tokens>(rows + group * 4, stride, wideWeights + group * 64, sum);
        repeat<Tokens>([&]<int Token>() {
            sum[Token][0] = _mm256_slli_epi32(sum[Token][0], 8);
            sum[Token][1] = _mm256_slli_epi32(sum[Token][1], 8);
        });
        rows += MostWide;
        for (int group = 0; group < groups; ++group)
            add<Tokens>(rows + group * 4, stride, weights + group * 64, sum);
        repeat<Tokens>([&]<int Token>() {
            _mm256_storeu_si256(reinterpret_cast<__m256i *>(sums + Token * 16), sum[Token][0]);
            _mm256_storeu_si256(reinterpret_cast<__m256i *>(sums + Token * 16 + 8), sum[Token][1]);
        });
    }

private:
    template<int Tokens>
    [[gnu::always_inline]] static inline void add(const Whole *rows, std::int64_t stride, const std::int8_t *weights,
                                                  __m256i (&sum)[Tokens][2])
    {
        const __m256i offset = _mm256_set1_epi8(-128);
        const auto *place = reinterpret_cast<const __m256i *>(weights);
        const __m256i lower = _mm256_xor_si256(_mm256_loadu_si256(place), offset);
        const __m256i upper = _mm256_xor_si256(_mm256_loadu_si256(place + 1), offset);
        repeat<Tokens>([&]<int Token>() {
            std::int32_t four;
            __builtin_memcpy(&four, rows + Token * stride, sizeof four);
            const __m256i inputs = _mm256_set1_epi32(four);
            sum[Token][0] = _mm256_dpbusd_avx_epi32(sum[Token][0], lower, inputs);
            sum[Token][1] = _mm256_dpbusd_avx_epi32(sum[Token][1], upper, inputs);
        });
    }
};
} // namespace

const Arithmetic avxVnniArithmetic = arithmeticOf<AvxVnni>("AVX-VNNI");
