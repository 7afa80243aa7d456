// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/arithmetic_code.h"

namespace {
/// For every processor; and what all others are compared with.
struct Plain : Lanes4
{
    using Whole = std::int16_t;
    static constexpr int MostTokens = 4, Blocks = 1, Offset = 0;

    static void narrow(Ints values, Whole *target)
    {
        for (int lane = 0; lane < Lanes; ++lane)
            target[lane] = Whole(values[lane]);
    }

    template<int Tokens, int>
    static void sums(const Whole *rows, std::int64_t stride, const std::int8_t *, const std::int8_t *weights,
                     int groups, std::int32_t *sums)
    {
        for (int i = 0; i < Tokens * 16; ++i)
            sums[i] = 0;
        for (int group = 0; group < groups; ++group, weights += 64) {
            for (int token = 0; token < Tokens; ++token) {
                const Whole *inputs = rows + token * stride + group * 4;
                for (int output = 0; output < 16; ++output) {
                    for (int i = 0; i < 4; ++i)
                        sums[token * 16 + output] += inputs[i] * weights[output * 4 + i];
                }
            }
        }
    }
};
} // namespace

const Arithmetic plainArithmetic = arithmeticOf<Plain>("plain C++");
