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
            QVERIFY2(matchesPattern(name, pattern) == row[2].toBool(),
                     qPrintable(u"name '%1', pattern '%2'"_s.arg(name, pattern)));
        }
    }

    void aSpitefulPatternTakesNoTime()
    {
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!matchesPattern(QString(5000, u'a'), u"*a"_s.repeated(500) + u'b'));
        qInfo("%lld ms", timer.elapsed());
        QVERIFY(timer.elapsed() < 4000);
    }
};

QTEST_GUILESS_MAIN(TestNamePattern)
#include "tst_name_pattern.moc"
