// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/text_finder.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

/// Byte by byte; ASCII letters alone have a case.
static qsizetype slowlyFound(const QByteArray &bytes, const QByteArray &text, bool caseSensitive, qsizetype from)
{
    return caseSensitive ? bytes.indexOf(text, from) : bytes.toLower().indexOf(text.toLower(), from);
}

static QByteArray randomBytes(QRandomGenerator &random, const QByteArray &alphabet, int size)
{
    QByteArray bytes;
    for (int i = 0; i < size; ++i)
        bytes += alphabet.at(random.bounded(static_cast<int>(alphabet.size())));
    return bytes;
}

class TestTextFinder : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyPlaceIsFoundAsByASlowSearch()
    {
        QRandomGenerator random(20261128);
        int hits = 0;
        int misses = 0;
        for (int round = 0; round < 20'000; ++round) {
            // Few different bytes, so that much is nearly alike; '@' and '`' differ by the bit that makes a case.
            static const QByteArrayList alphabets{"ab", "aAbB", "kK@`", "aB1 \n", QByteArray("a\0\xc3\xa4[{", 6)};
            const QByteArray &alphabet = alphabets.at(random.bounded(static_cast<int>(alphabets.size())));
            const QByteArray bytes = randomBytes(random, alphabet, random.bounded(200));
            const QByteArray text = randomBytes(random, alphabet, 1 + random.bounded(7));
            const bool caseSensitive = random.bounded(2) == 0;
            const qsizetype from = random.bounded(static_cast<int>(bytes.size()) + 1);
            const qsizetype found = TextFinder(text, caseSensitive).find(bytes, from);
            QCOMPARE(found, slowlyFound(bytes, text, caseSensitive, from));
            ++(found < 0 ? misses : hits);
        }
        qInfo("%d found, %d not", hits, misses);
        QVERIFY(hits > 2000);
        QVERIFY(misses > 2000);
    }

    // A block is looked at as a whole: its first and last place, and those behind the last block, are where it slips.
    void whereverItStandsItIsFoundOnce()
    {
        const QByteArray text("Loaded skill");
        const TextFinder finder(text, false);
        for (int size = static_cast<int>(text.size()); size < 110; ++size) {
            for (int at = 0; at + text.size() <= size; ++at) {
                QByteArray bytes(size, '.');
                bytes.replace(at, text.size(), text.toUpper());
                QCOMPARE(finder.find(bytes, 0), at);
                QCOMPARE(finder.find(bytes, at), at);
                QCOMPARE(finder.find(bytes, at + 1), -1);
            }
        }
    }

    void whatIsShorterThanTheTextHasItNowhere()
    {
        const TextFinder finder("abc", true);
        QCOMPARE(finder.find(QByteArray(), 0), -1);
        QCOMPARE(finder.find("ab", 0), -1);
        QCOMPARE(finder.find("abc", 1), -1);
        QCOMPARE(finder.find("abc", 0), 0);
    }
};

QTEST_GUILESS_MAIN(TestTextFinder)
#include "tst_text_finder.moc"
