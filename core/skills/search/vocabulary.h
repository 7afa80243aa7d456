// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/search/interned_texts.h"
#include "core/skills/search/stemmer.h"

#include <QByteArrayView>
#include <QStringView>

#include <vector>

/// Every word that the skills hold, and how many skills hold it.
class Vocabulary
{
public:
    explicit Vocabulary(const Stemmer *stemmer); // none: every word is its own stem

    /// The number of a word; a new one is taken in, with no skill that holds it yet.
    [[nodiscard]] int take(QStringView word) { return take(word, hashOf(word)); }
    [[nodiscard]] int take(QStringView word, quint32 hash); // by hashOf()
    [[nodiscard]] static quint32 hashOf(QStringView word)
    {
        return InternedTexts<char16_t>::hashOf({word.utf16(), size_t(word.size())});
    }
    /// A word of that hash is taken soon.
    void expect(quint32 hash) const { m_texts.expect(hash); }
    [[nodiscard]] int find(QStringView word) const; // -1: never seen
    /// The stem of a word, when some skill holds it in whatever form; -1: none does.
    [[nodiscard]] int heldStem(QStringView word) const;
    [[nodiscard]] int stemOf(int word) const { return m_words[size_t(word)].stem; }
    [[nodiscard]] QByteArrayView stemText(int stem) const { return m_stemTexts.text(stem); } // until the next take()

    // One skill more or fewer holds it.
    void countWord(int word, int change) { m_words[size_t(word)].skills += change; }
    void countStem(int stem, int change) { m_stemSkills[size_t(stem)] += change; }
    [[nodiscard]] int skillsWithWord(int word) const { return m_words[size_t(word)].skills; }
    [[nodiscard]] int skillsWithStem(int stem) const { return m_stemSkills[size_t(stem)]; }

    /// Words that the skills hold within `distance` insertions, losses, changes and swaps; the most common first.
    [[nodiscard]] std::vector<int> neighbours(QStringView word, int distance, size_t limit) const;
    /// Words that the skills hold and that begin with `start`; the most common first.
    [[nodiscard]] std::vector<int> completions(QStringView start, size_t limit) const;

private:
    struct Word
    {
        int stem = 0;
        int skills = 0;
    };
    // Side by side with its number, so that most words are passed over without a look at anything else of them.
    struct Candidate
    {
        quint32 letters; // one bit a letter: tells most strangers from neighbours
        int word;
    };

    [[nodiscard]] QStringView textOf(int word) const { return m_texts.text(word); }
    [[nodiscard]] QByteArray stemmed(QStringView word) const;
    void keepMostCommon(std::vector<int> &words, size_t limit) const;

    const Stemmer *const m_stemmer;
    InternedTexts<char16_t> m_texts;
    InternedTexts<char> m_stemTexts; // UTF-8
    std::vector<Word> m_words;
    std::vector<int> m_stemSkills; // how many hold it
    std::vector<std::vector<Candidate>> m_byLength;
};

/// How many insertions, losses, changes and swaps of neighbours lead from `a` to `b`; `limit` + 1 when more than that.
[[nodiscard]] int editDistance(QStringView a, QStringView b, int limit);
