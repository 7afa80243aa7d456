// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT

// Compares the arithmetic of every kind of processor that this one can be with that in plain C++, bit by bit, and that
// with sums in double precision. Needs no Qt, so that it can be built for another processor in a second: see
// check_arm64.sh. With names, those kinds must be among the compared.
#include "tests/embedding/made_up_model.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <tuple>
#include <utility>

namespace {
int failures = 0;

void fail(const char *kind, const char *what, int tokens, int outputs, int inputs)
{
    std::printf("%s: %s, %d tokens, %d outputs, %d inputs\n", kind, what, tokens, outputs, inputs);
    ++failures;
}

/// Rows of floats as an Arithmetic wants them, and memory for it.
class Bench
{
public:
    Bench(int tokens, int inputs, int outputs)
        : output(size_t(tokens) * size_t(filledUp(outputs)), NAN)
        , m_wholes(size_t(tokens) * size_t(Scratch::wholesStride(inputs)))
        , m_sums(size_t(tokens))
        , m_floats(8, std::vector<float>(size_t(256 + 32) * size_t(filledUp(inputs, 32)) * 2))
    {
        scratch.wholes = m_wholes.data();
        scratch.rowSums = m_sums.data();
        float **const places[] = {&scratch.rowScales, &scratch.columns, &scratch.keys,
                                  &scratch.values,    &scratch.scores,  &scratch.taken};
        for (size_t i = 0; i < std::size(places); ++i)
            *places[i] = m_floats[i].data();
    }

    std::vector<float> output;
    Scratch scratch;

private:
    std::vector<std::int16_t> m_wholes;
    std::vector<std::int32_t> m_sums;
    std::vector<std::vector<float>> m_floats;
};

/// Small numbers, a few wide columns, now and then a row of zeros or of one size.
std::vector<float> inputRows(MadeUpModel &model, int tokens, int inputs)
{
    std::vector<float> rows;
    for (int token = 0; token < tokens; ++token) {
        const float most = token % 5 == 3 ? 0 : 1.F + float(token);
        const float *row = model.floats(inputs, filledUp(inputs), token % 7 == 6 ? most : -most, most);
        rows.insert(rows.end(), row, row + filledUp(inputs));
        float *own = &rows[rows.size() - size_t(filledUp(inputs))];
        for (int i = token % 2; i < inputs; i += 37)
            own[i] *= i % 2 == 0 ? 60.F : -25.F;
    }
    return rows;
}

bool isSame(const std::vector<float> &a, const std::vector<float> &b)
{
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

int weightAt(const DenseWeights &dense, int output, int input)
{
    const int groups = filledUp(dense.inputs, 4) / 4;
    return dense.values[((output / 16 * groups + input / 4) * 16 + output % 16) * 4 + input % 4];
}

double exactOutput(const DenseWeights &dense, const float *row, int output, bool gelu)
{
    double sum = 0;
    for (int input = 0; input < dense.inputs; ++input)
        sum += double(row[input]) * weightAt(dense, output, input);
    const double value = sum * double(dense.scales[output]) + double(dense.bias[output]);
    return gelu ? value * (1 + std::erf(value / std::sqrt(2.))) / 2 : value;
}

/// For each row the largest step that its numbers may be rounded to: the 32 widest columns have finer ones.
std::vector<double> stepsOf(const std::vector<float> &rows, int tokens, int inputs)
{
    const auto at = [&](int token, int input) { return std::abs(rows[size_t(token * filledUp(inputs) + input)]); };
    std::vector<std::pair<float, int>> columns;
    for (int input = 0; input < inputs; ++input) {
        float most = 0;
        for (int token = 0; token < tokens; ++token)
            most = std::max(most, at(token, input));
        columns.push_back({-most, input});
    }
    std::sort(columns.begin(), columns.end());
    std::vector<double> steps;
    for (int token = 0; token < tokens; ++token) {
        double step = 0;
        for (size_t i = 0; i < columns.size(); ++i)
            step = std::max(step, double(at(token, columns[i].second)) / (i < 32 ? 32000 : 127));
        steps.push_back(step);
    }
    return steps;
}

// Half a step for each input, and what floats are rounded to; GELU is nowhere steeper than 1.13.
double allowedError(const DenseWeights &dense, const float *row, int output, double step)
{
    double error = 1e-5, size = 0;
    for (int input = 0; input < dense.inputs; ++input) {
        error += std::abs(weightAt(dense, output, input)) * step / 2;
        size += std::abs(double(row[input]) * weightAt(dense, output, input));
    }
    return (error + size * 1e-6) * double(dense.scales[output]) * 1.13 + 1e-5;
}

void checkProducts(MadeUpModel &model, int tokens, int outputs, int inputs, bool gelu)
{
    const DenseWeights dense = model.dense(outputs, inputs);
    const std::vector<float> input = inputRows(model, tokens, inputs);
    Bench plain(tokens, inputs, outputs);
    plainArithmetic.multiply(input.data(), tokens, dense, gelu, plain.scratch, plain.output.data());
    const std::vector<double> steps = stepsOf(input, tokens, inputs);
    for (int token = 0; token < tokens; ++token) {
        const float *row = input.data() + size_t(token) * size_t(filledUp(inputs));
        for (int output = 0; output < outputs; ++output) {
            const double value = double(plain.output[size_t(token * filledUp(outputs) + output)]);
            if (!(std::abs(value - exactOutput(dense, row, output, gelu)) <=
                  allowedError(dense, row, output, steps[size_t(token)])))
                return fail(plainArithmetic.name, "is far from the exact product", tokens, outputs, inputs);
        }
    }
    for (const Arithmetic *arithmetic : arithmetics()) {
        Bench other(tokens, inputs, outputs);
        arithmetic->multiply(input.data(), tokens, dense, gelu, other.scratch, other.output.data());
        if (!isSame(plain.output, other.output))
            fail(arithmetic->name, "has other products", tokens, outputs, inputs);
    }
}

void checkNorms(MadeUpModel &model, int tokens, int width)
{
    const NormWeights norm = model.norm(width);
    const std::vector<float> state = inputRows(model, tokens, width), added = inputRows(model, tokens, width);
    std::vector<float> plain = state;
    plainArithmetic.addAndNormalize(plain.data(), added.data(), tokens, width, norm, 1e-12F);
    for (int token = 0; token < tokens; ++token) {
        const size_t start = size_t(token) * size_t(filledUp(width));
        double mean = 0, square = 0;
        for (int i = 0; i < width; ++i)
            mean += (double(state[start + size_t(i)]) + double(added[start + size_t(i)])) / width;
        for (int i = 0; i < width; ++i)
            square += std::pow(double(state[start + size_t(i)]) + double(added[start + size_t(i)]) - mean, 2) / width;
        for (int i = 0; i < width; ++i) {
            const double value = double(state[start + size_t(i)]) + double(added[start + size_t(i)]) - mean;
            const double wanted = value / std::sqrt(square + 1e-12) * double(norm.weight[i]) + double(norm.bias[i]);
            if (!(std::abs(double(plain[start + size_t(i)]) - wanted) <= 1e-4 * (1 + std::abs(wanted))))
                return fail(plainArithmetic.name, "normalizes otherwise", tokens, 0, width);
        }
    }
    for (const Arithmetic *arithmetic : arithmetics()) {
        std::vector<float> other = state;
        arithmetic->addAndNormalize(other.data(), added.data(), tokens, width, norm, 1e-12F);
        if (!isSame(plain, other))
            fail(arithmetic->name, "normalizes otherwise", tokens, 0, width);
    }
}

void checkAttention(MadeUpModel &model, int tokens, int width, int heads)
{
    const int size = width / heads, stride = filledUp(3 * width);
    const std::vector<float> rows = inputRows(model, tokens, 3 * width);
    Bench plain(tokens, 3 * width, width);
    plainArithmetic.attend(rows.data(), tokens, width, heads, plain.scratch, plain.output.data());
    for (int token = 0; token < tokens; ++token) {
        for (int i = 0; i < width; ++i) {
            const int head = i / size * size;
            std::vector<double> scores(size_t(tokens), 0);
            double most = -HUGE_VAL, sum = 0, wanted = 0;
            for (int other = 0; other < tokens; ++other) {
                for (int k = 0; k < size; ++k)
                    scores[size_t(other)] += double(rows[size_t(token * stride + head + k)]) *
                                             double(rows[size_t(other * stride + width + head + k)]) /
                                             std::sqrt(double(size));
                most = std::max(most, scores[size_t(other)]);
            }
            double largest = 0;
            for (int other = 0; other < tokens; ++other) {
                const double part = std::exp(scores[size_t(other)] - most);
                const double value = double(rows[size_t(other * stride + 2 * width + i)]);
                sum += part;
                wanted += part * value;
                largest = std::max(largest, std::abs(value));
            }
            const double value = double(plain.output[size_t(token * filledUp(width) + i)]);
            if (!(std::abs(value - wanted / sum) <= 1e-3 * largest))
                return fail(plainArithmetic.name, "attends otherwise", tokens, size, width);
        }
    }
    for (const Arithmetic *arithmetic : arithmetics()) {
        Bench other(tokens, 3 * width, width);
        arithmetic->attend(rows.data(), tokens, width, heads, other.scratch, other.output.data());
        if (!isSame(plain.output, other.output))
            fail(arithmetic->name, "attends otherwise", tokens, size, width);
    }
}

void checkVectors(MadeUpModel &model, int tokens)
{
    const std::vector<int> ids = model.ids(tokens);
    const std::vector<float> plain = encodeTokens(model.weights(), ids, plainArithmetic);
    double square = 0;
    for (const float value : plain)
        square += double(value) * double(value);
    if (!(std::abs(square - 1) <= 1e-5))
        fail(plainArithmetic.name, "makes vectors of another length", tokens, 0, model.weights().width);
    for (const Arithmetic *arithmetic : arithmetics()) {
        if (!isSame(plain, encodeTokens(model.weights(), ids, *arithmetic)))
            fail(arithmetic->name, "makes other vectors", tokens, 0, model.weights().width);
    }
}
// Whatever compiled it, and for whatever processor: vectors that are kept in a cache stay good.
void checkDigest()
{
    MadeUpModel model(384, 12, 1536, 2, 70);
    std::uint64_t digest = 0xCBF29CE484222325; // FNV-1a
    for (const int tokens : {3, 21}) {
        for (const float value : encodeTokens(model.weights(), model.ids(tokens))) {
            std::uint32_t bits;
            std::memcpy(&bits, &value, sizeof bits);
            digest = (digest ^ bits) * 0x100000001B3;
        }
    }
    if (digest != 0x48157125F4EE7A3B) {
        std::printf("The vectors' digest is %llx\n", static_cast<unsigned long long>(digest));
        ++failures;
    }
}
} // namespace

int main(int argc, char *argv[])
{
    for (int i = 1; i < argc; ++i) {
        bool isThere = false;
        for (const Arithmetic *arithmetic : arithmetics())
            isThere = isThere || std::strcmp(arithmetic->name, argv[i]) == 0;
        if (!isThere)
            fail(argv[i], "is not used here", 0, 0, 0);
    }
    // Widths that fill their blocks, that do not, and that are smaller than any; the last is the real model's.
    for (const auto &[width, heads, intermediate] :
         {std::tuple(4, 2, 8), {40, 4, 100}, {72, 6, 264}, {384, 12, 1536}}) {
        MadeUpModel model(width, heads, intermediate, 2, 70);
        for (const int tokens : {1, 2, 3, 4, 5, 6, 7, 8, 13, 17, 32, 33, 70}) {
            if (width == 384 && tokens > 5 && tokens != 13)
                continue;
            checkProducts(model, tokens, 3 * width, width, false);
            checkProducts(model, tokens, intermediate, width, true);
            checkProducts(model, tokens, width, intermediate, false);
            checkNorms(model, tokens, width);
            checkAttention(model, tokens, width, heads);
            checkVectors(model, tokens);
        }
    }
    checkDigest();
    std::printf("compared:");
    for (const Arithmetic *arithmetic : arithmetics())
        std::printf(" %s%s", arithmetic->name, arithmetic == arithmetics().back() ? "\n" : ",");
    return failures == 0 ? 0 : 1;
}
