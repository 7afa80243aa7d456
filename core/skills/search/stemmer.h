// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

#include <memory>

struct Fts5Tokenizer;
struct fts5_tokenizer;
struct sqlite3;

/// Brings the forms of an English word together: SQLite's Porter stemmer, and British spelling as American before it.
class Stemmer
{
public:
    /// `database` must live longer.
    explicit Stemmer(sqlite3 *database);
    ~Stemmer();
    Q_DISABLE_COPY_MOVE(Stemmer)

    /// `word` as the WordSplitter cuts it; UTF-8, as the index holds it. Other languages stay as they are.
    [[nodiscard]] QByteArray stem(QStringView word) const;

private:
    std::unique_ptr<fts5_tokenizer> m_porter;
    Fts5Tokenizer *m_instance = nullptr; // none: words stay as they are
};
