// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/arithmetic_code.h"

#include <immintrin.h>

namespace {
/// Products of 16 bits, which cannot overflow: vpmaddwd makes of four outputs' numbers two sums each.
struct Avx2 : Lanes8
{
    using Whole = std::int16_t;
    static constexpr int MostTokens = 6, Blocks = 1, Offset = 0;

    static void narrow(Ints values, Whole *target)
    {
        const auto wide = reinterpret_cast<__m256i>(values);
        _mm_storeu_si128(reinterpret_cast<__m128i *>(target),
                         _mm_packs_epi32(_mm256_castsi256_si128(wide), _mm256_extracti128_si256(wide, 1)));
    }

    template<int Tokens, int>
    [[gnu::flatten]] static void sums(const Whole *rows, std::int64_t stride, const std::int8_t *,
                                      const std::int8_t *weights, int groups, std::int32_t *sums)
    {
        // Eight outputs at a time; more sums than these have no register.
        for (int half = 0; half < 2; ++half) {
            __m256i sum[Tokens][2];
            repeat<Tokens * 2>([&]<int Number>() { sum[Number / 2][Number % 2] = _mm256_setzero_si256(); });
            const std::int8_t *place = weights + half * 32;
            for (int group = 0; group < groups; ++group, place += 64) {
                const __m256i lower = _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i *>(place)));
                const __m256i upper =
                    _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i *>(place + 16)));
                repeat<Tokens>([&]<int Token>() {
                    long long four;
                    __builtin_memcpy(&four, rows + Token * stride + group * 4, sizeof four);
                    const __m256i inputs = _mm256_set1_epi64x(four);
                    sum[Token][0] = _mm256_add_epi32(sum[Token][0], _mm256_madd_epi16(inputs, lower));
                    sum[Token][1] = _mm256_add_epi32(sum[Token][1], _mm256_madd_epi16(inputs, upper));
                });
            }
            repeat<Tokens>([&]<int Token>() {
                const __m256i eight = _mm256_permute4x64_epi64(_mm256_hadd_epi32(sum[Token][0], sum[Token][1]), 0xD8);
                _mm256_storeu_si256(reinterpret_cast<__m256i *>(sums + Token * 16 + half * 8), eight);
            });
        }
    }
};
} // namespace

const Arithmetic avx2Arithmetic = arithmeticOf<Avx2>("AVX2");
