// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/app/tray_run.h"
#include "tests/support/held_thread.h"
#include "tests/support/test_help.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTcpServer>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

/// Our own end, in every state and by every hand, leaves nothing behind.
class TestEnding : public QObject
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

    void withoutADisplayOneLineAndNothingElse_data()
    {
        QTest::addColumn<QString>("platform");
        QTest::addColumn<QString>("display");
        QTest::newRow("none set") << QString() << QString();
        QTest::newRow("not reachable") << QString() << u":4711"_s;
        QTest::newRow("xcb not reachable") << u"xcb"_s << u":4711"_s;
        QTest::newRow("U12 unknown platform") << u"no-such-platform"_s << QString();
    }
    void withoutADisplayOneLineAndNothingElse()
    {
        if (qEnvironmentVariableIsSet("SKILLS_TEST_HEADLESS"))
            QSKIP("--headless needs no display");
        QFETCH(QString, platform);
        QFETCH(QString, display);
        TrayRun tray;
        tray.environment().remove(u"QT_QPA_PLATFORM"_s);
        if (!platform.isEmpty())
            tray.environment().insert(u"QT_QPA_PLATFORM"_s, platform);
        if (!display.isEmpty())
            tray.environment().insert(u"DISPLAY"_s, display);
        const TrayRun::Result result =
            tray.run(QStringList{u"--port"_s, QString::number(tray.port())} + tray.backend({}));
        QCOMPARE(result.exit, 1);
        QVERIFY2(result.errorLines() == 1, result.err.constData());
        QCOMPARE(result.out, QByteArray());
        QVERIFY(tray.treeIsGone());
        QVERIFY(QDir(tray.paths().runtime).isEmpty());
    }

    void aDisplayThatDoesNotAnswerIsNone()
    {
        if (qEnvironmentVariableIsSet("SKILLS_TEST_HEADLESS"))
            QSKIP("--headless needs no display");
        TrayRun tray;
        QTcpServer display; // takes the connection and says nothing
        do {
            display.close();
            QVERIFY(display.listen(QHostAddress::LocalHost));
        } while (display.serverPort() < 6000); // where displays begin
        tray.environment().remove(u"QT_QPA_PLATFORM"_s);
        tray.environment().insert(u"DISPLAY"_s, u"127.0.0.1:%1"_s.arg(display.serverPort() - 6000));
        const TrayRun::Result result = tray.run({u"--stopped"_s}, 60'000);
        QCOMPARE(result.exit, 1);
        QVERIFY2(result.errorLines() == 1 && result.err.contains("does not answer"), result.err.constData());
        QVERIFY(tray.startPlain({u"--headless"_s, u"--stopped"_s})); // nothing is in its way
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
