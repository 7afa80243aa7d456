// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/line_matcher.h"

#include <QElapsedTimer>
#include <QTest>

using Options = LineMatcher::Options;

class TestLineMatcher : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void theFirstMatchIsFound_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<bool>("regex");
        QTest::addColumn<bool>("caseSensitive");
        QTest::addColumn<bool>("wholeWord");
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("start"); // -1: none
        QTest::addColumn<int>("length");
        const auto row = [](const char *name, const char *pattern, const char *how, const char *line, int start,
                            int length) {
            const QByteArray options(how);
            QTest::newRow(name) << QString::fromUtf8(pattern) << options.contains('r') << options.contains('c')
                                << options.contains('w') << QByteArray(line) << start << length;
        };
        row("text", "skill", "", "Loaded skill: pdf", 7, 5);
        row("text, other case", "SKILL", "", "Loaded skill: pdf", 7, 5);
        row("text, exact case", "SKILL", "c", "Loaded skill: pdf", -1, 0);
        row("other case beyond ASCII", "\u00C4PFEL", "", "zwei \u00E4pfel", 5, 6);
        row("Greek", "\u03A3\u039F\u03A6", "", "\u03C3\u03BF\u03C6", 0, 6);
        row("text is no regex", "a.c(", "", "abc a.c(", 4, 4);
        row("text with \\E", "\\E.", "", "x\\E.", 1, 3);
        row("word", "skill", "w", "skills skill", 7, 5);
        row("no word", "skill", "w", "skills", -1, 0);
        row("word beyond ASCII", "ber", "w", "\u00FCber", -1, 0);
        row("word of signs", "-n", "w", "a -n b", 2, 2);
        row("word, text is no regex", "a.c", "w", "abc a.c", 4, 3);
        row("regex", "b+c?", "r", "abbd", 1, 2);
        row("regex, exact case", "B+", "rc", "abbd", -1, 0);
        row("regex, other case", "B+", "r", "abbd", 1, 2);
        row("regex as word", "sk\\w*|x", "rw", "askew skills", 6, 6);
        row("regex, letters beyond ASCII", "^\\w+$", "r", "\u00FCber", 0, 5);
        row("regex, dot is a character", "^.$", "r", "\u20AC", 0, 3);
        row("in nothing", "a", "", "", -1, 0);
    }
    void theFirstMatchIsFound()
    {
        QFETCH(QString, pattern);
        QFETCH(bool, regex);
        QFETCH(bool, caseSensitive);
        QFETCH(bool, wholeWord);
        QFETCH(QByteArray, line);
        QFETCH(int, start);
        QFETCH(int, length);
        const LineMatcher matcher(pattern, {regex, caseSensitive, wholeWord});
        QCOMPARE(matcher.error(), QString());
        const auto match = matcher.match(line);
        QCOMPARE(match ? static_cast<int>(match->start) : -1, start);
        QCOMPARE(match ? static_cast<int>(match->length) : 0, length);
        QVERIFY(!matcher.exceededLimit());
    }

    void furtherMatchesComeAfterTheGivenPlace()
    {
        const LineMatcher matcher(QStringLiteral("a"), {});
        QCOMPARE(matcher.match("banana", 2)->start, 3);
        QVERIFY(!matcher.match("banana", 6).has_value());
        QVERIFY(!matcher.match("banana", 7).has_value());
    }

    void anEmptyPatternMatchesEverything()
    {
        const LineMatcher matcher(QString(), {});
        QCOMPARE(matcher.match("x")->length, 0);
        QVERIFY(matcher.match({}).has_value());
    }

    void aBadPatternSaysWhatAndWhere_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("error");
        QTest::addColumn<int>("position");
        QTest::newRow("bracket") << QStringLiteral("a(b")
                                 << QStringLiteral("Cannot search: missing closing parenthesis at character 4") << 3;
        QTest::newRow("characters, not bytes")
            << QStringLiteral("\u00FC\u00FC)")
            << QStringLiteral("Cannot search: unmatched closing parenthesis at character 3") << 2;
        QTest::newRow("characters, not QChars")
            << QStringLiteral("\U0001F600)")
            << QStringLiteral("Cannot search: unmatched closing parenthesis at character 2") << 2;
        QTest::newRow("nothing to repeat")
            << QStringLiteral("*a")
            << QStringLiteral("Cannot search: quantifier does not follow a repeatable item at character 1") << 0;
    }
    void aBadPatternSaysWhatAndWhere()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, error);
        QFETCH(int, position);
        const LineMatcher matcher(pattern, {.regex = true});
        QCOMPARE(matcher.error(), error);
        QCOMPARE(matcher.errorPosition(), position);
        QVERIFY(!matcher.match("a").has_value());
        QVERIFY(LineMatcher(pattern, {}).error().isEmpty());
        QCOMPARE(LineMatcher(pattern, {}).errorPosition(), -1);
    }

    void anEndlessPatternStopsAtItsLimit()
    {
        const LineMatcher matcher(QStringLiteral("^(a+)+$"), {.regex = true});
        const QByteArray line = QByteArray(5000, 'a') + "b";
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!matcher.match(line).has_value());
        QVERIFY(matcher.exceededLimit());
        qInfo("stopped after %lld ms", timer.elapsed());
        QVERIFY(timer.elapsed() < 2000);
        QVERIFY(matcher.match("aaa").has_value());
    }

    void anOrdinaryPatternManagesTheLongestLine()
    {
        const LineMatcher matcher(QStringLiteral("^(?:a|b)*$"), {.regex = true});
        QCOMPARE(matcher.match(QByteArray("ab").repeated(4096))->length, 8192);
        QVERIFY(!matcher.exceededLimit());
    }

    void bytesThatAreNotUtf8DoNoHarm()
    {
        const LineMatcher matcher(QStringLiteral("b."), {.regex = true});
        QCOMPARE(matcher.match("\xFF\xE2 bc")->start, 3);
        QVERIFY(!matcher.match("b\xE2\x82").has_value());
    }
};

QTEST_GUILESS_MAIN(TestLineMatcher)
#include "tst_line_matcher.moc"
