// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QStringView>

#include <string_view>
#include <vector>

/// Turns texts into the ids of a BERT model's vocabulary, as Hugging Face's tokenizers do (models/wordpiece).
class WordPiece
{
public:
    /// `vocabulary`: UTF-8, one piece a line; it has to stay where it is.
    explicit WordPiece(QByteArrayView vocabulary);

    /// The pieces that every text needs are there.
    [[nodiscard]] bool isComplete() const;
    [[nodiscard]] int size() const { return int(m_pieces.size()); }
    /// Between the marks of beginning and end; `most` ids in all, the rest of the text is left out.
    [[nodiscard]] std::vector<int> idsOf(QStringView text, int most) const;

private:
    [[nodiscard]] int find(QByteArrayView piece) const; // -1: no such piece
    void addPlain(QStringView text, size_t most, std::vector<int> &ids) const;
    void addWord(std::u32string_view word, std::vector<int> &ids) const;

    struct Mark
    {
        QStringView text;
        int id = -1;
    };

    std::vector<QByteArrayView> m_pieces; // by id
    std::vector<int> m_sorted;            // ids, by their pieces' bytes
    int m_unknown = -1, m_begin = -1, m_end = -1;
    std::vector<Mark> m_marks; // that a text may hold as they are written
};
