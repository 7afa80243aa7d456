// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/embedding/sentence_encoder.h"

#include "core/embedding/bert_folder.h"

#include <QFileInfo>

SentenceEncoder::Opened SentenceEncoder::open(const QString &path, const QString &sealPlace)
{
    ModelFile::Opened file;
    if (QFileInfo(path).isDir()) {
        const BertFolder folder = readBertFolder(path);
        if (!folder.error.isEmpty())
            return {.encoder = nullptr, .error = folder.error};
        file = ModelFile::take(folder.model, path);
    } else {
        file = ModelFile::open(path, sealPlace);
    }
    if (!file.model)
        return {.encoder = nullptr, .error = file.error};
    const int words = file.model->parts().weights.words.rows;
    auto encoder = std::make_shared<const SentenceEncoder>(std::move(file.model));
    if (!encoder->m_tokenizer.isComplete() || encoder->m_tokenizer.size() > words)
        return {.encoder = nullptr,
                .error = QStringLiteral("Cannot use the model %1: its vocabulary does not fit it").arg(path)};
    return {.encoder = encoder, .error = {}};
}

SentenceEncoder::SentenceEncoder(std::unique_ptr<ModelFile> model)
    : m_model(std::move(model))
    , m_tokenizer(m_model->parts().vocabulary)
{
}

std::vector<int> SentenceEncoder::idsOf(QStringView text) const
{
    return m_tokenizer.idsOf(text, m_model->parts().weights.mostTokens);
}

std::vector<float> SentenceEncoder::encode(QStringView text, int mostTokens) const
{
    const TransformerWeights &weights = m_model->parts().weights;
    const int most = mostTokens > 0 ? std::min(mostTokens, weights.mostTokens) : weights.mostTokens;
    return encodeTokens(weights, m_tokenizer.idsOf(text, most));
}
