// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/app/tray_run.h"
#include "tests/support/test_help.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

/// Every command with each of its exit statuses.
class TestCommands : public QObject
{
    Q_OBJECT

private slots:
    void withoutAnInstanceTheStatusIsThree_data()
    {
        QTest::addColumn<QStringList>("arguments");
        for (const QStringList &arguments : {QStringList{u"status"_s},
                                             {u"status"_s, u"--json"_s},
                                             {u"start"_s},
                                             {u"stop"_s},
                                             {u"restart"_s},
                                             {u"logs"_s},
                                             {u"logs"_s, u"-f"_s},
                                             {u"show"_s},
                                             {u"quit"_s},
                                             {u"wait"_s, u"ready"_s},
                                             {u"wait"_s, u"settled"_s, u"--timeout"_s, u"5"_s}})
            QTest::newRow(qPrintable(arguments.join(u' '))) << arguments;
    }
    void withoutAnInstanceTheStatusIsThree()
    {
        QFETCH(QStringList, arguments);
        TrayRun tray;
        tray.environment().remove(u"QT_QPA_PLATFORM"_s); // commands need no display
        const TrayRun::Result result = tray.run(arguments);
        QCOMPARE(result.exit, 3);
        QCOMPARE(result.out, QByteArray());
        QCOMPARE(result.err, QByteArray("skills-tray: Skills Tray is not running\n"));
    }

    void wrongUsageIsTwo()
    {
        TrayRun tray;
        for (const QStringList &arguments : {QStringList{u"--port"_s, u"1"_s},
                                             {u"--host"_s},
                                             {u"--backend"_s, u"nothing"_s},
                                             {u"wait"_s},
                                             {u"wait"_s, u"x"_s},
                                             {u"wait"_s, u"ready"_s, u"--timeout"_s, u"-1"_s},
                                             {u"stop"_s, u"--json"_s},
                                             {u"start"_s, u"now"_s},
                                             {u"restart"_s, u"--json"_s},
                                             {u"status"_s, u"--all"_s},
                                             {u"logs"_s, u"-n"_s, u"x"_s},
                                             {u"show"_s, u"x"_s},
                                             {u"quit"_s, u"now"_s},
                                             {u"check"_s, u"--port"_s, u"abc"_s},
                                             {u"fly"_s}}) {
            const TrayRun::Result result = tray.run(arguments);
            QCOMPARE(result.exit, 2);
            QCOMPARE(result.errorLines(), 1);
            QVERIFY(result.err.startsWith("skills-tray: Cannot "));
        }
    }

    void helpAndVersionNeedNothing()
    {
        TrayRun tray;
        const TrayRun::Result help = tray.run({u"--help"_s});
        QCOMPARE(help.exit, 0);
        QVERIFY(help.out.startsWith("Usage: skills-tray"));
        const TrayRun::Result version = tray.run({u"--version"_s});
        QCOMPARE(version.exit, 0);
        QVERIFY(version.out.startsWith("skills-tray "));
    }

    void statusIsZeroOnlyWhenReadyWithSkills_data()
    {
        QTest::addColumn<QStringList>("backend");
        QTest::addColumn<QString>("state");
        QTest::addColumn<int>("exit");
        QTest::newRow("skills") << QStringList{u"--skills=12"_s} << u"ready"_s << 0;
        QTest::newRow("no skills") << QStringList{u"--skills=0"_s} << u"ready"_s << 1;
        QTest::newRow("loading") << QStringList{u"--load-seconds=60"_s} << u"loading"_s << 1;
        QTest::newRow("starting") << QStringList{u"--no-listen"_s} << u"starting"_s << 1;
    }
    void statusIsZeroOnlyWhenReadyWithSkills()
    {
        QFETCH(QStringList, backend);
        QFETCH(QString, state);
        QFETCH(int, exit);
        TrayRun tray;
        QVERIFY(tray.start(backend));
        QCOMPARE(tray.run({u"wait"_s, state, u"--timeout"_s, u"10"_s}).exit, 0);
        const TrayRun::Result result = tray.run({u"status"_s});
        QCOMPARE(result.exit, exit);
        QVERIFY(result.out.contains("http://127.0.0.1:"));
        QCOMPARE(tray.run({u"status"_s, u"--json"_s}).exit, exit);
    }

    void startStopAndRestartDoWhatTheySay()
    {
        TrayRun tray;
        QVERIFY(tray.start({}, {u"--stopped"_s}));
        QCOMPARE(tray.state(), u"stopped"_s);
        QVERIFY(tray.treeIsGone());
        // A settled state after `start` is the new one.
        QCOMPARE(tray.run({u"start"_s}).exit, 0);
        QCOMPARE(tray.run({u"wait"_s, u"settled"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        QCOMPARE(tray.state(), u"ready"_s);
        const int first = tray.status().value(u"pid"_s).toInt();
        QCOMPARE(tray.run({u"start"_s}).exit, 0); // runs already: nothing happens
        QCOMPARE(tray.status().value(u"pid"_s).toInt(), first);

        QCOMPARE(tray.run({u"restart"_s}).exit, 0);
        QCOMPARE(tray.run({u"wait"_s, u"settled"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        const QJsonObject second = tray.status();
        QCOMPARE(second.value(u"state"_s).toString(), u"ready"_s);
        QVERIFY(second.value(u"pid"_s).toInt() != first);

        QCOMPARE(tray.run({u"stop"_s}).exit, 0);
        QVERIFY2(tray.treeIsGone(), tray.leftovers());
        QCOMPARE(tray.run({u"stop"_s}).exit, 0);
        QCOMPARE(tray.run({u"restart"_s}).exit, 0); // when stopped it starts
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
    }

    void whatWouldFailIsRefusedWithItsReason() // D03
    {
        const QTemporaryDir folder;
        TrayRun tray;
        const QString program = poseAs(QStringLiteral(SKILLS_FAKE_BACKEND), folder.path(), u"backend-copy"_s,
                                       {u"--port"_s, QString::number(tray.port())});
        QVERIFY(!program.isEmpty());
        QVERIFY(tray.startPlain({u"--background"_s, u"--port"_s, QString::number(tray.port()), u"--"_s, program}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"20"_s}).exit, 0);
        const int pid = tray.status().value(u"pid"_s).toInt();
        QVERIFY(QFile::remove(program));
        const TrayRun::Result restart = tray.run({u"restart"_s});
        QCOMPARE(restart.exit, 1);
        QVERIFY2(restart.err.contains("what runs goes on") && restart.err.contains("backend-copy"),
                 restart.err.constData());
        QCOMPARE(tray.status().value(u"pid"_s).toInt(), pid);
        QCOMPARE(tray.state(), u"ready"_s);

        QCOMPARE(tray.run({u"stop"_s}).exit, 0);
        const TrayRun::Result start = tray.run({u"start"_s});
        QCOMPARE(start.exit, 1);
        QVERIFY2(start.err.contains("Cannot start the backend") && start.err.contains("backend-copy"),
                 start.err.constData());
    }

    void whatCannotBeDoneIsOne()
    {
        TrayRun tray;
        QVERIFY(tray.start({u"--slow-term=1500"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        const auto stop = tray.runInBackground({u"stop"_s});
        QCOMPARE(tray.run({u"wait"_s, u"stopping"_s, u"--timeout"_s, u"5"_s}).exit, 0);
        QCOMPARE(tray.run({u"start"_s}).exit, 0); // remembered; whoever asked to stop is told
        QTRY_COMPARE(stop->state(), QProcess::NotRunning);
        QCOMPARE(stop->exitCode(), 1);
        QCOMPARE(stop->readAllStandardError(),
                 "skills-tray: Cannot stop the backend: it was started again meanwhile\n");

        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        const auto quit = tray.runInBackground({u"quit"_s});
        QCOMPARE(tray.run({u"wait"_s, u"stopping"_s, u"--timeout"_s, u"5"_s}).exit, 0);
        for (const QString &verb : {u"start"_s, u"restart"_s}) {
            const TrayRun::Result result = tray.run({verb});
            QCOMPARE(result.exit, 1);
            QCOMPARE(result.err, "skills-tray: Cannot " + verb.toUtf8() + " the backend: Skills Tray is quitting\n");
        }
        QTRY_COMPARE(quit->state(), QProcess::NotRunning);
        QCOMPARE(quit->exitCode(), 0);
        QVERIFY2(tray.treeIsGone(), tray.leftovers());
    }

    void stopReturnsWhenTheWholeTreeIsGone()
    {
        TrayRun tray;
        QVERIFY(tray.writeFile(tray.paths().settingsFile(), "[backend]\ngraceSeconds=1\n"));
        QVERIFY(tray.start({u"--ignore-term"_s, u"--children=4"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        const TrayRun::Result result = tray.run({u"stop"_s});
        QCOMPARE(result.exit, 0);
        QVERIFY(result.ms >= 900);
        QVERIFY2(tray.treeIsGone(), tray.leftovers());
    }

    void quitReturnsWhenEverythingIsGone()
    {
        TrayRun tray;
        QVERIFY(tray.start({u"--children=3"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
        QVERIFY2(tray.treeIsGone(), tray.leftovers());
        QVERIFY(tray.waitForEnd(500));
        QCOMPARE(tray.process().exitCode(), 0);
        QVERIFY(!QFile::exists(tray.paths().controlSocket()));
        QVERIFY(!QFile::exists(tray.paths().lockFile()));
        QCOMPARE(tray.run({u"status"_s}).exit, 3);
    }

    void waitSaysHowItEnded()
    {
        TrayRun tray;
        QVERIFY(tray.start({u"--load-seconds=60"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"loading"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        const TrayRun::Result held = tray.run({u"wait"_s, u"loading"_s});
        QCOMPARE(held.exit, 0);
        QVERIFY(held.ms < withRoom(500));
        const TrayRun::Result late = tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"0.3"_s});
        QCOMPARE(late.exit, 4);
        QCOMPARE(late.errorLines(), 1);
        QVERIFY2(late.ms >= 300, QByteArray::number(late.ms).constData());
        QVERIFY2(late.ms < 3000, QByteArray::number(late.ms).constData());
        QCOMPARE(tray.run({u"wait"_s, u"settled"_s, u"--timeout"_s, u"0"_s}).exit, 4);

        // Stopped is settled, but for `ready` it is a failure.
        const auto forReady = tray.runInBackground({u"wait"_s, u"ready"_s});
        const auto forSettled = tray.runInBackground({u"wait"_s, u"settled"_s});
        QVERIFY(forReady->waitForStarted() && forSettled->waitForStarted());
        QCOMPARE(tray.run({u"status"_s}).exit, 1);
        QCOMPARE(tray.run({u"stop"_s}).exit, 0);
        QTRY_COMPARE(forReady->state(), QProcess::NotRunning);
        QTRY_COMPARE(forSettled->state(), QProcess::NotRunning);
        QCOMPARE(forReady->exitCode(), 1);
        QCOMPARE(forReady->readAllStandardError().count('\n'), 1);
        QCOMPARE(forSettled->exitCode(), 0);
    }

    void waitTellsTheCauseOfAFailure()
    {
        TrayRun tray;
        QVERIFY(tray.startPlain(
            {u"--background"_s, u"--port"_s, QString::number(tray.port()), u"--"_s, u"no-such-program-xyz"_s}));
        const TrayRun::Result result = tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s});
        QCOMPARE(result.exit, 1);
        QCOMPARE(result.errorLines(), 1);
        QVERIFY2(result.err.contains("no-such-program-xyz"), result.err.constData());
        QCOMPARE(tray.run({u"wait"_s, u"settled"_s}).exit, 0);
        QCOMPARE(tray.run({u"wait"_s, u"failed"_s}).exit, 0);
    }

    void whoWaitsWhenSkillsTrayDiesGetsThree()
    {
        TrayRun tray;
        QVERIFY(tray.start());
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        const auto waiting = tray.runInBackground({u"wait"_s, u"failed"_s});
        const auto following = tray.runInBackground({u"logs"_s, u"-f"_s});
        QTRY_VERIFY(following->bytesAvailable() > 0);
        QVERIFY(waiting->waitForStarted());
        QCOMPARE(tray.run({u"status"_s}).exit, 0);
        tray.process().kill();
        QTRY_COMPARE(waiting->state(), QProcess::NotRunning);
        QCOMPARE(waiting->exitCode(), 3);
        QTRY_COMPARE(following->state(), QProcess::NotRunning);
        QCOMPARE(following->exitCode(), 3);
        QTRY_VERIFY_WITH_TIMEOUT(tray.treeIsGone(), 7000);
    }

    void logsPrintLinesInTheirFormat()
    {
        TrayRun tray;
        QVERIFY(tray.start({u"--skills=150"_s, u"--say-out=straight to stdout"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        const QRegularExpression format(
            uR"(^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3} (-|DEBUG|INFO|WARNING|ERROR|CRITICAL) (tray|out|err) .*$)"_s);
        QTRY_VERIFY(tray.run({u"logs"_s, u"--all"_s}).out.contains("Ready: 150 skills"));
        const TrayRun::Result all = tray.run({u"logs"_s, u"--all"_s});
        QCOMPARE(all.exit, 0);
        const QStringList lines = QString::fromUtf8(all.out).split(u'\n', Qt::SkipEmptyParts);
        QVERIFY(lines.size() > 150);
        for (const QString &line : lines)
            QVERIFY2(format.match(line).hasMatch(), qPrintable(line));
        QVERIFY(all.out.contains(" out straight to stdout\n"));
        QVERIFY(all.out.contains(" INFO err Loaded skill: skill-1 from "));
        QVERIFY(all.out.contains(" tray Started "));
        QVERIFY(all.out.contains("GET /health"));

        QCOMPARE(tray.run({u"logs"_s}).out.count('\n'), 100);
        QVERIFY(!tray.run({u"logs"_s, u"-n"_s, u"100000"_s}).out.contains("GET /health"));
        QCOMPARE(tray.run({u"logs"_s, u"-n"_s, u"7"_s}).out.count('\n'), 7);
        QCOMPARE(tray.run({u"logs"_s, u"-n0"_s}).out, QByteArray());
        QVERIFY(all.out.startsWith(lines.first().toUtf8()));
    }

    void logsFollow()
    {
        TrayRun tray;
        QVERIFY(tray.start({u"--log-every=100"_s, u"--say=the first words"_s}));
        const auto follower = tray.runInBackground({u"logs"_s, u"-f"_s});
        QByteArray seen;
        QTRY_VERIFY((seen += follower->readAllStandardOutput()).count('\n') > 20);
        QVERIFY(seen.contains("the first words"));
        QCOMPARE(follower->state(), QProcess::Running);
        follower->kill();
        QVERIFY(follower->waitForFinished());
    }

    void logsEndWithTheirReader()
    {
        TrayRun tray;
        QVERIFY(tray.start());
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        // Nothing new is said, so only the end of the pipe can end it.
        QProcess shell;
        shell.setProcessEnvironment(tray.environment());
        shell.start(u"/bin/sh"_s,
                    {u"-c"_s, u"{ \"$0\" logs -f; echo $? >&2; } | head -n 2"_s, QStringLiteral(SKILLS_TRAY)});
        QVERIFY(shell.waitForFinished(5000));
        QCOMPARE(shell.readAllStandardOutput().count('\n'), 2);
        QCOMPARE(shell.readAllStandardError(), "0\n");
    }

    void aReaderThatStopsReadingHoldsUpNobody()
    {
        TrayRun tray;
        QVERIFY(tray.start({u"--log-every=50"_s}));
        const auto follower = tray.runInBackground({u"logs"_s, u"-f"_s});
        QTRY_VERIFY(follower->bytesAvailable() > 0);
        QCOMPARE(::kill(pid_t(follower->processId()), SIGSTOP), 0);
        QCOMPARE(tray.run({u"restart"_s}).exit, 0);
        const TrayRun::Result stop = tray.run({u"stop"_s});
        QCOMPARE(stop.exit, 0);
        QVERIFY(tray.run({u"logs"_s, u"--all"_s}).out.contains(" tray "));
        QCOMPARE(::kill(pid_t(follower->processId()), SIGCONT), 0);
        QByteArray seen;
        QTRY_VERIFY((seen += follower->readAllStandardOutput()).contains(" tray Stopped"));
        follower->kill();
        QVERIFY(follower->waitForFinished());
    }

    void showIsDone()
    {
        TrayRun tray;
        if (tray.isHeadless())
            QSKIP("there is no window; see tst_headless");
        QVERIFY(tray.start({}, {u"--stopped"_s}));
        QCOMPARE(tray.run({u"show"_s}).exit, 0);
        QCOMPARE(tray.state(), u"stopped"_s);
    }

    void logsOfADeadOneComeFromItsFile() // D26
    {
        TrayRun tray;
        QVERIFY(tray.start({u"--say=the run before"_s}));
        QTRY_VERIFY(tray.run({u"logs"_s}).out.contains("the run before"));
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
        QVERIFY(tray.waitForEnd(5000));
        QVERIFY(tray.start({u"--say-out=the first words"_s, u"--say=the last words"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        const auto isWritten = [&tray] {
            QFile file(tray.paths().logFile());
            const QByteArray all = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
            // The run before stands there, too; of two streams the second may be read first.
            const qsizetype first = all.lastIndexOf("the first words");
            return first >= 0 && all.contains("the last words") && all.indexOf("GET /health", first) >= 0;
        };
        QTRY_VERIFY(isWritten());
        tray.process().kill();
        QVERIFY(tray.waitForEnd(5000));

        const TrayRun::Result plain = tray.run({u"logs"_s});
        QCOMPARE(plain.exit, 0);
        QVERIFY2(plain.out.contains(" out the first words\n") && plain.out.contains(" err the last words\n"),
                 plain.out.constData());
        QVERIFY(!plain.out.contains("the run before") && !plain.out.contains("GET /health"));
        QVERIFY2(plain.errorLines() == 1 && plain.err.contains("not running") &&
                     plain.err.contains(tray.paths().logFile().toLocal8Bit()),
                 plain.err.constData());
        QVERIFY(tray.run({u"logs"_s, u"--all"_s}).out.contains("GET /health"));
        QCOMPARE(tray.run({u"logs"_s, u"-n"_s, u"2"_s}).out.count('\n'), 2);
        const TrayRun::Result found = tray.run({u"logs"_s, u"--grep"_s, u"^the last w"_s, u"--json"_s});
        QCOMPARE(found.out.count('\n'), 1);
        QCOMPARE(QJsonDocument::fromJson(found.out).object().value(u"text"_s).toString(), u"the last words"_s);
        // Nothing will follow.
        const TrayRun::Result following = tray.run({u"logs"_s, u"-f"_s});
        QCOMPARE(following.exit, 3);
        QVERIFY(following.out.contains("the last words"));
        QTRY_VERIFY_WITH_TIMEOUT(tray.treeIsGone(), 7000);
    }

    void checkKnowsOurOwnBackend() // D10
    {
        TrayRun tray;
        QVERIFY(tray.start({u"--skills=3"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        const QStringList port{u"--port"_s, QString::number(tray.port())};
        const TrayRun::Result json = tray.run(QStringList{u"check"_s, u"--json"_s} + port + tray.backend({}));
        QCOMPARE(json.exit, 0);
        const QJsonObject object = QJsonDocument::fromJson(json.out).object();
        QCOMPARE(object.value(u"ok"_s), QJsonValue(true));
        QCOMPARE(object.value(u"running"_s), QJsonValue(true));
        QVERIFY(object.value(u"failure"_s).isNull());
        const TrayRun::Result text = tray.run(QStringList{u"check"_s} + port + tray.backend({}));
        QCOMPARE(text.exit, 0);
        QVERIFY2(text.out.contains("It runs already. Ready: 3 skills"), text.out.constData());
        QCOMPARE(text.err, QByteArray());
        QCOMPARE(tray.state(), u"ready"_s);
    }

    void checkChangesNothing() // A14
    {
        TrayRun tray;
        const QByteArray broken = "[backend\nport=9000";
        QVERIFY(tray.writeFile(tray.paths().settingsFile(), broken));
        const TrayRun::Result result =
            tray.run(QStringList{u"check"_s, u"--port"_s, QString::number(tray.port())} + tray.backend({}));
        QCOMPARE(result.exit, 0);
        QVERIFY2(result.err.contains("settings.ini is damaged"), result.err.constData());
        QFile file(tray.paths().settingsFile());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), broken);
        QCOMPARE(QDir(tray.paths().config).entryList(QDir::Files | QDir::Hidden), QStringList{u"settings.ini"_s});
        QVERIFY(!QFile::exists(tray.paths().state) && !QFile::exists(tray.paths().cache));
    }

    void checkTellsWithoutStarting()
    {
        TrayRun tray;
        const QStringList options{u"check"_s, u"--json"_s, u"--port"_s, QString::number(tray.port())};
        const TrayRun::Result good = tray.run(options + tray.backend({}));
        QCOMPARE(good.exit, 0);
        QJsonObject object = QJsonDocument::fromJson(good.out).object();
        QCOMPARE(object.value(u"ok"_s), QJsonValue(true));
        QCOMPARE(object.value(u"backend"_s).toString(), u"custom"_s);
        QCOMPARE(object.value(u"command"_s).toArray().at(0).toString(), QStringLiteral(SKILLS_FAKE_BACKEND));
        QVERIFY(object.value(u"failure"_s).isNull());
        QVERIFY(tray.treeIsGone());

        const TrayRun::Result missing = tray.run(options + QStringList{u"--"_s, u"no-such-program-xyz"_s});
        QCOMPARE(missing.exit, 1);
        object = QJsonDocument::fromJson(missing.out).object();
        QCOMPARE(object.value(u"ok"_s), QJsonValue(false));
        QCOMPARE(object.value(u"failure"_s).toObject().value(u"kind"_s).toString(), u"not-found"_s);
        QCOMPARE(missing.errorLines(), 1);

        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost, tray.port()));
        const TrayRun::Result taken = tray.run(options + tray.backend({}));
        QCOMPARE(taken.exit, 1);
        object = QJsonDocument::fromJson(taken.out).object().value(u"failure"_s).toObject();
        QCOMPARE(object.value(u"kind"_s).toString(), u"port-in-use"_s);
        QCOMPARE(object.value(u"port_owner"_s).toObject().value(u"pid"_s).toInteger(),
                 QCoreApplication::applicationPid());

        holder.close();
        const TrayRun::Result text = tray.run({u"check"_s, u"--port"_s, QString::number(tray.port())});
        QCOMPARE(text.exit, 0); // the default needs nothing that did not come with it
        QVERIFY(text.out.contains("builtin"));
        QVERIFY(text.out.contains("/skills-backend"));
    }
};

QTEST_GUILESS_MAIN(TestCommands)
#include "tst_commands.moc"
