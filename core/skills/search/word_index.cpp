// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/word_index.h"

#include "core/skills/search/fts5.h"

#include <QByteArrayList>
#include <QDebug>

#include <algorithm>
#include <cmath>

#include <sqlite3.h>

// Tuned on the first half of tests/data/search; docs/search.md has the measurements.
static constexpr std::array<double, SkillFieldCount> FieldWeights = {3, 4, 1, 1, .3};
static constexpr std::array<double, SkillFieldCount> LengthMatters = {.3, .5, .5, .5, .5}; // 0 not, 1 in proportion
static constexpr double Saturation = 3; // this much presence is half of all that presence can give
static constexpr double Evidence = 2;   // this much of it is half of all certainty; of a short question, all it has

// Binary digits of a count. More often than they can say makes no difference any more; bodies are counted up to five
// times anyway.
static constexpr std::array<int, SkillFieldCount> Digits = {6, 6, 6, 3, 3};

// Bytes of new words that wait for being sorted in; FTS5's own 1 MiB means twice the work for 10 000 skills.
static constexpr char CollectMore[] = "INSERT INTO skills(skills, rank) VALUES('hashsize', 4194304)";

// Pieces of the index become one in steps of our own. FTS5 would do it whenever a text is written, and of sixteen
// pieces all at once: a third of a second for a collection of 16 000.
static constexpr char MergeNever[] = "INSERT INTO skills(skills, rank) VALUES('automerge', 0)";
static constexpr char ButInNeed[] = "INSERT INTO skills(skills, rank) VALUES('crisismerge', 64)";

// Pages of 4 KiB to be written; about two milliseconds.
static constexpr char MergeSome[] = "INSERT INTO skills(skills, rank) VALUES('merge', 16)";

struct WordIndex::Rating
{
    const Fts5ExtensionApi *api;
    Fts5Context *context;
};

std::vector<WordIndex::Column> WordIndex::columnsOf(bool plain)
{
    std::vector<Column> columns;
    for (size_t field = 0; field < SkillFieldCount; ++field) {
        for (int digit = 0; digit < (plain ? 1 : Digits[field]); ++digit)
            columns.push_back({field, 1 << digit});
    }
    return columns;
}

// "c0, c1" or "?2, ?3"
static QByteArray listOf(const char *prefix, size_t count, int first)
{
    QByteArrayList names;
    for (size_t i = 0; i < count; ++i)
        names.append(prefix + QByteArray::number(int(i) + first));
    return names.join(", ");
}

WordIndex::WordIndex(bool plain)
    : m_isPlain(plain)
    , m_columns(columnsOf(plain))
    , m_texts(m_columns.size())
{
    if (sqlite3_open_v2(":memory:", &m_database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        nullptr) != SQLITE_OK)
        qCritical("Cannot open the search index: %s", sqlite3_errmsg(m_database));
    fts5_api *api = fts5ApiOf(m_database);
    if (!api) {
        qCritical("Cannot search skills: SQLite was built without FTS5");
        return;
    }
    api->xCreateFunction(
        api, "relevance", this,
        [](const Fts5ExtensionApi *extension, Fts5Context *context, sqlite3_context *result, int, sqlite3_value **) {
            auto *index = static_cast<WordIndex *>(extension->xUserData(context));
            sqlite3_result_double(result, index->rate({extension, context}));
        },
        nullptr);
    const QByteArray columns = listOf("c", m_columns.size(), 0);
    const QByteArray values = listOf("?", m_columns.size(), 2);
    run("PRAGMA journal_mode = OFF");
    run("PRAGMA auto_vacuum = FULL"); // what was merged is given back
    // Contentless: the texts live in the skills, a second copy would only cost memory.
    run("CREATE VIRTUAL TABLE skills USING fts5(" + columns + ", content='', tokenize='ascii'" +
        (plain ? "" : ", detail=column, columnsize=0") + ')');
    run(CollectMore);
    run(MergeNever);
    run(ButInNeed);
    m_insert = prepare("INSERT INTO skills(rowid, " + columns + ") VALUES(?1, " + values + ')');
    m_remove = prepare("INSERT INTO skills(skills, rowid, " + columns + ") VALUES('delete', ?1, " + values + ')');
    // The beginning is in the body already.
    const QByteArray score = plain ? "-bm25(skills, 1, 1, 1, 0, 1)" : "relevance(skills)";
    m_search = prepare("SELECT rowid, " + score +
                       " AS score FROM skills WHERE skills MATCH ?1 ORDER BY score DESC, rowid LIMIT ?2");
}

WordIndex::~WordIndex()
{
    sqlite3_finalize(m_insert);
    sqlite3_finalize(m_remove);
    sqlite3_finalize(m_search);
    sqlite3_close(m_database);
}

void WordIndex::run(const QByteArray &sql)
{
    if (sqlite3_exec(m_database, sql.constData(), nullptr, nullptr, nullptr) != SQLITE_OK)
        qCritical("Cannot keep the search index: %s", sqlite3_errmsg(m_database));
}

sqlite3_stmt *WordIndex::prepare(const QByteArray &sql)
{
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v3(m_database, sql.constData(), int(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement,
                           nullptr) != SQLITE_OK)
        qCritical("Cannot keep the search index: %s", sqlite3_errmsg(m_database));
    return statement;
}

void WordIndex::begin()
{
    run("BEGIN");
}

void WordIndex::commit()
{
    run("COMMIT");
}

bool WordIndex::mergeSome()
{
    const int before = sqlite3_total_changes(m_database);
    run(MergeSome);
    return sqlite3_total_changes(m_database) - before >= 2; // as FTS5 tells that it found something to do
}

int WordIndex::timesIn(const Column &column, const FieldCounts &counts) const
{
    const int count = counts[column.field];
    if (m_isPlain)
        return count;
    const int most = (1 << Digits[column.field]) - 1;
    return (std::min(count, most) & column.worth) != 0 ? 1 : 0;
}

bool WordIndex::write(sqlite3_stmt *statement, qint64 row, const IndexedText &text)
{
    for (QByteArray &column : m_texts)
        column.resize(0); // keeps its memory
    for (const IndexedText::Stem &stem : text.stems) {
        for (size_t i = 0; i < m_columns.size(); ++i) {
            if (stem.counts[m_columns[i].field] == 0)
                continue; // nearly always
            for (int times = timesIn(m_columns[i], stem.counts); times > 0; --times)
                m_texts[i].append(stem.text).append(' ');
        }
    }
    sqlite3_bind_int64(statement, 1, row);
    for (size_t i = 0; i < m_texts.size(); ++i)
        sqlite3_bind_text(statement, int(i) + 2, m_texts[i].constData(), int(m_texts[i].size()), SQLITE_STATIC);
    const bool isWritten = sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_reset(statement);
    return isWritten;
}

std::vector<WordIndex::RowLengths>::iterator WordIndex::placeOf(qint64 row)
{
    return std::lower_bound(m_lengths.begin(), m_lengths.end(), row,
                            [](const RowLengths &each, qint64 wanted) { return each.row < wanted; });
}

void WordIndex::insert(qint64 row, const IndexedText &text)
{
    if (!write(m_insert, row, text))
        qCritical("Cannot add to the search index: %s", sqlite3_errmsg(m_database));
    m_lengths.insert(placeOf(row), {row, text.lengths});
    for (size_t i = 0; i < SkillFieldCount; ++i)
        m_totals[i] += text.lengths[i];
}

void WordIndex::remove(qint64 row, const IndexedText &text)
{
    if (!write(m_remove, row, text))
        qCritical("Cannot remove from the search index: %s", sqlite3_errmsg(m_database));
    const auto place = placeOf(row);
    Q_ASSERT(place != m_lengths.end() && place->row == row);
    for (size_t i = 0; i < SkillFieldCount; ++i)
        m_totals[i] -= place->lengths[i];
    m_lengths.erase(place);
}

// BM25F's presence, between 0 and 1, of each term in the row. How much of the question they cover tells an answer from
// a chance meeting of words, and so does how much they are together: the score is the geometric mean of both.
double WordIndex::rate(const Rating &rating)
{
    const qint64 row = rating.api->xRowid(rating.context);
    const auto place = placeOf(row);
    if (place == m_lengths.end() || place->row != row || m_whole <= 0)
        return 0;
    std::array<double, SkillFieldCount> worth = {};
    for (size_t i = 0; i < SkillFieldCount; ++i) {
        const double length = double(place->lengths[i]) / m_means[i];
        worth[i] = FieldWeights[i] / (1 - LengthMatters[i] + LengthMatters[i] * length);
    }
    std::fill(m_best.begin(), m_best.end(), 0.0);
    for (size_t phrase = 0; phrase < m_asked.size(); ++phrase) {
        Fts5PhraseIter at;
        int number = -1;
        double presence = 0;
        rating.api->xPhraseFirstColumn(rating.context, int(phrase), &at, &number);
        for (; number >= 0; rating.api->xPhraseNextColumn(rating.context, &at, &number)) {
            const Column &column = m_columns[size_t(number)];
            presence += worth[column.field] * column.worth;
        }
        double &best = m_best[m_asked[phrase].term];
        best = std::max(best, m_asked[phrase].likeness * presence / (presence + Saturation));
    }
    double sum = 0;
    for (size_t i = 0; i < m_best.size(); ++i)
        sum += m_weights[i] * m_best[i];
    return std::sqrt(sum / m_whole * sum / (sum + std::min(Evidence, m_whole)));
}

std::vector<FoundText> WordIndex::search(const std::vector<AskedTerm> &terms, int limit, double threshold)
{
    m_asked.clear();
    m_weights.clear();
    m_whole = 0;
    QByteArray expression;
    for (const AskedTerm &term : terms) {
        for (const AskedTerm::Form &form : term.forms) {
            m_asked.push_back({m_weights.size(), form.likeness});
            // Stems are letters and digits only: nothing in them can end the quotation.
            expression += (expression.isEmpty() ? "\"" : " OR \"") + form.stem + '"';
        }
        m_weights.push_back(term.weight);
        m_whole += term.weight;
    }
    if (expression.isEmpty() || !m_search)
        return {};
    m_best.resize(m_weights.size());
    for (size_t i = 0; i < SkillFieldCount; ++i)
        m_means[i] = std::max(1.0, double(m_totals[i]) / double(std::max<size_t>(1, m_lengths.size())));

    std::vector<FoundText> found;
    sqlite3_bind_text(m_search, 1, expression.constData(), int(expression.size()), SQLITE_STATIC);
    sqlite3_bind_int(m_search, 2, limit);
    int result = sqlite3_step(m_search);
    for (; result == SQLITE_ROW; result = sqlite3_step(m_search)) {
        const double score = sqlite3_column_double(m_search, 1);
        if (score < threshold)
            break;
        found.push_back({sqlite3_column_int64(m_search, 0), score});
    }
    if (result != SQLITE_DONE && result != SQLITE_ROW)
        qCritical("Cannot search: %s", sqlite3_errmsg(m_database));
    sqlite3_reset(m_search);
    return found;
}
