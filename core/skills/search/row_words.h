// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/search/word_index.h"

#include <QByteArray>

/// Which words a row holds and how often their stems occur in each field: what it takes to take the row out again.
///
/// Packed, two or three bytes a word: the texts are not kept, and their files may have changed meanwhile.
class RowWords
{
public:
    /// Ascending: each number is above the last one.
    void addWord(int word);
    /// Of the stems that the words have, in the order in which they are met.
    void addStem(const FieldCounts &counts);
    void finish() { m_bytes.squeeze(); }

    /// Reads in the order in which it was written: after each word, its stem if that was not met yet.
    class Reader
    {
    public:
        explicit Reader(const RowWords &row)
            : m_bytes(row.m_bytes)
        {
        }
        [[nodiscard]] bool atEnd() const { return m_at == m_bytes.size(); }
        [[nodiscard]] int word();
        [[nodiscard]] FieldCounts stem();

    private:
        [[nodiscard]] quint32 number();

        const QByteArray m_bytes;
        qsizetype m_at = 0;
        int m_last = -1;
    };

private:
    void append(quint32 number);

    QByteArray m_bytes;
    int m_last = -1;
};
