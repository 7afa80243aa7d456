// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/embedding/model_file.h"
#include "core/embedding/word_piece.h"

#include <QStringView>

#include <memory>
#include <vector>

/// Turns texts into vectors that lie near each other when the texts mean much the same.
///
/// May be used in several threads at a time. What a text takes stands in docs/search.md: one to five
/// milliseconds for a question, by what the processor has.
class SentenceEncoder
{
public:
    struct Opened
    {
        std::shared_ptr<const SentenceEncoder> encoder; // none: see error
        QString error;                                  // one sentence
    };
    /// `path`: a model file, or a folder with a sentence-transformers model of the same kind. `sealPlace`: as in
    /// ModelFile; folders have no seal.
    [[nodiscard]] static Opened open(const QString &path, const QString &sealPlace = {});
    explicit SentenceEncoder(std::unique_ptr<ModelFile> model);

    [[nodiscard]] std::vector<int> idsOf(QStringView text) const;
    /// Of length 1. Of a longer text the first `mostTokens` tokens count; 0: as many as the model reads.
    [[nodiscard]] std::vector<float> encode(QStringView text, int mostTokens = 0) const;
    /// To be called when no more texts are expected for a while; the next one takes about a millisecond longer.
    void rest() const { m_model->rest(); }
    [[nodiscard]] int width() const { return m_model->parts().weights.width; }
    /// Names the model: vectors of two encoders with the same digest can be compared.
    [[nodiscard]] const QByteArray &digest() const { return m_model->digest(); }

private:
    std::unique_ptr<ModelFile> m_model;
    WordPiece m_tokenizer;
};
