// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/app/tray_run.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

/// In every state our own end is in time and leaves nothing behind.
class TestEndingStates : public QObject
{
    Q_OBJECT

private:
    struct Case
    {
        const char *name;
        QStringList backend;
        QString state;
    };
    static QList<Case> cases()
    {
        return {
            {"starting", {u"--no-listen"_s}, u"starting"_s},
            {"loading", {u"--load-seconds=60"_s}, u"loading"_s},
            {"ready", {}, u"ready"_s},
            {"ready, ignores SIGTERM", {u"--ignore-term"_s, u"--children=4"_s}, u"ready"_s},
            {"backoff", {u"--exit-after=0"_s, u"--exit-code=1"_s}, u"backoff"_s},
            {"backoff, a child is left", // A01: its guard is ending it already
             {u"--exit-after=0.3"_s, u"--exit-code=1"_s, u"--grandchild=doublefork"_s, u"--grandchild-ignore-term"_s},
             u"backoff"_s},
            {"failed", {u"--no-listen"_s, u"--children=2"_s}, u"failed"_s}};
    }

    static bool startInState(TrayRun &tray, const QStringList &backend, const QString &state)
    {
        // It failed because it did not answer in time, so that there was a tree.
        const bool isPrepared =
            state != u"failed"_s || tray.writeFile(tray.paths().settingsFile(), "[backend]\nstartTimeout=1\n");
        return isPrepared && tray.start(backend) && tray.run({u"wait"_s, state, u"--timeout"_s, u"20"_s}).exit == 0;
    }

private slots:
    void sigtermEndsUsInEveryState_data() // O04, O13
    {
        QTest::addColumn<QStringList>("backend");
        QTest::addColumn<QString>("state");
        for (const Case &one : cases())
            QTest::newRow(one.name) << one.backend << one.state;
    }
    void sigtermEndsUsInEveryState()
    {
        QFETCH(QStringList, backend);
        QFETCH(QString, state);
        TrayRun tray;
        QVERIFY(startInState(tray, backend, state));
        QElapsedTimer clock;
        clock.start();
        tray.process().terminate();
        QVERIFY(tray.waitForEnd(4000));
        qInfo("ended after %lld ms", clock.elapsed());
        QCOMPARE(tray.process().exitCode(), 0);
        QVERIFY2(tray.treeIsGone(), tray.leftovers());
    }

    void quitEndsUsInEveryState_data() { sigtermEndsUsInEveryState_data(); } // O13
    void quitEndsUsInEveryState()
    {
        QFETCH(QStringList, backend);
        QFETCH(QString, state);
        TrayRun tray;
        QVERIFY(startInState(tray, backend, state));
        const TrayRun::Result quit = tray.run({u"quit"_s});
        qInfo("quit took %lld ms", quit.ms);
        QCOMPARE(quit.exit, 0);
        QVERIFY(quit.ms < 8000);
        // C09: nothing lives; most of it is the command's own start, and more on a busy machine.
        if (QByteArrayView(QTest::currentDataTag()) == "backoff")
            QVERIFY2(quit.ms < 3000, QByteArray::number(quit.ms).constData());
        QVERIFY(tray.waitForEnd(500));
        QVERIFY2(tray.treeIsGone(), tray.leftovers());
    }
};

QTEST_GUILESS_MAIN(TestEndingStates)
#include "tst_ending_states.moc"
