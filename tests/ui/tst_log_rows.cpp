// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "log_samples.h"
#include "tests/support/test_help.h"

#include "ui/log/log_find.h"

#include <QSignalSpy>
#include <QTest>

#include <numeric>

class TestLogRows : public QObject
{
    Q_OBJECT

private slots:
    void rowsEqualASlowReference_data();
    void rowsEqualASlowReference();
    void everyLineIsShownFoldedOrCounted_data();
    void everyLineIsShownFoldedOrCounted();
    void anotherOriginDoesNotEndARecord();
    void noLineFoldsUnderOneThatIsHidden();
    void everyRowIsFoundByItsLine();
    void anUnfilteredLogOfAnyLengthIsOneRun();
    void longRecordsAreFoldedUntilTheUserOpensThem();
    void aFoldedRecordThatLosesItsHeadIsShown();
    void hiddenLinesAreCounted();
    void whilePausedNothingIsReadAndThenAllOfIt();
    void aSliceIsShortHoweverLongTheLog();
    void findCountsEqualASlowReference_data();
    void findCountsEqualASlowReference();
    void findStandsOnTheFirstMatchFromWhereItBegan();
    void anotherPatternCancelsTheSearch();
    void anEndlessPatternIsGivenUpWithAWord();
};

static LogFilter filterWith(const QString &pattern, bool regex, Level minimum, LogFilter::Origins origins, bool hide)
{
    LogFilter filter;
    filter.pattern = pattern;
    filter.options.regex = regex;
    filter.minimum = minimum;
    filter.origins = origins;
    filter.hideHealthChecks = hide;
    return filter;
}

void TestLogRows::rowsEqualASlowReference_data()
{
    using Origins = LogFilter::Origins;
    QTest::addColumn<LogFilter>("filter");
    QTest::newRow("health checks hidden") << LogFilter();
    QTest::newRow("everything") << filterWith({}, false, Level::None, Origins::All, false);
    QTest::newRow("text") << filterWith(QStringLiteral("error"), false, Level::None, Origins::All, true);
    QTest::newRow("regex") << filterWith(QStringLiteral("^(GET|10)"), true, Level::None, Origins::All, false);
    LogFilter hidden = filterWith(QStringLiteral("skill"), false, Level::None, Origins::All, true);
    hidden.hidden = QStringLiteral("get|error");
    hidden.hiddenOptions.regex = true;
    QTest::newRow("text and no other text") << hidden;
    hidden.pattern.clear();
    QTest::newRow("no such text") << hidden;
    QTest::newRow("warnings") << filterWith({}, false, Level::Warning, Origins::All, true);
    QTest::newRow("information") << filterWith({}, false, Level::Info, Origins::Backend, true);
    QTest::newRow("ours") << filterWith({}, false, Level::None, Origins::Tray, true);
    QTest::newRow("errors on stderr, with text")
        << filterWith(QStringLiteral("na\u00efve"), false, Level::Error, Origins::Err, true);
}

void TestLogRows::rowsEqualASlowReference()
{
    QFETCH(LogFilter, filter);
    // Small enough that blocks are recycled again and again.
    LogStore store(256 * 1024);
    LogRows rows(store);
    rows.setFilter(filter);
    RandomLines random(4711);
    std::map<qint64, bool> folds;
    for (int round = 0; round < 40; ++round) {
        store.append(random.next(random.below(500)));
        QVERIFY(readAll(rows));
        QCOMPARE(rowsOf(rows), referenceRows(store, rows.filter(), folds));
        if (rows.count() > 0) {
            const qint64 number = rows.numberAt(rows.firstRow() + random.below(int(rows.count())));
            if (const auto record = rows.recordOf(number); record && record->head >= rows.filter().clearedBefore) {
                rows.setFolded(number, !record->folded);
                folds[record->head] = !record->folded;
                QCOMPARE(rowsOf(rows), referenceRows(store, rows.filter(), folds));
            }
        }
        if (round == 20) {
            LogFilter cleared = filter;
            cleared.clearedBefore = store.endNumber() - 100;
            rows.setFilter(cleared);
        } else if (round == 30) {
            rows.setFilter(filter);
        }
    }
    QVERIFY(store.dropped() > 0);
    const auto all = store.count();
    QVERIFY(rows.hiddenByFilter() + rows.hiddenHealthChecks() + rows.count() <= all);
}

void TestLogRows::everyLineIsShownFoldedOrCounted_data()
{
    rowsEqualASlowReference_data();
}

void TestLogRows::everyLineIsShownFoldedOrCounted() // B01
{
    QFETCH(LogFilter, filter);
    for (quint32 seed = 1; seed <= 4; ++seed) {
        LogStore store(256 * 1024);
        LogRows rows(store);
        rows.setFilter(filter);
        RandomLines random(seed);
        std::map<qint64, bool> folds;
        for (int round = 0; round < 8; ++round) {
            store.append(random.next(random.below(400)));
            QVERIFY(readAll(rows));
            if (rows.count() > 0 && random.below(2) == 0) {
                const qint64 number = rows.numberAt(rows.firstRow() + random.below(int(rows.count())));
                const auto record = rows.recordOf(number);
                const bool folded = random.below(2) == 0;
                if (record) {
                    rows.setFolded(number, folded);
                    folds[record->head] = folded;
                }
            }
            const Reference reference = referenceOf(store, filter, folds);
            QCOMPARE(rowsOf(rows), reference.rows);
            QCOMPARE(rows.hiddenHealthChecks(), reference.healthChecks);
            QCOMPARE(rows.hiddenByFilter(), reference.filtered);
            QCOMPARE(rows.count() + qint64(reference.folded.size()) + rows.hiddenByFilter() + rows.hiddenHealthChecks(),
                     store.count());
            for (const qint64 number : reference.folded) {
                const auto record = rows.recordOf(number);
                QVERIFY(record && record->folded);
                const qint64 row = rows.rowAtOrAfter(record->head);
                QVERIFY2(row < rows.endRow() && rows.numberAt(row) == record->head,
                         "folded under a line that is no row");
            }
        }
    }
}

void TestLogRows::anotherOriginDoesNotEndARecord() // B01
{
    LogStore store;
    LogRows rows(store);
    store.append(sampleLine("Traceback", Level::Error));
    for (int i = 0; i < 14; ++i) {
        store.append(sampleLine("frame", Level::Error, Origin::Err, LogLine::Continuation));
        if (i % 5 == 0)
            store.append(sampleLine("meanwhile", Level::Info, Origin::Out));
    }
    QVERIFY(readAll(rows));
    QCOMPARE(rowsOf(rows), QList<qint64>({0, 2, 8, 14}));
    QCOMPARE(rows.recordOf(17)->head, 0);
    QCOMPARE(rows.recordOf(0)->lines, 14);
    QVERIFY(!rows.recordOf(8));
    rows.setFolded(17, false);
    QCOMPARE(rows.count(), store.count());
    QCOMPARE(rowsOf(rows), referenceRows(store, rows.filter(), {{0, false}}));
}

void TestLogRows::noLineFoldsUnderOneThatIsHidden() // B01
{
    LogStore store;
    LogRows rows(store);
    store.append({sampleLine("Traceback", Level::Error),
                  sampleLine("frame", Level::Error, Origin::Err, LogLine::Continuation),
                  sampleLine("GET /health", Level::Info, Origin::Err, LogLine::HealthCheck)});
    store.append(QList<LogLine>(20, sampleLine("frame", Level::Info, Origin::Err, LogLine::Continuation)));
    QVERIFY(readAll(rows));
    QCOMPARE(rows.count(), 22);
    QCOMPARE(rows.hiddenHealthChecks(), 1);
    QCOMPARE(rows.hiddenByFilter(), 0);
    // Where it is shown, they fold under it.
    rows.setFilter(filterWith({}, false, Level::None, LogFilter::Origins::All, false));
    QVERIFY(readAll(rows));
    QCOMPARE(rowsOf(rows), QList<qint64>({0, 1, 2}));
}

void TestLogRows::everyRowIsFoundByItsLine()
{
    LogStore store;
    LogRows rows(store);
    RandomLines random(5);
    store.append(random.next(3000));
    QVERIFY(readAll(rows));
    QVERIFY(rows.count() < store.count());
    for (qint64 number = 0; number < store.endNumber(); ++number) {
        const qint64 row = rows.rowAtOrAfter(number);
        if (row < rows.endRow())
            QVERIFY(rows.numberAt(row) >= number);
        if (row > rows.firstRow())
            QVERIFY(rows.numberAt(row - 1) < number);
    }
}

void TestLogRows::anUnfilteredLogOfAnyLengthIsOneRun()
{
    LogStore store;
    LogRows rows(store);
    store.append(QList<LogLine>(100'000, sampleLine("text")));
    QVERIFY(readAll(rows));
    QCOMPARE(rows.count(), 100'000);
    QCOMPARE(rows.numberAt(99'999), 99'999);
}

void TestLogRows::longRecordsAreFoldedUntilTheUserOpensThem()
{
    LogStore store;
    LogRows rows(store);
    store.append(sampleLine("Error in background loading", Level::Error));
    store.append(QList<LogLine>(12, sampleLine("frame", Level::Error, Origin::Err, LogLine::Continuation)));
    QTRY_COMPARE(rows.count(), 13);
    store.append(sampleLine("frame 13", Level::Error, Origin::Err, LogLine::Continuation));
    store.append(sampleLine("after"));
    QTRY_COMPARE(rowsOf(rows), QList<qint64>({0, 14}));
    const auto record = rows.recordOf(5);
    QVERIFY(record);
    QCOMPARE(record->head, 0);
    QCOMPARE(record->lines, 13);

    rows.setFolded(0, false);
    QCOMPARE(rows.count(), 15);
    QCOMPARE(rows.numberAt(14), 14);
    rows.setFolded(7, true);
    QCOMPARE(rows.count(), 2);
    // The choice outlives another filter.
    rows.setFolded(0, false);
    rows.setFilter(filterWith(QStringLiteral("frame"), false, Level::None, LogFilter::Origins::All, true));
    QTRY_COMPARE(rows.count(), 13);
    rows.setFilter(LogFilter());
    QTRY_COMPARE(rows.count(), 15);
}

void TestLogRows::aFoldedRecordThatLosesItsHeadIsShown()
{
    LogStore store(512 * 1024);
    LogRows rows(store);
    const QByteArray text(100, 'x');
    static constexpr int Continuations = 2500;
    store.append(sampleLine(text, Level::Error));
    store.append(QList<LogLine>(Continuations, sampleLine(text, Level::Error, Origin::Err, LogLine::Continuation)));
    store.append(sampleLine(text));
    QVERIFY(readAll(rows));
    QCOMPARE(rows.count(), 2);
    bool partly = false;
    for (int i = 0; i < 60; ++i) {
        store.append(QList<LogLine>(100, sampleLine(text)));
        QVERIFY(readAll(rows));
        QCOMPARE(rowsOf(rows), referenceRows(store, rows.filter()));
        partly = partly || (store.firstNumber() > 0 && store.firstNumber() <= Continuations);
    }
    QVERIFY2(partly, "the record was dropped in one piece: nothing was tested");
}

void TestLogRows::hiddenLinesAreCounted()
{
    LogStore store;
    LogRows rows(store);
    store.append({sampleLine("a"), sampleLine("GET /health", Level::Info, Origin::Out, LogLine::HealthCheck),
                  sampleLine("b", Level::Debug), sampleLine("c", Level::Error)});
    QVERIFY(readAll(rows));
    QCOMPARE(rows.count(), 3);
    QCOMPARE(rows.hiddenHealthChecks(), 1);
    QCOMPARE(rows.hiddenByFilter(), 0);
    LogFilter filter;
    filter.minimum = Level::Warning;
    rows.setFilter(filter);
    QCOMPARE(rows.count(), 1);
    QCOMPARE(rows.hiddenHealthChecks(), 1);
    QCOMPARE(rows.hiddenByFilter(), 2);
    QCOMPARE(rows.gravestIn(0, 4), Level::Error);
    QCOMPARE(rows.gravestIn(0, 3), Level::None);
    filter = LogFilter();
    filter.hideHealthChecks = false;
    filter.clearedBefore = 3;
    rows.setFilter(filter);
    QCOMPARE(rows.count(), 1);
    QCOMPARE(rows.cleared(), 3);
    QCOMPARE(rows.hiddenByFilter(), 0);
}

void TestLogRows::whilePausedNothingIsReadAndThenAllOfIt()
{
    LogStore store(256 * 1024);
    LogRows rows(store);
    RandomLines random(12);
    store.append(random.next(200));
    QVERIFY(readAll(rows));
    rows.setActive(false);
    QSignalSpy changed(&rows, &LogRows::changed);
    for (int i = 0; i < 20; ++i)
        store.append(random.next(600));
    QCoreApplication::processEvents();
    QCOMPARE(changed.size(), 0);
    QVERIFY(store.dropped() > 200);
    QCOMPARE(rows.count(), 0);
    rows.setActive(true);
    QVERIFY(readAll(rows));
    QCOMPARE(rowsOf(rows), referenceRows(store, rows.filter()));
}

void TestLogRows::aSliceIsShortHoweverLongTheLog()
{
    LogStore store;
    for (int i = 0; i < 300; ++i)
        store.append(QList<LogLine>(10'000, sampleLine("short"))); // so that three million fit
    QCOMPARE(store.dropped(), 0);
    LogRows rows(store);
    LogFilter filter;
    filter.minimum = Level::Error;
    QElapsedTimer clock;
    clock.start();
    rows.setFilter(filter);
    const qint64 blocked = clock.elapsed();
    qInfo("the first slice took %lld ms", blocked);
    QVERIFY(!rows.isComplete());
    QVERIFY(blocked < withRoom(100));
    QVERIFY(readAll(rows));
    QCOMPARE(rows.count(), 0);
}

void TestLogRows::findCountsEqualASlowReference_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<bool>("regex");
    QTest::addColumn<bool>("caseSensitive");
    QTest::addColumn<bool>("wholeWord");
    QTest::newRow("text") << "skill" << false << false << false;
    QTest::newRow("case") << "GET" << false << true << false;
    QTest::newRow("word") << "x" << false << false << true;
    QTest::newRow("regex") << "^10.*GET" << true << true << false;
    QTest::newRow("beyond ASCII") << "NA\u00cfVE" << false << false << false;
}

void TestLogRows::findCountsEqualASlowReference()
{
    QFETCH(QString, pattern);
    QFETCH(bool, regex);
    QFETCH(bool, caseSensitive);
    QFETCH(bool, wholeWord);
    LogStore store(256 * 1024);
    LogRows rows(store);
    LogFind find(store, rows);
    RandomLines random(99);
    store.append(random.next(500));
    const LineMatcher::Options options{regex, caseSensitive, wholeWord};
    find.setPattern(pattern, options, 0);
    const LineMatcher matcher(pattern, options);
    for (int round = 0; round < 12; ++round) {
        store.append(random.next(900));
        QTRY_VERIFY(find.isComplete());
        qint64 expected = 0;
        for (qint64 number = store.firstNumber(); number < store.endNumber(); ++number) {
            const LineView line = store.line(number);
            expected += rows.filter().acceptsKind(line) && matcher.match(line.text) ? 1 : 0;
        }
        QCOMPARE(find.count(), expected);
        if (round == 8) {
            LogFilter filter;
            filter.minimum = Level::Error;
            rows.setFilter(filter);
        }
    }
    QVERIFY(store.dropped() > 0);
    QVERIFY(find.count() > 0);
}

void TestLogRows::findStandsOnTheFirstMatchFromWhereItBegan()
{
    LogStore store;
    LogRows rows(store);
    LogFind find(store, rows);
    for (int i = 0; i < 30; ++i)
        store.append(sampleLine(i % 10 == 3 ? "needle" : "hay"));
    QSignalSpy found(&find, &LogFind::currentFound);
    find.setPattern(QStringLiteral("needle"), {}, 10);
    QTRY_COMPARE(found.size(), 1);
    QCOMPARE(find.current(), 13);
    QCOMPARE(find.currentIndex(), 2);
    find.next(find.current());
    QCOMPARE(find.current(), 23);
    find.next(find.current());
    QCOMPARE(find.current(), 3);
    find.previous(find.current());
    QCOMPARE(find.current(), 23);
    QCOMPARE(found.takeLast().at(0).toLongLong(), 23);
    // Nothing behind the place where it began: around the end.
    find.setPattern(QStringLiteral("needle"), {}, 25);
    QTRY_COMPARE(find.current(), 3);
}

void TestLogRows::anotherPatternCancelsTheSearch()
{
    LogStore store;
    for (int i = 0; i < 40; ++i)
        store.append(QList<LogLine>(5'000, sampleLine("some text that is not very short at all")));
    LogRows rows(store);
    LogFind find(store, rows);
    find.setPattern(QStringLiteral("text"), {}, 0);
    QTRY_VERIFY(find.count() > 0);
    find.setPattern(QStringLiteral("absent"), {}, 0);
    QCOMPARE(find.count(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(find.isComplete(), 20'000);
    QCOMPARE(find.count(), 0);
    find.setPattern(QStringLiteral("(open"), {true, false, false}, 0);
    QVERIFY(!find.error().isEmpty());
    QVERIFY(!find.matcher());
    QVERIFY(find.isComplete());
}

void TestLogRows::anEndlessPatternIsGivenUpWithAWord()
{
    LogStore store;
    for (int i = 0; i < 100; ++i)
        store.append(QList<LogLine>(1000, sampleLine(QByteArray(60, 'a') + "b")));
    LogRows rows(store);
    LogFind find(store, rows);
    find.setPattern(QStringLiteral("(a+)+$"), {.regex = true}, 0);
    QTRY_VERIFY_WITH_TIMEOUT(find.isComplete(), 20'000);
    QVERIFY(find.isGivenUp());
    // What cannot be found is not painted either.
    QVERIFY(!find.matcher());
    find.setPattern(QStringLiteral("b"), {}, 0);
    QVERIFY(!find.isGivenUp());
    QTRY_COMPARE_WITH_TIMEOUT(find.count(), 100'000, 20'000);

    QSignalSpy givenUp(&rows, &LogRows::givenUp);
    rows.setFilter(filterWith(QStringLiteral("(a+)+$"), true, Level::None, LogFilter::Origins::All, true));
    QTRY_COMPARE_WITH_TIMEOUT(givenUp.size(), 1, 20'000);
    QVERIFY(rows.isComplete());
    QCOMPARE(rows.count(), 0);
    QVERIFY(!rows.accepts(0, store.line(0)));
    store.append(sampleLine("one more"));
    QVERIFY(!rows.accepts(100'000, store.line(100'000)));
    rows.setFilter(filterWith(QStringLiteral("more"), false, Level::None, LogFilter::Origins::All, true));
    QTRY_COMPARE_WITH_TIMEOUT(rowsOf(rows), QList<qint64>{100'000}, 20'000);
}

QTEST_MAIN(TestLogRows)
#include "tst_log_rows.moc"
