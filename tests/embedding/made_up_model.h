// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/embedding/transformer.h"

#include <cstdint>
#include <vector>

/// A BERT of any size with numbers that mean nothing, the same ones each time and everywhere. Needs no Qt.
class MadeUpModel
{
public:
    MadeUpModel(int width, int heads, int intermediate, int layers, int mostTokens)
    {
        m_weights.width = width;
        m_weights.heads = heads;
        m_weights.mostTokens = mostTokens;
        m_weights.normEpsilon = 1e-12F;
        m_weights.words = {wholes(Words * width, Words * width), floats(Words, Words, 0, .01F), Words, width};
        m_weights.positions = floats(mostTokens * width, mostTokens * width, 0, .5F);
        m_weights.wordNorm = norm(width);
        for (int i = 0; i < layers; ++i) {
            LayerWeights layer;
            layer.queryKeyValue = dense(3 * width, width);
            layer.attentionOutput = dense(width, width);
            layer.attentionNorm = norm(width);
            layer.intermediate = dense(intermediate, width);
            layer.output = dense(width, intermediate);
            layer.outputNorm = norm(width);
            m_weights.layers.push_back(layer);
        }
    }

    [[nodiscard]] const TransformerWeights &weights() const { return m_weights; }
    [[nodiscard]] std::vector<int> ids(int tokens)
    {
        std::vector<int> ids(size_t(tokens), 0);
        for (int &id : ids)
            id = int(next() % Words);
        return ids;
    }
    /// A matrix whose weights are of both ends and in between.
    [[nodiscard]] DenseWeights dense(int outputs, int inputs)
    {
        DenseWeights dense;
        const int groups = filledUp(inputs, 4) / 4;
        std::vector<std::int8_t> &values = m_wholes.emplace_back(size_t(filledUp(outputs)) * size_t(groups) * 4, 0);
        for (int output = 0; output < outputs; ++output) {
            for (int input = 0; input < inputs; ++input)
                values[size_t(((output / 16 * groups + input / 4) * 16 + output % 16) * 4 + input % 4)] = whole();
        }
        dense.values = values.data();
        dense.scales = floats(outputs, filledUp(outputs), 0, .002F);
        dense.bias = floats(outputs, filledUp(outputs), -.5F, .5F);
        dense.outputs = outputs;
        dense.inputs = inputs;
        return dense;
    }
    /// From `least` to `most`, then zeros.
    [[nodiscard]] const float *floats(int count, int size, float least, float most)
    {
        std::vector<float> &values = m_floats.emplace_back(size_t(size), 0.F);
        for (int i = 0; i < count; ++i)
            values[size_t(i)] = least + (most - least) * float(next() % 65536) / 65536;
        return values.data();
    }
    [[nodiscard]] NormWeights norm(int width)
    {
        NormWeights norm;
        norm.weight = floats(width, filledUp(width), .2F, 1.5F);
        norm.bias = floats(width, filledUp(width), -1, 1);
        return norm;
    }

private:
    static constexpr int Words = 50;

    [[nodiscard]] std::uint32_t next()
    {
        m_state = m_state * 1664525 + 1013904223;
        return m_state >> 8;
    }
    [[nodiscard]] std::int8_t whole()
    {
        const std::uint32_t kind = next() % 4;
        if (kind < 2)
            return std::int8_t(kind == 0 ? 127 : -127);
        return std::int8_t(int(next() % 255) - 127);
    }
    [[nodiscard]] const std::int8_t *wholes(int count, int size)
    {
        std::vector<std::int8_t> &values = m_wholes.emplace_back(size_t(size), 0);
        for (int i = 0; i < count; ++i)
            values[size_t(i)] = whole();
        return values.data();
    }

    std::uint32_t m_state = 1;
    std::vector<std::vector<std::int8_t>> m_wholes; // their data stay where they are
    std::vector<std::vector<float>> m_floats;
    TransformerWeights m_weights;
};
