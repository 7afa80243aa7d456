// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/app/tray_run.h"

#include <QElapsedTimer>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

/// Nothing survives us, however suddenly we die.
class TestSuddenDeath : public QObject
{
    Q_OBJECT

private slots:
    void nothingSurvivesOurSuddenDeath_data()
    {
        QTest::addColumn<int>("signal");
        QTest::addColumn<QStringList>("backend");
        QTest::addColumn<QString>("state");
        QTest::addColumn<int>("limit");
        QTest::newRow("O01 ready") << SIGKILL << QStringList{} << u"ready"_s << 2000;
        QTest::newRow("O01 loading") << SIGKILL << QStringList{u"--load-seconds=60"_s} << u"loading"_s << 2000;
        QTest::newRow("O01 starting") << SIGKILL << QStringList{u"--no-listen"_s} << u"starting"_s << 2000;
        QTest::newRow("O02 ignore") << SIGKILL << QStringList{u"--ignore-term"_s, u"--children=7"_s} << u"ready"_s
                                    << 7000;
        QTest::newRow("O02 doublefork") << SIGKILL << QStringList{u"--grandchild=doublefork"_s} << u"ready"_s << 7000;
        QTest::newRow("O02 setsid") << SIGKILL << QStringList{u"--grandchild=setsid"_s} << u"ready"_s << 7000;
        QTest::newRow("O02 env wiped") << SIGKILL << QStringList{u"--grandchild=envwipe"_s} << u"ready"_s << 7000;
        QTest::newRow("O02 respawn") << SIGKILL << QStringList{u"--grandchild=respawn"_s} << u"ready"_s << 7000;
        QTest::newRow("O03 SEGV") << SIGSEGV << QStringList{u"--grandchild=setsid"_s} << u"ready"_s << 7000;
        QTest::newRow("O03 ABRT") << SIGABRT << QStringList{} << u"ready"_s << 7000;
    }
    void nothingSurvivesOurSuddenDeath()
    {
        QFETCH(int, signal);
        QFETCH(QStringList, backend);
        QFETCH(QString, state);
        QFETCH(int, limit);
        TrayRun tray;
        QVERIFY(tray.start(backend));
        QCOMPARE(tray.run({u"wait"_s, state, u"--timeout"_s, u"10"_s}).exit, 0);
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(::kill(pid_t(tray.process().processId()), signal), 0);
        QVERIFY(tray.waitForEnd(2000));
        QTRY_VERIFY2_WITH_TIMEOUT(tray.treeIsGone(), tray.leftovers(), limit);
        qInfo("tree empty after %lld ms", clock.elapsed());
    }
};

QTEST_GUILESS_MAIN(TestSuddenDeath)
#include "tst_sudden_death.moc"
