// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/transformer.h"

#include <algorithm>
#include <cmath>

namespace {
struct alignas(64) Line
{
    char bytes[64];
};

/// All that is computed with, in one piece.
class Memory
{
public:
    Memory(const TransformerWeights &weights, int tokens)
    {
        int inputs = weights.width, outputs = weights.width;
        for (const LayerWeights &layer : weights.layers) {
            inputs = std::max({inputs, layer.output.inputs});
            outputs = std::max({outputs, layer.queryKeyValue.outputs, layer.intermediate.outputs});
        }
        const int size = weights.width / weights.heads;
        const auto lay = [&](auto *&place, std::int64_t count) {
            using Number = std::remove_reference_t<decltype(*place)>;
            place = reinterpret_cast<Number *>(m_lines.data() + m_used);
            m_used += (size_t(count) * sizeof(Number) + sizeof(Line) - 1) / sizeof(Line);
        };
        const auto layAll = [&] {
            m_used = 0;
            lay(state, std::int64_t(tokens) * filledUp(weights.width));
            lay(narrow, std::int64_t(tokens) * filledUp(weights.width));
            lay(wide, std::int64_t(tokens) * filledUp(outputs));
            lay(scratch.wholes, std::int64_t(tokens) * Scratch::wholesStride(inputs));
            lay(scratch.rowScales, tokens);
            lay(scratch.rowSums, tokens);
            lay(scratch.columns, 2LL * filledUp(inputs));
            lay(scratch.keys, std::int64_t(size) * filledUp(tokens, 32));
            lay(scratch.values, std::int64_t(tokens) * filledUp(size, 32));
            lay(scratch.scores, 4LL * filledUp(tokens, 32));
            lay(scratch.taken, 4LL * filledUp(size, 32));
        };
        layAll(); // to count
        m_lines.resize(m_used);
        layAll();
    }

    float *state = nullptr;
    float *narrow = nullptr; // as wide as the state
    float *wide = nullptr;
    Scratch scratch;

private:
    std::vector<Line> m_lines;
    size_t m_used = 0;
};
} // namespace

static void embed(const TransformerWeights &weights, std::span<const int> ids, float *state)
{
    const int stride = filledUp(weights.width);
    for (size_t place = 0; place < ids.size(); ++place) {
        const std::int8_t *values = weights.words.values + std::int64_t(ids[place]) * weights.width;
        const float scale = weights.words.scales[ids[place]];
        const float *position = weights.positions + place * size_t(weights.width);
        for (int i = 0; i < weights.width; ++i)
            state[place * size_t(stride) + size_t(i)] = float(values[i]) * scale + position[i];
    }
}

static std::vector<float> meanOf(const float *state, int tokens, int width)
{
    std::vector<float> mean(size_t(width), 0.F);
    for (int token = 0; token < tokens; ++token) {
        const float *row = state + std::int64_t(token) * filledUp(width);
        for (int i = 0; i < width; ++i)
            mean[size_t(i)] += row[i];
    }
    float square = 0;
    for (const float value : mean)
        square += value * value;
    const float factor = square > 0 ? 1 / std::sqrt(square) : 1;
    for (float &value : mean)
        value *= factor;
    return mean;
}

std::vector<float> encodeTokens(const TransformerWeights &weights, std::span<const int> ids,
                                const Arithmetic &arithmetic)
{
    const int tokens = int(ids.size()), width = weights.width;
    const Memory memory(weights, tokens);
    const auto multiply = [&](const float *input, const DenseWeights &dense, bool gelu, float *output) {
        arithmetic.multiply(input, tokens, dense, gelu, memory.scratch, output);
    };
    const auto normalize = [&](const float *added, const NormWeights &norm) {
        arithmetic.addAndNormalize(memory.state, added, tokens, width, norm, weights.normEpsilon);
    };
    embed(weights, ids, memory.state);
    normalize(nullptr, weights.wordNorm);
    for (const LayerWeights &layer : weights.layers) {
        multiply(memory.state, layer.queryKeyValue, false, memory.wide);
        arithmetic.attend(memory.wide, tokens, width, weights.heads, memory.scratch, memory.narrow);
        multiply(memory.narrow, layer.attentionOutput, false, memory.wide);
        normalize(memory.wide, layer.attentionNorm);
        multiply(memory.state, layer.intermediate, true, memory.wide);
        multiply(memory.wide, layer.output, false, memory.narrow);
        normalize(memory.narrow, layer.outputNorm);
    }
    return meanOf(memory.state, tokens, width);
}
