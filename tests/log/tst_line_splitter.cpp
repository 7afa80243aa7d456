// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/control_filter.h"
#include "core/log/line_splitter.h"
#include "tests/log/random_output.h"

#include <QStringDecoder>
#include <QTest>

/// Every line as "text" or "text+N", where N bytes were cut.
static QByteArrayList split(const QByteArray &bytes, qsizetype chunk = 0)
{
    QByteArrayList lines;
    LineSplitter splitter;
    const auto take = [&](const RawLine &line) {
        lines.append(line.text.toByteArray() +
                     (line.cutBytes > 0 ? "+" + QByteArray::number(line.cutBytes) : QByteArray()));
    };
    for (qsizetype at = 0; at<bytes.size(); at += chunk> 0 ? chunk : bytes.size())
        splitter.read(chunk > 0 ? bytes.mid(at, chunk) : bytes, take);
    splitter.finish(take);
    return lines;
}

class TestLineSplitter : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void everyKindOfEndMakesALine_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArrayList>("lines");
        QTest::newRow("nothing") << QByteArray() << QByteArrayList{};
        QTest::newRow("newline") << QByteArray("a\nb\n") << QByteArrayList{"a", "b"};
        QTest::newRow("L08 return and newline") << QByteArray("a\r\nb\r\n") << QByteArrayList{"a", "b"};
        QTest::newRow("L08 newline and return") << QByteArray("a\n\rb\n\r") << QByteArrayList{"a", "b"};
        QTest::newRow("L08 partial line at the end") << QByteArray("a\nb") << QByteArrayList{"a", "b"};
        QTest::newRow("two returns") << QByteArray("a\r\r\nb") << QByteArrayList{"a", "b"};
        QTest::newRow("empty lines") << QByteArray("\n\na\n\n") << QByteArrayList{"", "", "a", ""};
        QTest::newRow("rewritten") << QByteArray("\r 10%\r 50%\r100%\nnext\n") << QByteArrayList{"100%", "next"};
        QTest::newRow("rewritten, not ended") << QByteArray("10%\r50%\r") << QByteArrayList{"50%"};
        QTest::newRow("only a return") << QByteArray("\r") << QByteArrayList{};
        QTest::newRow("returns alone make an empty line") << QByteArray("\r\r\n") << QByteArrayList{""};
    }
    void everyKindOfEndMakesALine()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArrayList, lines);
        QCOMPARE(split(bytes), lines);
        for (const qsizetype chunk : {1, 2, 3})
            QCOMPARE(split(bytes, chunk), lines);
    }

    void longLinesAreCutWithTheirRestCounted_data()
    {
        QTest::addColumn<int>("length");
        QTest::addColumn<int>("cut");
        QTest::newRow("L10 just fits") << 8192 << 0;
        QTest::newRow("L10 8 KiB + 1") << 8193 << 1;
        QTest::newRow("L10 64 KiB + 1") << 65537 << 65537 - 8192;
        QTest::newRow("L10 1 MiB") << 1048576 << 1048576 - 8192;
    }
    void longLinesAreCutWithTheirRestCounted()
    {
        QFETCH(int, length);
        QFETCH(int, cut);
        const QByteArray expected =
            QByteArray(length - cut, 'x') + (cut > 0 ? "+" + QByteArray::number(cut) : QByteArray());
        const QByteArray bytes = QByteArray(length, 'x') + "\nnext\n";
        QCOMPARE(split(bytes), (QByteArrayList{expected, "next"}));
        QCOMPARE(split(bytes, 1000), (QByteArrayList{expected, "next"}));
    }

    void aCutNeverBreaksACharacter()
    {
        const QByteArray bytes = QByteArray(8190, 'x') + "\u20AC\u20AC\n";
        const QByteArrayList expected{QByteArray(8190, 'x') + "+6"};
        QCOMPARE(split(bytes), expected);
        for (const qsizetype chunk : {1, 7, 8191, 8192, 8193})
            QCOMPARE(split(bytes, chunk), expected);
    }

    void unfinishedTellsWhatStands()
    {
        LineSplitter splitter;
        int lines = 0;
        const auto count = [&](const RawLine &) { ++lines; };
        splitter.read("done\nBatches:  0%\rBatches: 50%", count);
        QCOMPARE(splitter.unfinished().text, QByteArrayView("Batches: 50%"));
        splitter.read("\r", count);
        QCOMPARE(splitter.unfinished().text, QByteArrayView("Batches: 50%"));
        splitter.read("Batches: 100%\r\n", count);
        QCOMPARE(lines, 2);
        QVERIFY(splitter.unfinished().text.isEmpty());
    }

    void anEndlessLineTakesNoMoreMemory()
    {
        LineSplitter splitter;
        const QByteArray part(64 * 1024, 'x');
        const auto never = [](const RawLine &) { QFAIL("there was no line"); };
        for (int i = 0; i < 1000; ++i)
            splitter.read(part, never);
        QCOMPARE(splitter.unfinished().text.size(), LineSplitter::MaxLineBytes);
        QCOMPARE(splitter.unfinished().cutBytes, 1000 * part.size() - LineSplitter::MaxLineBytes);
    }

    // L04 L05 L06: any bytes in any portions give what a slow and simple reader gives for the whole.
    void randomBytesInRandomPortionsEqualTheSlowReference()
    {
        QRandomGenerator random(20261122);
        for (int round = 0; round < 400; ++round) {
            const QByteArray bytes = randomOutput(random, static_cast<int>(random.bounded(60)));
            QList<SplitLine> lines;
            LineSplitter splitter;
            const auto take = [&](const RawLine &line) { lines.append({line.text.toByteArray(), line.cutBytes}); };
            for (const QByteArray &portion : inPortions(random, bytes))
                splitter.read(portion, take);
            splitter.finish(take);
            QVERIFY(lines == splitSlowly(bytes));
            for (const SplitLine &split : std::as_const(lines)) {
                const QByteArray &line = split.text;
                const QByteArray clean = cleaned(line);
                QVERIFY(!clean.contains('\x1b'));
                QVERIFY(!clean.contains('\0'));
                QVERIFY(clean.isValidUtf8());
                QCOMPARE(isPlain(line), line == clean && QString::fromUtf8(line).toLatin1() == line &&
                                            QString::fromUtf8(line).size() == line.size());
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestLineSplitter)
#include "tst_line_splitter.moc"
