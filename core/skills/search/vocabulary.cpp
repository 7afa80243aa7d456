// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/vocabulary.h"

#include <QVarLengthArray>

#include <algorithm>
#include <bit>

static quint32 lettersOf(QStringView word)
{
    quint32 letters = 0;
    for (const QChar c : word)
        letters |= 1u << (c.unicode() & 31u);
    return letters;
}

int editDistance(QStringView a, QStringView b, int limit)
{
    const int width = int(b.size()) + 1;
    if (std::abs(int(a.size()) - int(b.size())) > limit)
        return limit + 1;
    QVarLengthArray<int, 3 * 48> rows(3 * width);
    int *older = rows.data();
    int *old = older + width;
    int *row = old + width;
    for (int j = 0; j < width; ++j)
        old[j] = j;
    for (int i = 1; i <= a.size(); ++i) {
        row[0] = i;
        int best = i;
        for (int j = 1; j < width; ++j) {
            const bool same = a.at(i - 1) == b.at(j - 1);
            row[j] = std::min({old[j] + 1, row[j - 1] + 1, old[j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && a.at(i - 1) == b.at(j - 2) && a.at(i - 2) == b.at(j - 1))
                row[j] = std::min(row[j], older[j - 2] + 1);
            best = std::min(best, row[j]);
        }
        if (best > limit)
            return limit + 1;
        std::swap(older, old);
        std::swap(old, row);
    }
    return std::min(old[width - 1], limit + 1);
}

Vocabulary::Vocabulary(const Stemmer *stemmer)
    : m_stemmer(stemmer)
{
}

static std::u16string_view viewOf(QStringView word)
{
    return {word.utf16(), size_t(word.size())};
}

static std::string_view viewOf(const QByteArray &stem)
{
    return {stem.constData(), size_t(stem.size())};
}

int Vocabulary::find(QStringView word) const
{
    return m_texts.find(viewOf(word));
}

QByteArray Vocabulary::stemmed(QStringView word) const
{
    return m_stemmer ? m_stemmer->stem(word) : word.toUtf8();
}

int Vocabulary::heldStem(QStringView word) const
{
    const int stem = m_stemTexts.find(viewOf(stemmed(word)));
    return stem >= 0 && skillsWithStem(stem) > 0 ? stem : -1;
}

int Vocabulary::take(QStringView word, quint32 hash)
{
    const auto [number, isNew] = m_texts.take(viewOf(word), hash);
    if (!isNew)
        return number;
    const auto [stem, isNewStem] = m_stemTexts.take(viewOf(stemmed(word)));
    if (isNewStem)
        m_stemSkills.push_back(0);
    m_words.push_back({stem, 0});
    const auto length = size_t(word.size());
    if (m_byLength.size() <= length)
        m_byLength.resize(length + 1);
    m_byLength[length].push_back({lettersOf(word), number});
    return number;
}

void Vocabulary::keepMostCommon(std::vector<int> &words, size_t limit) const
{
    const auto isBefore = [this](int a, int b) {
        const Word &left = m_words[size_t(a)];
        const Word &right = m_words[size_t(b)];
        return left.skills != right.skills ? left.skills > right.skills : textOf(a) < textOf(b);
    };
    std::sort(words.begin(), words.end(), isBefore);
    if (words.size() > limit)
        words.resize(limit);
}

std::vector<int> Vocabulary::neighbours(QStringView word, int distance, size_t limit) const
{
    std::vector<int> found;
    const quint32 letters = lettersOf(word);
    const auto shortest = size_t(std::max<qsizetype>(1, word.size() - distance));
    const auto longest = std::min(size_t(word.size() + distance) + 1, m_byLength.size());
    for (size_t length = shortest; length < longest; ++length) {
        for (const auto &[itsLetters, number] : m_byLength[length]) {
            // A change of one letter turns at most one bit off and one on.
            if (std::popcount(itsLetters ^ letters) > 2 * distance || skillsWithWord(number) == 0)
                continue;
            if (editDistance(word, textOf(number), distance) <= distance)
                found.push_back(number);
        }
    }
    keepMostCommon(found, limit);
    return found;
}

std::vector<int> Vocabulary::completions(QStringView start, size_t limit) const
{
    std::vector<int> found;
    const quint32 letters = lettersOf(start);
    for (auto length = size_t(start.size()) + 1; length < m_byLength.size(); ++length) {
        for (const auto &[itsLetters, number] : m_byLength[length]) {
            if ((itsLetters & letters) == letters && skillsWithWord(number) > 0 && textOf(number).startsWith(start))
                found.push_back(number);
        }
    }
    keepMostCommon(found, limit);
    return found;
}
