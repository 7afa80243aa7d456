// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

/// The weights of output = input * weights + bias, whole numbers from -127 to 127 that mean themselves times the scale
/// of their output. They lie as every processor likes them: sixteen outputs after each other, of each four numbers
/// for four inputs in a row. The number of output o and input i is at
/// ((o / 16 * ceil(inputs / 4) + i / 4) * 16 + o % 16) * 4 + i % 4; what fills up the last sixteen and four is zero.
struct DenseWeights
{
    const std::int8_t *values = nullptr;
    const float *scales = nullptr, *bias = nullptr; // filled up with zeros to a multiple of sixteen
    int outputs = 0, inputs = 0;
};

/// Both filled up with zeros to a multiple of sixteen.
struct NormWeights
{
    const float *weight = nullptr, *bias = nullptr;
};

/// The length that rows of numbers are filled up to with zeros.
[[nodiscard]] constexpr int filledUp(int count, int step = 16)
{
    return (count + step - 1) / step * step;
}

/// Memory to compute in. Nothing in it is kept from one call to the next.
struct Scratch
{
    // For multiply(), of `inputs` numbers in each of `tokens` rows.
    std::int16_t *wholes = nullptr;  // tokens * wholesStride(inputs)
    float *rowScales = nullptr;      // tokens
    std::int32_t *rowSums = nullptr; // tokens
    float *columns = nullptr;        // 2 * filledUp(inputs)
    // For attend(), with heads of `size` numbers.
    float *keys = nullptr;   // size * filledUp(tokens, 32)
    float *values = nullptr; // tokens * filledUp(size, 32)
    float *scores = nullptr; // 4 * filledUp(tokens, 32)
    float *taken = nullptr;  // 4 * filledUp(size, 32)

    [[nodiscard]] static constexpr int wholesStride(int inputs) { return filledUp(inputs, 32) + 32; }
};

/// What a transformer is made of, in the instructions of one kind of processors. All kinds give the same numbers, to
/// the last bit: sums of whole numbers are exact, and sums of floats are taken in the same order, without fused steps.
/// Each row of floats is filled up with zeros to a multiple of sixteen.
struct Arithmetic
{
    const char *name = nullptr;
    /// A row of outputs for each row of inputs; through GELU if wanted. The inputs become whole numbers first, by a
    /// scale for each row.
    void (*multiply)(const float *input, int tokens, const DenseWeights &dense, bool gelu, const Scratch &scratch,
                     float *output) = nullptr;
    /// Adds the rows of `added`, where there are any, then normalizes each row of `state`.
    void (*addAndNormalize)(float *state, const float *added, int tokens, int width, const NormWeights &norm,
                            float epsilon) = nullptr;
    /// What each token takes from all the others, head by head. A row of `queryKeyValue` holds three times `width`
    /// numbers.
    void (*attend)(const float *queryKeyValue, int tokens, int width, int heads, const Scratch &scratch,
                   float *taken) = nullptr;
};

/// Those that run on this processor; the fastest is first, the last is in plain C++ for all of them.
[[nodiscard]] std::span<const Arithmetic *const> arithmetics();
[[nodiscard]] inline const Arithmetic &bestArithmetic()
{
    return *arithmetics().front();
}

extern const Arithmetic plainArithmetic;
// On x86-64.
extern const Arithmetic sse2Arithmetic;    // all of them
extern const Arithmetic avx2Arithmetic;    // since 2013
extern const Arithmetic avxVnniArithmetic; // since 2021
extern const Arithmetic avx512Arithmetic;  // with AVX-512 VNNI
// On arm64.
extern const Arithmetic neonArithmetic;       // all of them
extern const Arithmetic dotProductArithmetic; // since ARMv8.2, usually
