// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/port/own_listener.h"
#include "core/backend/port/port_war.h"
#include "core/process/ownership_record.h"
#include "tests/backend/stage.h"
#include "tests/backend/stranger.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

/// The port and who owns it; strangers are never harmed, our own leavings are ended.
class TestSupervisorPort : public StageTest
{
    Q_OBJECT

private slots:
    // P01 P14
    void aStrangerOnThePortIsNamedAndWaitedFor()
    {
        Stage stage;
        const TreeWatch other;
        Stranger stranger(stage.port, other.tag());
        QTRY_VERIFY(stranger.listensOn(stage.port));
        QElapsedTimer clock;
        clock.start();
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Failed);
        qInfo("told after %lld ms", clock.elapsed());
        QVERIFY(clock.elapsed() <= 1000);
        const Status status = stage.status();
        QCOMPARE(status.failure->kind, FailureKind::PortInUse);
        QCOMPARE(status.message, u"Waiting for port %1"_s.arg(stage.port));
        QCOMPARE(status.detail, u"The backend starts as soon as the port is free"_s);
        QCOMPARE(status.failure->portOwner->pid, stranger.pid());
        QCOMPARE(status.failure->portOwner->program, u"fake_backend"_s);
        QVERIFY(status.failure->portOwner->ownUser);
        QVERIFY(status.trouble->title.contains(u"fake_backend (process %1"_s.arg(stranger.pid())));
        QCOMPARE(status.trouble->remedies.first(), Remedy::UseAnotherPort);
        QVERIFY(status.trouble->remedies.contains(Remedy::AskOwnerToQuit));
        QVERIFY(status.trouble->remedies.contains(Remedy::TryAgain));
        QVERIFY(!status.command && !status.pid);
        QVERIFY(stage.living().isEmpty());
        QVERIFY2(stage.events().last().contains(u"; looking again every "_s), qPrintable(stage.events().last()));
        // Waiting is no error of anybody's.
        QCOMPARE(stage.store.errorCount(), 0);

        clock.start();
        QTRY_VERIFY(clock.elapsed() > 4 * stage.options.portLookMs);
        QVERIFY(stranger.isRunning());
        QCOMPARE(stage.entered(State::Starting), 1);

        stranger.end();
        clock.start();
        QTRY_COMPARE(stage.state(), State::Ready);
        qInfo("ready %lld ms after the port was free", clock.elapsed());
        QVERIFY(clock.elapsed() <= stage.options.portLookMs + 1000);
        QVERIFY(!stage.status().failure && !stage.status().trouble);
    }

    // P14
    void aPortThatBecomesFreeIsSeenWithinSixSeconds()
    {
        Stage stage;
        stage.options.portLookMs = SupervisorOptions().portLookMs;
        const TreeWatch other;
        Stranger stranger(stage.port, other.tag());
        QTRY_VERIFY(stranger.listensOn(stage.port));
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Failed);
        // Right after a look is the worst moment.
        stranger.end();
        const qint64 freeAtMs = monotonicMs();
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Ready, withRoom(8000));
        const qint64 startedMs = stage.enteredAtMs(State::Starting, 2) - freeAtMs;
        qInfo("started %lld ms after the port was free", startedMs);
        QVERIFY(startedMs <= 6000);
    }

    void stopGivesUpWaiting()
    {
        Stage stage;
        const TreeWatch other;
        const Stranger stranger(stage.port, other.tag());
        QTRY_VERIFY(stranger.listensOn(stage.port));
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Failed);
        stage.supervisor().stop();
        QCOMPARE(stage.state(), State::Stopped);
        QVERIFY(stranger.isRunning());
    }

    void anotherPortInTheSettingsEndsTheWait()
    {
        Stage stage;
        const TreeWatch other;
        const Stranger stranger(stage.port, other.tag());
        QTRY_VERIFY(stranger.listensOn(stage.port));
        stage.options.portLookMs = 60'000;
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Failed);
        stage.settings.port = freePort();
        stage.supervisor().useSettings(stage.settings);
        QTRY_COMPARE(stage.state(), State::Ready);
        QCOMPARE(stage.status().port, stage.settings.port);
        QVERIFY(stranger.isRunning());
    }

    void theOwnerIsAskedToQuitOnlyWhenItIsStillTheSame()
    {
        Stage stage;
        stage.options.portLookMs = 60'000;
        const TreeWatch other;
        Stranger first(stage.port, other.tag());
        QTRY_VERIFY(first.listensOn(stage.port));
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Failed);
        first.end();
        Stranger second(stage.port, other.tag());
        QTRY_VERIFY(second.listensOn(stage.port));
        QVERIFY(!stage.supervisor().askPortOwnerToQuit().isEmpty());
        QVERIFY(second.isRunning());

        stage.supervisor().start();
        QTRY_COMPARE(stage.status().failure.value_or(Failure()).portOwner.value_or(PortOwner()).pid, second.pid());
        QCOMPARE(stage.supervisor().askPortOwnerToQuit(), QString());
        QTRY_VERIFY(!second.isRunning());
        QVERIFY(stage.hasEvent(u"to quit"_s));
        stage.supervisor().stop();
        QVERIFY(!stage.supervisor().askPortOwnerToQuit().isEmpty());
    }

    // 3.5 of the catalogue: two who free "their" port by a SIGKILL would do so for ever.
    void aWarForThePortIsEndedByUs()
    {
        Stage stage;
        stage.options.backoffScale = 1; // time enough to take the port
        stage.supervisor().start();
        const TreeWatch other;
        for (int round = 1; round <= 2; ++round) {
            QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Ready, 10'000);
            QCOMPARE(kill(pid_t(*stage.status().pid), SIGKILL), 0);
            QTRY_VERIFY(listenersOn(stage.port).isEmpty());
            Stranger stranger(stage.port, other.tag());
            QTRY_VERIFY(stranger.listensOn(stage.port));
            QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Failed, 10'000);
            QVERIFY(stranger.isRunning());
            if (round == 1)
                QCOMPARE(stage.status().failure->kind, FailureKind::PortInUse);
            else
                QCOMPARE(stage.status().failure->portOwner->pid, stranger.pid());
        }
        // The port is free now, and is left to him.
        QCOMPARE(stage.status().failure->kind, FailureKind::GaveUp);
        QVERIFY2(stage.status().failure->text.contains("takes its port"_L1), qPrintable(stage.status().failure->text));
        QCOMPARE(stage.status().trouble->remedies.first(), Remedy::UseAnotherPort);
        const int starts = stage.entered(State::Starting);
        QTest::qWait(5 * stage.options.portLookMs);
        QCOMPARE(stage.state(), State::Failed);
        QCOMPARE(stage.entered(State::Starting), starts);
        // The user may have settled it.
        stage.supervisor().start();
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Ready, 10'000);
    }

    void whatIsNoWarIsWaitedFor()
    {
        // Killed, but nobody takes the port; taken, but nobody was killed.
        PortWar war(1000);
        QVERIFY(!war.wasTaken(0) && !war.wasTaken(1));
        war.wasKilled();
        war.isOver();
        QVERIFY(!war.wasTaken(2));
        war.wasKilled();
        QVERIFY(!war.wasTaken(10));
        war.wasKilled();
        QVERIFY(!war.wasTaken(1100)); // the first was long ago
        war.wasKilled();
        QVERIFY(war.wasTaken(1200));
        war.forgive();
        war.wasKilled();
        QVERIFY(!war.wasTaken(1300));
    }

    // P03
    void aPortLostBetweenCheckAndBindIsNoCrashLoop()
    {
        Stage stage({u"--listen-after=1"_s});
        stage.supervisor().start();
        QTRY_VERIFY(stage.status().pid);
        const TreeWatch other;
        const Stranger stranger(stage.port, other.tag());
        QTRY_VERIFY(stranger.listensOn(stage.port));
        QTRY_COMPARE(stage.state(), State::Failed);
        QCOMPARE(stage.status().failure->kind, FailureKind::PortInUse);
        // Where its end takes long, that it lives on without its port is seen before.
        QCOMPARE(stage.status().failure->exitCode.value_or(3), 3);
        QCOMPARE(stage.status().failure->portOwner->pid, stranger.pid());
        QCOMPARE(stage.entered(State::Backoff), 0);
        // The stranger answers /health perfectly; that must not make us ready.
        QCOMPARE(stage.entered(State::Ready) + stage.entered(State::Loading), 0);
        QVERIFY(stranger.isRunning());
    }

    // P11
    void aStrangerOnAnotherAddressDoesNotKeepUsFromReady_data()
    {
        QTest::addColumn<QString>("bind");
        QTest::newRow("P11 ::1") << u"::1"_s;
        QTest::newRow("127.0.0.2") << u"127.0.0.2"_s;
    }
    void aStrangerOnAnotherAddressDoesNotKeepUsFromReady()
    {
        QFETCH(QString, bind);
        Stage stage;
        const TreeWatch other;
        Stranger stranger(stage.port, other.tag(), {u"--bind="_s + bind});
        QTRY_VERIFY(stranger.listensOn(stage.port));
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        QVERIFY(stage.status().pid && !stage.status().warning);
        QVERIFY(stranger.isRunning());
    }

    // A16
    void aStrangersAnswersAreLookedAtAtThePaceOfThePortLook()
    {
        const quint16 port = freePort();
        const TreeWatch other;
        Stranger stranger(port, other.tag());
        QTRY_VERIFY(stranger.listensOn(port));
        OwnListener listener(u"127.0.0.1"_s, port, "SKILLS_TRAY_INSTANCE=" + other.mark().toUtf8(), 60'000);
        for (int i = 0; i < 20; ++i)
            QVERIFY(!listener.isOurs({}));
        QCOMPARE(listener.looks(), 1);
        QCOMPARE(listener.stranger()->process->identity.pid, stranger.pid());
        OwnListener ours(u"127.0.0.1"_s, port, "SKILLS_TRAY_INSTANCE=" + other.mark().toUtf8(), 60'000);
        QVERIFY(ours.isOurs({*identityOf(stranger.pid())}));
        QCOMPARE(ours.listensOn(), u"127.0.0.1"_s);
    }

    // A question to a socket that systemd holds would start its service.
    void aSocketThatStartsAServiceIsNotAsked()
    {
        Stage stage;
        const QString requests = stage.directory.filePath(u"requests"_s);
        const QString systemd = poseAs(QStringLiteral(SKILLS_FAKE_BACKEND), stage.directory.path(), u"systemd"_s);
        Stranger stranger(stage.port, stage.tree.tag(), {u"--request-log="_s + requests}, systemd);
        QTRY_VERIFY(stranger.listensOn(stage.port));
        stage.options.portLookMs = 100;
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Failed);
        QCOMPARE(stage.status().failure->kind, FailureKind::PortInUse);
        QVERIFY2(stage.status().message.contains("Waiting for port"_L1), qPrintable(stage.status().message));
        QTest::qWait(1000); // nothing may happen meanwhile, and nothing tells when nothing happened
        QVERIFY(!QFile::exists(requests) || QFileInfo(requests).size() == 0);
        stranger.end();
        QTRY_COMPARE(stage.state(), State::Ready);
    }

    // The port cannot be taken, and the process lives on.
    void aBackendThatLivesOnWithoutItsPortIsEndedAndCounted()
    {
        Stage stage({u"--no-listen"_s, u"--quiet"_s,
                     u"--say=[Errno 98] error while attempting to bind on address "
                     "('127.0.0.1', 8765): address already in use"_s});
        stage.options.backoffScale = 0.01;
        stage.supervisor().start();
        QTRY_VERIFY(stage.entered(State::Backoff) > 0);
        QVERIFY2(stage.hasEvent(u"could not take port"_s), qPrintable(stage.events().join(u'\n')));
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Failed, 30'000);
        QCOMPARE(stage.status().failure->kind, FailureKind::GaveUp);
        QCOMPARE(stage.entered(State::Starting), RestartPolicy::FailureLimit);
        QTRY_VERIFY(stage.supervisor().isTreeEmpty());
        QVERIFY(stage.living().isEmpty());
    }

    void aPortThatNobodyHoldsIsNotTriedWithoutEnd()
    {
        Stage stage({u"--no-listen"_s, u"--quiet"_s, u"--say=address already in use"_s, u"--exit-after=0"_s,
                     u"--exit-code=0"_s});
        stage.options.backoffScale = 0.01;
        stage.supervisor().start();
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Failed, 30'000);
        QCOMPARE(stage.status().failure->kind, FailureKind::GaveUp);
        QCOMPARE(stage.entered(State::Starting), RestartPolicy::FailureLimit);
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY(clock.elapsed() > 4 * stage.options.portLookMs);
        QCOMPARE(stage.entered(State::Starting), RestartPolicy::FailureLimit);
    }

    void whoListensElsewhereIsSaidWithinSeconds_data()
    {
        QTest::addColumn<QString>("argument");
        QTest::addColumn<QString>("place");
        const quint16 port = freePort();
        QTest::newRow("another port") << u"--port=%1"_s.arg(port) << u"127.0.0.1:%1,"_s.arg(port);
        QTest::newRow("IPv6 alone") << u"--bind=::1"_s << u"[::1]:"_s;
    }
    void whoListensElsewhereIsSaidWithinSeconds()
    {
        QFETCH(QString, argument);
        QFETCH(QString, place);
        Stage stage({argument});
        stage.options.portLookMs = SupervisorOptions().portLookMs;
        QElapsedTimer clock;
        clock.start();
        stage.supervisor().start();
        QTRY_VERIFY_WITH_TIMEOUT(stage.status().warning, 8000);
        qInfo("said after %lld ms", clock.elapsed());
        QVERIFY2(stage.status().warning->contains(place), qPrintable(*stage.status().warning));
        QCOMPARE(stage.state(), State::Starting); // it may be on its way: no reason to end it
        QVERIFY(stage.status().trouble && stage.status().trouble->remedies.contains(Remedy::OpenSettings));
    }

    // P05 P04
    void whatACrashLeftBehindIsEndedBeforeTheStart_data()
    {
        QTest::addColumn<bool>("recordLost");
        QTest::newRow("P04 with the record") << false;
        QTest::newRow("P05 record lost") << true;
    }
    void whatACrashLeftBehindIsEndedBeforeTheStart()
    {
        QFETCH(bool, recordLost);
        Stage stage({u"--grandchild=setsid"_s});
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        QTRY_COMPARE(stage.living().size(), 3);
        // The backend as a crashed tray and a killed guard would leave it: same marker, nobody above it.
        QFile environment(u"/proc/%1/environ"_s.arg(*stage.status().pid));
        QVERIFY(environment.open(QIODevice::ReadOnly));
        QByteArray marker;
        for (const QByteArray &variable : environment.readAll().split('\0')) {
            if (variable.startsWith("SKILLS_TRAY_INSTANCE="))
                marker = variable.mid(variable.indexOf('=') + 1);
        }
        QVERIFY(!marker.isEmpty());
        stage.supervisor().stop();
        QTRY_COMPARE(stage.state(), State::Stopped);

        QProcess orphan;
        QProcessEnvironment withMarker = QProcessEnvironment::systemEnvironment();
        withMarker.insert(u"SKILLS_TRAY_INSTANCE"_s, QString::fromLatin1(marker));
        orphan.setProcessEnvironment(withMarker);
        orphan.start(QStringLiteral(SKILLS_FAKE_BACKEND),
                     {u"--quiet"_s, u"--port"_s, QString::number(stage.port), stage.tree.tag()});
        QTRY_VERIFY(!listenersOn(stage.port).isEmpty());
        if (!recordLost) {
            OwnershipRecord record;
            record.marker = QString::fromLatin1(marker);
            record.bootId = bootId();
            record.leader = *identityOf(orphan.processId());
            record.port = stage.port;
            QCOMPARE(writeOwnershipRecord(stage.paths.ownerFile(), record), QString());
        }
        stage.replaceSupervisor();
        stage.told.clear();
        stage.supervisor().start();
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Ready, 10'000);
        QCOMPARE(orphan.state(), QProcess::NotRunning);
        QVERIFY(stage.hasEvent(u"Ended what an earlier run left behind"_s));
        QCOMPARE(stage.entered(State::Failed), 0);
        QCOMPARE(stage.living().size(), 3);
    }

    // P04: guard and tray killed at once, and a process that has wiped its environment a moment before
    void whoHasWipedItsEnvironmentIsFound_data() { whatACrashLeftBehindIsEndedBeforeTheStart_data(); }
    void whoHasWipedItsEnvironmentIsFound()
    {
        if (!canMarkByLimit())
            QSKIP("everybody has a limit of file locks here (ulimit -x)");
        QFETCH(bool, recordLost);
        Stage stage({u"--grandchild=envwipe"_s, u"--grandchild-ignore-term"_s});
        stage.supervisor().start();
        QTRY_COMPARE(stage.living().size(), 3); // with the guard
        // No event is handled in between: the tray does not hear of whom the guard has seen.
        QCOMPARE(sendSignal(*identityOf(*stage.status().guardPid), SIGKILL), QString());
        stage.setBackend({});
        stage.replaceSupervisor();
        QTRY_COMPARE(stage.living().size(), 1); // the first process dies with its guard
        const ProcessIdentity wiped = *identityOf(stage.living().constFirst());
        if (recordLost)
            QVERIFY(QFile::remove(stage.paths.ownerFile()));
        stage.supervisor().start();
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Ready, 10'000);
        QVERIFY(!isAlive(wiped));
    }

    // P04: the same, and a process that has got rid of all by which it could be known
    void whoCarriesNoMarkIsOnRecord()
    {
        Stage stage({u"--grandchild=unmarked"_s, u"--ignore-term"_s});
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        const auto unmarked = [&] {
            const std::optional<OwnershipRecord> record = readOwnershipRecord(stage.paths.ownerFile());
            return record ? record->unmarked : QList<ProcessIdentity>();
        };
        QTRY_COMPARE(unmarked().size(), 1);
        const ProcessIdentity wiped = unmarked().constFirst();
        QVERIFY(isAlive(wiped));
        // No event is handled in between: nobody notices the death of the guard.
        QCOMPARE(sendSignal(*identityOf(*stage.status().guardPid), SIGKILL), QString());
        stage.setBackend({});
        stage.replaceSupervisor();
        QVERIFY(isAlive(wiped));
        stage.supervisor().start();
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Ready, 10'000);
        QVERIFY(!isAlive(wiped));
        QVERIFY(unmarked().isEmpty());
    }

    // P06 P07
    void aRecordThatNamesAStrangerHarmsNobody_data()
    {
        QTest::addColumn<bool>("otherBoot");
        QTest::newRow("P06 reused pid") << false;
        QTest::newRow("P07 another boot") << true;
    }
    void aRecordThatNamesAStrangerHarmsNobody()
    {
        QFETCH(bool, otherBoot);
        Stage stage;
        const TreeWatch other;
        const Stranger stranger(freePort(), other.tag());
        QTRY_VERIFY(identityOf(stranger.pid()));
        OwnershipRecord record;
        record.marker = u"of-another-time"_s;
        record.bootId = otherBoot ? u"00000000-0000-0000-0000-000000000000"_s : bootId();
        record.leader = *identityOf(stranger.pid());
        if (!otherBoot)
            --record.leader.startTicks;
        record.guard = record.leader;
        QCOMPARE(ensurePrivateDirectory(stage.paths.state), QString());
        QCOMPARE(writeOwnershipRecord(stage.paths.ownerFile(), record), QString());
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        QVERIFY(stranger.isRunning());
        QVERIFY(!stage.hasEvent(u"Ended what an earlier run left behind"_s));
        QVERIFY(readOwnershipRecord(stage.paths.ownerFile())->marker != record.marker);
    }

    // P08
    void aDamagedRecordIsSetAside()
    {
        Stage stage;
        QCOMPARE(ensurePrivateDirectory(stage.paths.state), QString());
        QFile file(stage.paths.ownerFile());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{ garbage") > 0);
        file.close();
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        QVERIFY(QFile::exists(stage.paths.ownerFile() + u".bad"_s));
    }

    // P13
    void aPortWithOldConnectionsIsNoReasonNotToStart()
    {
        Stage stage;
        // A server that closes first leaves its side of the connection in TIME_WAIT.
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost, stage.port));
        QTcpSocket client;
        client.connectToHost(QHostAddress::LocalHost, stage.port);
        QTRY_VERIFY(server.hasPendingConnections());
        QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
        server.nextPendingConnection()->disconnectFromHost();
        QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
        server.close();
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        QCOMPARE(stage.entered(State::Failed) + stage.entered(State::Backoff), 0);
    }
};

QTEST_GUILESS_MAIN(TestSupervisorPort)
#include "tst_supervisor_port.moc"
