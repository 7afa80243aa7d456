// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/app/tray_run.h"
#include "tests/support/held_thread.h"
#include "tests/support/test_help.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

/// Our own end, by every hand and whatever holds it up, leaves nothing behind.
class TestEnding : public QObject
{
    Q_OBJECT

private slots:
    void aSignalEndsUsWithinFourSeconds_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGTERM") << SIGTERM; // O04
        QTest::newRow("SIGINT") << SIGINT;   // O05
        QTest::newRow("SIGHUP") << SIGHUP;
        QTest::newRow("SIGQUIT") << SIGQUIT;
    }
    void aSignalEndsUsWithinFourSeconds()
    {
        QFETCH(int, signal);
        TrayRun tray;
        QVERIFY(tray.start({u"--children=2"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(::kill(pid_t(tray.process().processId()), signal), 0);
        QVERIFY(tray.waitForEnd(4000));
        qInfo("ended after %lld ms", clock.elapsed());
        QCOMPARE(tray.process().exitStatus(), QProcess::NormalExit);
        QCOMPARE(tray.process().exitCode(), 0);
        QVERIFY2(tray.treeIsGone(), tray.leftovers());
        QVERIFY(!QFile::exists(tray.paths().lockFile()) && !QFile::exists(tray.paths().controlSocket()));
    }

    void quitWhileStopping() // O13
    {
        TrayRun tray;
        QVERIFY(tray.start({u"--slow-term=1500"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        const auto stop = tray.runInBackground({u"stop"_s});
        QCOMPARE(tray.run({u"wait"_s, u"stopping"_s, u"--timeout"_s, u"5"_s}).exit, 0);
        const TrayRun::Result quit = tray.run({u"quit"_s});
        qInfo("quit took %lld ms", quit.ms);
        QCOMPARE(quit.exit, 0);
        QVERIFY(quit.ms <= 8000);
        QVERIFY2(tray.treeIsGone(), tray.leftovers());
        QTRY_COMPARE(stop->state(), QProcess::NotRunning);
        QCOMPARE(stop->exitCode(), 0);
    }

    void aSecondSignalKillsAtOnce() // O06
    {
        TrayRun tray;
        QVERIFY(tray.start({u"--ignore-term"_s, u"--children=3"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        tray.process().terminate();
        QCOMPARE(tray.run({u"wait"_s, u"stopping"_s, u"--timeout"_s, u"5"_s}).exit, 0);
        QElapsedTimer clock;
        clock.start();
        tray.process().terminate();
        QVERIFY(tray.waitForEnd(1500));
        qInfo("ended %lld ms after the second signal", clock.elapsed());
        QTRY_VERIFY_WITH_TIMEOUT(tray.treeIsGone(), 1500);
        QVERIFY(clock.elapsed() < 1500);
    }

    void aSlowTreeEndsWithinTheSessionsTime() // A14
    {
        TrayRun tray;
        QVERIFY(tray.writeFile(tray.paths().settingsFile(), "[backend]\ngraceSeconds=30\n"));
        QVERIFY(tray.start({u"--ignore-term"_s, u"--children=7"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        QElapsedTimer clock;
        clock.start();
        tray.process().terminate();
        QVERIFY(tray.waitForEnd(5000)); // then a session sends SIGKILL
        qInfo("ended after %lld ms", clock.elapsed());
        QVERIFY2(tray.treeIsGone(), tray.leftovers());
    }

    void nothingIsStartedWhileWeEnd_data() // A14
    {
        QTest::addColumn<QString>("verb");
        QTest::newRow("start") << u"start"_s;
        QTest::newRow("restart") << u"restart"_s;
    }
    void nothingIsStartedWhileWeEnd()
    {
        QFETCH(QString, verb);
        TrayRun tray;
        QVERIFY(tray.start({u"--slow-term=1500"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        const auto quit = tray.runInBackground({u"quit"_s});
        QCOMPARE(tray.run({u"wait"_s, u"stopping"_s, u"--timeout"_s, u"5"_s}).exit, 0);
        QCOMPARE(tray.run({verb}).exit, 1);
        QTRY_COMPARE_WITH_TIMEOUT(quit->state(), QProcess::NotRunning, 10'000);
        QCOMPARE(quit->exitCode(), 0);
        QVERIFY2(tray.treeIsGone(), tray.leftovers());
    }

    void whatWasIgnoredBeforeUsStaysIgnored_data() // A11
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGHUP, as nohup has it") << SIGHUP;
        QTest::newRow("SIGINT, as a shell has it for the background") << SIGINT;
        QTest::newRow("SIGQUIT, likewise") << SIGQUIT;
    }
    void whatWasIgnoredBeforeUsStaysIgnored()
    {
        QFETCH(int, signal);
        TrayRun tray;
        tray.process().setChildProcessModifier([signal] { ::signal(signal, SIG_IGN); });
        QVERIFY(tray.start());
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        const auto pid = pid_t(tray.process().processId());
        QCOMPARE(::kill(pid, signal), 0);
        // Signals are taken in before a later request is answered.
        QCOMPARE(tray.run({u"status"_s}).exit, 0);
        QCOMPARE(tray.state(), u"ready"_s);
        // Those that were not ignored are heard, although somebody ignores another one.
        QCOMPARE(::kill(pid, SIGTERM), 0);
        QVERIFY(tray.waitForEnd(4000));
        QCOMPARE(tray.process().exitCode(), 0);
        QVERIFY2(tray.treeIsGone(), tray.leftovers());
    }

    void aBlockedSigtermIsHeard() // A11
    {
        TrayRun tray;
        tray.process().setChildProcessModifier([] {
            sigset_t term;
            sigemptyset(&term);
            sigaddset(&term, SIGTERM);
            sigprocmask(SIG_BLOCK, &term, nullptr);
        });
        QVERIFY(tray.start());
        tray.process().terminate();
        QVERIFY(tray.waitForEnd(4000));
        QVERIFY2(tray.treeIsGone(), tray.leftovers());
    }

    void aDiskOfTheLogThatHangsDoesNotHoldUpTheEnd_data() // A07
    {
        QTest::addColumn<bool>("bySignal");
        QTest::newRow("quit") << false;
        QTest::newRow("SIGTERM") << true;
    }
    void aDiskOfTheLogThatHangsDoesNotHoldUpTheEnd()
    {
        QFETCH(bool, bySignal);
        TrayRun tray;
        QVERIFY(tray.start({u"--log-every=50"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        HeldThread disk(tray.process().processId(), "log file");
        QVERIFY(disk.isThere());
        if (!disk.isHeld())
            QSKIP("this user may not trace a child");
        QCOMPARE(tray.run({u"status"_s}).exit, 0);
        QElapsedTimer clock;
        clock.start();
        if (bySignal) {
            tray.process().terminate();
            QTRY_VERIFY_WITH_TIMEOUT(tray.run({u"status"_s}).exit == 3, 5000);
        } else {
            QCOMPARE(tray.run({u"quit"_s}).exit, 0);
        }
        qInfo("ended after %lld ms", clock.elapsed());
        QVERIFY(clock.elapsed() < (bySignal ? 5000 : 8000));
        disk.letGo();
        QVERIFY(tray.waitForEnd(2000));
        QCOMPARE(tray.process().exitCode(), 0);
        QVERIFY2(tray.treeIsGone(), tray.leftovers());
        QVERIFY(!QFile::exists(tray.paths().lockFile()));
    }

    void aMissingGuardStartsNothing() // S08
    {
        TrayRun tray;
        const QString copy = tray.home().file(u"bin/skills-tray"_s);
        QVERIFY(QDir().mkpath(QFileInfo(copy).path()));
        QVERIFY(QFile::copy(QStringLiteral(SKILLS_TRAY), copy));
        tray.process().setProcessEnvironment(tray.environment());
        tray.process().start(copy, tray.inMode({u"--background"_s, u"--port"_s, QString::number(tray.port())}) +
                                       tray.backend({}));
        QTRY_COMPARE(tray.state(), u"failed"_s);
        const QJsonObject failure = tray.status().value(u"failure"_s).toObject();
        QCOMPARE(failure.value(u"kind"_s).toString(), u"not-found"_s);
        QVERIFY2(failure.value(u"text"_s).toString().contains(u"guard"_s),
                 qPrintable(failure.value(u"text"_s).toString()));
        QVERIFY2(tray.treeIsGone(), tray.leftovers());
    }
};

QTEST_GUILESS_MAIN(TestEnding)
#include "tst_ending.moc"
