// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/arithmetic_code.h"

#include <emmintrin.h>

namespace {
/// Products of 16 bits: pmaddwd makes of four outputs' numbers two sums each.
struct Sse2 : Lanes4
{
    using Whole = std::int16_t;
    static constexpr int MostTokens = 4, Blocks = 1, Offset = 0;

    static void narrow(Ints values, Whole *target)
    {
        const auto wide = reinterpret_cast<__m128i>(values);
        _mm_storel_epi64(reinterpret_cast<__m128i *>(target), _mm_packs_epi32(wide, wide));
    }

    template<int Tokens, int>
    [[gnu::flatten]] static void sums(const Whole *rows, std::int64_t stride, const std::int8_t *,
                                      const std::int8_t *weights, int groups, std::int32_t *sums)
    {
        // Four outputs at a time; more sums than these have no register.
        for (int quarter = 0; quarter < 4; ++quarter) {
            __m128i sum[Tokens][2];
            repeat<Tokens * 2>([&]<int Number>() { sum[Number / 2][Number % 2] = _mm_setzero_si128(); });
            const std::int8_t *place = weights + quarter * 16;
            for (int group = 0; group < groups; ++group, place += 64) {
                const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(place));
                const __m128i lower = _mm_srai_epi16(_mm_unpacklo_epi8(bytes, bytes), 8);
                const __m128i upper = _mm_srai_epi16(_mm_unpackhi_epi8(bytes, bytes), 8);
                repeat<Tokens>([&]<int Token>() {
                    const __m128i four =
                        _mm_loadl_epi64(reinterpret_cast<const __m128i *>(rows + Token * stride + group * 4));
                    const __m128i inputs = _mm_unpacklo_epi64(four, four);
                    sum[Token][0] = _mm_add_epi32(sum[Token][0], _mm_madd_epi16(inputs, lower));
                    sum[Token][1] = _mm_add_epi32(sum[Token][1], _mm_madd_epi16(inputs, upper));
                });
            }
            repeat<Tokens>([&]<int Token>() {
                const __m128 lower = _mm_castsi128_ps(sum[Token][0]), upper = _mm_castsi128_ps(sum[Token][1]);
                const __m128i even = _mm_castps_si128(_mm_shuffle_ps(lower, upper, _MM_SHUFFLE(2, 0, 2, 0)));
                const __m128i odd = _mm_castps_si128(_mm_shuffle_ps(lower, upper, _MM_SHUFFLE(3, 1, 3, 1)));
                _mm_storeu_si128(reinterpret_cast<__m128i *>(sums + Token * 16 + quarter * 4),
                                 _mm_add_epi32(even, odd));
            });
        }
    }
};
} // namespace

const Arithmetic sse2Arithmetic = arithmeticOf<Sse2>("SSE2");
