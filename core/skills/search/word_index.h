// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

/// What of a skill is searched. The beginning of the body counts on its own too: it says what the skill is for.
enum class SkillField { Name, Description, Headings, Beginning, Body };
inline constexpr int SkillFieldCount = 5;

/// How often a stem stands in each field.
using FieldCounts = std::array<quint16, SkillFieldCount>;

/// One row of the index: its stems, each once, and how many words each field has.
struct IndexedText
{
    struct Stem
    {
        QByteArrayView text; // UTF-8
        FieldCounts counts = {};
    };
    std::vector<Stem> stems;
    std::array<int, SkillFieldCount> lengths = {};
};

/// One word of a question, as it is asked for.
struct AskedTerm
{
    struct Form
    {
        QByteArray stem;
        double likeness = 1; // below 1: only similar to what was asked
    };
    std::vector<Form> forms; // none: no skill holds it, it only counts as asked
    double weight = 0;       // 0 to 1: how much its presence tells
};

/// One row that was found.
struct FoundText
{
    qint64 row = 0;
    double score = 0;
};

/// An FTS5 table in memory, with a function that rates a row from 0 to 1.
///
/// Where in a field a word stands is of no interest, only how often. So the table knows the columns of a word, not its
/// places, and a field has several columns: one for each binary digit of the count.
class WordIndex
{
public:
    /// `plain`: rows are rated by FTS5's own bm25, which has no upper end.
    explicit WordIndex(bool plain = false);
    ~WordIndex();
    Q_DISABLE_COPY_MOVE(WordIndex)

    [[nodiscard]] sqlite3 *database() const { return m_database; }

    void begin();
    void insert(qint64 row, const IndexedText &text); // a row that is not there; fastest above all others
    void remove(qint64 row, const IndexedText &text); // the stems it was inserted with
    void commit();
    /// Puts pieces of the index together, a step of it; false: there was nothing to do. Not between begin() and
    /// commit().
    [[nodiscard]] bool mergeSome();

    /// The best `limit` rows with at least `threshold`, best first.
    [[nodiscard]] std::vector<FoundText> search(const std::vector<AskedTerm> &terms, int limit, double threshold);

private:
    struct Rating;
    struct Column
    {
        size_t field = 0;
        int worth = 1; // so often a word that stands in it is in the field
    };
    struct RowLengths
    {
        qint64 row = 0;
        std::array<int, SkillFieldCount> lengths = {};
    };
    struct AskedForm
    {
        size_t term;
        double likeness;
    };

    [[nodiscard]] static std::vector<Column> columnsOf(bool plain);
    /// Where the row is in m_lengths, or would be.
    [[nodiscard]] std::vector<RowLengths>::iterator placeOf(qint64 row);
    [[nodiscard]] double rate(const Rating &rating);
    void run(const QByteArray &sql);
    [[nodiscard]] sqlite3_stmt *prepare(const QByteArray &sql);
    /// How often a column has a stem that stands so often in the fields.
    [[nodiscard]] int timesIn(const Column &column, const FieldCounts &counts) const;
    /// Has the statement write what the row's columns hold.
    [[nodiscard]] bool write(sqlite3_stmt *statement, qint64 row, const IndexedText &text);

    const bool m_isPlain;
    const std::vector<Column> m_columns; // those of a field side by side, the lowest digit first
    std::vector<QByteArray> m_texts;     // of the columns, while a row is written
    sqlite3 *m_database = nullptr;
    sqlite3_stmt *m_insert = nullptr;
    sqlite3_stmt *m_remove = nullptr;
    sqlite3_stmt *m_search = nullptr;
    std::vector<RowLengths> m_lengths; // by row
    std::array<qint64, SkillFieldCount> m_totals = {};
    std::array<double, SkillFieldCount> m_means = {}; // of the lengths, as long as one question is answered

    // The question that is being answered.
    std::vector<AskedForm> m_asked; // one a phrase of the MATCH expression
    std::vector<double> m_weights;  // one a term
    std::vector<double> m_best;     // one a term, for the row in hand
    double m_whole = 0;
};
