// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/process/guarded_run.h"
#include "tests/support/test_help.h"

#include <QTest>

#include <csignal>

/// Trees whose processes live for moments only, each leaving a child in a session of its own: no look sees all of them.
class TestStorms : public QObject
{
    Q_OBJECT

private:
    static constexpr auto Storm = "--grandchild=storm --storm-ms=40 --grandchild-ignore-term";

    static void waitUntilItStorms(GuardedRun &run)
    {
        run.start();
        QTRY_VERIFY(run.started);
        QTRY_VERIFY(run.process->tree().size() >= 3); // as the guard saw it
    }
    /// One look that sees nobody says little here.
    static bool isOver(const GuardedRun &run)
    {
        for (int look = 0; look < 10; ++look) {
            if (!run.watch.noneAlive())
                return false;
            QTest::qWait(50);
        }
        return true;
    }

private slots:
    void itEndsWhenItIsStopped()
    {
        GuardedRun run(QString::fromLatin1(Storm), 300);
        waitUntilItStorms(run);
        run.process->stop(300);
        QTRY_VERIFY_WITH_TIMEOUT(run.empty, 7000);
        QVERIFY2(isOver(run), run.watch.describe().constData());
        QVERIFY(run.empty->forcedKills >= 1);
    }

    void itEndsWhenItsGuardIsKilled() // C14
    {
        for (int round = 0; round < 5; ++round) {
            GuardedRun run(QString::fromLatin1(Storm), 100);
            waitUntilItStorms(run);
            QCOMPARE(sendSignal(*run.process->guard(), SIGKILL), QString());
            QTRY_VERIFY_WITH_TIMEOUT(run.empty, 7000);
            QVERIFY2(isOver(run), run.watch.describe().constData());
        }
    }
};

QTEST_GUILESS_MAIN(TestStorms)
#include "tst_storms.moc"
