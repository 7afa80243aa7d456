// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/word_ranking.h"

#include "core/skills/search/stop_words.h"

#include <algorithm>
#include <cmath>
#include <utility>

static constexpr int FewestSkills = 100;            // fewer tell too little about how rare a word is
static constexpr size_t MostTerms = 32;             // of a question
static constexpr qsizetype MostOfQuestion = 20'000; // characters
static constexpr size_t MostForms = 8;              // that one unknown word may stand for
static constexpr qsizetype LongestName = 128;
static constexpr qsizetype ShortestSpelled = 4;
static constexpr qsizetype ShortestSpelledTwice = 8;
static constexpr qsizetype ShortestBeginning = 3;
static constexpr double LikeOneEdit = .8;
static constexpr double LikeTwoEdits = .6;
static constexpr double LikeCompletion = .9;

// "LaTeX posters" and "latex-posters" are one name.
static QString nameKey(const QString &text)
{
    QString key;
    for (const QChar c : text) {
        if (c.isLetterOrNumber() || c.isSurrogate())
            key += c.toCaseFolded();
    }
    return key;
}

WordRanking::WordRanking(const WordRankingOptions &options)
    : m_options(options)
    , m_splitter(options.compounds)
    , m_counter(countingRules())
    , m_index(!options.rating)
    , m_stemmer(m_index.database())
    , m_vocabulary(options.stemming ? &m_stemmer : nullptr)
{
}

WordRanking::Occurrences &WordRanking::occurrencesOf(int stem)
{
    // Grows with the vocabulary; nothing in it is ever cleared.
    if (m_stemPlaces.size() <= size_t(stem))
        m_stemPlaces.resize(size_t(stem) + size_t(stem) / 4 + 1);
    quint32 &place = m_stemPlaces[size_t(stem)];
    if (place >= m_occurrences.size() || m_occurrences[place].stem != stem) {
        place = quint32(m_occurrences.size());
        m_occurrences.push_back({.stem = stem, .isWritten = false, .counts = {}});
    }
    return m_occurrences[place];
}

void WordRanking::forgetLastTake()
{
    m_words.clear();
    m_occurrences.clear();
}

// So many words ahead a slot of the vocabulary is fetched.
static constexpr size_t FetchAhead = 8;

IndexedText WordRanking::takeIn(const CountedWords &counted, RowWords &words)
{
    forgetLastTake();
    IndexedText row;
    row.lengths = counted.lengths;
    for (size_t i = 0; i < counted.size(); ++i) {
        if (i + FetchAhead < counted.size())
            m_vocabulary.expect(counted.words[i + FetchAhead].hash);
        const CountedWords::Word word = counted.word(i);
        m_words.push_back({.number = m_vocabulary.take(word.text, word.hash), .counts = word.counts});
    }
    std::sort(m_words.begin(), m_words.end(),
              [](const TakenWord &a, const TakenWord &b) { return a.number < b.number; });
    for (const TakenWord &word : m_words) {
        FieldCounts &counts = occurrencesOf(m_vocabulary.stemOf(word.number)).counts;
        for (size_t field = 0; field < SkillFieldCount; ++field)
            counts[field] =
                quint16(std::min(counts[field] + word.counts[field], WordCounter::mostIn(field, m_options.rating)));
    }
    for (const TakenWord &word : m_words) {
        m_vocabulary.countWord(word.number, +1);
        words.addWord(word.number);
        const int stem = m_vocabulary.stemOf(word.number);
        Occurrences &occurrences = occurrencesOf(stem);
        if (std::exchange(occurrences.isWritten, true))
            continue; // with an earlier word
        m_vocabulary.countStem(stem, +1);
        words.addStem(occurrences.counts);
        row.stems.push_back({m_vocabulary.stemText(stem), occurrences.counts});
    }
    words.finish();
    return row;
}

IndexedText WordRanking::takeOut(const RowWords &words)
{
    forgetLastTake();
    IndexedText row;
    for (RowWords::Reader reader(words); !reader.atEnd();) {
        const int word = reader.word();
        m_vocabulary.countWord(word, -1);
        const int stem = m_vocabulary.stemOf(word);
        if (std::exchange(occurrencesOf(stem).isWritten, true))
            continue;
        m_vocabulary.countStem(stem, -1);
        row.stems.push_back({m_vocabulary.stemText(stem), reader.stem()});
    }
    return row;
}

void WordRanking::use(const std::shared_ptr<const SkillSet> &skills)
{
    aimAt(skills);
    while (takeNext()) {
    }
}

/// That of its SKILL.md; empty: not known.
static QByteArray textDigestOf(const Skill &skill)
{
    const auto file = std::find_if(skill.files.begin(), skill.files.end(),
                                   [](const SkillFile &each) { return each.path == QStringLiteral("SKILL.md"); });
    return file == skill.files.end() ? QByteArray() : file->digest;
}

/// Whether the same row comes of both, wherever they lie.
static bool haveTheSameWords(const Skill &a, const Skill &b)
{
    const QByteArray digest = textDigestOf(a);
    const bool isKnown = !a.contentIsInFile || !digest.isEmpty() || a.directory == b.directory;
    return isKnown && a.name == b.name && a.description == b.description && a.contentIsInFile == b.contentIsInFile &&
           a.content == b.content && digest == textDigestOf(b);
}

/// Two that have the same words have the same of this.
static QByteArray wordsKeyOf(const Skill &skill)
{
    const QByteArray digest = textDigestOf(skill);
    return digest.isEmpty() ? skill.name.toUtf8() : digest;
}

void WordRanking::replace(qint64 row, const std::shared_ptr<const Skill> &skill, qsizetype place)
{
    Entry &entry = m_entries[row];
    m_rows.remove(entry.skill.get());
    m_rows.insert(skill.get(), row);
    entry.skill = skill;
    entry.place = place;
}

void WordRanking::aimAt(const std::shared_ptr<const SkillSet> &skills)
{
    m_coming.clear();
    m_leaving.clear();
    QSet<qint64> staying;
    staying.reserve(skills->skills.size());
    for (qsizetype place = 0; place < skills->skills.size(); ++place) {
        const auto &skill = skills->skills.at(place);
        const auto known = m_rows.constFind(skill.get());
        if (known == m_rows.cend()) {
            m_coming.push_back({.skill = skill, .place = place, .words = {}, .isWhole = true});
            continue;
        }
        staying.insert(*known);
        m_entries[*known].place = place;
    }
    std::reverse(m_coming.begin(), m_coming.end());
    if (staying.size() == m_entries.size())
        return;
    QMultiHash<QByteArray, qint64> leaving;
    for (auto entry = m_entries.cbegin(); entry != m_entries.cend(); ++entry) {
        if (!staying.contains(entry.key()) && entry->isWhole)
            leaving.insert(wordsKeyOf(*entry->skill), entry.key());
    }
    // While a collection is read many are called anew, for others of their names have come, and of many equal ones
    // another is the first.
    std::erase_if(m_coming, [&](const Entry &coming) {
        const QByteArray key = wordsKeyOf(*coming.skill);
        for (auto row = leaving.find(key); row != leaving.end() && row.key() == key; ++row) {
            if (!haveTheSameWords(*m_entries.value(*row).skill, *coming.skill))
                continue;
            replace(*row, coming.skill, coming.place);
            staying.insert(*row);
            leaving.erase(row);
            return true;
        }
        return false;
    });
    for (auto entry = m_entries.cbegin(); entry != m_entries.cend(); ++entry) {
        if (!staying.contains(entry.key()))
            m_leaving.insert(entry->skill->name, entry.key());
    }
}

void WordRanking::add(Entry entry, const std::optional<CountedWords> &counted)
{
    const qint64 row = m_nextRow++;
    CountedWords own;
    if (!counted)
        own = m_counter.count(*entry.skill);
    const CountedWords &words = counted ? *counted : own;
    entry.isWhole = words.isWhole;
    m_index.insert(row, takeIn(words, entry.words));
    m_rows.insert(entry.skill.get(), row);
    m_byName.insert(nameKey(entry.skill->name), row);
    m_entries.insert(row, entry);
}

void WordRanking::drop(qint64 row)
{
    const Entry entry = m_entries.take(row);
    m_index.remove(row, takeOut(entry.words));
    m_rows.remove(entry.skill.get());
    m_byName.remove(nameKey(entry.skill->name), row);
}

WordCounter::Rules WordRanking::countingRules() const
{
    return {.compounds = m_options.compounds, .stopWords = m_options.stopWords, .capped = m_options.rating};
}

std::shared_ptr<const Skill> WordRanking::next() const
{
    return m_coming.empty() ? nullptr : m_coming.back().skill;
}

std::vector<std::shared_ptr<const Skill>> WordRanking::coming() const
{
    std::vector<std::shared_ptr<const Skill>> skills;
    skills.reserve(m_coming.size());
    for (auto entry = m_coming.rbegin(); entry != m_coming.rend(); ++entry)
        skills.push_back(entry->skill);
    return skills;
}

bool WordRanking::postponeNext()
{
    if (m_coming.size() < 2)
        return false;
    std::swap(m_coming[m_coming.size() - 1], m_coming[m_coming.size() - 2]);
    return true;
}

bool WordRanking::takeNext(const std::optional<CountedWords> &counted)
{
    if (hasLeft() && !std::exchange(m_isWriting, true))
        m_index.begin();
    auto leaving = m_leaving.begin();
    if (!m_coming.empty()) {
        Entry entry = std::move(m_coming.back());
        m_coming.pop_back();
        leaving = m_leaving.find(entry.skill->name);
        add(std::move(entry), counted);
    }
    if (leaving != m_leaving.end()) {
        drop(*leaving);
        m_leaving.erase(leaving);
    }
    if (!hasLeft() && std::exchange(m_isWriting, false)) {
        m_index.commit();
        m_stemPlaces = {}; // as large as the vocabulary, for nothing until the next change
    }
    return hasLeft();
}

// How rare a word is, from 1 (nobody holds it) down to nearly 0 (everybody does).
double WordRanking::weightOf(int skillsThatHoldIt) const
{
    const auto rarity = [count = double(std::max<qsizetype>(m_entries.size(), FewestSkills))](int holders) {
        return std::log(1 + (count - std::min<double>(count, holders) + .5) / (holders + .5));
    };
    // The root: skills are few, so that a word which but one happens to hold is not worth that much more.
    return std::sqrt(rarity(skillsThatHoldIt) / rarity(0));
}

AskedTerm WordRanking::askedFor(int stem) const
{
    return {{{m_vocabulary.stemText(stem).toByteArray(), 1}}, weightOf(m_vocabulary.skillsWithStem(stem))};
}

// What an unknown word may stand for. Without forms: nothing comes near.
AskedTerm WordRanking::similarTo(const QString &word, bool mayGoOn) const
{
    std::vector<int> words;
    double likeness = LikeCompletion;
    if (m_options.completion && mayGoOn && word.size() >= ShortestBeginning)
        words = m_vocabulary.completions(word, MostForms);
    if (words.empty() && m_options.spelling && word.size() >= ShortestSpelled) {
        likeness = LikeOneEdit;
        words = m_vocabulary.neighbours(word, 1, MostForms);
    }
    if (words.empty() && m_options.spelling && word.size() >= ShortestSpelledTwice) {
        likeness = LikeTwoEdits;
        words = m_vocabulary.neighbours(word, 2, MostForms);
    }
    AskedTerm term{{}, 1};
    int holders = 0;
    QSet<int> stems;
    for (const int number : words) {
        const int stem = m_vocabulary.stemOf(number);
        if (stems.contains(stem))
            continue;
        stems.insert(stem);
        term.forms.push_back({m_vocabulary.stemText(stem).toByteArray(), likeness});
        holders = std::max(holders, m_vocabulary.skillsWithStem(stem));
    }
    if (!term.forms.empty())
        term.weight = weightOf(holders);
    return term;
}

std::vector<AskedTerm> WordRanking::termsOf(const QString &question) const
{
    const QString text = question.left(MostOfQuestion);
    const bool endsInWord = !text.isEmpty() && text.back().isLetterOrNumber();
    const QList<SplitWord> words = m_splitter.split(text);
    std::vector<AskedTerm> terms;
    QSet<QByteArray> asked;
    const auto ask = [&terms, &asked](const AskedTerm &term) {
        if (asked.contains(term.forms.front().stem))
            return;
        asked.insert(term.forms.front().stem);
        terms.push_back(term);
    };
    for (qsizetype i = 0; i < words.size();) {
        // Of one compound, what nobody holds counts only if nobody holds any of it.
        const int token = words.at(i).token;
        bool anyAsked = false;
        bool anyKnown = false;
        for (; i < words.size() && words.at(i).token == token; ++i) {
            const QString &word = words.at(i).text;
            if (m_options.stopWords && isStopWord(word))
                continue;
            anyAsked = true;
            const int stem = m_vocabulary.heldStem(word);
            const AskedTerm term = stem >= 0 ? askedFor(stem) : similarTo(word, endsInWord && i + 1 == words.size());
            if (term.forms.empty())
                continue;
            anyKnown = true;
            ask(term);
        }
        if (anyAsked && !anyKnown)
            terms.push_back({{}, 1});
    }
    // Of a long question the rarest words are asked for: they tell most.
    if (terms.size() > MostTerms) {
        std::stable_sort(terms.begin(), terms.end(), [](const AskedTerm &a, const AskedTerm &b) {
            return a.forms.empty() != b.forms.empty() ? b.forms.empty() : a.weight > b.weight;
        });
        terms.resize(MostTerms);
    }
    return terms;
}

QList<RankedSkill> WordRanking::search(const QString &question, int limit) const
{
    return search(question, limit, threshold());
}

QList<RankedSkill> WordRanking::search(const QString &question, int limit, double threshold) const
{
    if (limit <= 0)
        return {};
    struct Answer
    {
        RankedSkill ranked;
        qsizetype place;
    };
    std::vector<Answer> answers;
    QList<qint64> named;
    if (const QString key = m_options.rating && question.size() <= LongestName ? nameKey(question) : QString();
        !key.isEmpty())
        named = m_byName.values(key);
    for (const qint64 row : std::as_const(named))
        answers.push_back({{m_entries.value(row).skill, 1}, m_entries.value(row).place});
    for (const FoundText &found : m_index.search(termsOf(question), limit, threshold)) {
        if (named.contains(found.row))
            continue;
        const Entry entry = m_entries.value(found.row);
        answers.push_back({{entry.skill, found.score}, entry.place});
    }
    // Equals stay in the order of their sources.
    std::stable_sort(answers.begin(), answers.end(), [](const Answer &a, const Answer &b) {
        return a.ranked.score != b.ranked.score ? a.ranked.score > b.ranked.score : a.place < b.place;
    });
    QList<RankedSkill> ranked;
    for (const Answer &answer : answers)
        ranked.append(answer.ranked);
    ranked.resize(std::min<qsizetype>(ranked.size(), limit));
    return ranked;
}

std::unique_ptr<Ranking> makeWordRanking()
{
    return std::make_unique<WordRanking>();
}
