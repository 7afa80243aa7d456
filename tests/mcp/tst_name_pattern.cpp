// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/name_pattern.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

class TestNamePattern : public QObject
{
    Q_OBJECT

private slots:
    void patternsMatchAsInTheOriginal()
    {
        // Made by tests/data/original/patterns.py.
        QFile file(QStringLiteral(SKILLS_SOURCE_DIR "/tests/data/original/patterns.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray rows = QJsonDocument::fromJson(file.readAll()).array();
        QVERIFY(rows.size() > 2000);
        for (const QJsonValue &row : rows) {
            const QString name = row[0].toString();
            const QString pattern = row[1].toString();
            QVERIFY2(NamePattern(pattern).matches(name) == row[2].toBool(),
                     qPrintable(u"name '%1', pattern '%2'"_s.arg(name, pattern)));
        }
    }

    void aSpitefulPatternTakesNoTime()
    {
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!NamePattern(u"*a"_s.repeated(500) + u'b').matches(QString(5000, u'a')));
        qInfo("%lld ms", timer.elapsed());
        QVERIFY(timer.elapsed() < 4000);
    }

    void aPatternOfAMillionSetsThatNeverCloseIsTakenApartOnce()
    {
        QElapsedTimer timer;
        timer.start();
        const NamePattern pattern(u"*[a"_s.repeated(1'000'000));
        for (int i = 0; i < 20'000; ++i)
            QVERIFY(!pattern.matches(u"references/a-document-%1.md"_s.arg(i)));
        // Sets that are never closed, in front of a name that goes on: each '[' stands for itself.
        const NamePattern many(u"*[a"_s.repeated(2000));
        QVERIFY(many.matches(u"x[a"_s.repeated(2000)));
        QVERIFY(!many.matches(u"x[b"_s.repeated(2000)));
        // One set of a million members, and as many ranges.
        const NamePattern late(u"*[a"_s.repeated(300'000) + u']');
        const NamePattern ranges(u"*["_s + u"\u4e00-\u4e01"_s.repeated(300'000) + u"]"_s);
        for (int i = 0; i < 2'000; ++i) {
            QVERIFY(late.matches(u"references/document-%1[a"_s.arg(i)));
            QVERIFY(!ranges.matches(u"references/document-%1.md"_s.arg(i)));
        }
        QVERIFY(ranges.matches(u"x\u4e01"_s));
        QVERIFY(!ranges.matches(u"x\u4e02"_s));
        qInfo("%lld ms", timer.elapsed());
        QVERIFY(timer.elapsed() < 4000);
    }
};

QTEST_GUILESS_MAIN(TestNamePattern)
#include "tst_name_pattern.moc"
