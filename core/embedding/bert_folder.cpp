// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/bert_folder.h"

#include "core/embedding/model_layout.h"
#include "core/embedding/tensor_file.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>

#include <cmath>

using namespace Qt::StringLiterals;

static constexpr qint64 LargestText = 16 * 1024 * 1024;

static QByteArray contentOf(const QDir &folder, const QString &name)
{
    QFile file(folder.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.read(LargestText) : QByteArray();
}

static QJsonDocument jsonOf(const QDir &folder, const QString &name)
{
    return QJsonDocument::fromJson(contentOf(folder, name));
}

// What a model of another kind would do otherwise than ours; empty: nothing.
static QString otherKind(const QDir &folder, const QJsonObject &config)
{
    if (config.value("model_type"_L1).toString() != "bert"_L1)
        return u"config.json does not say that it is a BERT model"_s;
    if (config.value("hidden_act"_L1).toString() != "gelu"_L1)
        return u"its activation is not GELU"_s;
    if (config.value("position_embedding_type"_L1).toString(u"absolute"_s) != "absolute"_L1)
        return u"its positions are not absolute"_s;
    if (!jsonOf(folder, u"tokenizer_config.json"_s).object().value("do_lower_case"_L1).toBool(true))
        return u"its tokenizer is not uncased"_s;
    const QJsonObject pooling = jsonOf(folder, u"1_Pooling/config.json"_s).object();
    for (auto it = pooling.begin(); it != pooling.end(); ++it) {
        if (it.key().startsWith("pooling_mode"_L1) && it.value().isBool() &&
            it.value().toBool() != (it.key() == "pooling_mode_mean_tokens"_L1))
            return u"it does not take the mean over the tokens"_s;
    }
    const QJsonArray modules = jsonOf(folder, u"modules.json"_s).array();
    for (const QJsonValue module : modules) {
        const QString type = module.toObject().value("type"_L1).toString().section(u'.', -1);
        if (type != "Transformer"_L1 && type != "Pooling"_L1 && type != "Normalize"_L1)
            return u"its module %1 is not known"_s.arg(type);
    }
    return {};
}

namespace {
/// Writes the sections of a model file.
class ModelWriter
{
public:
    ModelWriter(const ModelSizes &sizes, TensorFile &tensors)
        : m_sizes(sizes)
        , m_tensors(tensors)
        , m_prefix(tensors.contains(u"bert.embeddings.word_embeddings.weight"_s) ? u"bert."_s : QString())
    {
    }

    [[nodiscard]] QByteArray write(const QByteArray &vocabulary, qint64 positions, qint64 textTypes)
    {
        writeHeader();
        writeEmbeddings(positions, textTypes);
        for (quint32 i = 0; i < m_sizes.layers; ++i)
            writeLayer(u"encoder.layer.%1."_s.arg(i));
        append(vocabulary.constData(), vocabulary.size());
        m_bytes.append(QCryptographicHash::hash(m_bytes, QCryptographicHash::Sha256));
        return m_bytes;
    }

private:
    void append(const void *data, qsizetype size)
    {
        m_bytes.append(static_cast<const char *>(data), size);
        m_bytes.append((ModelLayout::Alignment - m_bytes.size() % ModelLayout::Alignment) % ModelLayout::Alignment, 0);
    }
    void append(const std::vector<float> &values)
    {
        append(values.data(), qsizetype(values.size()) * qsizetype(sizeof(float)));
    }
    [[nodiscard]] std::span<const float> take(const QString &name, std::initializer_list<qint64> shape)
    {
        return m_tensors.floats(m_prefix + name, shape);
    }

    void writeHeader()
    {
        m_bytes.append(ModelLayout::Magic);
        const auto number = [this](quint32 value) {
            value = qToLittleEndian(value);
            m_bytes.append(reinterpret_cast<const char *>(&value), sizeof value);
        };
        for (const quint32 value : {ModelLayout::Version, m_sizes.words, m_sizes.width, m_sizes.layers, m_sizes.heads,
                                    m_sizes.intermediate, m_sizes.mostTokens})
            number(value);
        m_bytes.append(reinterpret_cast<const char *>(&m_sizes.normEpsilon), sizeof m_sizes.normEpsilon);
        number(m_sizes.vocabularySize);
        m_bytes.append(ModelLayout::HeaderSize - m_bytes.size(), 0);
    }

    void writeEmbeddings(qint64 positions, qint64 textTypes)
    {
        const qint64 width = m_sizes.width;
        writeMatrix({take(u"embeddings.word_embeddings.weight"_s, {m_sizes.words, width})}, width, inRows);
        const auto places = take(u"embeddings.position_embeddings.weight"_s, {positions, width});
        const auto types = take(u"embeddings.token_type_embeddings.weight"_s, {textTypes, width});
        std::vector<float> sums;
        for (size_t i = 0; i < size_t(m_sizes.mostTokens) * size_t(width) && i < places.size() && !types.empty(); ++i)
            sums.push_back(places[i] + types[i % size_t(width)]);
        append(sums);
        writeNorm(u"embeddings."_s);
    }

    void writeLayer(const QString &layer)
    {
        const qint64 width = m_sizes.width, intermediate = m_sizes.intermediate;
        const QString self = layer + u"attention.self."_s;
        writeDense({self + u"query"_s, self + u"key"_s, self + u"value"_s}, width, width);
        writeDense({layer + u"attention.output.dense"_s}, width, width);
        writeNorm(layer + u"attention.output."_s);
        writeDense({layer + u"intermediate.dense"_s}, intermediate, width);
        writeDense({layer + u"output.dense"_s}, width, intermediate);
        writeNorm(layer + u"output."_s);
    }

    void writeNorm(const QString &name)
    {
        for (const QString &part : {u"LayerNorm.weight"_s, u"LayerNorm.bias"_s}) {
            const auto values = take(name + part, {m_sizes.width});
            append(values.data(), qsizetype(values.size_bytes()));
        }
    }

    void writeDense(const QStringList &names, qint64 rows, qint64 columns)
    {
        std::vector<std::span<const float>> matrices;
        std::vector<float> biases;
        for (const QString &name : names) {
            matrices.push_back(take(name + u".weight"_s, {rows, columns}));
            const auto bias = take(name + u".bias"_s, {rows});
            biases.insert(biases.end(), bias.begin(), bias.end());
        }
        writeMatrix(matrices, columns, inBlocks);
        append(biases);
    }

    void writeMatrix(const std::vector<std::span<const float>> &parts, qint64 columns,
                     QByteArray (*order)(const QByteArray &numbers, qint64 columns))
    {
        QByteArray numbers;
        std::vector<float> scales;
        for (const auto &part : parts) {
            for (size_t start = 0; start < part.size(); start += size_t(columns)) {
                const auto row = part.subspan(start, size_t(columns));
                float largest = 0;
                for (const float value : row)
                    largest = std::max(largest, std::abs(value));
                const float scale = largest > 0 ? largest / 127.F : 1.F;
                scales.push_back(scale);
                // In double precision a quotient is rounded the same way everywhere.
                for (const float value : row)
                    numbers.append(char(std::clamp(std::nearbyint(double(value) / double(scale)), -127., 127.)));
            }
        }
        numbers = order(numbers, columns);
        append(numbers.constData(), numbers.size());
        append(scales);
    }

    [[nodiscard]] static QByteArray inRows(const QByteArray &numbers, qint64) { return numbers; }
    // As DenseWeights has them.
    [[nodiscard]] static QByteArray inBlocks(const QByteArray &numbers, qint64 columns)
    {
        const qint64 rows = numbers.size() / columns, groups = filledUp(int(columns), 4) / 4;
        QByteArray blocks(filledUp(int(rows)) * groups * 4, 0);
        for (qint64 row = 0; row < rows; ++row) {
            for (qint64 column = 0; column < columns; ++column)
                blocks[((row / 16 * groups + column / 4) * 16 + row % 16) * 4 + column % 4] =
                    numbers.at(row * columns + column);
        }
        return blocks;
    }

    const ModelSizes m_sizes;
    TensorFile &m_tensors;
    const QString m_prefix;
    QByteArray m_bytes;
};
} // namespace

BertFolder readBertFolder(const QString &path)
{
    const QDir folder(path);
    const auto failed = [&path](const QString &cause) {
        return BertFolder{.model = {}, .error = u"Cannot use the model in %1: %2"_s.arg(path, cause)};
    };
    const QJsonObject config = jsonOf(folder, u"config.json"_s).object();
    if (config.isEmpty())
        return failed(u"it has no config.json that can be read"_s);
    if (const QString cause = otherKind(folder, config); !cause.isEmpty())
        return failed(cause);
    QByteArray vocabulary = contentOf(folder, u"vocab.txt"_s);
    while (vocabulary.endsWith('\n'))
        vocabulary.chop(1);
    if (vocabulary.isEmpty())
        return failed(u"it has no vocab.txt that can be read"_s);

    const auto number = [&config](QLatin1StringView key) {
        return quint32(std::max<qint64>(0, config.value(key).toInteger()));
    };
    const quint32 positions = number("max_position_embeddings"_L1);
    const QJsonValue most = jsonOf(folder, u"sentence_bert_config.json"_s).object().value("max_seq_length"_L1);
    const ModelSizes sizes{.words = number("vocab_size"_L1),
                           .width = number("hidden_size"_L1),
                           .layers = number("num_hidden_layers"_L1),
                           .heads = number("num_attention_heads"_L1),
                           .intermediate = number("intermediate_size"_L1),
                           .mostTokens = std::min(positions, quint32(std::max(0, most.toInt(int(positions))))),
                           .normEpsilon = float(config.value("layer_norm_eps"_L1).toDouble(1e-12)),
                           .vocabularySize = quint32(vocabulary.size())};
    if (const QString fault = sizes.fault(); !fault.isEmpty())
        return failed(fault);
    TensorFile tensors;
    if (const QString cause = tensors.open(folder.filePath(u"model.safetensors"_s)); !cause.isEmpty())
        return failed(cause);
    ModelWriter writer(sizes, tensors);
    const QByteArray model = writer.write(vocabulary, positions, number("type_vocab_size"_L1));
    if (!tensors.error().isEmpty())
        return failed(tensors.error());
    return {.model = model, .error = {}};
}
