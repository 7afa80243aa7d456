// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/log_store.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <thread>

static LogLine line(const QByteArray &text, Origin origin = Origin::Err, Level level = Level::None, quint8 flags = 0)
{
    return {1000, origin, level, flags, text, {}};
}

class TestLogStore : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void aLineComesBackAsItWentIn()
    {
        LogStore store;
        const QList<LogLine> lines{
            {1'795'000'000'123, Origin::Tray, Level::None, 0, "started", {}},
            {1'795'000'000'000, Origin::Out, Level::Info, LogLine::HealthCheck, "", {}},
            {-5, Origin::Err, Level::Critical, LogLine::Continuation | LogLine::Cut | LogLine::MidWord, "\u20AC\t.",
             "a.py:1"},
            {9'999'999'999'999, Origin::Err, Level::Error, 0, "later", "a.py:1"},
        };
        store.append(lines);
        QCOMPARE(store.count(), 4);
        for (qsizetype i = 0; i < lines.size(); ++i) {
            const LineView view = store.line(i);
            QCOMPARE(view.timeMs, lines[i].timeMs);
            QCOMPARE(view.origin, lines[i].origin);
            QCOMPARE(view.level, lines[i].level);
            QCOMPARE(view.flags, lines[i].flags);
            QCOMPARE(view.text.toByteArray(), lines[i].text);
            QCOMPARE(view.source.toByteArray(), lines[i].source);
        }
    }

    void oneBatchIsOneSignal()
    {
        LogStore store;
        QSignalSpy spy(&store, &LogStore::changed);
        store.append({line("a"), line("b")});
        store.append(QList<LogLine>());
        QCOMPARE(spy.size(), 1);
        QCOMPARE(spy.first(), (QVariantList{qint64(0), qint64(2)}));
    }

    void anEmptyStoreIsEmpty()
    {
        const LogStore store;
        QCOMPARE(store.count(), 0);
        QCOMPARE(store.firstNumber(), 0);
        QCOMPARE(store.bytesUsed(), 0);
    }

    void linesAreCountedByOriginAndErrorsByRecord()
    {
        LogStore store;
        store.append({line("a", Origin::Out), line("b"), line("c", Origin::Err, Level::Error),
                      line("d", Origin::Err, Level::Error, LogLine::Continuation),
                      line("e", Origin::Tray, Level::Critical), line("f", Origin::Tray, Level::Warning)});
        QCOMPARE(store.received(), 6);
        QCOMPARE(store.received(Origin::Out), 1);
        QCOMPARE(store.received(Origin::Err), 3);
        QCOMPARE(store.received(Origin::Tray), 2);
        QCOMPARE(store.errorCount(), 2);
    }

    void aSnapshotHasTheLinesThereWereInAnyRange()
    {
        LogStore store(1024 * 1024);
        for (int i = 0; i < 60'000; ++i)
            store.append(line("line " + QByteArray::number(i), i % 3 == 0 ? Origin::Out : Origin::Err,
                              i % 7 == 0 ? Level::Error : Level::Info));
        QVERIFY(store.dropped() > 0);
        const qint64 first = store.firstNumber();
        const qint64 end = store.endNumber();
        for (const auto &[from, to] : {std::pair(qint64(0), end), std::pair(first + 5, end - 3),
                                       std::pair(end - 1, end), std::pair(end, end), std::pair(qint64(0), first)}) {
            qint64 next = std::max(from, first);
            for (const BlockLines &piece : store.snapshot(from, to)) {
                QCOMPARE(piece.first, next);
                const auto lines = HeldLines::hold(piece);
                QVERIFY(lines);
                QByteArray texts;
                for (; next < piece.end; ++next) {
                    const LineView view = lines->line(next);
                    QCOMPARE(view.text.toByteArray(), "line " + QByteArray::number(next));
                    QCOMPARE(view.origin, store.line(next).origin);
                    QCOMPARE(view.level, store.line(next).level);
                    QCOMPARE(view.timeMs, store.line(next).timeMs);
                    QCOMPARE(lines->numberAt(view.text.data(), piece.first), next);
                    QCOMPARE(lines->numberAt(view.text.data() + view.text.size(), next), next);
                    texts += view.text.toByteArray() + '\n';
                }
                texts.chop(1);
                QCOMPARE(lines->texts(piece.first, piece.end).toByteArray(), texts);
            }
            QCOMPARE(next, std::max(to, std::max(from, first)));
        }
    }

    void heldLinesStayAndDroppedOnesAreGone()
    {
        LogStore store(256 * 1024);
        store.append(QList<LogLine>(100, line("kept")));
        const LogSnapshot snapshot = store.snapshot(0, 50);
        QCOMPARE(snapshot.size(), 1U);
        auto held = HeldLines::hold(snapshot.front());
        store.append(QList<LogLine>(100'000, line("new")));
        QVERIFY(store.firstNumber() > 100);
        QCOMPARE(held->text(49).toByteArray(), "kept");
        held.reset();
        QVERIFY(!HeldLines::hold(snapshot.front()));
    }

    // Run by a sanitizer too: the reader and the writer share blocks, never a byte.
    void aThreadReadsWhileLinesComeAndGo()
    {
        LogStore store(256 * 1024);
        store.append(QList<LogLine>(1000, line("0123456789")));
        std::atomic<bool> right = true;
        for (int round = 0; round < 100; ++round) {
            const LogSnapshot snapshot = store.snapshot(store.firstNumber(), store.endNumber());
            std::thread reader([&right, snapshot] {
                for (const BlockLines &piece : snapshot) {
                    const auto lines = HeldLines::hold(piece);
                    for (qint64 number = piece.first; lines && number < piece.end; ++number) {
                        const LineView view = lines->line(number);
                        if (view.text != "0123456789" || view.origin != Origin::Err)
                            right = false;
                    }
                }
            });
            for (int batch = 0; batch < 20; ++batch)
                store.append(QList<LogLine>(100, line("0123456789")));
            reader.join();
        }
        QVERIFY(right);
        QVERIFY(store.dropped() > 100'000);
    }

    // L02: kept and dropped lines add up exactly, the newest are there, and the memory has its bound.
    void aFloodPastTheCapDropsTheOldestAndCountsThem_data()
    {
        QTest::addColumn<int>("capBytes");
        QTest::addColumn<int>("lines");
        QTest::addColumn<int>("length");
        QTest::newRow("short lines") << 1024 * 1024 << 300'000 << 3;
        QTest::newRow("empty lines") << 1024 * 1024 << 300'000 << 0;
        QTest::newRow("usual lines") << 16 * 1024 * 1024 << 200'000 << 119;
        QTest::newRow("long lines") << 1024 * 1024 << 1000 << 30'000;
        QTest::newRow("smallest store") << 1 << 20'000 << 50;
    }
    void aFloodPastTheCapDropsTheOldestAndCountsThem()
    {
        QFETCH(int, capBytes);
        QFETCH(int, lines);
        QFETCH(int, length);
        LogStore store(capBytes);
        QList<LogLine> batch;
        for (int i = 0; i < lines; ++i) {
            batch.append(line(length == 0 ? QByteArray() : QByteArray::number(i).rightJustified(length, '.', true),
                              Origin::Err, i % 10 == 0 ? Level::Error : Level::None));
            if (batch.size() == 500 || i + 1 == lines) {
                store.append(batch);
                batch.clear();
                QVERIFY(store.bytesUsed() <= qMax(capBytes, 128 * 1024));
            }
        }
        QCOMPARE(store.received(), lines);
        QVERIFY(store.dropped() > 0);
        QCOMPARE(store.dropped() + store.count(), lines);
        qint64 errors = 0;
        for (qint64 n = store.firstNumber(); n < store.endNumber(); ++n) {
            const QByteArray expected =
                length == 0 ? QByteArray() : QByteArray::number(n).rightJustified(length, '.', true);
            QCOMPARE(store.line(n).text.toByteArray(), expected);
            errors += store.line(n).level == Level::Error;
        }
        QCOMPARE(store.errorCount(), errors);
        // At least half of the memory is of use at any time.
        QVERIFY(store.bytesUsed() >= capBytes / 2);
    }

    void storedTextTakesLittleMoreThanItself()
    {
        LogStore store;
        QList<LogLine> batch(100'000, line(QByteArray(119, 'x')));
        store.append(batch);
        const double ratio = static_cast<double>(store.bytesUsed()) / (100'000.0 * 120);
        qInfo("stored bytes / payload: %.3f", ratio);
        QVERIFY(ratio <= 1.10);
    }

    void manySourcesAndHugeTextsAreBounded()
    {
        LogStore store(1024 * 1024);
        for (int i = 0; i < 20'000; ++i) {
            LogLine one = line("x");
            one.source = "file" + QByteArray::number(i) + ".py:1";
            store.append(one);
        }
        QCOMPARE(store.line(store.endNumber() - 1).source.toByteArray(), QByteArray("file19999.py:1"));
        LogLine huge = line(QByteArray(5'000'000, 'x'));
        huge.source = QByteArray(1000, 's');
        store.append(huge);
        const LineView last = store.line(store.endNumber() - 1);
        QVERIFY(last.text.size() < 1024 * 1024);
        QVERIFY(last.has(LogLine::Cut));
        QCOMPARE(last.source.size(), 128);
    }

    void aRecordIsJoinedAcrossTheOtherStream()
    {
        LogStore store;
        store.append({line("one", Origin::Err, Level::Error), line("health", Origin::Out),
                      line("two", Origin::Err, Level::Error, LogLine::Continuation), line("event", Origin::Tray),
                      line("more", Origin::Err, Level::Error, LogLine::Continuation | LogLine::MidWord), line("next")});
        for (const qint64 n : {0, 2, 4})
            QCOMPARE(recordText(store, n), QByteArray("one twomore"));
        QCOMPARE(recordText(store, 1), QByteArray("health"));
        QCOMPARE(recordText(store, 5), QByteArray("next"));
    }
};

QTEST_GUILESS_MAIN(TestLogStore)
#include "tst_log_store.moc"
