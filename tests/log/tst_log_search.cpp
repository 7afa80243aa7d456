// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "search_lines.h"
#include "tests/support/test_help.h"

#include "core/log/log_search.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using Options = LineMatcher::Options;

static constexpr int SearchMs = 30'000;

static LogLine line(const QByteArray &text)
{
    return {1000, Origin::Err, Level::Info, 0, text, {}};
}

static QList<LogLine> randomLines(QRandomGenerator &random, int count)
{
    static const QByteArrayList words{"skill", "loaded", "error", "GET", "na\xc3\xafve", "10", "a\tb", ""};
    QList<LogLine> lines;
    for (int i = 0; i < count; ++i) {
        QByteArray text;
        for (int word = random.bounded(6); word >= 0; --word)
            text += words.at(random.bounded(static_cast<int>(words.size()))) + ' ';
        lines.append({1000,
                      static_cast<Origin>(random.bounded(3)),
                      static_cast<Level>(random.bounded(6)),
                      static_cast<quint8>(random.bounded(6) == 0 ? LogLine::HealthCheck : LogLine::Continuation),
                      text,
                      {}});
    }
    return lines;
}

static QList<qint64> reference(const LogStore &store, const LogQuery &query)
{
    const LineMatcher wanted(query.pattern, query.options);
    const LineMatcher shown(query.filter.pattern, query.filter.options);
    const LineMatcher hidden(query.filter.hidden, query.filter.hiddenOptions);
    QList<qint64> numbers;
    for (qint64 number = store.firstNumber(); number < store.endNumber(); ++number) {
        const LineView view = store.line(number);
        if (number >= query.filter.clearedBefore && query.filter.acceptsKind(view) && wanted.match(view.text) &&
            shown.match(view.text) && (query.filter.hidden.isEmpty() || !hidden.match(view.text)))
            numbers.append(number);
    }
    return numbers;
}

static QList<qint64> foundBy(const LogSearch &search)
{
    QList<qint64> numbers;
    const qint64 end = std::numeric_limits<int>::max();
    for (auto next = search.found().firstIn(0, end); next; next = search.found().firstIn(*next + 1, end))
        numbers.append(*next);
    return numbers;
}

/// The longest time between two turns of the event loop while it lives, in milliseconds.
class LongestTurn
{
public:
    LongestTurn()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { note(); });
        m_clock.start();
        m_timer.start(1);
    }
    [[nodiscard]] double ms()
    {
        note();
        return m_longest;
    }
    [[nodiscard]] qint64 turns() const { return m_turns; }

private:
    void note()
    {
        m_longest = std::max(m_longest, static_cast<double>(m_clock.nsecsElapsed()) / 1e6);
        m_clock.start();
        ++m_turns;
    }

    QTimer m_timer;
    QElapsedTimer m_clock;
    double m_longest = 0;
    qint64 m_turns = 0;
};

class TestLogSearch : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void whatIsFoundEqualsASlowReferenceWhileLinesComeAndGo_data()
    {
        QTest::addColumn<LogQuery>("query");
        LogFilter all;
        all.hideHealthChecks = false;
        const auto row = [](const char *name, const LogFilter &filter, const char *pattern, Options options = {}) {
            QTest::newRow(name) << LogQuery{filter, QString::fromUtf8(pattern), options};
        };
        row("text", all, "skill");
        row("regex", all, "^(GET|10)", {.regex = true});
        row("word", all, "b", {.wholeWord = true});
        row("beyond ASCII", all, "NA\u00cfVE");
        row("nothing", all, "absent");
        row("all", all, "");
        LogFilter kinds;
        kinds.minimum = Level::Warning;
        kinds.origins = LogFilter::Origins::Backend;
        row("grave lines of the backend", kinds, "loaded");
        LogFilter texts = all;
        texts.pattern = QStringLiteral("skill|error");
        texts.options.regex = true;
        texts.hidden = QStringLiteral("GET");
        texts.hiddenOptions.caseSensitive = true;
        row("text and no other text", texts, "");
        row("found in what such a filter shows", texts, "loaded");
        LogFilter cleared = texts;
        cleared.clearedBefore = 3000;
        row("behind what was cleared", cleared, "loaded");
    }
    void whatIsFoundEqualsASlowReferenceWhileLinesComeAndGo()
    {
        QFETCH(LogQuery, query);
        QRandomGenerator random(7);
        // Small enough that blocks are dropped again and again.
        LogStore store(256 * 1024);
        store.append(randomLines(random, 3000));
        LogSearch search(store);
        search.start(query, random.bounded(3000));
        for (int round = 0; round < 16; ++round) {
            store.append(randomLines(random, random.bounded(1200)));
            if (round % 3 == 0)
                continue; // it is told again before it could answer
            if (round % 7 == 0)
                search.start(query, store.firstNumber() + random.bounded(1000));
            QTRY_VERIFY_WITH_TIMEOUT(search.isComplete(), SearchMs);
            QCOMPARE(foundBy(search), reference(store, query));
            QCOMPARE(search.searchedEnd(), store.endNumber());
        }
        QVERIFY(store.dropped() > 0);
        QCOMPARE(search.unknownLines(), 0);
    }

    void linesFromWhereTheUserIsAreSearchedFirst()
    {
        LogStore store;
        for (int i = 0; i < 100; ++i)
            store.append(QList<LogLine>(1000, line("some text to search")));
        LogSearch search(store);
        bool aheadOnly = false;
        connect(&search, &LogSearch::progressed, this, [&] {
            const LineSet &found = search.found();
            const qint64 behind = found.countBefore(60'000);
            const qint64 ahead = found.count() - behind;
            // In order, without gaps.
            QVERIFY(ahead == 0 || found.lastIn(60'000, 100'000) == 60'000 + ahead - 1);
            QVERIFY(behind == 0 || ahead == 40'000);
            aheadOnly = aheadOnly || (ahead > 0 && behind == 0);
        });
        search.start({{}, QStringLiteral("text"), {}}, 60'000);
        QVERIFY(!search.isComplete());
        QTRY_VERIFY_WITH_TIMEOUT(search.isComplete(), SearchMs);
        QVERIFY(aheadOnly);
        QCOMPARE(search.found().count(), 100'000);
    }

    void anotherQueryCancelsTheOldOne()
    {
        LogStore store;
        for (int i = 0; i < 100; ++i)
            store.append(QList<LogLine>(1000, line("some text to search")));
        LogSearch search(store);
        // As somebody types; each is in the way of the one before.
        for (const QString &pattern : {QStringLiteral("s"), QStringLiteral("so"), QStringLiteral("sox")}) {
            search.start({{}, pattern, {}});
            QVERIFY(search.found().isEmpty());
            QVERIFY(!search.isComplete());
        }
        QTRY_VERIFY_WITH_TIMEOUT(search.isComplete(), SearchMs);
        QVERIFY(search.found().isEmpty());
        // Also one whose results are under way.
        search.start({{}, QStringLiteral("text"), {}});
        QTRY_VERIFY_WITH_TIMEOUT(!search.found().isEmpty(), SearchMs);
        search.start({{}, QStringLiteral("absent"), {}});
        QTRY_VERIFY_WITH_TIMEOUT(search.isComplete(), SearchMs);
        QVERIFY(search.found().isEmpty());
        search.clear();
        QVERIFY(search.isComplete());
    }

    void aBadPatternFindsNothing()
    {
        LogStore store;
        store.append(line("a(b"));
        LogSearch search(store);
        search.start({{}, QStringLiteral("a("), {.regex = true}});
        QTRY_VERIFY_WITH_TIMEOUT(search.isComplete(), SearchMs);
        QVERIFY(search.found().isEmpty());
    }

    void whileNobodyLooksNothingIsSearchedAndThenAllOfIt()
    {
        LogStore store;
        LogSearch search(store);
        search.start({{}, QStringLiteral("text"), {}});
        search.setActive(false);
        QSignalSpy progressed(&search, &LogSearch::progressed);
        store.append(QList<LogLine>(1000, line("text")));
        store.append(QList<LogLine>(1000, line("other")));
        QCoreApplication::processEvents();
        QVERIFY(progressed.isEmpty());
        QVERIFY(!search.isComplete());
        search.setActive(true);
        QTRY_VERIFY_WITH_TIMEOUT(search.isComplete(), SearchMs);
        QCOMPARE(search.found().count(), 1000);
    }

    void anEndlessPatternIsGivenUpAndTheEventLoopGoesOn_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::newRow("(a+)+$") << QStringLiteral("(a+)+$");
        QTest::newRow("(a|aa)+$") << QStringLiteral("(a|aa)+$");
        QTest::newRow("(.*a){20}[^ab]") << QStringLiteral("(.*a){20}[^ab]");
    }
    void anEndlessPatternIsGivenUpAndTheEventLoopGoesOn()
    {
        QFETCH(QString, pattern);
        LogStore store;
        for (int i = 0; i < 100; ++i)
            store.append(QList<LogLine>(1000, line(QByteArray(60, 'a') + "b")));
        LogSearch search(store);
        LongestTurn turns;
        QElapsedTimer clock;
        clock.start();
        search.start({{}, pattern, {.regex = true}});
        QTRY_VERIFY_WITH_TIMEOUT(search.isComplete(), SearchMs);
        qInfo("given up after %lld ms; the longest turn of the event loop took %.1f ms", clock.elapsed(), turns.ms());
        QVERIFY(search.isGivenUp());
        QCOMPARE(search.unknownLines(), BlockMatcher::MostExceededLines);
        // It stays so while lines come, and the next pattern is as good as ever.
        store.append(line("aaa"));
        QTRY_VERIFY_WITH_TIMEOUT(search.isComplete(), SearchMs);
        search.start({{}, QStringLiteral("^a+$"), {.regex = true}});
        QVERIFY(!search.isGivenUp());
        QTRY_VERIFY_WITH_TIMEOUT(search.isComplete(), SearchMs);
        QCOMPARE(foundBy(search), QList<qint64>{100'000});
    }

    void aFewLinesThatTakeTooManyStepsAreCounted()
    {
        LogStore store;
        store.append(QList<LogLine>(3, line(QByteArray(60, 'a') + "b")));
        store.append(QList<LogLine>(2, line("aaa")));
        LogSearch search(store);
        search.start({{}, QStringLiteral("(a+)+$"), {.regex = true}});
        QTRY_VERIFY_WITH_TIMEOUT(search.isComplete(), SearchMs);
        QVERIFY(!search.isGivenUp());
        QCOMPARE(search.unknownLines(), 3);
        QCOMPARE(foundBy(search), QList<qint64>({3, 4}));
    }

    void theEventLoopNeverWaitsForAMillionLines()
    {
        LogStore store(128 * 1024 * 1024);
        (void)fillWithRealLines(store, 1'000'000);
        QCOMPARE(store.count(), 1'000'000);
        for (const QString &pattern : {QStringLiteral("skill"), QStringLiteral("\\d+ [^x]*doc.*$")}) {
            LogSearch search(store);
            QList<qint64> counts;
            connect(&search, &LogSearch::progressed, this, [&] { counts.append(search.found().count()); });
            LongestTurn turns;
            QElapsedTimer clock;
            clock.start();
            search.start({{}, pattern, {.regex = true}});
            QVERIFY(!search.isComplete());
            QTRY_VERIFY_WITH_TIMEOUT(search.isComplete(), SearchMs);
            qInfo("%s: %lld lines in %lld ms; %lld turns of the event loop, the longest took %.1f ms",
                  qPrintable(pattern), search.found().count(), clock.elapsed(), turns.turns(), turns.ms());
            // It came as it was found.
            QVERIFY(counts.size() > 1);
            QVERIFY(counts.first() > 0 && counts.first() < search.found().count());
            QVERIFY(std::is_sorted(counts.begin(), counts.end()));
        }
    }

    void itEndsInTheMiddleOfASearch()
    {
        LogStore store;
        for (int i = 0; i < 50; ++i)
            store.append(QList<LogLine>(1000, line(QByteArray(100, 'a'))));
        for (int round = 0; round < 20; ++round) {
            LogSearch search(store);
            // Cubic: no line takes too many steps, all of them together take minutes.
            search.start({{}, QStringLiteral("a*a*a*b|[ax]*[ax]*c"), {.regex = true}});
            if (round % 2 == 0)
                QCoreApplication::processEvents();
        }
        LogSearch search(store);
        search.start({{}, QStringLiteral("a$"), {.regex = true}});
        QTRY_VERIFY_WITH_TIMEOUT(search.isComplete(), SearchMs);
        QCOMPARE(search.found().count(), 50'000);
    }
};

QTEST_GUILESS_MAIN(TestLogSearch)
#include "tst_log_search.moc"
