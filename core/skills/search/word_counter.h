// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/search/interned_texts.h"
#include "core/skills/search/word_index.h"
#include "core/skills/search/word_splitter.h"

#include <QStringView>

#include <array>
#include <string>
#include <vector>

struct Skill;

/// The words of one skill, each once, and how often it stands in each field; stop words are left out.
struct CountedWords
{
    struct Word
    {
        QStringView text; // into `letters`
        quint32 hash = 0; // as Vocabulary has it
        FieldCounts counts = {};
    };
    [[nodiscard]] size_t size() const { return words.size(); }
    [[nodiscard]] Word word(size_t number) const
    {
        const size_t begin = number == 0 ? 0 : words[number - 1].end;
        return {.text = QStringView(letters.data() + begin, qsizetype(words[number].end - begin)),
                .hash = words[number].hash,
                .counts = words[number].counts};
    }

    struct Packed
    {
        quint32 end = 0; // in `letters`
        quint32 hash = 0;
        FieldCounts counts = {};
    };
    std::u16string letters; // of all words, one after the other
    std::vector<Packed> words;
    std::array<int, SkillFieldCount> lengths = {}; // of the fields, in words
    bool isWhole = true;                           // with the skill's text
};

/// Counts the words of skills, one skill after the other.
class WordCounter
{
public:
    struct Rules
    {
        bool compounds = true; // our own splitting
        bool stopWords = true; // are left out
        bool capped = true;    // in long fields a word counts a few times only
    };
    explicit WordCounter(const Rules &rules);

    /// Reads the skill's text from its file, if that still is what was listed; otherwise without it.
    [[nodiscard]] CountedWords count(const Skill &skill);
    /// Counts in this field above this are not told apart.
    [[nodiscard]] static int mostIn(size_t field, bool capped);

private:
    struct SeenWord
    {
        bool isStopWord = false;
        FieldCounts counts = {};
    };
    /// A text that is part of all these fields.
    void take(QStringView text, std::initializer_list<SkillField> fields, CountedWords &counted);

    const Rules m_rules;
    const WordSplitter m_splitter;
    // Of one skill. It says most words again and again: here they are found in the processor's cache.
    InternedTexts<char16_t> m_texts;
    std::vector<SeenWord> m_seen; // of m_texts
};
