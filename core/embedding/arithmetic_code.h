// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

// The arithmetic that all kinds of processors have in common, written with the compilers' vectors of numbers. Only
// the files of one kind each include it; they are compiled with the instructions of their kind, so nothing in here may
// have a name outside of them: the linker would keep one of several equal ones, and run it on every processor. That is
// why everything is a member of a template of a kind, and nothing of the standard library is called.
#include "core/embedding/arithmetic.h"

#include <cstdint>
#include <utility>

namespace {

/// Calls `work` with each number from 0 to Count - 1 as its template argument. GCC keeps arrays of sums in registers
/// only where each index is a constant from the beginning.
template<int Count, class Work>
[[gnu::always_inline]] inline void repeat(const Work &work)
{
    [&]<int... Number>(std::integer_sequence<int, Number...>)
    {
        (work.template operator()<Number>(), ...);
    }
    (std::make_integer_sequence<int, Count>());
}

// A few columns are far wider than all others in every text. They get 16 bits instead of eight, so that they do not
// make the steps of all others coarse.
constexpr int MostWide = 32;
constexpr int WideGroups = MostWide / 4;

struct Lanes4
{
    static constexpr int Lanes = 4;
    using Floats [[gnu::vector_size(16)]] = float;
    using Ints [[gnu::vector_size(16)]] = std::int32_t;
};

struct Lanes8
{
    static constexpr int Lanes = 8;
    using Floats [[gnu::vector_size(32)]] = float;
    using Ints [[gnu::vector_size(32)]] = std::int32_t;
};

struct Lanes16
{
    static constexpr int Lanes = 16;
    using Floats [[gnu::vector_size(64)]] = float;
    using Ints [[gnu::vector_size(64)]] = std::int32_t;
};

/// `Kind` has, besides its lanes:
///     Whole           what products are made of: std::int16_t, or std::int8_t in two parts (see quantize())
///     MostTokens      rows that are multiplied at a time, at most
///     Blocks          blocks of sixteen outputs that are computed at a time
///     Offset          what is added to each weight, to have no negative ones
///     narrow()        stores the lanes as wholes
///     sums<Tokens, Blocks>()    the products of some rows and blocks, as wholes
template<class Kind>
class ArithmeticOf
{
public:
    static void multiply(const float *input, int tokens, const DenseWeights &dense, bool gelu, const Scratch &scratch,
                         float *output)
    {
        int wide[MostWide] = {};
        quantize(input, tokens, dense.inputs, scratch, wide);
        const int blocks = filledUp(dense.outputs) / 16;
        int block = 0;
        for (; block + Kind::Blocks <= blocks; block += Kind::Blocks)
            multiplyBlocks<Kind::Blocks>(block, tokens, dense, wide, gelu, scratch, output);
        for (; block < blocks; ++block)
            multiplyBlocks<1>(block, tokens, dense, wide, gelu, scratch, output);
    }

    static void addAndNormalize(float *state, const float *added, int tokens, int width, const NormWeights &norm,
                                float epsilon)
    {
        const int stride = filledUp(width);
        for (int token = 0; token < tokens; ++token) {
            float *row = state + std::int64_t(token) * stride;
            const float *more = added + (added != nullptr ? std::int64_t(token) * stride : 0);
            Sum sum;
            for (int i = 0; i < stride; i += 16) {
                for (int part = 0; part < 16; part += Lanes) {
                    Floats values = load(row + i + part);
                    if (added != nullptr)
                        values += load(more + i + part);
                    store(row + i + part, values);
                    sum.add(part, values);
                }
            }
            const float mean = sum.total() / float(width);
            for (int i = 0; i < stride; i += Lanes)
                store(row + i, load(row + i) - mean);
            for (int i = width; i < stride; ++i)
                row[i] = 0;
            Sum squares;
            for (int i = 0; i < stride; i += 16) {
                for (int part = 0; part < 16; part += Lanes) {
                    const Floats values = load(row + i + part);
                    squares.add(part, values * values);
                }
            }
            const float scale = 1 / __builtin_sqrtf(squares.total() / float(width) + epsilon);
            for (int i = 0; i < stride; i += Lanes)
                store(row + i, load(row + i) * scale * load(norm.weight + i) + load(norm.bias + i));
        }
    }

    static void attend(const float *queryKeyValue, int tokens, int width, int heads, const Scratch &scratch,
                       float *taken)
    {
        const int stride = filledUp(3 * width), takenStride = filledUp(width);
        const int size = width / heads;
        const int keysStride = filledUp(tokens, 32), valuesStride = filledUp(size, 32);
        const float scale = 1 / __builtin_sqrtf(float(size));
        for (int token = 0; token < tokens; ++token) {
            for (int i = width; i < takenStride; ++i)
                taken[std::int64_t(token) * takenStride + i] = 0;
        }
        for (int head = 0; head < heads; ++head) {
            const float *queries = queryKeyValue + head * size;
            takeHead(queries + width, queries + 2 * width, tokens, stride, size, scratch);
            for (int token = 0; token < tokens; token += Rows) {
                // Behind the last row it is taken once more.
                const float *query[Rows];
                for (int row = 0; row < Rows; ++row)
                    query[row] = queries + std::int64_t(token + row < tokens ? token + row : tokens - 1) * stride;
                rowsTimesColumns(query, size, scratch.keys, keysStride, scratch.scores);
                const float *scores[Rows];
                float factors[Rows];
                for (int row = 0; row < Rows; ++row) {
                    scores[row] = scratch.scores + std::int64_t(row) * keysStride;
                    factors[row] = 1 / softmax(scratch.scores + std::int64_t(row) * keysStride, tokens, scale);
                }
                rowsTimesColumns(scores, tokens, scratch.values, valuesStride, scratch.taken);
                for (int row = 0; row < Rows && token + row < tokens; ++row) {
                    float *target = taken + std::int64_t(token + row) * takenStride + head * size;
                    for (int i = 0; i < size; ++i)
                        target[i] = scratch.taken[row * valuesStride + i] * factors[row];
                }
            }
        }
    }

private:
    using Floats = typename Kind::Floats;
    using Ints = typename Kind::Ints;
    using Whole = typename Kind::Whole;
    static constexpr int Lanes = Kind::Lanes;
    static constexpr int Rows = 4;
    static constexpr bool InParts = sizeof(Whole) == 1;
    static constexpr float LargestWhole = 127, LargestWide = 32000;

    [[nodiscard]] static Floats load(const float *place)
    {
        Floats values;
        __builtin_memcpy(&values, place, sizeof values);
        return values;
    }
    [[nodiscard]] static Ints load(const std::int32_t *place)
    {
        Ints values;
        __builtin_memcpy(&values, place, sizeof values);
        return values;
    }
    static void store(float *place, Floats values) { __builtin_memcpy(place, &values, sizeof values); }
    [[nodiscard]] static Ints bitsOf(Floats values)
    {
        Ints bits;
        __builtin_memcpy(&bits, &values, sizeof bits);
        return bits;
    }
    [[nodiscard]] static Floats floatsOf(Ints bits)
    {
        Floats values;
        __builtin_memcpy(&values, &bits, sizeof values);
        return values;
    }
    [[nodiscard]] static Floats all(float value) { return Floats{} + value; }
    [[nodiscard]] static Floats absolute(Floats values) { return floatsOf(bitsOf(values) & 0x7FFFFFFF); }
    [[nodiscard]] static Floats larger(Floats a, Floats b) { return a > b ? a : b; }

    /// Of sixteen columns next to each other one after the other, then of the sixteen: in one order for all kinds.
    class Sum
    {
    public:
        void add(int part, Floats values) { m_parts[part / Lanes] += values; }
        [[nodiscard]] float total() const
        {
            float sums[16];
            for (int part = 0; part < 16; part += Lanes)
                store(sums + part, m_parts[part / Lanes]);
            for (int count = 8; count > 0; count /= 2) {
                for (int i = 0; i < count; ++i)
                    sums[i] += sums[i + count];
            }
            return sums[0];
        }

    private:
        Floats m_parts[16 / Lanes] = {};
    };

    // Adding this to a small number leaves it rounded, to even where it is between two, in the last bits.
    static constexpr float Rounding = 12582912; // 1.5 * 2^23

    // e^x for x <= 0, to the last two bits (the polynomial is that of the Cephes library's expf).
    [[nodiscard]] static Floats exponential(Floats x)
    {
        x = larger(x, all(-87));
        const Floats shifted = x * 1.44269504F + Rounding;
        const Floats whole = shifted - Rounding;
        const Floats rest = x - whole * .693359375F - whole * -2.12194440e-4F;
        Floats sum = rest * 1.9875691500e-4F + 1.3981999507e-3F;
        sum = sum * rest + 8.3334519073e-3F;
        sum = sum * rest + 4.1665795894e-2F;
        sum = sum * rest + 1.6666665459e-1F;
        sum = sum * rest + 5.0000001201e-1F;
        sum = sum * rest * rest + rest + 1;
        return sum * floatsOf((bitsOf(shifted) + 127) << 23);
    }

    // x * (1 + erf(x / sqrt(2))) / 2, with erf to 3e-7 (Abramowitz and Stegun, 7.1.28).
    [[nodiscard]] static Floats gelu(Floats x)
    {
        const Floats z = absolute(x) * .70710678F;
        Floats sum = z * .0000430638F + .0002765672F;
        sum = sum * z + .0001520143F;
        sum = sum * z + .0092705272F;
        sum = sum * z + .0422820123F;
        sum = sum * z + .0705230784F;
        sum = sum * z + 1;
        sum *= sum;
        sum *= sum;
        sum *= sum;
        sum *= sum;
        const Floats tail = .5F / sum;
        return x * (x < 0 ? tail : 1 - tail);
    }

    // Each row as whole numbers by a scale of its own. Kinds that multiply bytes have first the upper parts of the
    // widest columns, then the lower parts of all.
    static void quantize(const float *input, int tokens, int columns, const Scratch &scratch, int (&wide)[MostWide])
    {
        const int stride = filledUp(columns);
        float *most = scratch.columns;
        for (int i = 0; i < stride; i += Lanes) {
            Floats largest{};
            for (int token = 0; token < tokens; ++token)
                largest = larger(absolute(load(input + std::int64_t(token) * stride + i)), largest);
            store(most + i, largest);
        }
        const int count = findWidest(most, columns, wide);
        float *kept = scratch.columns + stride;
        for (int i = 0; i < stride; ++i)
            kept[i] = 1;
        for (int i = 0; i < count; ++i)
            kept[wide[i]] = 0;
        for (int token = 0; token < tokens; ++token) {
            const float *row = input + std::int64_t(token) * stride;
            float largestWide = 0;
            for (int i = 0; i < count; ++i) {
                const float value = __builtin_fabsf(row[wide[i]]);
                largestWide = value > largestWide ? value : largestWide;
            }
            const float narrowScale = largestOf(row, kept, stride) / LargestWhole;
            const float wideScale = largestWide / LargestWide;
            const float scale = narrowScale > wideScale ? narrowScale : wideScale;
            scratch.rowScales[token] = scale;
            scratch.rowSums[token] =
                Kind::Offset * roundRow(row, stride, scale > 0 ? 1 / scale : 0,
                                        reinterpret_cast<Whole *>(scratch.wholes) + token * rowStride(columns));
            if constexpr (InParts)
                splitWide(row, scale > 0 ? 1 / scale : 0, wide, count,
                          reinterpret_cast<Whole *>(scratch.wholes) + token * rowStride(columns));
        }
    }

    [[nodiscard]] static std::int64_t rowStride(int columns)
    {
        return std::int64_t(Scratch::wholesStride(columns)) * (InParts ? 2 : 1);
    }

    // Those with the largest numbers; the first of equal ones. Returns how many there are.
    [[nodiscard]] static int findWidest(const float *most, int columns, int (&wide)[MostWide])
    {
        int count = 0;
        for (int column = 0; column < columns; ++column) {
            const float value = most[column];
            if (!(value > (count < MostWide ? 0 : most[wide[MostWide - 1]])))
                continue;
            int place = count < MostWide ? count++ : MostWide - 1;
            for (; place > 0 && value > most[wide[place - 1]]; --place)
                wide[place] = wide[place - 1];
            wide[place] = column;
        }
        return count;
    }

    [[nodiscard]] static float largestOf(const float *row, const float *kept, int stride)
    {
        Floats largest{};
        for (int i = 0; i < stride; i += Lanes)
            largest = larger(absolute(load(row + i)) * load(kept + i), largest);
        float most = 0;
        for (int lane = 0; lane < Lanes; ++lane)
            most = largest[lane] > most ? largest[lane] : most;
        return most;
    }

    // Returns the sum.
    [[nodiscard]] static std::int32_t roundRow(const float *row, int stride, float factor, Whole *wholes)
    {
        Whole *target = wholes + (InParts ? MostWide : 0);
        Ints sum{};
        for (int i = 0; i < stride; i += Lanes) {
            const Ints rounded = bitsOf(load(row + i) * factor + Rounding) - 0x4B400000;
            sum += rounded;
            Kind::narrow(rounded, target + i);
        }
        std::int32_t total = 0;
        for (int lane = 0; lane < Lanes; ++lane)
            total += sum[lane];
        return total;
    }

    static void splitWide(const float *row, float factor, const int (&wide)[MostWide], int count, Whole *wholes)
    {
        for (int i = 0; i < MostWide; ++i)
            wholes[i] = 0;
        for (int i = 0; i < count; ++i) {
            const Ints rounded = bitsOf(all(row[wide[i]]) * factor + Rounding) - 0x4B400000;
            wholes[i] = Whole((rounded[0] - std::int8_t(rounded[0])) / 256);
        }
    }

    // The weights of the widest columns, as a group of four inputs each.
    static void collectWide(const std::int8_t *weights, const int (&wide)[MostWide], std::int8_t *collected)
    {
        for (int group = 0; group < WideGroups; ++group) {
            for (int lane = 0; lane < 16; lane += Lanes) {
                Ints four{};
                for (int i = 0; i < 4; ++i) {
                    const auto column = unsigned(wide[group * 4 + i]);
                    Ints source;
                    __builtin_memcpy(&source, weights + column / 4 * 64 + lane * 4, sizeof source);
                    four |= (source >> int(column % 4 * 8) & 0xFF) << i * 8;
                }
                __builtin_memcpy(collected + group * 64 + lane * 4, &four, sizeof four);
            }
        }
    }

    using Sums = void (*)(const Whole *rows, std::int64_t rowStride, const std::int8_t *wideWeights,
                          const std::int8_t *weights, int groups, std::int32_t *sums);

    template<int Tokens, int Blocks>
    static void sums(const Whole *rows, std::int64_t stride, const std::int8_t *wideWeights, const std::int8_t *weights,
                     int groups, std::int32_t *sums)
    {
        if constexpr (Tokens <= Kind::MostTokens)
            Kind::template sums<Tokens, Blocks>(rows, stride, wideWeights, weights, groups, sums);
    }

    template<int Blocks>
    static void multiplyBlocks(int block, int tokens, const DenseWeights &dense, const int (&wide)[MostWide],
                               bool isGelu, const Scratch &scratch, float *output)
    {
        static constexpr Sums ByTokens[] = {sums<1, Blocks>, sums<2, Blocks>, sums<3, Blocks>, sums<4, Blocks>,
                                            sums<5, Blocks>, sums<6, Blocks>, sums<7, Blocks>, sums<8, Blocks>};
        static_assert(Kind::MostTokens <= 8);
        const int groups = filledUp(dense.inputs, 4) / 4;
        const std::int8_t *weights = dense.values + std::int64_t(block) * groups * 64;
        const int outputs = filledUp(dense.outputs);
        alignas(64) std::int8_t wideWeights[Blocks * WideGroups * 64];
        if constexpr (InParts) {
            for (int i = 0; i < Blocks; ++i)
                collectWide(weights + std::int64_t(i) * groups * 64, wide, wideWeights + i * WideGroups * 64);
        }
        alignas(64) std::int32_t result[Kind::MostTokens * Blocks * 16];
        // As evenly as can be: a few rows at the end would cost as much as many.
        const int times = (tokens + Kind::MostTokens - 1) / Kind::MostTokens;
        for (int time = 0; time < times; ++time) {
            const int first = tokens * time / times, end = tokens * (time + 1) / times;
            const std::int64_t stride = rowStride(dense.inputs);
            ByTokens[end - first - 1](reinterpret_cast<const Whole *>(scratch.wholes) + first * stride, stride,
                                      wideWeights, weights, groups, result);
            for (int token = first; token < end; ++token) {
                const std::int32_t *whole = result + (token - first) * Blocks * 16;
                float *target = output + std::int64_t(token) * outputs + block * 16;
                for (int i = 0; i < Blocks * 16; i += Lanes) {
                    const Ints exact = load(whole + i) - scratch.rowSums[token];
                    const Floats value = __builtin_convertvector(exact, Floats) * scratch.rowScales[token] *
                                             load(dense.scales + block * 16 + i) +
                                         load(dense.bias + block * 16 + i);
                    store(target + i, isGelu ? gelu(value) : value);
                }
            }
        }
    }

    // Four rows at a time: target = rows * columns, where a row of columns, and of the target, has `stride` numbers.
    [[gnu::flatten]] static void rowsTimesColumns(const float *const (&rows)[Rows], int count, const float *columns,
                                                  int stride, float *target)
    {
        for (int i = 0; i < stride; i += 2 * Lanes) {
            Floats sum[Rows][2] = {};
            for (int k = 0; k < count; ++k) {
                const Floats left = load(columns + std::int64_t(k) * stride + i);
                const Floats right = load(columns + std::int64_t(k) * stride + i + Lanes);
                repeat<Rows>([&]<int Row>() {
                    sum[Row][0] += rows[Row][k] * left;
                    sum[Row][1] += rows[Row][k] * right;
                });
            }
            repeat<Rows>([&]<int Row>() {
                store(target + std::int64_t(Row) * stride + i, sum[Row][0]);
                store(target + std::int64_t(Row) * stride + i + Lanes, sum[Row][1]);
            });
        }
    }

    // One head's keys, a column for each token, and its values, a row for each.
    static void takeHead(const float *keys, const float *values, int tokens, int stride, int size,
                         const Scratch &scratch)
    {
        const int keysStride = filledUp(tokens, 32), valuesStride = filledUp(size, 32);
        for (int i = 0; i < size; ++i) {
            float *target = scratch.keys + std::int64_t(i) * keysStride;
            for (int token = 0; token < tokens; ++token)
                target[token] = keys[std::int64_t(token) * stride + i];
            for (int token = tokens; token < keysStride; ++token)
                target[token] = 0;
        }
        for (int token = 0; token < tokens; ++token) {
            float *target = scratch.values + std::int64_t(token) * valuesStride;
            for (int i = 0; i < size; ++i)
                target[i] = values[std::int64_t(token) * stride + i];
            for (int i = size; i < valuesStride; ++i)
                target[i] = 0;
        }
    }

    // e to the power of each score, less the largest. Returns their sum.
    [[nodiscard]] static float softmax(float *scores, int tokens, float scale)
    {
        const int stride = filledUp(tokens, 32);
        for (int i = tokens; i < stride; ++i)
            scores[i] = scores[0];
        Floats largest = load(scores);
        for (int i = Lanes; i < stride; i += Lanes)
            largest = larger(load(scores + i), largest);
        float most = largest[0];
        for (int lane = 1; lane < Lanes; ++lane)
            most = largest[lane] > most ? largest[lane] : most;
        for (int i = 0; i < stride; i += Lanes)
            store(scores + i, exponential((load(scores + i) - most) * scale));
        for (int i = tokens; i < stride; ++i)
            scores[i] = 0;
        Sum sum;
        for (int i = 0; i < stride; i += 16) {
            for (int part = 0; part < 16; part += Lanes)
                sum.add(part, load(scores + i + part));
        }
        return sum.total();
    }
};

template<class Kind>
constexpr Arithmetic arithmeticOf(const char *name)
{
    return {.name = name,
            .multiply = ArithmeticOf<Kind>::multiply,
            .addAndNormalize = ArithmeticOf<Kind>::addAndNormalize,
            .attend = ArithmeticOf<Kind>::attend};
}

} // namespace
