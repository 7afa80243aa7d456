// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/app/tray_run.h"
#include "tests/support/test_help.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QLocalSocket>
#include <QTest>

#include <csignal>
#include <memory>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

#ifdef __SANITIZE_ADDRESS__
static constexpr int SecondMs = 4000; // starting takes four times as long with it
#else
static constexpr int SecondMs = 1000;
#endif

/// One instance for each user, and a control socket that nothing can upset.
class TestInstances : public QObject
{
    Q_OBJECT

private:
    static std::unique_ptr<QLocalSocket> connectTo(const TrayRun &tray)
    {
        auto socket = std::make_unique<QLocalSocket>();
        socket->connectToServer(tray.paths().controlSocket());
        return socket->waitForConnected(2000) ? std::move(socket) : nullptr;
    }

private slots:
    void aSecondStartEndsAtOnce() // I01
    {
        TrayRun tray;
        QVERIFY(tray.start());
        const qint64 pid = tray.status().value(u"pid"_s).toInteger();
        const TrayRun::Result plain = tray.run({});
        QCOMPARE(plain.exit, 0);
        qInfo("second start: %lld ms", plain.ms);
        QVERIFY(plain.ms < SecondMs);
        QCOMPARE(plain.err, QByteArray());
        const TrayRun::Result withOptions =
            tray.run({u"--background"_s, u"--port"_s, u"2000"_s, u"--stopped"_s, u"--"_s, u"other"_s});
        QCOMPARE(withOptions.exit, 0);
        QCOMPARE(withOptions.errorLines(), 1);
        QVERIFY2(withOptions.err.contains("--port 2000 --stopped -- other"), withOptions.err.constData());
        QCOMPARE(tray.status().value(u"pid"_s).toInteger(), pid);
        QCOMPARE(tray.status().value(u"port"_s).toInt(), tray.port());
    }

    void aSecondStartNeedsNoDisplay()
    {
        TrayRun tray;
        QVERIFY(tray.start({}, {u"--stopped"_s}));
        tray.environment().remove(u"QT_QPA_PLATFORM"_s);
        QCOMPARE(tray.run({}).exit, 0);
    }

    void ofTwentyAtOnceExactlyOneLives() // I02
    {
        TrayRun tray;
        const QStringList arguments =
            QStringList{u"--background"_s, u"--port"_s, QString::number(tray.port())} + tray.backend({});
        std::vector<std::unique_ptr<QProcess>> starts;
        for (int i = 0; i < 20; ++i)
            starts.push_back(tray.runInBackground(arguments));
        const auto running = [&starts] {
            return std::count_if(starts.begin(), starts.end(),
                                 [](const auto &start) { return start->state() != QProcess::NotRunning; });
        };
        QTRY_COMPARE_WITH_TIMEOUT(running(), 1, 20'000);
        for (const auto &start : starts) {
            if (start->state() == QProcess::NotRunning)
                QCOMPARE(start->exitCode(), 0);
        }
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        QCOMPARE(running(), 1);
        // Each has our tag: the one tray, its guard and its backend.
        QCOMPARE(tray.tree().size(), 3);
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
        QTRY_COMPARE(running(), 0);
        QVERIFY2(tray.treeIsGone(), tray.leftovers());
    }

    void aStaleSocketDelaysNobody() // I03
    {
        TrayRun tray;
        QElapsedTimer clock;
        clock.start();
        QVERIFY(tray.start());
        const qint64 usual = clock.elapsed();
        tray.process().kill();
        QVERIFY(tray.waitForEnd(5000));
        QVERIFY(QFileInfo::exists(tray.paths().controlSocket()));
        QCOMPARE(tray.run({u"status"_s}).exit, 3);
        QTRY_VERIFY_WITH_TIMEOUT(tray.treeIsGone(), 7000);
        clock.start();
        QVERIFY(tray.start());
        const qint64 took = clock.elapsed();
        qInfo("start over a stale socket: %lld ms, usually %lld ms", took, usual);
        QVERIFY(took <= 1000 + usual);
    }

    void rubbishOnTheSocketChangesNothing_data() // I07
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("not JSON") << QByteArray("hello\n");
        QTest::newRow("NUL") << QByteArray("{\"do\":\"st\0op\"}\n", 14);
        QTest::newRow("array") << QByteArray("[1,2,3]\n");
        QTest::newRow("empty line") << QByteArray("\n");
        QTest::newRow("deep") << QByteArray(2000, '[') + '\n';
        QTest::newRow("unknown verb") << QByteArray("{\"do\":\"explode\"}\n");
        QTest::newRow("wrong types") << QByteArray("{\"do\":[\"stop\"]}\n");
        QTest::newRow("unknown state") << QByteArray("{\"do\":\"wait\",\"for\":7}\n");
        QTest::newRow("4 KiB and one") << QByteArray(4097, 'x');
        QTest::newRow("1 MB line") << QByteArray(1'000'000, 'x') + '\n';
        QTest::newRow("HTTP") << QByteArray("GET /stop HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    void rubbishOnTheSocketChangesNothing()
    {
        QFETCH(QByteArray, bytes);
        TrayRun tray;
        QVERIFY(tray.start({}, {u"--stopped"_s}));
        const auto socket = connectTo(tray);
        QVERIFY(socket);
        socket->write(bytes);
        QByteArray answer;
        QTRY_VERIFY_WITH_TIMEOUT((answer += socket->isOpen() ? socket->readAll() : QByteArray(),
                                  socket->state() == QLocalSocket::UnconnectedState),
                                 4000);
        QVERIFY2(answer.isEmpty() || answer.contains("\"exit\":2"), answer.constData());
        QCOMPARE(tray.state(), u"stopped"_s);
    }

    void theHalfOfARequestIsDroppedAfterTwoSeconds() // I07
    {
        TrayRun tray;
        QVERIFY(tray.start({}, {u"--stopped"_s}));
        const auto socket = connectTo(tray);
        QVERIFY(socket);
        QElapsedTimer clock;
        clock.start();
        socket->write("{\"do\":\"start\"");
        QTRY_COMPARE(socket->state(), QLocalSocket::UnconnectedState);
        qInfo("dropped after %lld ms", clock.elapsed());
        QVERIFY(clock.elapsed() > 1500 && clock.elapsed() < 3500);
        QCOMPARE(tray.state(), u"stopped"_s);
    }

    void aHundredSilentClientsShutNobodyOut() // I07
    {
        TrayRun tray;
        QVERIFY(tray.start({}, {u"--stopped"_s}));
        std::vector<std::unique_ptr<QLocalSocket>> clients;
        for (int i = 0; i < 100; ++i) {
            clients.push_back(connectTo(tray));
            QVERIFY(clients.back());
        }
        const TrayRun::Result status = tray.run({u"status"_s});
        QCOMPARE(status.exit, 1);
        QVERIFY2(status.ms < withRoom(500), QByteArray::number(status.ms).constData());
        QCOMPARE(tray.run({}).exit, 0);
        const auto connected = [&clients] {
            return std::count_if(clients.begin(), clients.end(),
                                 [](const auto &client) { return client->state() == QLocalSocket::ConnectedState; });
        };
        QTRY_COMPARE(connected(), 0);
    }

    void manyWhoWaitAreBoundedButASecondStartGetsIn() // I07
    {
        TrayRun tray;
        QVERIFY(tray.start({}, {u"--stopped"_s}));
        std::vector<std::unique_ptr<QLocalSocket>> clients;
        for (int i = 0; i < 64; ++i) {
            clients.push_back(connectTo(tray));
            QVERIFY(clients.back());
            clients.back()->write("{\"do\":\"wait\",\"for\":\"loading\"}\n");
            QVERIFY(clients.back()->flush());
        }
        QTRY_COMPARE(tray.run({u"wait"_s, u"failed"_s, u"--timeout"_s, u"1"_s}).exit, 1);
        QCOMPARE(tray.run({}).exit, 0);
        QCOMPARE(tray.run({u"status"_s}).exit, 1);
        clients.clear();
        QTRY_COMPARE(tray.run({u"wait"_s, u"failed"_s, u"--timeout"_s, u"0"_s}).exit, 4);
    }

    void twentyStartsOfTheBackendGiveOne() // S16
    {
        TrayRun tray;
        QVERIFY(tray.start({}, {u"--stopped"_s}));
        std::vector<std::unique_ptr<QProcess>> starts;
        for (int i = 0; i < 20; ++i)
            starts.push_back(tray.runInBackground({u"start"_s}));
        for (const auto &start : starts) {
            QTRY_COMPARE_WITH_TIMEOUT(start->state(), QProcess::NotRunning, 10'000);
            QCOMPARE(start->exitCode(), 0);
        }
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        QCOMPARE(tray.tree().size(), 2); // guard and backend
    }

    void withoutARuntimeDirectoryThereIsStillOne() // I09
    {
        TrayRun tray;
        // The fallback lies in the temporary directory.
        const QString temp = tray.home().file(u"t"_s);
        QVERIFY(QDir().mkpath(temp));
        qputenv("TMPDIR", temp.toLocal8Bit());
        tray.environment().insert(u"TMPDIR"_s, temp);
        tray.environment().remove(u"XDG_RUNTIME_DIR"_s);
        const bool started = tray.start({}, {u"--stopped"_s});
        qunsetenv("TMPDIR");
        QVERIFY(started);
        const QFileInfoList made = QDir(temp).entryInfoList({u"skills-tray-*"_s});
        QCOMPARE(made.size(), 1);
        QCOMPARE(int(made.first().permissions() & 0x0077), 0);
        QCOMPARE(tray.run({}).exit, 0);
        QCOMPARE(tray.process().state(), QProcess::Running);
    }

    void aSecondStartWithAnotherRuntimeDirectoryGivesWay_data() // A03, C09
    {
        QTest::addColumn<bool>("removed");
        QTest::newRow("another directory") << false;
        QTest::newRow("the first one's was removed") << true;
    }
    void aSecondStartWithAnotherRuntimeDirectoryGivesWay()
    {
        QFETCH(bool, removed);
        TrayRun tray;
        QVERIFY(tray.start());
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        const qint64 backend = tray.status().value(u"pid"_s).toInteger();
        const QString first = tray.paths().runtime;
        if (removed) {
            QVERIFY(QDir(first).removeRecursively());
        } else {
            const QString other = tray.home().file(u"other"_s);
            QVERIFY(QDir().mkpath(other));
            QVERIFY(QFile::setPermissions(other, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
            tray.environment().insert(u"XDG_RUNTIME_DIR"_s, other);
        }
        const TrayRun::Result second =
            tray.run(QStringList{u"--background"_s, u"--port"_s, QString::number(freePort())} + tray.backend({}));
        // Whom it reaches it treats as any second start; whom it cannot reach it names.
        QCOMPARE(second.exit, removed ? 4 : 0);
        QVERIFY2(second.errorLines() == 1 && second.err.contains("Skills Tray runs already"), second.err.constData());
        QVERIFY2(second.err.contains(removed ? QByteArray::number(tray.process().processId()) : first.toLocal8Bit()),
                 second.err.constData());
        QVERIFY(isLiveProcess(backend));
        QCOMPARE(tray.process().state(), QProcess::Running);
        QCOMPARE(tray.tree().size(), 2); // guard and backend of the first
        tray.process().terminate();
        QVERIFY(tray.waitForEnd(5000));
        QVERIFY2(tray.treeIsGone(), tray.leftovers());
        QVERIFY(!QFile::exists(tray.paths().stateLockFile()));
    }

    void whereTheFirstWasKilledTheNextOneIsTheFirst()
    {
        TrayRun tray;
        QVERIFY(tray.start({}, {u"--stopped"_s}));
        QVERIFY(QFile::exists(tray.paths().stateLockFile()));
        tray.process().kill();
        QVERIFY(tray.waitForEnd(5000));
        tray.environment().insert(u"XDG_RUNTIME_DIR"_s, tray.home().file(u"home"_s));
        QVERIFY(tray.start({}, {u"--stopped"_s}));
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

    void thatItIsFrozenIsSaidToEverybodyInTime() // A08
    {
        TrayRun tray;
        QVERIFY(tray.start({}, {u"--stopped"_s}));
        QCOMPARE(::kill(pid_t(tray.process().processId()), SIGSTOP), 0);
        QElapsedTimer clock;
        clock.start();
        std::vector<std::pair<QString, std::unique_ptr<QProcess>>> commands;
        for (const QString &command : {u"status"_s, u"start"_s, u"stop"_s, u"restart"_s, u"logs"_s, u"show"_s,
                                       u"quit"_s, u"wait ready"_s, QString()})
            commands.emplace_back(command, tray.runInBackground(command.split(u' ', Qt::SkipEmptyParts)));
        for (const auto &[command, process] : commands) {
            QTRY_COMPARE_WITH_TIMEOUT(process->state(), QProcess::NotRunning, 10'000);
            const QByteArray told = process->readAllStandardError();
            QVERIFY2(process->exitCode() == 4 && told.count('\n') == 1, (command.toUtf8() + ": " + told).constData());
        }
        qInfo("all had been told after %lld ms", clock.elapsed());
        QVERIFY(clock.elapsed() >= 4700); // a coarse timer may be five per cent early
        QCOMPARE(::kill(pid_t(tray.process().processId()), SIGCONT), 0);
        QVERIFY(tray.waitForEnd(10'000)); // what it was asked meanwhile it does when it can
    }

    void whoWaitsIsToldThatAllIsWellAndWhenItIsNot() // A08
    {
        TrayRun tray;
        QVERIFY(tray.start({}, {u"--stopped"_s}));
        const auto waiting = tray.runInBackground({u"wait"_s, u"loading"_s, u"--timeout"_s, u"90"_s});
        const auto following = tray.runInBackground({u"logs"_s, u"-f"_s});
        const auto frozen = tray.runInBackground({u"wait"_s, u"loading"_s});
        QTRY_VERIFY(following->bytesAvailable() > 0);
        QVERIFY(!frozen->waitForFinished(1000));
        QCOMPARE(::kill(pid_t(frozen->processId()), SIGSTOP), 0);
        // Longer than a silence may be.
        QVERIFY(!waiting->waitForFinished(7000));
        QCOMPARE(following->state(), QProcess::Running);
        // Who was stopped itself finds both the end of its patience and what has come.
        QCOMPARE(::kill(pid_t(frozen->processId()), SIGCONT), 0);
        QVERIFY(!frozen->waitForFinished(1000));

        QCOMPARE(::kill(pid_t(tray.process().processId()), SIGSTOP), 0);
        for (QProcess *process : {waiting.get(), following.get(), frozen.get()}) {
            QTRY_COMPARE_WITH_TIMEOUT(process->state(), QProcess::NotRunning, 10'000);
            QCOMPARE(process->exitCode(), 4);
        }
        QCOMPARE(::kill(pid_t(tray.process().processId()), SIGCONT), 0);
    }

    void aRuntimeDirectoryOfSomebodyElsesMakingIsRefused() // I08
    {
        TrayRun tray;
        const QString elsewhere = tray.home().file(u"elsewhere"_s);
        QVERIFY(QDir().mkpath(elsewhere));
        QVERIFY(QFile::link(elsewhere, tray.paths().runtime));
        const TrayRun::Result result = tray.run({u"--background"_s, u"--stopped"_s});
        QCOMPARE(result.exit, 1);
        QCOMPARE(result.errorLines(), 1);
        QVERIFY(QDir(elsewhere).isEmpty());
    }

    void aSocketPathThatIsTooLongIsToldInOneLine() // I08
    {
        TrayRun tray;
        const QString runtime = tray.home().file(QString(100, u'x'));
        QVERIFY(QDir().mkpath(runtime));
        tray.environment().insert(u"XDG_RUNTIME_DIR"_s, runtime);
        const TrayRun::Result result = tray.run({u"--background"_s, u"--stopped"_s});
        QCOMPARE(result.exit, 1);
        QCOMPARE(result.errorLines(), 1);
        QVERIFY2(result.err.contains("107"), result.err.constData());
    }

    void aLinkInPlaceOfTheSocketIsReplacedNotFollowed() // I08
    {
        TrayRun tray;
        QVERIFY(tray.writeFile(tray.home().file(u"precious"_s), "precious"));
        QVERIFY(QDir().mkpath(tray.paths().runtime));
        QVERIFY(QFile::setPermissions(tray.paths().runtime, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QVERIFY(QFile::link(tray.home().file(u"precious"_s), tray.paths().controlSocket()));
        QVERIFY(tray.start({}, {u"--stopped"_s}));
        QFile precious(tray.home().file(u"precious"_s));
        QVERIFY(precious.open(QIODevice::ReadOnly));
        QCOMPARE(precious.readAll(), "precious");
        QVERIFY(!QFileInfo(tray.paths().controlSocket()).isSymLink());
    }

    void aSecondStartDuringTheEndIsTheNextFirst()
    {
        TrayRun tray;
        QVERIFY(tray.start({u"--slow-term=4500"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        const auto quit = tray.runInBackground({u"quit"_s});
        QTRY_COMPARE(tray.state(), u"stopping"_s);
        const auto next = tray.runInBackground({u"--background"_s, u"--stopped"_s});
        QTRY_COMPARE_WITH_TIMEOUT(quit->state(), QProcess::NotRunning, 10'000);
        QCOMPARE(quit->exitCode(), 0);
        QVERIFY(tray.waitForEnd(2000));
        QTRY_COMPARE(tray.state(), u"stopped"_s);
        QCOMPARE(next->state(), QProcess::Running);
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
        QTRY_COMPARE(next->state(), QProcess::NotRunning);
    }
};

QTEST_GUILESS_MAIN(TestInstances)
#include "tst_instances.moc"
