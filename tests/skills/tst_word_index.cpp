// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/search/word_index.h"

#include <QElapsedTimer>
#include <QList>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <utility>

#include <sqlite3.h>

using namespace Qt::StringLiterals;

static int number(const WordIndex &index, const char *sql)
{
    int value = -1;
    sqlite3_exec(
        index.database(), sql,
        [](void *place, int, char **values, char **) {
            *static_cast<int *>(place) = QByteArray(values[0]).toInt();
            return 0;
        },
        &value, nullptr);
    return value;
}

/// Pieces that FTS5 has to look through for each word of a question.
static int pieces(const WordIndex &index)
{
    return number(index, "SELECT count(DISTINCT segid) FROM skills_idx");
}

/// The table of an index that grew by many small changes.
class TestWordIndex : public QObject
{
    Q_OBJECT

    static constexpr int Changes = 20;
    static constexpr int RowsAChange = 10;
    static constexpr int WordsARow = 200;

    /// Each word stands in ten rows or so.
    static QList<QByteArray> stemsOf(int row)
    {
        QList<QByteArray> stems;
        QRandomGenerator random(quint32(row + 1));
        for (int i = 0; i < WordsARow; ++i)
            stems.append("w" + QByteArray::number(random.bounded(4000)));
        std::sort(stems.begin(), stems.end());
        stems.erase(std::unique(stems.begin(), stems.end()), stems.end());
        return stems;
    }

    static IndexedText textOf(const QList<QByteArray> &stems)
    {
        IndexedText text;
        for (const QByteArray &stem : stems)
            text.stems.push_back({stem, {0, 1, 0, 0, 1}});
        text.lengths[size_t(SkillField::Description)] = int(stems.size());
        text.lengths[size_t(SkillField::Body)] = int(stems.size());
        return text;
    }

    static void grow(WordIndex &index)
    {
        for (int change = 0; change < Changes; ++change) {
            index.begin();
            for (int row = change * RowsAChange; row < (change + 1) * RowsAChange; ++row)
                index.insert(row + 1, textOf(stemsOf(row)));
            index.commit();
        }
    }

    static QList<std::pair<qint64, double>> answer(WordIndex &index, const QByteArray &stem)
    {
        QList<std::pair<qint64, double>> rows;
        for (const FoundText &found : index.search({{{{stem, 1}}, 1}}, 100, 0))
            rows.append({found.row, found.score});
        return rows;
    }

private slots:
    void piecesBecomeOneInSmallSteps()
    {
        WordIndex index;
        grow(index);
        QVERIFY2(pieces(index) >= Changes, qPrintable(QString::number(pieces(index))));
        const auto before = answer(index, "w17");
        QVERIFY(before.size() > 1);
        QElapsedTimer clock;
        double longestMs = 0;
        int steps = 0;
        for (clock.start(); index.mergeSome(); clock.start(), ++steps) {
            longestMs = std::max(longestMs, double(clock.nsecsElapsed()) / 1e6);
            QCOMPARE(answer(index, "w17"), before); // also halfway
        }
        qInfo("%d steps, the longest %.2f ms", steps, longestMs);
        QVERIFY(steps > 1);
        QVERIFY2(pieces(index) < 4, qPrintable(QString::number(pieces(index))));
        QVERIFY(!index.mergeSome());
    }

    void thePagesOfWhatWasMergedAreGivenBack()
    {
        WordIndex index;
        grow(index);
        const int before = number(index, "PRAGMA page_count");
        while (index.mergeSome()) {
        }
        const int after = number(index, "PRAGMA page_count");
        QVERIFY2(after < before, qPrintable(u"%1 pages, before %2"_s.arg(after).arg(before)));
        QCOMPARE(number(index, "PRAGMA freelist_count"), 0);
    }
};

QTEST_GUILESS_MAIN(TestWordIndex)
#include "tst_word_index.moc"
