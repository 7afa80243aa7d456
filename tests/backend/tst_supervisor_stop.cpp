// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/backend/stage.h"

#include <QElapsedTimer>
#include <QTcpSocket>
#include <QTest>

#include <memory>
#include <vector>

using namespace Qt::StringLiterals;

/// Stopping: Stopped means that the whole tree is gone, however it was asked and whatever it was doing.
class TestSupervisorStop : public StageTest
{
    Q_OBJECT

private slots:
    // T01
    void aCooperativeBackendStopsWithinASecond()
    {
        Stage stage;
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        QElapsedTimer clock;
        clock.start();
        stage.supervisor().stop();
        QCOMPARE(stage.state(), State::Stopping);
        QTRY_COMPARE(stage.state(), State::Stopped);
        qInfo("stopped after %lld ms", clock.elapsed());
        QVERIFY(clock.elapsed() <= 1000);
        QVERIFY(stage.living().isEmpty());
        QVERIFY(stage.supervisor().isTreeEmpty());
        QVERIFY(!stage.hasEvent(u"did not end when asked"_s));
        QCOMPARE(stage.status().message, u"Stopped"_s);
        QCOMPARE(stage.status().detail, u"Nothing is running"_s);
        QVERIFY(!stage.status().failure && !stage.status().skills && !stage.status().startedAt.isValid());
    }

    // T02
    void aSlowShutdownIsWaitedFor()
    {
        Stage stage({u"--slow-term=3000"_s});
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        QElapsedTimer clock;
        clock.start();
        stage.supervisor().stop();
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Stopped, 10'000);
        qInfo("stopped after %lld ms", clock.elapsed());
        QVERIFY(clock.elapsed() >= 3000 && clock.elapsed() <= 3500);
        QVERIFY(!stage.hasEvent(u"did not end when asked"_s));
        QVERIFY(stage.living().isEmpty());
    }

    // T03 T04 T05 with the real grace of five seconds, side by side
    void hardTreesAreEmptyWithinSevenSeconds()
    {
        struct Tree
        {
            const char *name;
            QStringList options;
            int processes; // the guard too
            QString forced;
            Stage stage;
            qint64 stoppedMs = -1;
            Tree(const char *id, const QStringList &what, int count, const QString &killed)
                : name(id)
                , options(what)
                , processes(count)
                , forced(killed)
                , stage(what)
            {
            }
        };
        std::vector<std::unique_ptr<Tree>> trees;
        trees.push_back(std::make_unique<Tree>("T03 eight that ignore SIGTERM",
                                               QStringList{u"--ignore-term"_s, u"--children=7"_s}, 9,
                                               u"8 processes did not end when asked and were killed"_s));
        trees.push_back(
            std::make_unique<Tree>("T04 setsid grandchild", QStringList{u"--grandchild=setsid"_s}, 3, QString()));
        trees.push_back(std::make_unique<Tree>("T05 daemon that ignores SIGTERM",
                                               QStringList{u"--grandchild=doublefork"_s, u"--grandchild-ignore-term"_s},
                                               3, u"did not end when asked"_s));
        for (const auto &tree : trees) {
            tree->stage.supervisor().start();
            QTRY_COMPARE(tree->stage.state(), State::Ready);
            QTRY_COMPARE(tree->stage.living().size(), tree->processes);
        }
        QElapsedTimer clock;
        clock.start();
        for (const auto &tree : trees)
            tree->stage.supervisor().stop();
        const auto allStopped = [&] {
            bool all = true;
            for (const auto &tree : trees) {
                if (tree->stoppedMs < 0 && tree->stage.state() == State::Stopped)
                    tree->stoppedMs = clock.elapsed();
                all = all && tree->stoppedMs >= 0;
            }
            return all;
        };
        QTRY_VERIFY_WITH_TIMEOUT(allStopped(), 8000);
        for (const auto &tree : trees) {
            qInfo("%s: stopped after %lld ms", tree->name, tree->stoppedMs);
            QVERIFY2(tree->stoppedMs <= 7000, tree->name);
            QVERIFY2(tree->stage.living().isEmpty(), tree->stage.tree.describe().constData());
            if (tree->forced.isEmpty()) {
                QVERIFY2(tree->stoppedMs <= 1000, tree->name);
                QVERIFY(!tree->stage.hasEvent(u"did not end when asked"_s));
            } else {
                QVERIFY2(tree->stoppedMs >= 5000, tree->name); // the grace is theirs
                QVERIFY2(tree->stage.hasEvent(tree->forced), qPrintable(tree->stage.events().join(u'\n')));
            }
        }
    }

    // T12
    void stoppingLastsUntilTheLastChildIsGone()
    {
        Stage stage({u"--grandchild=setsid"_s, u"--grandchild-ignore-term"_s});
        stage.settings.graceSeconds = 1;
        stage.supervisor().useSettings(stage.settings);
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        const qint64 leader = *stage.status().pid;
        stage.supervisor().stop();
        QTRY_VERIFY(!isLiveProcess(leader));
        QCOMPARE(stage.state(), State::Stopping);
        QVERIFY(!stage.living().isEmpty());
        QTRY_COMPARE(stage.state(), State::Stopped);
        QVERIFY(stage.living().isEmpty());
        QVERIFY2(stage.hasEvent(u"did not end when asked"_s), qPrintable(stage.events().join(u'\n')));
        QCOMPARE(stage.entered(State::Backoff), 0);
    }

    // T14
    void tenStopsAreOne()
    {
        Stage stage({u"--slow-term=300"_s});
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        for (int i = 0; i < 10; ++i)
            stage.supervisor().stop();
        QTRY_COMPARE(stage.state(), State::Stopped);
        stage.supervisor().stop();
        QCOMPARE(stage.entered(State::Stopping), 1);
        QCOMPARE(stage.entered(State::Stopped), 1);
        QCOMPARE(stage.events().filter(u"Stopping the backend"_s).size(), 1);
    }

    // T15
    void aForcedStopKillsAtOnce()
    {
        Stage stage({u"--ignore-term"_s, u"--children=3"_s});
        stage.settings.graceSeconds = 30;
        stage.supervisor().useSettings(stage.settings);
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        stage.supervisor().stop();
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY(clock.elapsed() > 300);
        QCOMPARE(stage.state(), State::Stopping);
        clock.start();
        stage.supervisor().forceStop();
        QTRY_COMPARE(stage.state(), State::Stopped);
        qInfo("forced after %lld ms", clock.elapsed());
        QVERIFY(clock.elapsed() <= 1500);
        QVERIFY(stage.living().isEmpty());
    }

    // T16
    void aStopWhileItIsBeingLaunchedLeavesNothing()
    {
        Stage stage;
        for (int i = 0; i < 100; ++i) {
            stage.supervisor().start();
            QElapsedTimer clock;
            clock.start();
            // From before the checks to after the exec: each round stops a little later.
            while (clock.nsecsElapsed() < qint64(i) * 300'000)
                QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
            stage.supervisor().stop();
            QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Stopped, 7000);
            QVERIFY(stage.supervisor().isTreeEmpty());
        }
        QVERIFY2(stage.living().isEmpty(), stage.tree.describe().constData());
        QVERIFY(stage.events().filter(u"Started "_s).size() > 10);
        QCOMPARE(stage.entered(State::Failed), 0);
        QCOMPARE(stage.entered(State::Backoff), 0);
    }

    // C13
    void everyWayToEndAfterOurStopIsStopped_data()
    {
        QTest::addColumn<QString>("argument");
        QTest::newRow("C13 143") << u"--term-exit-code=143"_s;
        QTest::newRow("C13 137") << u"--term-exit-code=137"_s;
        QTest::newRow("C13 0") << u"--term-exit-code=0"_s;
        QTest::newRow("C13 SIGTERM") << u"--verbose"_s;
        QTest::newRow("C13 SIGKILL") << u"--ignore-term"_s;
    }
    void everyWayToEndAfterOurStopIsStopped()
    {
        QFETCH(QString, argument);
        Stage stage({argument});
        stage.settings.graceSeconds = 1;
        stage.supervisor().useSettings(stage.settings);
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        stage.supervisor().stop();
        QTRY_COMPARE(stage.state(), State::Stopped);
        QVERIFY(!stage.status().failure);
        QCOMPARE(stage.entered(State::Failed) + stage.entered(State::Backoff), 0);
    }

    void stopWhileTheWholeTreeIsDestroyedWithTheSupervisor()
    {
        Stage stage({u"--ignore-term"_s, u"--children=2"_s});
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        QElapsedTimer clock;
        clock.start();
        stage.replaceSupervisor();
        qInfo("destroyed within %lld ms", clock.elapsed());
        QVERIFY(clock.elapsed() < 2500);
        QTRY_VERIFY(stage.living().isEmpty());
    }

    // T13: as uvicorn, which waits for its clients
    void anOpenStreamOfAClientsHoldsUpNothing()
    {
        Stage stage({u"--wait-for-streams"_s});
        stage.settings.graceSeconds = 1;
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        QTcpSocket client;
        client.connectToHost(u"127.0.0.1"_s, stage.port);
        client.write("GET /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        QTRY_VERIFY(client.bytesAvailable() > 0);
        QElapsedTimer clock;
        clock.start();
        stage.supervisor().stop();
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Stopped, 7000);
        QVERIFY2(clock.elapsed() >= 950, QByteArray::number(clock.elapsed()).constData());
        QVERIFY(stage.living().isEmpty());
        QVERIFY(stage.hasEvent(u"did not end when asked"_s));
        QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
    }

    // T17: a process in state D cannot be made; a guard that tells of one can.
    void whatCannotBeKilledIsNamedAndNotCalledStopped()
    {
        Stage stage;
        const QString guard = stage.directory.filePath(u"guard"_s);
        QVERIFY(writeScript(guard, "#!/bin/sh\n"
                                   "events=/proc/self/fd/$2\n"
                                   "case \" $* \" in *' --mark '*) echo 'empty 0 0' >$events; exit 0 ;; esac\n"
                                   "read go\n"
                                   "echo \"started $$ 1\" >$events\n"
                                   "while read verb ms; do\n"
                                   "  echo \"stopping $ms\" >$events\n"
                                   "  echo 'stuck 77:D:disk' >$events\n"
                                   "done\n"));
        stage.options.guardProgram = guard;
        stage.settings.graceSeconds = 1;
        stage.supervisor().start();
        QTRY_VERIFY(stage.status().pid);
        stage.supervisor().stop();
        QTRY_COMPARE(stage.status().detail, u"Could not be killed yet: disk (pid 77, state D)"_s);
        QVERIFY(stage.hasEvent(u"disk (pid 77, state D)"_s));
        QTest::qWait(1500);
        QCOMPARE(stage.state(), State::Stopping);
        QVERIFY(!stage.supervisor().isTreeEmpty());
        QCOMPARE(stage.entered(State::Stopped), 0);
    }
};

QTEST_GUILESS_MAIN(TestSupervisorStop)
#include "tst_supervisor_stop.moc"
