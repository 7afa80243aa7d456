// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/backend/stage.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <csignal>

using namespace Qt::StringLiterals;

/// Starting: what a user sees from the click to ready, and what a start must never do.
class TestSupervisorStarts : public StageTest
{
    Q_OBJECT

private slots:
    void aStartLeadsFromStartingOverLoadingToReady()
    {
        Stage stage({u"--skills=20"_s, u"--load-seconds=0.5"_s});
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        QCOMPARE(stage.states(), QStringList({u"starting"_s, u"loading"_s, u"ready"_s}));
        QCOMPARE(stage.status().message, u"Ready: 20 skills"_s);
        QCOMPARE(stage.status().skills, 20);
        QCOMPARE(stage.status().version, u"1.0.6"_s);
        QVERIFY(stage.status().startedAt.isValid());
        QVERIFY(stage.status().readyAt.isValid());
        QVERIFY(!stage.status().warning);
        QVERIFY(!stage.status().trouble);
        QVERIFY(stage.status().pid && stage.status().guardPid);
        QVERIFY(QFile::exists(stage.paths.ownerFile()));
        QVERIFY(stage.hasEvent(u"Started "_s));
        QVERIFY(stage.hasEvent(u"The backend answers; loading skills"_s));
        QVERIFY(stage.hasEvent(u"Ready: 20 skills, "_s));

        stage.supervisor().stop();
        QTRY_COMPARE(stage.state(), State::Stopped);
        QVERIFY(stage.living().isEmpty());
        QVERIFY(!stage.status().pid && !stage.status().guardPid);
        QVERIFY(!QFile::exists(stage.paths.ownerFile()));
        QVERIFY(stage.hasEvent(u"Stopped: the whole process tree has ended (exit by SIGTERM, "_s));
    }

    // S01
    void aMissingProgramFailsAtOnceAndIsNotTriedAgain()
    {
        Stage stage;
        stage.settings.command = u"no-such-xyz"_s;
        stage.supervisor().useSettings(stage.settings);
        QElapsedTimer clock;
        clock.start();
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Failed);
        qInfo("failed after %lld ms", clock.elapsed());
        QVERIFY(clock.elapsed() <= 1000);
        QCOMPARE(stage.status().failure->kind, FailureKind::NotFound);
        QVERIFY2(stage.status().failure->text.contains("no-such-xyz"_L1), qPrintable(stage.status().failure->text));
        QVERIFY2(stage.status().failure->details.contains("/usr/bin"_L1) && stage.hasEvent(u"Looked in "_s),
                 qPrintable(stage.status().failure->text));
        QVERIFY(!stage.status().nextAttemptAtMs);
        QVERIFY(!stage.status().command);
        QCOMPARE(stage.entered(State::Starting), 1);
        QVERIFY(stage.living().isEmpty());
        stage.supervisor().stop();
        QCOMPARE(stage.state(), State::Stopped);
    }

    void whatCannotBeStartedFailsAtOnceAndIsNotTriedAgain_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<bool>("executable");
        QTest::addColumn<FailureKind>("kind");
        QTest::addColumn<QString>("says");
        QTest::newRow("S02 not executable")
            << QByteArray("#!/bin/sh\n") << false << FailureKind::NotExecutable << u"not executable"_s;
        QTest::newRow("S03 interpreter missing")
            << QByteArray("#!/nonexistent/python3 -u\n") << true << FailureKind::CannotRun << u"/nonexistent/python3"_s;
        QTest::newRow("S04 not a program")
            << QByteArray("\x01\x02garbage\n") << true << FailureKind::CannotRun << u"Exec format error"_s;
        QTest::newRow("S05 directory") << QByteArray() << true << FailureKind::NotExecutable << u"directory"_s;
    }
    void whatCannotBeStartedFailsAtOnceAndIsNotTriedAgain()
    {
        QFETCH(QByteArray, content);
        QFETCH(bool, executable);
        QFETCH(FailureKind, kind);
        QFETCH(QString, says);
        Stage stage;
        const QString file = stage.directory.filePath(u"thing"_s);
        if (content.isNull()) {
            QVERIFY(QDir().mkdir(file));
        } else {
            QVERIFY(writeScript(file, content));
            if (!executable)
                QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner));
        }
        stage.settings.command = file;
        stage.supervisor().useSettings(stage.settings);
        QElapsedTimer clock;
        clock.start();
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Failed);
        qInfo("failed after %lld ms: %s", clock.elapsed(), qPrintable(stage.status().failure->text));
        QVERIFY(clock.elapsed() <= 1000);
        QCOMPARE(stage.status().failure->kind, kind);
        QVERIFY2(stage.status().failure->text.contains(says), qPrintable(stage.status().failure->text));
        QVERIFY2(stage.status().failure->text.contains(file), qPrintable(stage.status().failure->text));
        QVERIFY(!stage.status().nextAttemptAtMs);
        QTRY_VERIFY(stage.supervisor().isTreeEmpty());
        QVERIFY(stage.living().isEmpty());
        QTRY_VERIFY(clock.elapsed() > 300); // several times the first delay of this stage
        QCOMPARE(stage.entered(State::Starting), 1);
        QCOMPARE(stage.entered(State::Backoff), 0);
    }

    void aMissingGuardIsNotReplacedByAnUnguardedStart()
    {
        Stage stage;
        stage.options.guardProgram = stage.directory.filePath(u"no-guard"_s);
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Failed);
        QCOMPARE(stage.status().failure->kind, FailureKind::NotFound);
        QVERIFY(stage.status().trouble);
        QVERIFY(stage.living().isEmpty());
        QVERIFY(stage.supervisor().isTreeEmpty());
    }

    // Half an update leaves such a one behind: it never works, and nothing was ever started by it.
    void aGuardThatNeverWorksIsAFailedStart()
    {
        Stage stage;
        stage.options.guardProgram = stage.directory.filePath(u"guard"_s);
        QVERIFY(writeScript(stage.options.guardProgram, "#!/bin/sh\nprintf 'half a line' >&2\nexit 127\n"));
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Failed);
        QVERIFY2(stage.status().message.contains("ended by itself with exit status 127 (half a line)"_L1),
                 qPrintable(stage.status().message));
        bool isALine = false;
        for (qint64 number = stage.store.firstNumber(); number < stage.store.endNumber(); ++number)
            isALine = isALine || stage.store.line(number).text == "half a line";
        QVERIFY(isALine);
        QVERIFY(stage.supervisor().isTreeEmpty());
    }

    // S06
    void anEmptyCommandFails_data()
    {
        QTest::addColumn<QString>("command");
        QTest::newRow("S06 empty") << QString();
        QTest::newRow("S06 only blanks") << u"   "_s;
    }
    void anEmptyCommandFails()
    {
        QFETCH(QString, command);
        Stage stage;
        stage.settings.command = command;
        stage.supervisor().useSettings(stage.settings);
        QElapsedTimer clock;
        clock.start();
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Failed);
        qInfo("failed after %lld ms", clock.elapsed());
        QVERIFY(clock.elapsed() <= withRoom(100));
        QVERIFY(!stage.status().message.isEmpty());
        QVERIFY(stage.living().isEmpty());
    }

    // S14
    void aSilentStartIsAWarningAndNeverKilled()
    {
        Stage stage({u"--no-listen"_s, u"--quiet"_s});
        stage.options.stallMs = 600;
        stage.supervisor().start();
        QTRY_VERIFY(stage.status().stalled);
        QVERIFY(stage.status().warning);
        QVERIFY(stage.status().trouble);
        QCOMPARE(stage.status().trouble->title, *stage.status().warning);
        QCOMPARE(stage.state(), State::Starting);
        QVERIFY(stage.status().healthError);
        QVERIFY(!stage.living().isEmpty());
        QCOMPARE(stage.status().detail, u"No output yet"_s);
    }

    // S14
    void theSettingStartTimeoutEndsASilentStart()
    {
        Stage stage({u"--no-listen"_s, u"--quiet"_s});
        stage.settings.startTimeout = 1;
        stage.supervisor().useSettings(stage.settings);
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Failed);
        QCOMPARE(stage.status().failure->kind, FailureKind::StartTimeout);
        QCOMPARE(stage.status().trouble->title,
                 u"Your setting startTimeout says to stop it then, and it is not started again by itself."_s);
        QTRY_VERIFY(stage.supervisor().isTreeEmpty());
        QVERIFY(stage.living().isEmpty());
        QCOMPARE(stage.entered(State::Starting), 1);
    }

    // S15
    void outputIsProgress()
    {
        Stage stage({u"--no-listen"_s, u"--log-every=100"_s});
        stage.options.stallMs = 1500;
        stage.options.progressEventMs = 300;
        stage.supervisor().start();
        QTRY_VERIFY(stage.status().detail.startsWith("still at it 2"_L1) && stage.status().detail.size() == 14);
        QVERIFY(!stage.status().stalled);
        QVERIFY(!stage.status().warning);
        QVERIFY(stage.hasEvent(u"Still starting, "_s));
    }

    // S16
    void twentyStartsAreOne()
    {
        Stage stage;
        for (int i = 0; i < 20; ++i)
            stage.supervisor().start();
        QTRY_VERIFY(stage.status().pid);
        for (int i = 0; i < 20; ++i)
            stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        QCOMPARE(stage.living().size(), 2); // the guard has the tag in its arguments too
        QCOMPARE(stage.entered(State::Starting), 1);
        QCOMPARE(stage.events().filter(u"Started "_s).size(), 1);
    }

    // S17
    void aStartWhileStoppingWaitsUntilTheOldTreeIsGone()
    {
        Stage stage({u"--slow-term=800"_s});
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        const qint64 oldPid = *stage.status().pid;
        bool bothLived = false;
        connect(&stage.supervisor(), &Supervisor::statusChanged, this, [&](const Status &status) {
            bothLived |= status.pid && *status.pid != oldPid && isLiveProcess(oldPid);
        });
        stage.supervisor().stop();
        QCOMPARE(stage.state(), State::Stopping);
        stage.supervisor().start();
        QCOMPARE(stage.state(), State::Stopping);
        QTRY_COMPARE(stage.state(), State::Ready);
        QVERIFY(!bothLived);
        QVERIFY(!isLiveProcess(oldPid));
        QCOMPARE(stage.entered(State::Stopped), 0);
        QCOMPARE(stage.living().size(), 2);
    }

    void restartEndsTheOldTreeFirstAndStartsWhenStopped()
    {
        Stage stage;
        stage.supervisor().restart();
        QTRY_COMPARE(stage.state(), State::Ready);
        const qint64 oldPid = *stage.status().pid;
        stage.supervisor().restart();
        QTRY_VERIFY(stage.entered(State::Stopping) == 1 && stage.state() == State::Ready);
        const auto restarting = [](const Stage::Told &item) {
            return item.status.state == State::Stopping && item.status.message == "Restarting the backend"_L1;
        };
        QVERIFY(std::any_of(stage.told.cbegin(), stage.told.cend(), restarting));
        QVERIFY(*stage.status().pid != oldPid);
        QVERIFY(!isLiveProcess(oldPid));
    }

    // D03
    void aRestartThatWouldFailIsRefused_data()
    {
        QTest::addColumn<bool>("noProgram");
        QTest::newRow("a mistake in skills.json") << false;
        QTest::newRow("no program chosen") << true;
    }
    void aRestartThatWouldFailIsRefused()
    {
        QFETCH(bool, noProgram);
        Stage stage;
        stage.settings.arguments += {u"--config"_s, u"{config}"_s};
        stage.supervisor().useSettings(stage.settings);
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        const qint64 pid = *stage.status().pid;
        QFile config(stage.paths.skillsConfigFile());
        QVERIFY(config.open(QIODevice::ReadOnly));
        const QByteArray good = config.readAll();
        config.close();
        const Settings before = stage.settings;
        if (noProgram)
            stage.settings.command.clear();
        else
            QVERIFY(config.open(QIODevice::WriteOnly | QIODevice::Truncate) &&
                    config.write("{ \"skill_sources\": [") > 0);
        config.close();
        stage.supervisor().useSettings(stage.settings);
        stage.supervisor().restart();
        QVERIFY(!stage.status().refusal);
        QTRY_VERIFY(stage.status().refusal);
        const QString cause = noProgram ? u"No program is chosen"_s : stage.paths.skillsConfigFile();
        QVERIFY2(stage.status().refusal->contains(cause), qPrintable(*stage.status().refusal));
        QCOMPARE(stage.status().warning, stage.status().refusal);
        QVERIFY(stage.status().trouble && !stage.status().trouble->remedies.isEmpty());
        QCOMPARE(stage.state(), State::Ready);
        QCOMPARE(stage.status().pid, pid);
        QCOMPARE(stage.entered(State::Stopping), 0);
        QVERIFY(isLiveProcess(pid));

        QVERIFY(config.open(QIODevice::WriteOnly | QIODevice::Truncate) && config.write(good) == good.size());
        config.close();
        stage.settings = before;
        stage.supervisor().useSettings(stage.settings);
        stage.supervisor().restart();
        QTRY_VERIFY(stage.entered(State::Stopping) == 1 && stage.state() == State::Ready);
        QVERIFY(!stage.status().refusal && !stage.status().warning);
        QVERIFY(*stage.status().pid != pid);
    }

    // D25
    void aSlowStartSaysWhatItWaitsFor()
    {
        Stage stage({u"--no-listen"_s, u"--quiet"_s});
        stage.options.progressEventMs = 200;
        stage.supervisor().start();
        QTRY_COMPARE(stage.status().detail, u"No output yet"_s);
        QTRY_COMPARE(stage.status().message, u"Starting: no answer yet from /health at port %1"_s.arg(stage.port));
        QCOMPARE(stage.state(), State::Starting);
    }

    // C17
    void theAddressThatIsCopiedWorks_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("url");
        QTest::newRow("usual") << u"127.0.0.1"_s << u"http://127.0.0.1:8765/mcp"_s;
        QTest::newRow("name") << u"localhost"_s << u"http://localhost:8765/mcp"_s;
        QTest::newRow("IPv6") << u"::1"_s << u"http://[::1]:8765/mcp"_s;
        QTest::newRow("all of IPv4") << u"0.0.0.0"_s << u"http://127.0.0.1:8765/mcp"_s;
        QTest::newRow("all of IPv6") << u"::"_s << u"http://[::1]:8765/mcp"_s;
        QTest::newRow("of the network") << u"192.0.2.7"_s << u"http://192.0.2.7:8765/mcp"_s;
    }
    void theAddressThatIsCopiedWorks()
    {
        QFETCH(QString, host);
        QFETCH(QString, url);
        Status status;
        status.host = host;
        QCOMPARE(status.mcpUrl(), url);
    }

    // S18 S19
    void aKnownFatalStartIsTriedTwiceAndExplained_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("explained");
        QTest::newRow("S19 mcp 2.x") << u"ModuleNotFoundError: No module named 'mcp.server.fastmcp'. This is mcp 2.x"_s
                                     << u"version 2 of its library mcp"_s;
        QTest::newRow("S18 offline") << u"  x No solution found when resolving tool dependencies"_s
                                     << u"no packages that fit together"_s;
    }
    void aKnownFatalStartIsTriedTwiceAndExplained()
    {
        QFETCH(QString, words);
        QFETCH(QString, explained);
        Stage stage({u"--no-listen"_s, u"--quiet"_s, u"--say="_s + words, u"--exit-after=0.1"_s, u"--exit-code=1"_s});
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Failed);
        QCOMPARE(stage.entered(State::Starting), 2);
        const Failure failure = *stage.status().failure;
        QCOMPARE(failure.kind, FailureKind::Exited);
        QCOMPARE(failure.exitCode, 1);
        const qint64 afterExit = stage.enteredAtMs(State::Failed) - stage.enteredAtMs(State::Starting, 2) - 100;
        qInfo("failed %lld ms after the second exit", afterExit);
        QVERIFY(afterExit <= 1000);
        QVERIFY2(failure.text.contains(explained), qPrintable(failure.text));
        QVERIFY(stage.status().message.contains(explained));
        QVERIFY(failure.lastLines.join(u' ').contains(words.trimmed()));
        QVERIFY(stage.status().trouble && !stage.status().trouble->remedies.isEmpty());
        QVERIFY(stage.living().isEmpty());
    }

    void theCountOfTheLastCompleteRunIsRemembered()
    {
        Stage stage({u"--skills=20"_s});
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        stage.supervisor().stop();
        QTRY_COMPARE(stage.state(), State::Stopped);
        stage.replaceSupervisor();
        stage.setBackend({u"--skills=20"_s, u"--load-seconds=0.8"_s});
        stage.told.clear();
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        QStringList messages;
        for (const Stage::Told &item : stage.told)
            messages.append(item.status.message);
        QVERIFY2(!messages.filter(u" of about 20"_s).isEmpty(), qPrintable(messages.join(u'\n')));
        QCOMPARE(QFile::permissions(stage.paths.countsFile()) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
    }

    void aLinkInPlaceOfTheCountsIsReplacedNotFollowed()
    {
        Stage stage({u"--skills=3"_s});
        const QString target = stage.directory.filePath(u"precious"_s);
        QFile precious(target);
        QVERIFY(precious.open(QIODevice::WriteOnly) && precious.write("precious") > 0);
        precious.close();
        QCOMPARE(ensurePrivateDirectory(stage.paths.state), QString());
        QVERIFY(QFile::link(target, stage.paths.countsFile()));
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        QTRY_VERIFY(!QFileInfo(stage.paths.countsFile()).isSymLink());
        QVERIFY(QFileInfo(stage.paths.countsFile()).isFile());
        QVERIFY(precious.open(QIODevice::ReadOnly));
        QCOMPARE(precious.readAll(), "precious");
    }

    void aToldTotalIsExactAndTheLoadedSkillIsNamed()
    {
        Stage stage({u"--skills=20"_s, u"--load-seconds=0.8"_s, u"--skills-total"_s});
        stage.options.progressEventMs = 200;
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        QStringList messages;
        QStringList details;
        for (const Stage::Told &item : stage.told) {
            messages.append(item.status.message);
            details.append(item.status.detail);
        }
        QVERIFY2(!messages.filter(u" of 20"_s).isEmpty(), qPrintable(messages.join(u'\n')));
        QVERIFY2(!details.filter(u"Loaded skill: skill-"_s).isEmpty(), qPrintable(details.join(u'\n')));
        QVERIFY(stage.hasEvent(u"Loading skills: "_s));
    }

    // A04 P18
    void theWarningFollowsTheSocket_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("bind");
        QTest::addColumn<QString>("warned");
        QTest::newRow("P18 listens to all, told 127.0.0.1") << u"127.0.0.1"_s << u"0.0.0.0"_s << u"0.0.0.0"_s;
        QTest::newRow("listens to all on IPv6") << u"127.0.0.1"_s << u"::"_s << u"::"_s;
        QTest::newRow("told 0.0.0.0, listens to us alone") << u"0.0.0.0"_s << u"127.0.0.1"_s << QString();
    }
    void theWarningFollowsTheSocket()
    {
        QFETCH(QString, host);
        QFETCH(QString, bind);
        QFETCH(QString, warned);
        Stage stage({u"--bind="_s + bind});
        stage.settings.host = host;
        stage.supervisor().useSettings(stage.settings);
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        const Status status = stage.status();
        QCOMPARE(status.warning.has_value(), !warned.isEmpty());
        QCOMPARE(status.trouble.has_value(), !warned.isEmpty());
        if (!warned.isEmpty())
            QVERIFY2(status.warning->contains(warned), qPrintable(*status.warning));
    }

    void aHostThatOthersReachIsAWarning()
    {
        Stage stage;
        stage.settings.host = u"0.0.0.0"_s;
        stage.supervisor().useSettings(stage.settings);
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        QVERIFY(stage.status().warning && stage.status().warning->contains("0.0.0.0"_L1));
        QVERIFY(stage.status().trouble);
        QCOMPARE(stage.status().trouble->title, *stage.status().warning);
    }
};

QTEST_GUILESS_MAIN(TestSupervisorStarts)
#include "tst_supervisor_starts.moc"
