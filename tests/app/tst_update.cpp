// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tray_run.h"

#include <skills_tray_version.h>

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;

static QByteArray contentOf(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

class TestUpdate : public QObject
{
    Q_OBJECT

private slots:
    void theFirstStartTellsOfNoUpdate()
    {
        TrayRun run;
        QVERIFY(run.start());
        QTRY_COMPARE(contentOf(run.paths().versionFile()), QByteArray(SKILLS_TRAY_VERSION "\n"));
        QVERIFY(!run.run({u"logs"_s, u"--all"_s}).out.contains(" was updated from "));
        QCOMPARE(run.run({u"quit"_s}).exit, 0);
    }

    void anUpdateIsToldOnceWithItsChanges()
    {
        TrayRun run;
        QVERIFY(run.writeFile(run.paths().versionFile(), "0.0.9\n"));
        QVERIFY(run.start());
        QTRY_COMPARE(contentOf(run.paths().versionFile()), QByteArray(SKILLS_TRAY_VERSION "\n"));
        const QByteArray log = run.run({u"logs"_s, u"--all"_s}).out;
        QCOMPARE(log.count("Skills Tray was updated from 0.0.9 to " SKILLS_TRAY_VERSION), 1);
        QVERIFY2(log.contains(" tray Added: "), log.constData());
        QCOMPARE(run.run({u"quit"_s}).exit, 0);
        QVERIFY(run.waitForEnd(5000));

        QVERIFY(run.start());
        QCOMPARE(run.run({u"wait"_s, u"settled"_s}).exit, 0);
        QVERIFY(!run.run({u"logs"_s, u"--all"_s}).out.contains(" was updated from "));
        QCOMPARE(run.run({u"quit"_s}).exit, 0);
    }

    void anOlderVersionSaysWhichOneItIs()
    {
        TrayRun run;
        QVERIFY(run.writeFile(run.paths().versionFile(), "99.1\n"));
        QVERIFY(run.start());
        QTRY_COMPARE(contentOf(run.paths().versionFile()), QByteArray(SKILLS_TRAY_VERSION "\n"));
        const QByteArray log = run.run({u"logs"_s, u"--all"_s}).out;
        QVERIFY2(log.contains("99.1") && !log.contains(" tray Added: "), log.constData());
        QCOMPARE(run.run({u"quit"_s}).exit, 0);
    }
};

QTEST_GUILESS_MAIN(TestUpdate)
#include "tst_update.moc"
