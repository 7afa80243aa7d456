// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/app/tray_run.h"
#include "tests/support/test_help.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

#include <csignal>

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

/// What only the real program can show: it and its guard killed at once, a backend that cannot be killed, hostile
/// output and arguments, and signals that were blocked before it began.
class TestHardCases : public QObject
{
    Q_OBJECT

private:
    static QByteArray contentOf(const QString &name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private slots:
    void aPipeInPlaceOfAFileHoldsUpNobody_data()
    {
        QTest::addColumn<bool>("isVersion");
        QTest::newRow("the version that ran last") << true;
        QTest::newRow("the counts of skills") << false;
    }
    void aPipeInPlaceOfAFileHoldsUpNobody()
    {
        QFETCH(bool, isVersion);
        TrayRun tray;
        const QString name = isVersion ? tray.paths().versionFile() : tray.paths().countsFile();
        QVERIFY(tray.writeFile(name + u"-beside"_s, {})); // makes the folder
        QCOMPARE(::mkfifo(QFile::encodeName(name).constData(), 0600), 0);
        QVERIFY(tray.start({u"--skills=3"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

    void whatADeadTrayAndADeadGuardLeftIsEndedByTheNextStart_data()
    {
        QTest::addColumn<bool>("recordLost");
        QTest::newRow("P04 with the record") << false;
        QTest::newRow("P05 record lost") << true;
    }
    void whatADeadTrayAndADeadGuardLeftIsEndedByTheNextStart()
    {
        QFETCH(bool, recordLost);
        TrayRun tray;
        QVERIFY(tray.start({u"--grandchild=setsid"_s, u"--grandchild-ignore-term"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        const QJsonObject before = tray.status();
        const QList<qint64> old = tray.tree();
        QCOMPARE(old.size(), 3);
        // Stopped first: it must not get to sweep when it hears of its guard.
        QCOMPARE(::kill(pid_t(tray.process().processId()), SIGSTOP), 0);
        QCOMPARE(::kill(pid_t(before.value(u"guard_pid"_s).toInteger()), SIGKILL), 0);
        QTRY_VERIFY(!isLiveProcess(before.value(u"pid"_s).toInteger()));
        QCOMPARE(::kill(pid_t(tray.process().processId()), SIGKILL), 0);
        QVERIFY(tray.waitForEnd(2000));
        QCOMPARE(tray.tree().size(), 1); // the orphan that nobody guards
        const qint64 orphan = tray.tree().first();
        QVERIFY(QFile::exists(tray.paths().ownerFile()));
        if (recordLost)
            QVERIFY(QFile::remove(tray.paths().ownerFile()));

        QElapsedTimer clock;
        clock.start();
        QVERIFY(tray.start());
        QTRY_VERIFY_WITH_TIMEOUT(!isLiveProcess(orphan), 7000);
        qInfo("the orphan has ended %lld ms after the start", clock.elapsed());
        QVERIFY(clock.elapsed() <= 7000);
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        QVERIFY(tray.run({u"logs"_s}).out.contains("Ended what an earlier run left behind"));
        QCOMPARE(tray.tree().size(), 2);
    }

    /// A process of another user's cannot be signalled: as near to "unkillable" as a test comes.
    void whatCannotBeKilledMakesStopAndQuitExitOne()
    {
        if (geteuid() != 0)
            QSKIP("only root can start something as another user");
        const QString setpriv = QStandardPaths::findExecutable(u"setpriv"_s);
        if (setpriv.isEmpty())
            QSKIP("setpriv is not installed");
        constexpr uint nobody = 65534;
        TrayRun tray;
        struct statvfs mount = {};
        QCOMPARE(::statvfs(QFile::encodeName(tray.home().path()).constData(), &mount), 0);
        if (mount.f_flag & ST_NOSUID)
            QSKIP("the temporary directory allows no set-user-ID programs");
        const QString held = tray.home().file(u"held"_s);
        QVERIFY(QFile::copy(setpriv, held));
        QVERIFY(tray.writeFile(tray.paths().settingsFile(), "[backend]\ngraceSeconds=1\n"));
        QVERIFY(tray.giveTo(nobody));
        QCOMPARE(::chown(QFile::encodeName(held).constData(), 0, 0), 0);
        QCOMPARE(::chmod(QFile::encodeName(held).constData(), 04755), 0);
        if (tray.run({u"--version"_s}).exit != 0)
            QSKIP("the build directory is closed to other users");

        QStringList command = tray.backend({});
        command.insert(1, held);
        command.insert(2, u"--reuid=0"_s);
        command.insert(3, u"--clear-groups"_s);
        QVERIFY(tray.startPlain(QStringList{u"--background"_s, u"--port"_s, QString::number(tray.port())} + command));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        const auto pid = pid_t(tray.status().value(u"pid"_s).toInteger());

        const TrayRun::Result stop = tray.run({u"stop"_s});
        qInfo("stop: exit %d after %lld ms: %s", stop.exit, stop.ms, stop.err.trimmed().constData());
        QCOMPARE(stop.exit, 1);
        QCOMPARE(stop.errorLines(), 1);
        QVERIFY(stop.err.startsWith("skills-tray: Cannot stop the backend: "));
        QVERIFY(stop.ms >= 3800 && stop.ms <= 6000); // grace + 3 s, of which a coarse timer may take five per cent
        QCOMPARE(tray.state(), u"stopping"_s);       // never "stopped" while something lives
        QVERIFY(isLiveProcess(pid));

        const TrayRun::Result quit = tray.run({u"quit"_s});
        qInfo("quit: exit %d after %lld ms: %s", quit.exit, quit.ms, quit.err.trimmed().constData());
        QCOMPARE(quit.exit, 1);
        QCOMPARE(quit.errorLines(), 1);
        QVERIFY(quit.ms <= 8000);
        QVERIFY(tray.waitForEnd(1000));
        QVERIFY(isLiveProcess(pid));
        QVERIFY(QFile::exists(tray.paths().ownerFile())); // O14: the next start knows of it
        QCOMPARE(::kill(pid, SIGKILL), 0);
        QTRY_VERIFY2(tray.treeIsGone(), tray.leftovers()); // and the guard goes with it
    }

    void nothingButTheGuardAndTheProgramIsExecuted() // X01
    {
        const QString strace = QStandardPaths::findExecutable(u"strace"_s);
        if (strace.isEmpty())
            QSKIP("strace is not installed");
        TrayRun tray;
        const QString trace = tray.home().file(u"trace"_s);
        const QString witness = tray.home().file(u"witness"_s);
        tray.process().setProcessEnvironment(tray.environment());
        tray.process().start(strace,
                             QStringList{u"-f"_s, u"-qq"_s, u"-s"_s, u"300"_s, u"-e"_s, u"trace=execve,execveat"_s,
                                         u"-o"_s, trace, QStringLiteral(SKILLS_TRAY), u"--background"_s, u"--port"_s,
                                         QString::number(tray.port())} +
                                 tray.backend({u"--say=$(touch %1) `touch %1`; touch %1 | touch %1 &"_s.arg(witness)}));
        const auto answers = [&] { return tray.run({u"status"_s}).exit <= 1; };
        QTRY_VERIFY_WITH_TIMEOUT(tray.process().state() == QProcess::NotRunning || answers(), 15'000);
        if (tray.process().state() == QProcess::NotRunning)
            QSKIP("strace may not trace here");
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"20"_s}).exit, 0);
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
        QVERIFY(tray.waitForEnd(5000));
        QStringList executed;
        // moc stumbles over a raw string with quotes in it.
        static const QRegularExpression execution(u"execve(?:at)?\\((?:[^\",]+, )?\"([^\"]*)\".* = 0$"_s);
        for (const QByteArray &line : contentOf(trace).split('\n')) {
            if (const QRegularExpressionMatch match = execution.match(QString::fromUtf8(line)); match.hasMatch())
                executed += QFileInfo(match.captured(1)).fileName();
        }
        QCOMPARE(executed, (QStringList{u"skills-tray"_s, u"skills-tray-guard"_s, u"fake_backend"_s}));
        QVERIFY(!QFile::exists(witness));
    }

    void noEscapeOfTheBackendsReachesAnybody_data() // L06
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("kept");
        const QString esc(QChar(0x1b));
        QTest::newRow("L06 colour, cursor, title, DCS") << QStringList{u"--log=ansi"_s} << "after device control"_ba;
        QTest::newRow("L06 OSC 52, unterminated, 1 MB") << QStringList{u"--log=osc"_s} << " err after\n"_ba;
        QTest::newRow("L06 OSC 8 and 52, terminated")
            << QStringList{u"--say="_s + esc + u"]8;;http://x"_s + esc + u"\\link"_s + esc + u"]8;;"_s + esc +
                           u"\\ "_s + esc + u"]52;c;ZXZpbA==\a."_s}
            << " err link .\n"_ba;
    }
    void noEscapeOfTheBackendsReachesAnybody()
    {
        QFETCH(QStringList, options);
        QFETCH(QByteArray, kept);
        TrayRun tray;
        QVERIFY(tray.start(options, {u"--log-to-stderr"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        QTRY_VERIFY(tray.run({u"logs"_s, u"--all"_s}).out.contains(kept));
        QTRY_VERIFY(contentOf(tray.paths().logFile()).contains(kept));
        QTRY_VERIFY(contentOf(tray.home().file(u"tray.err"_s)).contains(kept));
        const TrayRun::Result json = tray.run({u"status"_s, u"--json"_s});
        for (const QByteArray &shown :
             {tray.run({u"logs"_s, u"--all"_s}).out, contentOf(tray.paths().logFile()), json.out,
              contentOf(tray.home().file(u"tray.err"_s)), contentOf(tray.home().file(u"tray.out"_s))}) {
            QVERIFY2(!shown.contains('\x1b') && !shown.contains('\a'), shown.left(2000).constData());
            QVERIFY2(shown.size() < 64 * 1024, QByteArray::number(shown.size()).constData());
        }
    }

    void signalsBlockedBeforeUsAreFreeForTheBackend() // T18
    {
        TrayRun tray;
        tray.process().setChildProcessModifier([] {
            ::signal(SIGHUP, SIG_IGN);
            sigset_t term;
            sigemptyset(&term);
            sigaddset(&term, SIGTERM);
            sigprocmask(SIG_BLOCK, &term, nullptr);
        });
        QVERIFY(tray.start({u"--print-signals"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        const QByteArray log = tray.run({u"logs"_s, u"--all"_s}).out;
        QVERIFY2(log.contains("SigBlk:\t0000000000000000\n"), log.constData());
        QVERIFY2(log.contains("SigIgn:\t0000000000000000\n"), log.constData());
        const TrayRun::Result stop = tray.run({u"stop"_s});
        QCOMPARE(stop.exit, 0);
        QVERIFY(!tray.run({u"logs"_s}).out.contains("did not end when asked")); // it heard its SIGTERM
    }
};

QTEST_GUILESS_MAIN(TestHardCases)
#include "tst_hard_cases.moc"
