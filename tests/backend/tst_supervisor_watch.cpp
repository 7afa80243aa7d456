// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/backend/stage.h"
#include "tests/backend/stranger.h"

#include <QElapsedTimer>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

/// A stage whose port somebody else's backend holds.
class WatchStage : public Stage
{
public:
    explicit WatchStage(const QStringList &strangersArguments = {})
        : stranger(port, other.tag(), strangersArguments)
    {
        options.pollDeadlineMs = 800;
        options.unresponsiveAfterMs = 400;
    }
    [[nodiscard]] bool offersToWatch()
    {
        return status().trouble && status().trouble->remedies.contains(Remedy::WatchIt);
    }
    /// False when it is not offered in time.
    [[nodiscard]] bool beginToWatch()
    {
        if (!QTest::qWaitFor([this] { return stranger.listensOn(port); }))
            return false;
        supervisor().start();
        if (!QTest::qWaitFor([this] { return offersToWatch(); }))
            return false;
        supervisor().watch();
        return status().watching;
    }

    const TreeWatch other;
    Stranger stranger;
};

/// Somebody else's backend on our port: shown when the user wants it, never touched.
class TestSupervisorWatch : public StageTest
{
    Q_OBJECT

private slots:
    // P02
    void aPerfectAnswerOfAStrangerIsOnlyAnOffer()
    {
        WatchStage stage;
        QTRY_VERIFY(stage.stranger.listensOn(stage.port));
        stage.supervisor().start();
        QTRY_VERIFY(stage.offersToWatch());
        QCOMPARE(stage.state(), State::Failed);
        QCOMPARE(stage.status().failure->kind, FailureKind::PortInUse);
        QCOMPARE(stage.status().trouble->remedies.first(), Remedy::UseAnotherPort);
        QVERIFY(!stage.status().watching);
        QVERIFY(!stage.status().healthError && !stage.status().skills);
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY(clock.elapsed() > 4 * stage.options.portLookMs);
        QTRY_VERIFY(stage.offersToWatch()); // an answer that came too late withdraws it until the next one
        QCOMPARE(stage.entered(State::Ready) + stage.entered(State::Loading), 0);
        QVERIFY(stage.stranger.isRunning());
    }

    void whatDoesNotAnswerAsABackendIsNotOffered_data()
    {
        QTest::addColumn<QString>("health");
        for (const QString &health : {u"invalid-json"_s, u"missing-keys"_s, u"empty"_s})
            QTest::newRow(qPrintable(health)) << health;
    }
    void whatDoesNotAnswerAsABackendIsNotOffered()
    {
        QFETCH(QString, health);
        WatchStage stage({u"--health="_s + health});
        QTRY_VERIFY(stage.stranger.listensOn(stage.port));
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Failed);
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY(clock.elapsed() > 4 * stage.options.portLookMs);
        QVERIFY(!stage.offersToWatch());
        stage.supervisor().watch();
        QCOMPARE(stage.state(), State::Failed);
        QVERIFY(!stage.status().watching);
    }

    // P02
    void watchingShowsItsHealthAndTouchesNothing()
    {
        WatchStage stage({u"--load-seconds=1"_s, u"--skills=151"_s});
        QVERIFY(stage.beginToWatch());
        QTRY_COMPARE(stage.state(), State::Ready);
        const Status status = stage.status();
        QVERIFY(status.watching);
        QCOMPARE(status.message, u"Watching: 151 skills"_s);
        QVERIFY2(status.detail.contains(u"fake_backend (process %1, yours"_s.arg(stage.stranger.pid())),
                 qPrintable(status.detail));
        QCOMPARE(status.skills, 151);
        QCOMPARE(status.version, u"1.0.6"_s);
        QVERIFY(!status.pid && !status.guardPid && !status.command && !status.failure);
        QCOMPARE(status.trouble->remedies, QList{Remedy::StopWatching});
        QVERIFY(!QFile::exists(stage.paths.countsFile()));
        for (const Stage::Told &told : stage.told)
            QVERIFY(!told.status.pid && !told.status.guardPid);
        QVERIFY(stage.living().isEmpty());
        stage.supervisor().start(); // does nothing
        QCOMPARE(stage.state(), State::Ready);
        QVERIFY(stage.stranger.isRunning());
    }

    void itsSilenceIsToldByTheSameRules()
    {
        WatchStage stage;
        QVERIFY(stage.beginToWatch());
        QTRY_COMPARE(stage.state(), State::Ready);
        stage.stranger.signal(SIGSTOP);
        QTRY_COMPARE(stage.state(), State::Unresponsive);
        QVERIFY(stage.status().watching);
        QCOMPARE(stage.status().message, u"Watching: it does not answer"_s);
        stage.stranger.signal(SIGCONT);
        QTRY_COMPARE(stage.state(), State::Ready);
        QVERIFY(stage.status().watching);
        QCOMPARE(stage.entered(State::Starting), 2); // our own try, and the first look
        QVERIFY(stage.stranger.isRunning());
    }

    void itsEndLeadsToOurOwnStart()
    {
        WatchStage stage;
        QVERIFY(stage.beginToWatch());
        QTRY_COMPARE(stage.state(), State::Ready);
        stage.told.clear();
        QElapsedTimer clock;
        clock.start();
        stage.stranger.end();
        QTRY_VERIFY(!stage.status().watching);
        qInfo("gone after %lld ms", clock.elapsed());
        QTRY_COMPARE(stage.state(), State::Ready);
        QVERIFY(stage.status().pid && !stage.status().watching && !stage.status().trouble);
        QCOMPARE(stage.entered(State::Failed) + stage.entered(State::Backoff), 0);
        QVERIFY(stage.hasEvent(u"starting our own"_s));
    }

    void itsRestartByItsOwnerIsFollowed()
    {
        WatchStage stage;
        stage.options.pollWhenReadyMs = 2000;
        stage.options.pollWhileLoadingMs = 2000; // the rhythm after a first lost answer
        QVERIFY(stage.beginToWatch());
        QTRY_COMPARE(stage.state(), State::Ready);
        stage.stranger.end();
        const Stranger second(stage.port, stage.other.tag(), {u"--skills=7"_s});
        QTRY_COMPARE_WITH_TIMEOUT(stage.status().skills, 7, 10'000);
        QVERIFY(stage.status().watching);
        QVERIFY2(stage.status().detail.contains(QString::number(second.pid())), qPrintable(stage.status().detail));
        QVERIFY(second.isRunning());
    }

    void whatFallsSilentBeforeItIsSeenIsWaitedForAgain()
    {
        WatchStage stage;
        QTRY_VERIFY(stage.stranger.listensOn(stage.port));
        stage.supervisor().start();
        QTRY_VERIFY(stage.offersToWatch());
        stage.stranger.signal(SIGSTOP);
        stage.supervisor().watch();
        QCOMPARE(stage.state(), State::Starting);
        QVERIFY(stage.status().watching);
        QTRY_COMPARE(stage.state(), State::Failed);
        QVERIFY(!stage.status().watching && !stage.offersToWatch());
        QCOMPARE(stage.status().failure->kind, FailureKind::PortInUse);
        stage.stranger.signal(SIGCONT);
        QTRY_VERIFY(stage.offersToWatch());
        QVERIFY(stage.stranger.isRunning() && stage.living().isEmpty());
    }

    void whatIsGoneBeforeItIsSeenIsNotWaitedFor()
    {
        WatchStage stage;
        stage.options.portLookMs = 1000;
        stage.options.unresponsiveAfterMs = 60'000;
        QTRY_VERIFY(stage.stranger.listensOn(stage.port));
        stage.supervisor().start();
        QTRY_VERIFY(stage.offersToWatch());
        stage.stranger.end();
        stage.supervisor().watch();
        QVERIFY(stage.status().watching);
        QTRY_COMPARE(stage.state(), State::Ready);
        QVERIFY(stage.status().pid && !stage.status().watching);
    }

    void stopWatchingWaitsForThePortAgain()
    {
        WatchStage stage;
        QVERIFY(stage.beginToWatch());
        QTRY_COMPARE(stage.state(), State::Ready);
        stage.supervisor().stopWatching();
        QCOMPARE(stage.state(), State::Failed);
        QVERIFY(!stage.status().watching && !stage.status().skills);
        QCOMPARE(stage.status().failure->kind, FailureKind::PortInUse);
        QCOMPARE(stage.status().failure->portOwner->pid, stage.stranger.pid());
        QCOMPARE(stage.status().trouble->remedies.first(), Remedy::UseAnotherPort);
        QTRY_VERIFY(stage.offersToWatch());
        QVERIFY(stage.stranger.isRunning());
        stage.stranger.end();
        QTRY_COMPARE(stage.state(), State::Ready);
        QVERIFY(stage.status().pid);
    }

    void anotherPortInTheSettingsEndsTheWatch()
    {
        WatchStage stage;
        QVERIFY(stage.beginToWatch());
        QTRY_COMPARE(stage.state(), State::Ready);
        stage.settings.port = freePort();
        stage.supervisor().useSettings(stage.settings);
        QVERIFY(!stage.status().watching);
        QTRY_COMPARE(stage.state(), State::Ready);
        QCOMPARE(stage.status().port, stage.settings.port);
        QVERIFY(stage.status().pid);
        QVERIFY(stage.stranger.isRunning());
    }

    void ourEndIsNotItsEnd()
    {
        WatchStage stage;
        QVERIFY(stage.beginToWatch());
        QTRY_COMPARE(stage.state(), State::Ready);
        stage.supervisor().stop();
        QCOMPARE(stage.state(), State::Stopped);
        QVERIFY(stage.supervisor().isTreeEmpty() && !stage.status().watching);
        QVERIFY(!stage.status().trouble);
        QVERIFY(stage.stranger.isRunning() && stage.stranger.listensOn(stage.port));
    }
};

QTEST_GUILESS_MAIN(TestSupervisorWatch)
#include "tst_supervisor_watch.moc"
