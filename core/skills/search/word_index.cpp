// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/word_index.h"

#include "core/skills/search/fts5.h"

#include <QDebug>

#include <algorithm>
#include <cmath>

#include <sqlite3.h>

// Tuned on the first half of tests/data/search; docs/search.md has the measurements.
static constexpr std::array<double, SkillFieldCount> FieldWeights = {3, 4, 1, 1, .3};
static constexpr std::array<double, SkillFieldCount> LengthMatters = {.3, .5, .5, .5, .5}; // 0 not, 1 in proportion
static constexpr double Saturation = 3; // this much presence is half of all that presence can give
static constexpr double Evidence = 2;   // this much of it is half of all certainty; of a short question, all it has

// Contentless: the texts live in the skills, a second copy would only cost memory.
static constexpr char Create[] = "CREATE VIRTUAL TABLE skills USING fts5(name, description, headings, beginning, body, "
                                 "content='', tokenize='ascii')";

// Bytes of new words that wait for being sorted in; FTS5's own 1 MiB means twice the work for 10 000 skills.
static constexpr char CollectMore[] = "INSERT INTO skills(skills, rank) VALUES('hashsize', 4194304)";

// Pieces of the index that lie beside each other before they become one. With FTS5's own 4 all words of a large
// collection are written twice while it is read.
static constexpr char MergeLess[] = "INSERT INTO skills(skills, rank) VALUES('automerge', 16)";

struct WordIndex::Rating
{
    const Fts5ExtensionApi *api;
    Fts5Context *context;
};

WordIndex::WordIndex(bool plain)
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
    run("PRAGMA journal_mode = OFF");
    run(Create);
    run(CollectMore);
    run(MergeLess);
    m_insert = prepare("INSERT INTO skills(rowid, name, description, headings, beginning, body) "
                       "VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
    m_remove = prepare("INSERT INTO skills(skills, rowid, name, description, headings, beginning, body) "
                       "VALUES('delete', ?1, ?2, ?3, ?4, ?5, ?6)");
    // The beginning is in the body already.
    m_search = prepare(plain ? "SELECT rowid, -bm25(skills, 1, 1, 1, 0, 1) AS score FROM skills WHERE skills MATCH ?1 "
                               "ORDER BY score DESC, rowid LIMIT ?2"
                             : "SELECT rowid, relevance(skills) AS score FROM skills WHERE skills MATCH ?1 "
                               "ORDER BY score DESC, rowid LIMIT ?2");
}

WordIndex::~WordIndex()
{
    sqlite3_finalize(m_insert);
    sqlite3_finalize(m_remove);
    sqlite3_finalize(m_search);
    sqlite3_close(m_database);
}

void WordIndex::run(const char *sql)
{
    if (sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        qCritical("Cannot keep the search index: %s", sqlite3_errmsg(m_database));
}

sqlite3_stmt *WordIndex::prepare(const char *sql)
{
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v3(m_database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
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

void WordIndex::bind(sqlite3_stmt *statement, int first, const IndexedText &text)
{
    for (int i = 0; i < SkillFieldCount; ++i) {
        const QByteArray &stems = text.stems[size_t(i)];
        sqlite3_bind_text(statement, first + i, stems.constData(), int(stems.size()), SQLITE_STATIC);
    }
}

void WordIndex::insert(qint64 row, const IndexedText &text)
{
    sqlite3_bind_int64(m_insert, 1, row);
    bind(m_insert, 2, text);
    if (sqlite3_step(m_insert) != SQLITE_DONE)
        qCritical("Cannot add to the search index: %s", sqlite3_errmsg(m_database));
    sqlite3_reset(m_insert);
    m_lengths[row] = text.lengths;
    for (size_t i = 0; i < SkillFieldCount; ++i)
        m_totals[i] += text.lengths[i];
}

void WordIndex::remove(qint64 row, const IndexedText &text)
{
    sqlite3_bind_int64(m_remove, 1, row);
    bind(m_remove, 2, text);
    if (sqlite3_step(m_remove) != SQLITE_DONE)
        qCritical("Cannot remove from the search index: %s", sqlite3_errmsg(m_database));
    sqlite3_reset(m_remove);
    const auto lengths = m_lengths.extract(row);
    for (size_t i = 0; i < SkillFieldCount && lengths; ++i)
        m_totals[i] -= lengths.mapped()[i];
}

// BM25F's presence, between 0 and 1, of each term in the row. How much of the question they cover tells an answer from
// a chance meeting of words, and so does how much they are together: the score is the geometric mean of both.
double WordIndex::rate(const Rating &rating)
{
    const auto lengths = m_lengths.find(rating.api->xRowid(rating.context));
    if (lengths == m_lengths.end() || m_whole <= 0)
        return 0;
    std::array<double, SkillFieldCount> worth = {};
    for (size_t i = 0; i < SkillFieldCount; ++i) {
        const double length = double(lengths->second[i]) / m_means[i];
        worth[i] = FieldWeights[i] / (1 - LengthMatters[i] + LengthMatters[i] * length);
    }
    std::fill(m_best.begin(), m_best.end(), 0.0);
    for (size_t phrase = 0; phrase < m_asked.size(); ++phrase) {
        Fts5PhraseIter at;
        int column = -1;
        int offset = -1;
        double presence = 0;
        rating.api->xPhraseFirst(rating.context, int(phrase), &at, &column, &offset);
        for (; column >= 0; rating.api->xPhraseNext(rating.context, &at, &column, &offset))
            presence += worth[size_t(column)];
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
