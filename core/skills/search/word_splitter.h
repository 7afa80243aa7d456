// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>

#include <functional>

/// How one word stands to the text it was cut from.
enum class WordForm {
    Whole, // as written: "learn" of "to learn", "scikitlearn" of "scikit-learn", two characters of Chinese
    Part,  // of a compound: "scikit" and "learn", "camel" and "case" of "camelCase", "esm" of "esm3"
};

/// One word of a question.
struct SplitWord
{
    QString text;
    WordForm form = WordForm::Whole;
    int token = 0; // words of one compound share it
    bool operator==(const SplitWord &) const = default;
};

/// Cuts text into words for searching: case and accents folded, compounds whole and in parts, Han and kana as bigrams.
class WordSplitter
{
public:
    using Sink = std::function<void(QStringView word, WordForm form, int token)>;

    /// Without `compounds` a word is a run of letters and digits, nothing more: what a search engine does by itself.
    explicit WordSplitter(bool compounds = true);

    /// The view that `sink` receives is valid during the call only: long texts are cut without a copy a word.
    void split(QStringView text, const Sink &sink) const;
    [[nodiscard]] QList<SplitWord> split(QStringView text) const;

private:
    void splitLine(QStringView line, int &number, const Sink &sink) const;

    const bool m_compounds;
};
