// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/backend/stage.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <csignal>

#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

/// A backend that ends although nobody asked: seen at once, told in words, tried again, given up.
class TestSupervisorCrashes : public StageTest
{
    Q_OBJECT

private slots:
    // C01
    void anExitBeforeReadyIsSeenAtOnceAndTold_data()
    {
        QTest::addColumn<int>("code");
        for (const int code : {0, 1, 2, 77, 255})
            QTest::addRow("C01 exit %d", code) << code;
    }
    void anExitBeforeReadyIsSeenAtOnceAndTold()
    {
        QFETCH(int, code);
        Stage stage({u"--no-listen"_s, u"--quiet"_s, u"--say=these are the last words"_s, u"--exit-after=0.2"_s,
                     u"--exit-code=%1"_s.arg(code)});
        stage.options.backoffScale = 1.0;
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Backoff);
        // It exits 0.2 s after it was born, of which we hear a moment later.
        const auto born = std::find_if(stage.told.cbegin(), stage.told.cend(),
                                       [](const Stage::Told &item) { return item.status.pid.has_value(); });
        const qint64 afterExit = stage.enteredAtMs(State::Backoff) - born->atMs - 200;
        qInfo("seen %lld ms after the exit", afterExit);
        QVERIFY(afterExit <= withRoom(250));
        const Status status = stage.status();
        QCOMPARE(status.failure->kind, FailureKind::Exited);
        QCOMPARE(status.failure->exitCode, code);
        QVERIFY(!status.failure->signal);
        QVERIFY2(status.message.contains(u"exit code %1"_s.arg(code)), qPrintable(status.message));
        QVERIFY2(status.message.contains("these are the last words"_L1), qPrintable(status.message));
        QVERIFY(status.trouble->remedies.contains(Remedy::ShowError) && status.errorLine);
        QCOMPARE(stage.store.line(*status.errorLine).text.toByteArray(), "these are the last words");
        QTRY_VERIFY(stage.hasEvent(u"Output ended after 1 line (stdout 0, stderr 1)"_s));
        QCOMPARE(status.attempt, 1);
        const qint64 delay = *status.nextAttemptAtMs - stage.enteredAtMs(State::Backoff);
        QVERIFY2(delay >= 800 && delay <= 1150, QByteArray::number(delay).constData());
        QVERIFY(toJson(status).value("next_attempt_in"_L1).toDouble() > 0.3);
    }

    void whoSaidNothingHasNoErrorToShow()
    {
        Stage stage({u"--no-listen"_s, u"--quiet"_s, u"--exit-after=0"_s, u"--exit-code=1"_s});
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Backoff);
        QCOMPARE(stage.status().trouble->remedies, QList<Remedy>{Remedy::TryAgain});
        QVERIFY(!stage.status().errorLine);
    }

    // C02
    void aSignalIsNamed_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("number");
        QTest::newRow("C02 SEGV") << u"SEGV"_s << SIGSEGV;
        QTest::newRow("C02 ABRT") << u"ABRT"_s << SIGABRT;
        QTest::newRow("C02 KILL") << u"KILL"_s << SIGKILL;
        QTest::newRow("C02 TERM") << u"TERM"_s << SIGTERM;
    }
    void aSignalIsNamed()
    {
        QFETCH(QString, name);
        QFETCH(int, number);
        Stage stage({u"--no-listen"_s, u"--quiet"_s, u"--say=these are the last words"_s, u"--exit-after=0.2"_s,
                     u"--die-signal="_s + name});
        stage.options.backoffScale = 1.0;
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Backoff);
        const auto born = std::find_if(stage.told.cbegin(), stage.told.cend(),
                                       [](const Stage::Told &item) { return item.status.pid.has_value(); });
        const qint64 afterDeath = stage.enteredAtMs(State::Backoff) - born->atMs - 200;
        qInfo("seen %lld ms after the death", afterDeath);
        QVERIFY(afterDeath <= withRoom(250));
        QVERIFY2(stage.status().message.contains("these are the last words"_L1), qPrintable(stage.status().message));
        QCOMPARE(stage.status().failure->kind, FailureKind::Crashed);
        QCOMPARE(stage.status().failure->signal, number);
        QVERIFY(!stage.status().failure->exitCode);
        QVERIFY2(stage.status().message.contains(u"SIG"_s + name), qPrintable(stage.status().message));
        QCOMPARE(stage.entered(State::Stopped), 0);
    }

    // C03
    void aKillWhileReadyEndsTheWholeTreeBeforeTheNextStart_data()
    {
        QTest::addColumn<bool>("killLeader");
        QTest::addColumn<bool>("killServer");
        QTest::newRow("C03 uvx only") << true << false;
        QTest::newRow("C03 python only") << false << true;
        QTest::newRow("C03 C16 both") << true << true;
    }
    void aKillWhileReadyEndsTheWholeTreeBeforeTheNextStart()
    {
        QFETCH(bool, killLeader);
        QFETCH(bool, killServer);
        Stage stage;
        const QString uvx = poseAs(QStringLiteral(SKILLS_FAKE_BACKEND), stage.directory.path(), u"uvx"_s);
        QVERIFY(!uvx.isEmpty());
        stage.settings.command = uvx;
        stage.settings.arguments.prepend(u"claude-skills-mcp-backend==1.0.6"_s);
        stage.supervisor().useSettings(stage.settings);
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        const qint64 leader = *stage.status().pid;
        const QList<qint64> before = stage.living();
        qint64 server = 0;
        for (const qint64 pid : before) {
            if (pid != leader && pid != *stage.status().guardPid)
                server = pid;
        }
        QVERIFY(server > 0);
        bool overlapped = false;
        connect(&stage.supervisor(), &Supervisor::statusChanged, this, [&](const Status &status) {
            overlapped |=
                status.state == State::Starting && status.pid && (isLiveProcess(leader) || isLiveProcess(server));
        });
        const qint64 killedAtMs = monotonicMs();
        if (killLeader)
            kill(pid_t(leader), SIGKILL);
        if (killServer)
            kill(pid_t(server), SIGKILL);
        QTRY_COMPARE(stage.entered(State::Backoff), 1);
        const qint64 seenMs = stage.enteredAtMs(State::Backoff) - killedAtMs;
        qInfo("seen after %lld ms", seenMs);
        QVERIFY(seenMs <= withRoom(250));
        QTRY_COMPARE(stage.state(), State::Ready);
        QVERIFY(!overlapped);
        QCOMPARE(stage.entered(State::Backoff), 1); // one failure, however many processes died
        QCOMPARE(stage.living().size(), 3);
    }

    // C04
    void aCrashLoopSlowsDownAndIsGivenUpAtTheEighthExit()
    {
        Stage stage({u"--no-listen"_s, u"--quiet"_s, u"--exit-code=1"_s, u"--exit-after=0"_s});
        stage.options.backoffScale = 0.02;
        stage.supervisor().start();
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Failed, 30'000);
        QCOMPARE(stage.status().failure->kind, FailureKind::GaveUp);
        QCOMPARE(stage.status().failure->exitCode, 1);
        QCOMPARE(stage.entered(State::Starting), 8);
        QCOMPARE(stage.entered(State::Backoff), 7);
        int nth = 1;
        for (const int seconds : {1, 2, 4, 8, 16, 32, 60}) {
            const double nominal = seconds * 1000 * stage.options.backoffScale;
            const qint64 gap = stage.enteredAtMs(State::Starting, nth + 1) - stage.enteredAtMs(State::Backoff, nth);
            qInfo("gap %d: %lld ms, nominal %.0f ms", nth, gap, nominal);
            QVERIFY(double(gap) >= 0.85 * nominal - 2);
            QVERIFY(double(gap) <= 1.15 * nominal + withRoom(40));
            ++nth;
        }
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY(clock.elapsed() > 1500); // longer than the longest delay
        QCOMPARE(stage.entered(State::Starting), 8);
        QCOMPARE(stage.state(), State::Failed);
        QVERIFY(stage.living().isEmpty());
        QVERIFY(!stage.status().nextAttemptAtMs);
    }

    // A06 S09
    void aShortageIsTriedAgain_data()
    {
        QTest::addColumn<bool>("ofTheGuard");
        QTest::newRow("our own descriptors") << false;
        QTest::newRow("the guard cannot fork") << true;
    }
    void aShortageIsTriedAgain()
    {
        QFETCH(bool, ofTheGuard);
        Stage stage;
        stage.options.backoffScale = 0.5;
        rlimit before = {};
        QCOMPARE(getrlimit(RLIMIT_NOFILE, &before), 0);
        if (ofTheGuard) {
            // The real guard, the first time with no descriptor for the pipe that it forks with.
            stage.options.guardProgram = stage.directory.filePath(u"guard"_s);
            const QString flag = stage.directory.filePath(u"short"_s);
            QVERIFY(writeScript(flag, {}));
            QVERIFY(writeScript(stage.options.guardProgram,
                                u"#!/bin/sh\nif test -e '%1'; then rm '%1'; ulimit -n 4; fi\nexec '%2' \"$@\"\n"_s
                                    .arg(flag, QStringLiteral(SKILLS_GUARD))
                                    .toUtf8()));
            stage.supervisor().start();
        } else {
            const int free = ::dup(0);
            ::close(free);
            rlimit none = before;
            none.rlim_cur = rlim_t(free);
            (void)stage.supervisor();
            QCOMPARE(setrlimit(RLIMIT_NOFILE, &none), 0);
            stage.supervisor().start();
        }
        const bool retried =
            QTest::qWaitFor([&] { return stage.entered(State::Backoff) + stage.entered(State::Failed); });
        QCOMPARE(setrlimit(RLIMIT_NOFILE, &before), 0);
        QVERIFY(retried);
        QCOMPARE(stage.entered(State::Failed), 0);
        // Where a descriptor more was inherited, the loader of its libraries says so first: by the number alone.
        const QString told = (stage.events() + stage.status().failure->lastLines).join(u'\n');
        QVERIFY2(told.contains("Too many open files"_L1) || told.contains("resources"_L1) ||
                     told.contains(u"Error %1"_s.arg(EMFILE)),
                 qPrintable(told));
        QTRY_COMPARE(stage.state(), State::Ready);
        QVERIFY(!stage.status().failure);
    }

    // C05
    void aSlowCrashLoopIsGivenUpToo()
    {
        Stage stage({u"--exit-code=1"_s, u"--exit-after=0.3"_s});
        stage.options.backoffScale = 0.01;
        stage.options.counterResetMs = 20;
        stage.supervisor().start();
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Failed, 40'000);
        QCOMPARE(stage.status().failure->kind, FailureKind::GaveUp);
        QVERIFY2(stage.status().failure->text.contains("within an hour"_L1), qPrintable(stage.status().failure->text));
        QCOMPARE(stage.entered(State::Starting), 11);
    }

    // C06
    void aBackendThatRecoversIsForgivenAfterAGoodRun()
    {
        Stage stage({u"--no-listen"_s, u"--exit-code=1"_s, u"--exit-after=0"_s});
        stage.options.counterResetMs = 300;
        stage.options.backoffScale = 0.4; // shorter, its last backoff could pass unseen on a busy machine
        stage.supervisor().start();
        QTRY_COMPARE(stage.status().attempt, 3);
        stage.setBackend({});
        QTRY_COMPARE(stage.state(), State::Ready);
        QCOMPARE(stage.status().attempt, 0);
        QVERIFY(!stage.status().failure);
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY(clock.elapsed() > 600);
        kill(pid_t(*stage.status().pid), SIGKILL);
        QTRY_COMPARE(stage.state(), State::Backoff);
        QCOMPARE(stage.status().attempt, 1);
    }

    // C06
    void aShortGoodRunForgivesNothing()
    {
        Stage stage({u"--no-listen"_s, u"--exit-code=1"_s, u"--exit-after=0"_s});
        stage.options.counterResetMs = 60'000;
        stage.options.backoffScale = 0.4; // shorter, its last backoff could pass unseen on a busy machine
        stage.supervisor().start();
        QTRY_COMPARE(stage.status().attempt, 3);
        stage.setBackend({});
        QTRY_COMPARE(stage.state(), State::Ready);
        kill(pid_t(*stage.status().pid), SIGKILL);
        QTRY_COMPARE(stage.state(), State::Backoff);
        QCOMPARE(stage.status().attempt, 4);
    }

    // C07
    void stopDuringBackoffIsInstantAndForGood()
    {
        Stage stage({u"--no-listen"_s, u"--exit-code=1"_s, u"--exit-after=0"_s});
        stage.options.backoffScale = 0.5;
        stage.supervisor().start();
        QTRY_VERIFY(stage.state() == State::Backoff && stage.supervisor().isTreeEmpty());
        QElapsedTimer clock;
        clock.start();
        stage.supervisor().stop();
        QTRY_COMPARE(stage.state(), State::Stopped);
        QVERIFY(clock.elapsed() <= withRoom(200));
        QTRY_VERIFY(clock.elapsed() > 800); // the delay would be over
        QCOMPARE(stage.state(), State::Stopped);
        QCOMPARE(stage.entered(State::Starting), 1);
        QVERIFY(!stage.status().nextAttemptAtMs);
        QVERIFY(!stage.status().failure);
    }

    // C07: what an end of its own has left is waited for, by Stop too.
    void stopDuringBackoffWaitsForWhatIsLeft()
    {
        Stage stage(
            {u"--exit-after=0.3"_s, u"--exit-code=1"_s, u"--grandchild=doublefork"_s, u"--grandchild-ignore-term"_s});
        stage.options.backoffScale = 5.0;
        stage.settings.graceSeconds = 2;
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Backoff);
        QVERIFY(!stage.supervisor().isTreeEmpty());
        QVERIFY(!stage.living().isEmpty());
        stage.supervisor().stop();
        QCOMPARE(stage.state(), State::Stopping);
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Stopped, 9000);
        QVERIFY(stage.living().isEmpty());
        QCOMPARE(stage.entered(State::Starting), 1);
    }

    // C08
    void aStartDuringBackoffIsImmediateAndForgives()
    {
        Stage stage({u"--no-listen"_s, u"--exit-code=1"_s, u"--exit-after=0"_s});
        stage.options.backoffScale = 5.0;
        stage.supervisor().start();
        QTRY_VERIFY(stage.state() == State::Backoff && stage.supervisor().isTreeEmpty());
        QElapsedTimer clock;
        clock.start();
        stage.supervisor().start();
        QCOMPARE(stage.state(), State::Starting);
        QCOMPARE(stage.status().attempt, 0);
        const auto spawns = [&stage] { return stage.events().filter(u"Started "_s).size(); };
        QTRY_COMPARE_WITH_TIMEOUT(spawns(), 2, withRoom(200));
        qInfo("spawned within %lld ms", clock.elapsed());
        QVERIFY(clock.elapsed() <= withRoom(200));
        QTRY_COMPARE(stage.state(), State::Backoff);
        QCOMPARE(stage.status().attempt, 1); // two, had it not been forgiven
    }

    // C10
    void aLeaderThatLeavesAWorkerBehindHasEnded()
    {
        Stage stage(
            {u"--grandchild=doublefork"_s, u"--grandchild-ignore-term"_s, u"--exit-code=0"_s, u"--exit-after=0.5"_s});
        stage.options.backoffScale = 10.0;
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Backoff);
        QElapsedTimer clock;
        clock.start();
        QVERIFY(stage.status().message.contains("exit code 0"_L1));
        QVERIFY(!stage.living().isEmpty()); // the worker: it has the whole grace of 5 s
        const int ready = stage.entered(State::Ready);
        QTRY_VERIFY_WITH_TIMEOUT(stage.supervisor().isTreeEmpty(), 7000);
        qInfo("tree empty %lld ms after its leader's exit", clock.elapsed());
        QVERIFY(clock.elapsed() <= 7000);
        QVERIFY2(stage.living().isEmpty(), stage.tree.describe().constData());
        QCOMPARE(stage.entered(State::Ready), ready);
        QCOMPARE(stage.state(), State::Backoff);
    }

    // L08
    void aLastLineWithoutItsEndIsKeptWithTheExit()
    {
        Stage stage({u"--no-listen"_s, u"--quiet"_s, u"--log=partial"_s, u"--exit-after=0.2"_s});
        stage.options.backoffScale = 5.0;
        const auto hasLine = [&stage] {
            for (qint64 number = stage.store.firstNumber(); number < stage.store.endNumber(); ++number) {
                if (stage.store.line(number).text == "no newline at the end")
                    return true;
            }
            return false;
        };
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Backoff);
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY_WITH_TIMEOUT(hasLine(), withRoom(200));
        qInfo("kept %lld ms after the exit was told", clock.elapsed());
        QVERIFY(clock.elapsed() <= withRoom(200));
    }

    // C14
    // C15
    void aGuardThatIsStoppedIsWoken()
    {
        Stage stage({u"--children=1"_s});
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        const qint64 guard = *stage.status().guardPid;
        for (int round = 1; round <= 2; ++round) {
            QCOMPARE(kill(pid_t(guard), SIGSTOP), 0);
            QTRY_COMPARE(stage.events().filter(u"guards the backend had been stopped"_s).size(), round);
            QTRY_VERIFY(processState(guard) != 'T');
            QTest::qWait(2 * stage.options.pollWhenReadyMs); // seen awake in between
        }
        QCOMPARE(stage.status().guardPid, guard);
        QCOMPARE(stage.states(), QStringList({u"starting"_s, u"ready"_s}));
        stage.supervisor().stop();
        QTRY_COMPARE(stage.state(), State::Stopped);
    }

    void aKilledGuardIsOneFailureAndLeavesNothing()
    {
        Stage stage({u"--children=3"_s, u"--ignore-term"_s});
        stage.options.backoffScale = 5.0;
        stage.settings.graceSeconds = 1;
        stage.supervisor().useSettings(stage.settings);
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        QTRY_COMPARE(stage.living().size(), 5);
        kill(pid_t(*stage.status().guardPid), SIGKILL);
        QTRY_COMPARE(stage.state(), State::Backoff);
        QCOMPARE(stage.status().failure->kind, FailureKind::GuardLost);
        QTRY_VERIFY(stage.supervisor().isTreeEmpty());
        QVERIFY(stage.living().isEmpty());
        QCOMPARE(stage.entered(State::Backoff), 1);
        QCOMPARE(stage.status().attempt, 1);
        QVERIFY(!QFile::exists(stage.paths.ownerFile()));
    }
};

QTEST_GUILESS_MAIN(TestSupervisorCrashes)
#include "tst_supervisor_crashes.moc"
