// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "search_lines.h"

#include "core/log/block_matcher.h"
#include "core/log/line_set.h"
#include "core/log/many_line_regex.h"

#include <QRandomGenerator>
#include <QTest>

using Options = LineMatcher::Options;

static LogLine line(const QByteArray &text)
{
    return {1000, Origin::Err, Level::None, 0, text, {}};
}

/// Lines as unkind to a search of many at once as can be: short, empty, beginning and ending in all ways.
static void fillWithTrickyLines(LogStore &store, QRandomGenerator &random, int count)
{
    static const QByteArrayList pieces{"a",       "b",   "ab", " ",   "\t",           "foo",          "Foo",     "bar",
                                       "x",       "1",   "42", "-",   "\xc3\xa4",     "\xce\xa3",     ".",       "(",
                                       "foo bar", "  a", "]",  "\\n", "\xe2\x80\xa8", "\xd9\xa3",     "_",       "",
                                       "k",       "\r",  "\v", "\f",  "\xc2\x85",     "\xe2\x84\xaa", "\xc5\xbf"};
    QList<LogLine> lines;
    for (int i = 0; i < count; ++i) {
        QByteArray text;
        for (int piece = random.bounded(6); piece > 0; --piece)
            text += pieces.at(random.bounded(static_cast<int>(pieces.size())));
        lines.append(line(text));
    }
    store.append(lines);
}

/// A pattern at random; many are good. Atomic groups and possessive quantifiers are left to the rows: where they stand
/// beside alternatives that may be empty, PCRE2 10.42 finds something else with its JIT than without.
static QByteArray randomPattern(QRandomGenerator &random, int depth)
{
    static const QByteArrayList atoms{"a",
                                      "b",
                                      "foo",
                                      "x",
                                      " ",
                                      ".",
                                      "\\s",
                                      "\\S",
                                      "\\d",
                                      "\\D",
                                      "\\w",
                                      "\\W",
                                      "\\h",
                                      "\\H",
                                      "\\v",
                                      "\\V",
                                      "\\N",
                                      "[^a]",
                                      "[^ab]",
                                      "[\\s]",
                                      "[\\sa]",
                                      "[^\\s]",
                                      "[^\\S]",
                                      "[\\W_]",
                                      "[a-f]",
                                      "[^]a]",
                                      "[]a]",
                                      "[^-a]",
                                      "[\t-~]",
                                      "[\\D]",
                                      "^",
                                      "$",
                                      "\\A",
                                      "\\z",
                                      "\\Z",
                                      "\\b",
                                      "\\B",
                                      "\\x61",
                                      "\\x{61}",
                                      "\\t",
                                      "\\n",
                                      "\\x0a",
                                      "\\R",
                                      "\\p{L}",
                                      "\\P{L}",
                                      "\\pN",
                                      "\\p{Zs}",
                                      "\\p{Cc}",
                                      "\xc3\xa4",
                                      "\xce\xa3",
                                      "\\.",
                                      "\\Qa.b\\E",
                                      "[[:space:]]",
                                      "[^[:alpha:]]",
                                      "[[:^digit:]]",
                                      "(?s).",
                                      "(?i)FOO",
                                      "(?m)^a",
                                      "(?-i)f",
                                      "\\012",
                                      "(?#a note)",
                                      "\\K",
                                      "\\G",
                                      "k",
                                      "\\X",
                                      "[\\x00-\\x20]"};
    static const QByteArrayList quantifiers{"*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{0,2}?"};
    QByteArray pattern;
    for (int part = 1 + random.bounded(3); part > 0; --part) {
        QByteArray atom;
        if (depth > 0 && random.bounded(3) == 0) {
            static const QByteArrayList opens{"(", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?i:", "(?s:"};
            atom = opens.at(random.bounded(static_cast<int>(opens.size()))) + randomPattern(random, depth - 1) + ')';
        } else {
            atom = atoms.at(random.bounded(static_cast<int>(atoms.size())));
        }
        if (random.bounded(3) == 0)
            atom += quantifiers.at(random.bounded(static_cast<int>(quantifiers.size())));
        pattern += atom;
        if (random.bounded(8) == 0)
            pattern += '|';
    }
    if (random.bounded(10) == 0)
        pattern += "\\1";
    return pattern;
}

class TestBlockMatcher : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void whatIsSearchedTogetherIsFoundAsLineByLine_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<Options>("options");
        QTest::addColumn<bool>("together"); // not all lines by themselves
        const auto row = [](const char *pattern, bool together, Options options = {.regex = true}) {
            QByteArray name = pattern;
            name += options.wholeWord ? " word" : "";
            name += options.caseSensitive ? " case" : "";
            name += options.regex ? "" : " text";
            QTest::newRow(name.constData()) << QString::fromUtf8(pattern) << options << together;
        };
        for (const char *text : {"foo", "a", "fo\xc3\xa4", "\xcf\x83", "k", "FOO BAR", "-", "4", "foo\\n", "s"}) {
            row(text, true, {});
            row(text, true, {.caseSensitive = true});
            row(text, true, {.wholeWord = true});
        }
        row("-", true, {.wholeWord = true});
        row("", true, {});
        for (const char *regex : {"^",
                                  "$",
                                  "^$",
                                  "^a",
                                  "a$",
                                  "^\\s*$",
                                  "\\s",
                                  "\\s+$",
                                  "^\\s+",
                                  "a\\s",
                                  "[^a]$",
                                  "[^a]*b",
                                  "x[^b]*a",
                                  "a(?!\\s)",
                                  "a(?=\\s)",
                                  "(?<!\\s)a",
                                  "(?<=\\s)a",
                                  "(?<![^a])a",
                                  "\\Aa",
                                  "a\\z",
                                  "a\\Z",
                                  "\\W$",
                                  "\\Wa",
                                  "a\\W*+$",
                                  "(?>a\\s*)$",
                                  "a\\s*+b",
                                  "\\bfoo\\b",
                                  "\\Ba",
                                  "\\D+$",
                                  "(?s)a.*b",
                                  "(?s:a.b)",
                                  "(?m)^b",
                                  "[\\s\\S]*b$",
                                  "[\\W]a",
                                  "[[:space:]]a",
                                  "(a)\\1",
                                  "(?<n>a)\\k<n>",
                                  "(?i)FOO",
                                  "(?-i)foo",
                                  "x*",
                                  "a|^$|b$",
                                  "\\h+a",
                                  "\\N+",
                                  "\\p{Lu}",
                                  "\\P{L}$",
                                  "\\pN",
                                  "\\d",
                                  "[^]]+]",
                                  "[]a]+$",
                                  "[^-a]$",
                                  "(?#note)a",
                                  "\\Qa.\\E|b",
                                  "(?|(a)|(b))x",
                                  "(?1)(a)",
                                  "\\x61",
                                  "(?'q'o)\\g{q}",
                                  "[\t-~]a",
                                  "k",
                                  "\\x{e4}",
                                  "a{2}",
                                  "(\\w+) \\1"})
            row(regex, true);
        for (const char *regex : {"\\R", "a\\K", "\\Ga", "(*COMMIT)a", "(?x)a b", "(?^)A", "a(?(?=b)b|\\s)", "\\n?a",
                                  "\\012?a", "\\X", "\\x0a|a", "(?C1)a", "[\\Qa\\E]"})
            row(regex, false);
        row("fo+|bar", true, {.regex = true, .wholeWord = true});
        row("FO+", true, {.regex = true, .caseSensitive = true});
    }
    void whatIsSearchedTogetherIsFoundAsLineByLine()
    {
        QFETCH(QString, pattern);
        QFETCH(Options, options);
        QFETCH(bool, together);
        QRandomGenerator random(3);
        LogStore store;
        fillWithTrickyLines(store, random, 4000);
        qint64 byThemselves = 0;
        QCOMPARE(matchedTogether(store, pattern, options, &byThemselves), matchedOneByOne(store, pattern, options));
        QCOMPARE(byThemselves < store.count(), together);
    }

    // Random patterns on random lines: a search of a block equals one line by line.
    void randomPatternsFindTheSameAsLineByLine()
    {
        QRandomGenerator random(20261125);
        int good = 0;
        int together = 0;
        int some = 0;
        for (int round = 0; round < 2000; ++round) {
            LogStore store;
            fillWithTrickyLines(store, random, 1 + random.bounded(60));
            const QString pattern = QString::fromUtf8(randomPattern(random, 2));
            const Options options{true, random.bounded(2) == 0, random.bounded(8) == 0};
            if (!LineMatcher(pattern, options).error().isEmpty())
                continue;
            qint64 byThemselves = 0;
            const QList<qint64> found = matchedTogether(store, pattern, options, &byThemselves);
            const QList<qint64> expected = matchedOneByOne(store, pattern, options);
            if (found != expected)
                qInfo() << pattern << options.caseSensitive << options.wholeWord;
            QCOMPARE(found, expected);
            ++good;
            together += byThemselves < store.count() ? 1 : 0;
            some += !found.isEmpty() && found.size() < store.count() ? 1 : 0;
        }
        qInfo("%d good patterns, %d searched together, %d that match some lines and not others", good, together, some);
        QVERIFY(good > 1000);
        QVERIFY(together > 700);
        QVERIFY(some > 400);
    }

    void bytesThatAreNotUtf8AreFoundAsLineByLine()
    {
        QRandomGenerator random(5);
        static const QByteArrayList pieces{"a",    "b", "\xff",     "\xe2\x82",    "\xc3",
                                           "\x80", " ", "\xc3\xa4", "\xed\xa0\x80"};
        LogStore store;
        for (int i = 0; i < 3000; ++i) {
            QByteArray text;
            for (int piece = random.bounded(5); piece > 0; --piece)
                text += pieces.at(random.bounded(static_cast<int>(pieces.size())));
            store.append(line(text));
        }
        for (const char *regex :
             {"a", "^a", "a$", "^$", ".", "[^a]", "\\W", "\\s", "(?<!a)b", "b(?!a)", "^.*$", "\\ba"})
            QCOMPARE(matchedTogether(store, QString::fromUtf8(regex), {.regex = true}),
                     matchedOneByOne(store, QString::fromUtf8(regex), {.regex = true}));
    }

    void aPatternThatTakesManyStepsIsAskedLineByLine()
    {
        LogStore store;
        for (int i = 0; i < 200; ++i)
            store.append(line(QByteArray(i % 2 == 0 ? 3000 : 20, 'a') + (i % 4 == 0 ? "b" : "c")));
        const Options regex{.regex = true};
        // More steps than all lines together may take, fewer than one alone may.
        const QString pattern = QStringLiteral("^\\w+[bx]");
        QCOMPARE(matchedTogether(store, pattern, regex), matchedOneByOne(store, pattern, regex));
        QCOMPARE(matchedTogether(store, pattern, regex).size(), 50);
    }

    void aPatternWithoutEndIsGivenUp()
    {
        LogStore store;
        for (int i = 0; i < 100; ++i)
            store.append(line(i % 10 == 0 ? "aaab" : QByteArray(5000, 'a') + "c"));
        BlockMatcher matcher(QStringLiteral("^(a+)+b$"), {.regex = true});
        LineSet found;
        for (const BlockLines &piece : store.snapshot(0, store.endNumber()))
            matcher.find(*HeldLines::hold(piece), piece.first, piece.end, {}, found);
        QCOMPARE(found.count(), 10);
        QCOMPARE(matcher.exceededLines(), 0); // PCRE2 sees that there is no b
        BlockMatcher endless(QStringLiteral("^(a+)+[bd]$"), {.regex = true});
        found.clear();
        for (const BlockLines &piece : store.snapshot(0, store.endNumber()))
            endless.find(*HeldLines::hold(piece), piece.first, piece.end, {}, found);
        // At lines 1 to 9, 11 to 19, 21 and 22.
        QCOMPARE(found.count(), 3);
        QCOMPARE(endless.exceededLines(), BlockMatcher::MostExceededLines);
        QVERIFY(endless.isGivenUp());
    }

    void aStopEndsTheSearch()
    {
        LogStore store;
        for (int i = 0; i < 3; ++i)
            store.append(QList<LogLine>(1000, line("aaaa")));
        std::stop_source stop;
        stop.request_stop();
        BlockMatcher matcher(QStringLiteral("a"), {});
        LineSet found;
        for (const BlockLines &piece : store.snapshot(0, store.endNumber()))
            matcher.find(*HeldLines::hold(piece), piece.first, piece.end, stop.get_token(), found);
        QVERIFY(found.isEmpty());
    }

    void aBadPatternFindsNothing()
    {
        LogStore store;
        store.append(line("a(b"));
        QVERIFY(matchedTogether(store, QStringLiteral("a("), {.regex = true}).isEmpty());
        QCOMPARE(matchedTogether(store, QStringLiteral("a("), {}).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestBlockMatcher)
#include "tst_block_matcher.moc"
