// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/state/health_report.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

// Readable JSON in a test: moc stumbles over raw string literals.
static QByteArray json(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

/// Reading /health: what is believed, and what is called malformed.
class TestHealthReport : public QObject
{
    Q_OBJECT

private slots:
    void aReportOfTheRealBackendIsRead()
    {
        const HealthParse parse = parseHealthReport(
            json("{'status':'ok','version':'1.0.6','skills_loaded':30,'models_loaded':true,'loading_complete':false,"
                 "'auto_update_enabled':true,'next_update_check':'2026-11-22T19:00:00','last_update_check':null,"
                 "'github_api_calls_this_hour':0,'github_api_limit':60,'github_authenticated':false,'update_errors':['"
                 "x']}"));
        QVERIFY2(parse.report, qPrintable(parse.error));
        QCOMPARE(parse.report->version, u"1.0.6"_s);
        QCOMPARE(parse.report->skillsLoaded, 30);
        QCOMPARE(parse.report->modelsLoaded, true);
        QCOMPARE(parse.report->loadingComplete, false);
        QVERIFY(!parse.report->skillsTotal);
        QCOMPARE(parse.report->updateErrors, QStringList{u"x"_s});
    }

    void ourOwnBackendTellsTheTotal()
    {
        const HealthParse parse = parseHealthReport(
            json("{'loading_complete':true,'skills_loaded':7,'skills_total':9,'backend':'skills-tray'}"));
        QVERIFY(parse.report);
        QCOMPARE(parse.report->skillsTotal, 9);
        QVERIFY(!parse.report->modelsLoaded);
        QVERIFY(parse.report->version.isEmpty());
    }

    void nonsenseIsMalformed_data()
    {
        QTest::addColumn<QByteArray>("body");
        const auto with = [](const char *count, const char *complete) {
            return QByteArray("{\"skills_loaded\":") + count + ",\"loading_complete\":" + complete + "}";
        };
        QTest::newRow("H09 garbage") << QByteArray("\x00\x01\xff garbage", 12);
        QTest::newRow("H10 empty body") << QByteArray();
        QTest::newRow("H11 cut") << QByteArray("{\"status\":\"ok\",");
        QTest::newRow("H11 array") << '[' + with("1", "true") + ']';
        QTest::newRow("H11 null") << QByteArray("null");
        QTest::newRow("H11 empty object") << QByteArray("{}");
        QTest::newRow("H11 byte order mark") << "\xef\xbb\xbf" + with("1", "true");
        QTest::newRow("H11 60 kB of [") << QByteArray(60'000, '[');
        QTest::newRow("H12 text as count") << with("\"12\"", "true");
        QTest::newRow("H12 fraction") << with("2.7", "true");
        QTest::newRow("H12 NaN") << with("NaN", "true");
        QTest::newRow("H12 1e300") << with("1e300", "true");
        QTest::newRow("H12 text as bool") << with("12", "\"true\"");
        QTest::newRow("H12 number as bool") << with("12", "1");
        QTest::newRow("H12 no count") << QByteArray("{\"loading_complete\":true}");
        QTest::newRow("H12 no loading_complete") << QByteArray("{\"skills_loaded\":3}");
        QTest::newRow("H12 total is text")
            << QByteArray("{\"skills_loaded\":3,\"loading_complete\":true,\"skills_total\":\"9\"}");
        QTest::newRow("H13 negative") << with("-5", "true");
        QTest::newRow("H13 huge") << with("1000000000000", "true");
    }
    void nonsenseIsMalformed()
    {
        QFETCH(QByteArray, body);
        QElapsedTimer clock;
        clock.start();
        const HealthParse parse = parseHealthReport(body);
        const qint64 took = clock.elapsed();
        QVERIFY(!parse.report);
        QVERIFY2(parse.error.startsWith("malformed: "_L1), qPrintable(parse.error));
        QVERIFY2(took <= 4 * 5, qPrintable(u"%1 ms"_s.arg(took)));
    }

    void strangeButValidReportsAreRead_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("count");
        QByteArray many = "{";
        for (int i = 0; i < 10'000; ++i)
            many += "\"unknown" + QByteArray::number(i) + "\":[0],";
        QTest::newRow("H14 duplicate keys: the last value counts")
            << json("{'skills_loaded':1,'skills_loaded':4,'loading_complete':true}") << 4;
        QTest::newRow("H14 unknown keys are ignored")
            << json("{'skills_loaded':4,'loading_complete':true,'future':{'a':[1,2]}}") << 4;
        QTest::newRow("H14 10 000 keys") << many + json("'skills_loaded':4,'loading_complete':true}") << 4;
        QTest::newRow("integral as a float") << json("{'skills_loaded':4.0,'loading_complete':true}") << 4;
        QTest::newRow("wrong types elsewhere")
            << json("{'skills_loaded':4,'loading_complete':true,'version':[],'update_errors':{'a':1}}") << 4;
    }
    void strangeButValidReportsAreRead()
    {
        QFETCH(QByteArray, body);
        const HealthParse parse = parseHealthReport(body);
        QVERIFY2(parse.report, qPrintable(parse.error));
        QTEST(parse.report->skillsLoaded, "count");
    }

    // H26
    void foreignTextIsCleanedAndCut()
    {
        QByteArray body =
            json("{'skills_loaded':0,'loading_complete':true,'version':'1\\u001b[31m\\u202e2','update_errors':[");
        for (int i = 0; i < 100; ++i)
            body += "\"" + QByteArray::number(i) + " <b>" + QByteArray(2000, 'x') + "\",";
        body.chop(1);
        const HealthParse parse = parseHealthReport(body + "]}");
        QVERIFY2(parse.report, qPrintable(parse.error));
        QCOMPARE(parse.report->version, u"1[31m2"_s);
        QCOMPARE(parse.report->updateErrors.size(), 5);
        QVERIFY(parse.report->updateErrors.constLast().startsWith(u"99 <b>x"_s));
        QCOMPARE(parse.report->updateErrors.constLast().size(), 512);
    }
};

QTEST_GUILESS_MAIN(TestHealthReport)
#include "tst_health_report.moc"
