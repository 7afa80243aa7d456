// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT

// The encoder's arithmetic. Included by one file for each set of instructions, which defines EMBEDDING_VARIANT, a name.
// Eigen's templates get a namespace of their own in each: else the linker would keep one of two equal names, and
// run the instructions of one set on a processor that has only the other.
#include "core/embedding/transformer.h"

#define Eigen EMBEDDING_VARIANT
#define EIGEN_MPL2_ONLY
#define EIGEN_DONT_PARALLELIZE
#include <Eigen/Core>
#include <unsupported/Eigen/SpecialFunctions>

namespace EMBEDDING_VARIANT::embedding {

using Numbers = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Row = Eigen::Map<const Eigen::Matrix<float, 1, Eigen::Dynamic>>;

// So many weights are made floats at a time: they stay in the processor's second cache while they are used. Eigen has
// no product of small integers, and one of floats is as fast as our own of integers would be.
constexpr int BlockSize = 48 * 1024;

static void multiply(const Numbers &input, const DenseWeights &dense, Numbers &output)
{
    const QuantizedMatrix &weights = dense.weights;
    const int columns = weights.columns;
    const int rowsAtOnce = columns < BlockSize ? BlockSize / columns : 1;
    Numbers block(rowsAtOnce, columns);
    output.resize(input.rows(), weights.rows);
    for (int first = 0; first < weights.rows; first += rowsAtOnce) {
        const int count = weights.rows - first < rowsAtOnce ? weights.rows - first : rowsAtOnce;
        for (int i = 0; i < count; ++i) {
            const std::int8_t *values = weights.values + std::int64_t(first + i) * columns;
            const float scale = weights.scales[first + i];
            float *row = block.data() + std::int64_t(i) * columns;
            for (int column = 0; column < columns; ++column)
                row[column] = float(values[column]) * scale;
        }
        output.middleCols(first, count).noalias() = input * block.topRows(count).transpose();
    }
    output.rowwise() += Row(dense.bias, weights.rows);
}

static void normalize(Numbers &values, const NormWeights &norm, float epsilon)
{
    const auto width = values.cols();
    const Row weight(norm.weight, width), bias(norm.bias, width);
    for (Eigen::Index i = 0; i < values.rows(); ++i) {
        auto row = values.row(i);
        row.array() -= row.mean();
        row *= 1 / Eigen::numext::sqrt(row.squaredNorm() / float(width) + epsilon);
        row.array() = row.array() * weight.array() + bias.array();
    }
}

static void softmaxRows(Numbers &scores)
{
    for (Eigen::Index i = 0; i < scores.rows(); ++i) {
        auto row = scores.row(i);
        row.array() = (row.array() - row.maxCoeff()).exp();
        row *= 1 / row.sum();
    }
}

// What each token takes from all the others, head by head.
static void attend(const Numbers &queryKeyValue, int heads, Numbers &taken)
{
    const Eigen::Index width = queryKeyValue.cols() / 3;
    const Eigen::Index size = width / heads;
    const float scale = 1 / Eigen::numext::sqrt(float(size));
    taken.resize(queryKeyValue.rows(), width);
    Numbers scores;
    for (int head = 0; head < heads; ++head) {
        const auto query = queryKeyValue.middleCols(head * size, size);
        const auto key = queryKeyValue.middleCols(width + head * size, size);
        const auto value = queryKeyValue.middleCols(2 * width + head * size, size);
        scores.noalias() = scale * query * key.transpose();
        softmaxRows(scores);
        taken.middleCols(head * size, size).noalias() = scores * value;
    }
}

static Numbers embed(const TransformerWeights &weights, std::span<const int> ids)
{
    Numbers state(Eigen::Index(ids.size()), weights.width);
    for (size_t place = 0; place < ids.size(); ++place) {
        const std::int8_t *values = weights.words.values + std::int64_t(ids[place]) * weights.width;
        const float scale = weights.words.scales[ids[place]];
        const float *position = weights.positions + place * size_t(weights.width);
        for (int i = 0; i < weights.width; ++i)
            state(Eigen::Index(place), i) = float(values[i]) * scale + position[i];
    }
    normalize(state, weights.wordNorm, weights.normEpsilon);
    return state;
}

static void encode(const TransformerWeights &weights, std::span<const int> ids, float *result)
{
    Numbers state = embed(weights, ids);
    Numbers wide, narrow, taken;
    for (const LayerWeights &layer : weights.layers) {
        multiply(state, layer.queryKeyValue, wide);
        attend(wide, weights.heads, taken);
        multiply(taken, layer.attentionOutput, narrow);
        state += narrow;
        normalize(state, layer.attentionNorm, weights.normEpsilon);
        multiply(state, layer.intermediate, wide);
        // GELU, by the error function as BERT has it.
        wide.array() = .5F * wide.array() * (1 + (wide.array() * .70710678F).erf());
        multiply(wide, layer.output, narrow);
        state += narrow;
        normalize(state, layer.outputNorm, weights.normEpsilon);
    }
    Eigen::Map<Eigen::Matrix<float, 1, Eigen::Dynamic>> mean(result, weights.width);
    mean = state.colwise().mean();
    mean.normalize();
}

} // namespace EMBEDDING_VARIANT::embedding
