// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/skills/search/ranking.h"
#include "core/skills/search/row_words.h"
#include "core/skills/search/stemmer.h"
#include "core/skills/search/vocabulary.h"
#include "core/skills/search/word_counter.h"
#include "core/skills/search/word_index.h"
#include "core/skills/search/word_splitter.h"

#include <QHash>
#include <QSet>

#include <optional>

/// What the ranking by words does beyond FTS5; each can be left out, to measure what it gives.
struct WordRankingOptions
{
    bool compounds = true; // our own splitting
    bool stemming = true;
    bool stopWords = true;
    bool spelling = true;   // neighbours of an unknown word
    bool completion = true; // an unknown last word may be the beginning of one
    bool rating = true;     // fields by weight and a score from 0 to 1, instead of bm25
    double threshold = .29; // of the score; tuned so that nine of ten questions about other things find nothing
};

/// Ranks by the words that question and skill share.
///
/// The score is the part of the question that the skill's text answers: each word counts by how rare it is among the
/// skills, by how much of the text is about it, and fully against the skill when nothing there holds it. A question
/// that is nothing but a skill's name has that skill for its answer, with score 1.
class WordRanking final : public Ranking
{
public:
    explicit WordRanking(const WordRankingOptions &options = {});

    void use(const std::shared_ptr<const SkillSet> &skills) override;
    /// Takes no skill in or out yet: takeNext() does.
    void aimAt(const std::shared_ptr<const SkillSet> &skills);
    /// One skill in, in the place of the one of its name that was there, or one out. Returns whether any is left to do.
    /// `counted`: the words of next(); none: they are counted here.
    [[nodiscard]] bool takeNext(const std::optional<CountedWords> &counted = {});
    /// A step towards faster answers, when all are taken in; false: there was nothing to do.
    [[nodiscard]] bool tidySome() { return !m_isWriting && m_index.mergeSome(); }
    /// The skill that takeNext() takes in; none: it takes none in any more.
    [[nodiscard]] std::shared_ptr<const Skill> next() const;
    /// All that are still to be taken in, in their order.
    [[nodiscard]] std::vector<std::shared_ptr<const Skill>> coming() const;
    /// The one behind the next comes first. False: there is none.
    [[nodiscard]] bool postponeNext();
    [[nodiscard]] WordCounter::Rules countingRules() const;
    [[nodiscard]] QList<RankedSkill> search(const QString &question, int limit) const override;
    /// As search(), down to this score.
    [[nodiscard]] QList<RankedSkill> search(const QString &question, int limit, double threshold) const;
    /// Below this score search() answers nothing.
    [[nodiscard]] double threshold() const { return m_options.rating ? m_options.threshold : 0; }

    /// The words of a question as they are looked for.
    [[nodiscard]] std::vector<AskedTerm> termsOf(const QString &question) const;

private:
    struct Entry
    {
        std::shared_ptr<const Skill> skill;
        qsizetype place = 0; // in the set
        RowWords words;
        bool isWhole = true; // its text could be read when it was taken in
    };
    struct TakenWord
    {
        int number = 0; // in the vocabulary
        FieldCounts counts = {};
    };
    struct Occurrences
    {
        int stem = 0;
        bool isWritten = false;
        FieldCounts counts = {};
    };

    // The stems of a row are views into the vocabulary, valid until another text is taken in.
    /// Counts the words of a skill for the vocabulary, and what its row holds.
    [[nodiscard]] IndexedText takeIn(const CountedWords &counted, RowWords &words);
    /// The row as it was taken in; the vocabulary counts it no more.
    [[nodiscard]] IndexedText takeOut(const RowWords &words);
    /// How often this take has met the stem so far.
    Occurrences &occurrencesOf(int stem);
    void forgetLastTake();
    [[nodiscard]] bool hasLeft() const { return !m_coming.empty() || !m_leaving.isEmpty(); }
    void add(Entry entry, const std::optional<CountedWords> &counted);
    /// A skill with the same words in the place of another.
    void replace(qint64 row, const std::shared_ptr<const Skill> &skill, qsizetype place);
    void drop(qint64 row);
    [[nodiscard]] AskedTerm askedFor(int stem) const;
    [[nodiscard]] AskedTerm similarTo(const QString &word, bool mayGoOn) const;
    [[nodiscard]] double weightOf(int skillsThatHoldIt) const;

    const WordRankingOptions m_options;
    const WordSplitter m_splitter; // of questions
    WordCounter m_counter;
    mutable WordIndex m_index; // SQLite changes while it searches
    const Stemmer m_stemmer;
    Vocabulary m_vocabulary;
    QHash<const Skill *, qint64> m_rows;
    QHash<qint64, Entry> m_entries;
    QMultiHash<QString, qint64> m_byName; // letters and digits of the name
    qint64 m_nextRow = 1;

    // What is left to do for the set that was aimed at.
    std::vector<Entry> m_coming;           // the last one is next
    QMultiHash<QString, qint64> m_leaving; // rows by the names of their skills
    bool m_isWriting = false;

    // One skill's words, while it is taken in or out.
    std::vector<TakenWord> m_words;
    std::vector<Occurrences> m_occurrences; // of their stems
    // Where to look for a stem in these; what stands at that place tells whether it is there.
    std::vector<quint32> m_stemPlaces;
};
