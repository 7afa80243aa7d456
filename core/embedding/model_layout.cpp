// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/model_layout.h"

#include <QtEndian>

#include <bit>
#include <cstring>

// The numbers are used as they lie in the file.
static_assert(std::endian::native == std::endian::little);

QString ModelSizes::fault() const
{
    // Far above any model of this kind, far below what could overflow.
    constexpr quint32 MostWords = 1 << 20, MostWidth = 1 << 13, MostLayers = 128, MostTokens = 1 << 13;
    const auto isGood = [](quint32 value, quint32 most) { return value > 0 && value <= most; };
    if (!isGood(words, MostWords) || !isGood(width, MostWidth) || !isGood(layers, MostLayers) ||
        !isGood(intermediate, 4 * MostWidth) || !isGood(mostTokens, MostTokens) || mostTokens < 3 ||
        vocabularySize > (1U << 28))
        return QStringLiteral("its sizes are beyond what is read");
    if (heads == 0 || width % heads != 0)
        return QStringLiteral("%1 heads do not fit a width of %2").arg(heads).arg(width);
    if (!(normEpsilon >= 0 && normEpsilon < 1))
        return QStringLiteral("the epsilon of its norms is no small number");
    return {};
}

namespace {
/// Walks over the sections of a file, in their order.
class SectionWalk
{
public:
    explicit SectionWalk(QByteArrayView bytes)
        : m_bytes(bytes)
    {
    }

    [[nodiscard]] const char *take(qint64 size)
    {
        const qint64 padded = (size + ModelLayout::Alignment - 1) / ModelLayout::Alignment * ModelLayout::Alignment;
        const qint64 start = m_place;
        m_place += padded;
        return m_place <= m_bytes.size() ? m_bytes.data() + start : nullptr;
    }
    [[nodiscard]] const float *floats(qint64 count)
    {
        return reinterpret_cast<const float *>(take(count * qint64(sizeof(float))));
    }
    [[nodiscard]] QuantizedMatrix matrix(quint32 rows, quint32 columns)
    {
        QuantizedMatrix matrix{.rows = int(rows), .columns = int(columns)};
        matrix.values = reinterpret_cast<const std::int8_t *>(take(qint64(rows) * columns));
        matrix.scales = floats(rows);
        return matrix;
    }
    [[nodiscard]] DenseWeights dense(quint32 rows, quint32 columns)
    {
        DenseWeights dense{.outputs = int(rows), .inputs = int(columns)};
        dense.values =
            reinterpret_cast<const std::int8_t *>(take(qint64(filledUp(dense.outputs)) * filledUp(dense.inputs, 4)));
        dense.scales = floats(rows);
        dense.bias = floats(rows);
        return dense;
    }
    [[nodiscard]] NormWeights norm(quint32 width)
    {
        NormWeights norm{.weight = floats(width)};
        norm.bias = floats(width);
        return norm;
    }
    /// Nothing is missing and nothing is left.
    [[nodiscard]] bool isWhole() const { return m_place == m_bytes.size(); }

private:
    QByteArrayView m_bytes;
    qint64 m_place = ModelLayout::HeaderSize;
};
} // namespace

static ModelSizes readSizes(const char *header)
{
    const auto number = [header](int place) { return qFromLittleEndian<quint32>(header + 12 + 4 * place); };
    ModelSizes sizes{.words = number(0),
                     .width = number(1),
                     .layers = number(2),
                     .heads = number(3),
                     .intermediate = number(4),
                     .mostTokens = number(5),
                     .vocabularySize = number(7)};
    std::memcpy(&sizes.normEpsilon, header + 36, sizeof sizes.normEpsilon);
    return sizes;
}

ModelParts readModel(QByteArrayView bytes)
{
    using namespace ModelLayout;
    ModelParts parts;
    if (bytes.size() < HeaderSize + DigestSize || !bytes.startsWith(Magic)) {
        parts.error = QStringLiteral("it is no model of this program");
        return parts;
    }
    if (const auto version = qFromLittleEndian<quint32>(bytes.data() + 8); version != Version) {
        parts.error = QStringLiteral("it has version %1, and only %2 is read").arg(version).arg(Version);
        return parts;
    }
    const ModelSizes sizes = readSizes(bytes.data());
    parts.error = sizes.fault();
    if (!parts.error.isEmpty())
        return parts;
    SectionWalk walk(bytes.chopped(DigestSize));
    TransformerWeights &weights = parts.weights;
    weights.width = int(sizes.width);
    weights.heads = int(sizes.heads);
    weights.mostTokens = int(sizes.mostTokens);
    weights.normEpsilon = sizes.normEpsilon;
    weights.words = walk.matrix(sizes.words, sizes.width);
    weights.positions = walk.floats(qint64(sizes.mostTokens) * sizes.width);
    weights.wordNorm = walk.norm(sizes.width);
    for (quint32 i = 0; i < sizes.layers; ++i) {
        LayerWeights layer;
        layer.queryKeyValue = walk.dense(3 * sizes.width, sizes.width);
        layer.attentionOutput = walk.dense(sizes.width, sizes.width);
        layer.attentionNorm = walk.norm(sizes.width);
        layer.intermediate = walk.dense(sizes.intermediate, sizes.width);
        layer.output = walk.dense(sizes.width, sizes.intermediate);
        layer.outputNorm = walk.norm(sizes.width);
        weights.layers.push_back(layer);
    }
    const char *vocabulary = walk.take(sizes.vocabularySize);
    if (!walk.isWhole())
        parts.error = QStringLiteral("its size is not what its beginning says");
    else
        parts.vocabulary = QByteArrayView(vocabulary, sizes.vocabularySize);
    return parts;
}
