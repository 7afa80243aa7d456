// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/process/port_owner.h"
#include "tests/app/mock_desktop.h"
#include "tests/app/tray_run.h"
#include "tests/backend/stranger.h"
#include "tests/support/test_help.h"

#include <QElapsedTimer>
#include <QFile>
#include <QLocalSocket>
#include <QTcpSocket>
#include <QTest>

#include <algorithm>
#include <csignal>

#include <unistd.h>

using namespace Qt::StringLiterals;

static constexpr uint Nobody = 65534;

/// What the computer and its other users do around us: buses that die, logouts, sleep, other users, a kernel that shows
/// little.
class TestSurroundings : public QObject
{
    Q_OBJECT

    static bool becomesReady(const TrayRun &tray)
    {
        return tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"15"_s}).exit == 0;
    }

    static qsizetype questions(const QString &log)
    {
        QFile file(log);
        return file.open(QIODevice::ReadOnly) ? file.readAll().count("GET /health") : 0;
    }

    static QString whyNoOtherUser(TrayRun &tray)
    {
        if (geteuid() != 0)
            return u"only root can act as another user"_s;
        if (!tray.giveTo(Nobody))
            return u"the home cannot be given away"_s;
        return tray.run({u"--version"_s}).exit == 0 ? QString() : u"the build directory is closed to other users"_s;
    }

    /// Runs the tray by `wrapper`, and waits until it answers.
    static bool startBy(TrayRun &tray, QStringList wrapper, const QStringList &backend = {})
    {
        tray.process().setProcessEnvironment(tray.environment());
        // The wrapper sees to it; commands still need it.
        const auto becomeUser = tray.process().childProcessModifier();
        tray.process().setChildProcessModifier({});
        tray.process().setStandardErrorFile(tray.home().file(u"tray.err"_s));
        wrapper += QStringLiteral(SKILLS_TRAY);
        wrapper += tray.inMode({u"--background"_s, u"--port"_s, QString::number(tray.port())}) + tray.backend(backend);
        const QString program = wrapper.takeFirst();
        tray.process().start(program, wrapper);
        const bool started = tray.process().waitForStarted();
        tray.process().setChildProcessModifier(becomeUser);
        if (!started)
            return false;
        return QTest::qWaitFor(
            [&] {
                const int exit = tray.run({u"status"_s}).exit;
                return exit == 0 || exit == 1 || tray.process().state() == QProcess::NotRunning;
            },
            15'000);
    }

    static QStringList hidingProc()
    {
        const QString nobody = QString::number(Nobody);
        return {u"unshare"_s,
                u"--mount"_s,
                u"sh"_s,
                u"-c"_s,
                u"mount -o remount,hidepid=2 /proc && exec setpriv --reuid %1 --regid %1 --clear-groups \"$@\""_s.arg(
                    nobody),
                u"sh"_s};
    }

    static bool canHideProc()
    {
        QStringList command = hidingProc() + QStringList{u"test"_s, u"!"_s, u"-e"_s, u"/proc/1"_s};
        const QString program = command.takeFirst();
        return geteuid() == 0 && QProcess::execute(program, command) == 0;
    }

private slots:
    // O08
    void theEndOfTheSessionBusEndsNothingElse()
    {
        MockDesktop desktop;
        if (const QString missing = desktop.begin(true); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        desktop.call("offerNotifications", Q_ARG(bool, true));
        desktop.call("setHostRegistered", Q_ARG(bool, true));
        desktop.call("takeWatcherName");
        TrayRun tray;
        desktop.bring(tray.environment());
        QVERIFY(tray.start());
        QVERIFY(becomesReady(tray));
        QTRY_COMPARE(desktop.services().items().size(), 1);
        const QJsonValue pid = tray.status().value(u"pid"_s);

        desktop.bus().kill();
        QVERIFY(desktop.bus().waitForFinished());
        QTest::qWait(500); // nothing tells when nothing happened
        QCOMPARE(tray.run({u"status"_s}).exit, 0);
        QCOMPARE(tray.status().value(u"pid"_s), pid);
        // The icon is gone with the bus; window and commands are not.
        QCOMPARE(tray.run({u"show"_s}).exit, 0);
        QCOMPARE(tray.run({u"restart"_s}).exit, 0);
        QVERIFY(becomesReady(tray));
        const TrayRun::Result quit = tray.run({u"quit"_s});
        QCOMPARE(quit.exit, 0);
        QVERIFY(tray.waitForEnd(2000));
        QCOMPARE(tray.process().exitStatus(), QProcess::NormalExit);
        QVERIFY2(tray.treeIsGone(), tray.leftovers());
    }

    // A05, without XSMP
    void aSessionThatEndsByDBusEndsUsInTime_data()
    {
        QTest::addColumn<QString>("last");
        QTest::newRow("the session ends") << u"EndSession"_s;
        QTest::newRow("only we are to end") << u"Stop"_s;
    }
    void aSessionThatEndsByDBusEndsUsInTime()
    {
        QFETCH(QString, last);
        MockDesktop desktop;
        if (const QString missing = desktop.begin(true); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        desktop.call("manageSession");
        TrayRun tray;
        desktop.bring(tray.environment());
        tray.environment().remove(u"SESSION_MANAGER"_s);
        QVERIFY(tray.start({u"--ignore-term"_s, u"--children=2"_s}));
        QVERIFY(becomesReady(tray));
        QTRY_COMPARE(desktop.services().clients(), QStringList(u"skills-tray"_s));

        // Asked, and then the user thinks better of it.
        desktop.call("tellClients", Q_ARG(QString, u"QueryEndSession"_s));
        QTRY_COMPARE(desktop.services().agreed(), 1);
        desktop.call("tellClients", Q_ARG(QString, u"CancelEndSession"_s));
        QTest::qWait(300); // nothing tells when nothing happened
        QCOMPARE(tray.state(), u"ready"_s);

        QElapsedTimer clock;
        clock.start();
        desktop.call("tellClients", Q_ARG(QString, last));
        QVERIFY(tray.waitForEnd(5000));
        qInfo("ended %lld ms after the session", clock.elapsed());
        QCOMPARE(tray.process().exitStatus(), QProcess::NormalExit);
        QVERIFY2(tray.treeIsGone(), tray.leftovers());
    }

    // U06
    void aNotificationServiceThatDoesNotAnswerHoldsUpNothing_data()
    {
        QTest::addColumn<int>("answer");
        QTest::newRow("never") << int(MockServices::Answer::Never);
        QTest::newRow("with an error") << int(MockServices::Answer::Error);
    }
    void aNotificationServiceThatDoesNotAnswerHoldsUpNothing()
    {
        QFETCH(int, answer);
        MockDesktop desktop;
        if (const QString missing = desktop.begin(true); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        desktop.call("offerNotifications", Q_ARG(bool, true));
        desktop.call("setHostRegistered", Q_ARG(bool, true));
        desktop.call("takeWatcherName");
        desktop.services().answerNotifications(MockServices::Answer(answer));
        TrayRun tray;
        desktop.bring(tray.environment());
        QVERIFY(tray.startPlain(
            {u"--background"_s, u"--port"_s, QString::number(tray.port()), u"--"_s, u"no-such-program"_s}));
        QTRY_VERIFY(!desktop.services().notifications().isEmpty());
        for (int i = 0; i < 3; ++i) {
            const TrayRun::Result status = tray.run({u"status"_s, u"--json"_s});
            QVERIFY2(status.ms < 4000, QByteArray::number(status.ms).constData());
            QVERIFY(status.out.contains("not-found"));
        }
        const TrayRun::Result quit = tray.run({u"quit"_s});
        QCOMPARE(quit.exit, 0);
        QVERIFY2(quit.ms < 4000, QByteArray::number(quit.ms).constData());
    }

    // O09: a session that ends sends SIGTERM to everything at once, and SIGKILL after five seconds.
    void aLogoutLeavesNothingForItsLastSignal_data()
    {
        QTest::addColumn<QStringList>("backend");
        QTest::newRow("cooperative") << QStringList();
        QTest::newRow("hard") << QStringList{u"--ignore-term"_s, u"--children=3"_s, u"--grandchild=setsid"_s,
                                             u"--grandchild-ignore-term"_s};
    }
    void aLogoutLeavesNothingForItsLastSignal()
    {
        QFETCH(QStringList, backend);
        TrayRun tray;
        QVERIFY(tray.start(backend));
        QVERIFY(becomesReady(tray));
        QList<qint64> all = tray.tree();
        all += tray.process().processId();
        QElapsedTimer clock;
        clock.start();
        for (const qint64 pid : std::as_const(all))
            ::kill(pid_t(pid), SIGTERM);
        // To look for whoever carries our mark takes seconds on a busy machine.
        const auto lives = [&] { return std::any_of(all.cbegin(), all.cend(), isLiveProcess); };
        QTRY_VERIFY_WITH_TIMEOUT(!lives(), 10'000);
        const qint64 tookMs = clock.elapsed();
        qInfo("all gone after %lld ms", tookMs);
        QVERIFY2(tookMs < 5000, QByteArray::number(tookMs).constData());
        QVERIFY(tray.waitForEnd(1000));
        QVERIFY2(tray.treeIsGone(), tray.leftovers());
        QVERIFY(tray.start());
        QVERIFY(becomesReady(tray));
        QVERIFY(!tray.run({u"logs"_s, u"--all"_s}).out.contains("Ended what an earlier run left behind"));
    }

    // O12, with the real times
    void aSleepOfOursIsNoSilenceOfTheBackends()
    {
        TrayRun tray;
        const QString log = tray.home().file(u"requests"_s);
        QVERIFY(tray.start({u"--request-log="_s + log}));
        QVERIFY(becomesReady(tray));
        const QJsonObject before = tray.status();
        const auto us = pid_t(tray.process().processId());
        QCOMPARE(::kill(us, SIGSTOP), 0);
        QTest::qWait(13'000); // longer than silence is borne
        const qsizetype asked = questions(log);
        QCOMPARE(::kill(us, SIGCONT), 0);
        QTest::qWait(1500);
        QVERIFY2(questions(log) <= asked + 2, QByteArray::number(questions(log) - asked).constData());
        QTRY_VERIFY(questions(log) > asked);
        const QJsonObject after = tray.status();
        QCOMPARE(after.value(u"state"_s), u"ready"_s);
        for (const QString &key : {u"pid"_s, u"started_at"_s, u"ready_at"_s, u"state_since"_s})
            QCOMPARE(after.value(key), before.value(key));
        const QByteArray lines = tray.run({u"logs"_s, u"--all"_s}).out;
        QVERIFY2(!lines.contains("WARNING") && !lines.contains("ERROR"), lines.constData());
    }

    // P09: others free "their" port by killing everybody who has a socket on it, clients too.
    void whoKillsEverybodyOnThePortHardlyEverMeetsUs()
    {
        TrayRun tray;
        QVERIFY(tray.start());
        QVERIFY(becomesReady(tray));
        // A connection of ours to the port, as /proc/net/tcp has it: our side is the remote one's client.
        const QByteArray port = ":" + QByteArray::number(tray.port(), 16).toUpper().rightJustified(4, '0');
        const auto isConnected = [&] {
            QFile table(u"/proc/net/tcp"_s);
            if (!table.open(QIODevice::ReadOnly))
                return false;
            const QByteArrayList lines = table.readAll().split('\n');
            return std::any_of(lines.cbegin(), lines.cend(), [&](const QByteArray &line) {
                const QByteArrayList words = line.simplified().split(' ');
                return words.value(2).endsWith(port) && words.value(3) == "01"; // ESTABLISHED, to the port
            });
        };
        {
            QTcpSocket other; // it would be seen
            other.connectToHost(u"127.0.0.1"_s, tray.port());
            QVERIFY(other.waitForConnected() && isConnected());
        }
        QTRY_VERIFY(!isConnected());
        int looks = 0;
        int met = 0;
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < 11'000 || looks < 500) { // two questions at least
            ++looks;
            met += isConnected() ? 1 : 0;
            QTest::qSleep(1);
        }
        qInfo("connected in %d of %d looks (%.2f %%)", met, looks, 100.0 * met / looks);
        QVERIFY2(met * 50 <= looks, QByteArray::number(met).constData()); // 2 %, on a machine that is busy

        QTRY_VERIFY(!isConnected());
        const QList<PortListener> listeners = listenersOn(tray.port());
        QCOMPARE(listeners.size(), 1);
        QCOMPARE(::kill(pid_t(listeners.first().process->identity.pid), SIGKILL), 0);
        QCOMPARE(tray.run({u"wait"_s, u"backoff"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        QVERIFY(becomesReady(tray));
        QCOMPARE(tray.process().state(), QProcess::Running);
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

    // H29
    void withoutLoopbackItSaysSo()
    {
        if (QProcess::execute(u"unshare"_s, {u"-rn"_s, u"true"_s}) != 0)
            QSKIP("no network namespaces here");
        TrayRun tray;
        QVERIFY(startBy(tray, {u"unshare"_s, u"-rn"_s}));
        QCOMPARE(tray.process().state(), QProcess::Running);
        // It may bind there, and nobody can come.
        QTRY_COMPARE_WITH_TIMEOUT(tray.status().value(u"health_error"_s).toString(), u"Network unreachable"_s, 20'000);
        QCOMPARE(tray.state(), u"starting"_s);
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
        QVERIFY(tray.waitForEnd(3000));
        QVERIFY2(tray.treeIsGone(), tray.leftovers());
    }

    // I06 X12
    void anotherUserIsNotServed()
    {
        TrayRun tray;
        if (const QString reason = whyNoOtherUser(tray); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        QVERIFY(tray.start());
        QVERIFY(becomesReady(tray));
        // We are root, whom no mode of a file keeps out.
        QLocalSocket socket;
        socket.connectToServer(tray.environment().value(u"XDG_RUNTIME_DIR"_s) + u"/skills-tray/ctl.sock"_s);
        QVERIFY2(socket.waitForConnected(5000), qPrintable(socket.errorString()));
        socket.write("{\"command\":\"status\"}\n");
        QVERIFY(socket.state() == QLocalSocket::UnconnectedState || socket.waitForDisconnected(5000));
        QCOMPARE(socket.readAll(), QByteArray());
        QProcess command;
        command.setProcessEnvironment(tray.environment());
        command.start(QStringLiteral(SKILLS_TRAY), {u"stop"_s});
        QVERIFY(command.waitForFinished(10'000));
        QVERIFY(command.exitCode() != 0);
        QCOMPARE(tray.state(), u"ready"_s);

        // And he does not even come near ours.
        TrayRun ours;
        QVERIFY(ours.start());
        QVERIFY(becomesReady(ours));
        QCOMPARE(QFile::permissions(ours.paths().runtime) & (QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                                                             QFile::ReadOther | QFile::WriteOther | QFile::ExeOther),
                 QFile::Permissions());
        QProcess other;
        other.setProcessEnvironment(ours.environment());
        other.start(u"setpriv"_s, {u"--reuid"_s, QString::number(Nobody), u"--regid"_s, QString::number(Nobody),
                                   u"--clear-groups"_s, QStringLiteral(SKILLS_TRAY), u"stop"_s});
        QVERIFY(other.waitForFinished(10'000));
        QVERIFY(other.exitCode() != 0);
        QCOMPARE(ours.state(), u"ready"_s);
    }

    // P10
    void anotherUsersPortIsNotOursToFree()
    {
        TrayRun tray;
        if (const QString reason = whyNoOtherUser(tray); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        const TreeWatch other;
        Stranger stranger(tray.port(), other.tag());
        QTRY_VERIFY(stranger.listensOn(tray.port()));
        QVERIFY(tray.start());
        QTRY_COMPARE(tray.state(), u"failed"_s);
        const QJsonObject failure = tray.status().value(u"failure"_s).toObject();
        QCOMPARE(failure.value(u"kind"_s), u"port-in-use"_s);
        QVERIFY2(failure.value(u"text"_s).toString().contains(u"another user (uid 0)"_s),
                 qPrintable(failure.value(u"text"_s).toString()));
        QVERIFY(failure.value(u"port_owner"_s).toObject().value(u"pid"_s).isNull());
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
        QVERIFY(stranger.isRunning());
    }

    // P19
    void withAProcThatHidesOthersItWorksAndKillsNobody()
    {
        TrayRun tray;
        if (const QString reason = whyNoOtherUser(tray); !reason.isEmpty())
            QSKIP(qPrintable(reason));
        if (!canHideProc())
            QSKIP("/proc cannot be mounted with hidepid here");
        QVERIFY(startBy(tray, hidingProc()));
        QVERIFY(becomesReady(tray));
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
        QVERIFY(tray.waitForEnd(5000));
        QVERIFY2(tray.treeIsGone(), tray.leftovers());

        const TreeWatch other;
        Stranger stranger(tray.port(), other.tag());
        QTRY_VERIFY(stranger.listensOn(tray.port()));
        QVERIFY(startBy(tray, hidingProc()));
        QTRY_COMPARE(tray.state(), u"failed"_s);
        const QJsonObject failure = tray.status().value(u"failure"_s).toObject();
        QCOMPARE(failure.value(u"kind"_s), u"port-in-use"_s);
        QVERIFY(failure.value(u"port_owner"_s).toObject().value(u"pid"_s).isNull());
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
        QVERIFY(stranger.isRunning());
    }
};

QTEST_GUILESS_MAIN(TestSurroundings)
#include "tst_surroundings.moc"
