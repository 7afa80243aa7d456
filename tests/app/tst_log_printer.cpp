// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/commands/log_printer.h"

#include "core/log/log_format.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

static LineView view(const LogLine &line)
{
    return {line.timeMs, line.origin, line.level, line.flags, line.text, line.source};
}

static LogLine line(const QByteArray &text)
{
    return {1'795'000'000'123, Origin::Err, Level::Error, 0, text, {}};
}

static QJsonObject toObject(std::optional<qint64> number, const LogLine &line)
{
    QByteArray json;
    appendRecord(json, number, view(line));
    return QJsonDocument::fromJson(json).object();
}

/// A part of an answer with these lines, numbered from 0.
static QJsonObject partOf(const QList<QByteArray> &texts)
{
    QJsonArray records;
    for (const QByteArray &text : texts)
        records += toObject(records.size(), line(text));
    return {{u"records"_s, records}};
}

class TestLogPrinter : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void aRecordIsOneObjectOfKnownKeys()
    {
        const LogLine given{1'795'000'000'123,
                            Origin::Out,
                            Level::Warning,
                            LogLine::Continuation | LogLine::Cut,
                            "a \"quoted\" \\ \t\u20AC\U0001F600",
                            "x.py:1"};
        QByteArray json;
        appendRecord(json, 42, view(given));
        QVERIFY(!json.contains('\n'));
        const QJsonObject object = QJsonDocument::fromJson(json).object();
        const QJsonObject expected{
            {u"number"_s, 42},
            {u"time"_s, QDateTime::fromMSecsSinceEpoch(given.timeMs).toUTC().toString(Qt::ISODateWithMs)},
            {u"level"_s, u"WARNING"_s},
            {u"origin"_s, u"out"_s},
            {u"text"_s, QString::fromUtf8(given.text)},
            {u"source"_s, u"x.py:1"_s},
            {u"continuation"_s, true},
            {u"health_check"_s, false},
            {u"cut"_s, true},
        };
        QCOMPARE(object, expected);
        QVERIFY(object.value(u"time"_s).toString().endsWith(u".123Z"_s));
    }

    void whatIsUnknownIsNull()
    {
        const QJsonObject object = toObject(std::nullopt, {0, Origin::Tray, Level::None, 0, "", {}});
        for (const QString &key : {u"number"_s, u"level"_s, u"source"_s})
            QVERIFY2(object.value(key).isNull(), qPrintable(key));
        QCOMPARE(object.value(u"time"_s).toString(), u"1970-01-01T00:00:00.000Z"_s);
    }

    void aRecordComesBackAsItWas()
    {
        for (const Level level : {Level::None, Level::Debug, Level::Info, Level::Error, Level::Critical}) {
            const LogLine given{1'795'000'000'999, Origin::Out, level, LogLine::HealthCheck, "\"\\\t", "s"};
            const LogRecord back = recordFromJson(toObject(7, given));
            QCOMPARE(back.number, 7);
            QCOMPARE(back.line, given);
        }
        QVERIFY(!recordFromJson(toObject(std::nullopt, line("x"))).number);
    }

    void withoutAPatternTextPassesAsItComes()
    {
        LogPrinter printer({});
        QVERIFY(!printer.needsRecords());
        QCOMPARE(printer.take({{u"lines"_s, QJsonArray{u"one"_s, u"two \u20AC"_s}}}), "one\ntwo \u20AC\n"_ba);
        QCOMPARE(printer.finish(), QByteArray());
    }

    void aPatternIsSearchedInTheText()
    {
        LogPrinter printer({.pattern = u"^b.*[0-9]$|E1"_s});
        QVERIFY(printer.needsRecords());
        const QByteArray expected = formatLine(line("b 1")) + '\n' + formatLine(line("E1")) + '\n';
        QCOMPARE(printer.take(partOf({"a 1", "b 1", "B 1", "b", "E1", "ERROR err"})), expected);
        QCOMPARE(printer.problem(), QString());
    }

    void theLastLinesThatMatchArePrinted()
    {
        LogPrinter printer({.pattern = u"x"_s, .last = 2});
        QCOMPARE(printer.take(partOf({"x1", "x2", "y"})), QByteArray());
        QCOMPARE(printer.take(partOf({"y", "x3", "y"})), QByteArray());
        QCOMPARE(printer.finish(), formatLine(line("x2")) + '\n' + formatLine(line("x3")) + '\n');
    }

    void noLinesMayBeWanted()
    {
        LogPrinter printer({.pattern = u"x"_s, .last = 0});
        QCOMPARE(printer.take(partOf({"x1"})), QByteArray());
        QCOMPARE(printer.finish(), QByteArray());
    }

    void newLinesFollowAtOnce()
    {
        LogPrinter printer({.pattern = u"x"_s, .last = 1});
        QCOMPARE(printer.take(partOf({"x1", "x2"})), QByteArray());
        QCOMPARE(printer.take({{u"caughtUp"_s, true}}), formatLine(line("x2")) + '\n');
        QCOMPARE(printer.take(partOf({"x3", "y", "x4"})),
                 formatLine(line("x3")) + '\n' + formatLine(line("x4")) + '\n');
    }

    void jsonIsOneObjectALine()
    {
        LogPrinter printer({.json = true});
        QVERIFY(printer.needsRecords());
        const QList<QByteArray> lines = printer.take(partOf({"one", "two"})).split('\n');
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines.last(), QByteArray());
        QCOMPARE(QJsonDocument::fromJson(lines[1]).object(), toObject(1, line("two")));
    }

    // Lines that went before they were read are told whatever is searched for.
    void aRemarkIsNoMatterOfThePattern()
    {
        LogPrinter printer({.pattern = u"x"_s});
        const QJsonObject part{{u"records"_s, QJsonArray{toObject(std::nullopt, line("Lines missing here: 5"))}}};
        QVERIFY(printer.take(part).contains("Lines missing here: 5\n"));
    }

    void aCostlyPatternIsGivenUpWithAMessage()
    {
        LogPrinter printer({.pattern = u"(a+)+$"_s});
        const QJsonObject part = partOf(QList<QByteArray>(200, QByteArray(200, 'a') + '!'));
        QByteArray printed = printer.take(partOf({"aa"}));
        for (int i = 0; i < 1000 && !printer.isTooCostly(); ++i)
            printed += printer.take(part);
        QVERIFY(printer.isTooCostly());
        QCOMPARE(printed, formatLine(line("aa")) + '\n');
        QCOMPARE(printer.problem(), u"Cannot search for (a+)+$: it takes too long"_s);
    }

    void aFewCostlyLinesAreLeftOutWithAMessage()
    {
        LogPrinter printer({.pattern = u"(a+)+$"_s});
        const QByteArray printed = printer.take(partOf({"aa", QByteArray(200, 'a') + '!', "a"}));
        QCOMPARE(printed.count('\n'), 2);
        QVERIFY(!printer.isTooCostly());
        QCOMPARE(printer.problem(), u"Cannot search every line for (a+)+$: some take too long and are left out"_s);
    }
};

QTEST_GUILESS_MAIN(TestLogPrinter)
#include "tst_log_printer.moc"
