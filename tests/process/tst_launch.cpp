// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/process/program_finder.h"
#include "tests/process/guarded_run.h"
#include "tests/support/probes.h"
#include "tests/support/test_help.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QThread>

#include <csignal>

#include <sys/resource.h>
#include <unistd.h>

/// Starting a program under the guard, or learning why that did not come about.
class TestLaunch : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_warnings.emplace(); }
    void cleanup() { QCOMPARE(WarningWatch::all(), QByteArray()); }
    void cleanupTestCase() { m_warnings.reset(); }

    void failureNamesObjectAndCause_data();
    void failureNamesObjectAndCause();
    void missingProgramNamesTheSearchedDirectories();
    void missingGuardStartsNothing();
    void aShortageIsToldApart();
    void everyShortageOfTheGuardIsTold_data();
    void everyShortageOfTheGuardIsTold();
    void aGuardThatEndsUnheardIsTold();
    void aGuardWhoseStartCouldNotBeReadIsWoken();
    void aNulInAnArgumentIsRefused();
    void tooLongAnArgumentIsTold();
    void missingWorkingDirectoryIsMadeAgain();
    void argumentsArriveByteForByte();
    void childHasFreshSignalsAndThreeDescriptors();
    void environmentIsCleanAndMarked();
    void guardIsKnownBeforeTheProgramRuns();
    void aBusyTrayStopsNoProgramThatWrites();
    void manyRunsLeakNothing();

private:
    std::optional<WarningWatch> m_warnings;
};

void TestLaunch::failureNamesObjectAndCause_data()
{
    QTest::addColumn<QByteArray>("content"); // of the file; null: none is made
    QTest::addColumn<bool>("executable");
    QTest::addColumn<QString>("program"); // empty: the file
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("says");
    QTest::newRow("S01 missing") << QByteArray() << false << QString() << int(StartFailure::NotFound)
                                 << QStringLiteral("no such file");
    QTest::newRow("S02 not executable") << QByteArray("#!/bin/sh\n") << false << QString()
                                        << int(StartFailure::NotExecutable) << QStringLiteral("not executable");
    QTest::newRow("S03 interpreter missing") << QByteArray("#!/nonexistent/python3 -u\nprint()\n") << true << QString()
                                             << int(StartFailure::CannotRun) << QStringLiteral("/nonexistent/python3");
    QTest::newRow("S04 not a program") << QByteArray("\x01\x02garbage\n") << true << QString()
                                       << int(StartFailure::CannotRun) << QStringLiteral("Exec format error");
    QTest::newRow("S05 directory") << QByteArray() << false << QDir::tempPath() << int(StartFailure::NotExecutable)
                                   << QStringLiteral("directory");
}

void TestLaunch::failureNamesObjectAndCause()
{
    QFETCH(QByteArray, content);
    QFETCH(bool, executable);
    QFETCH(QString, program);
    QTemporaryDir directory;
    const QString file = directory.filePath(QStringLiteral("prog"));
    if (!content.isNull()) {
        QVERIFY(writeScript(file, content));
        if (!executable)
            QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner));
    }
    LaunchPlan plan;
    plan.guard = QStringLiteral(SKILLS_GUARD);
    plan.program = program.isEmpty() ? file : program;
    plan.environment = QProcessEnvironment::systemEnvironment();
    plan.workingDirectory = directory.path();
    GuardedRun run(plan);
    run.start();
    QTRY_VERIFY(run.failure);
    QTEST(int(run.failure->kind), "kind");
    QFETCH(QString, says);
    QVERIFY2(run.failure->text.contains(says), qPrintable(run.failure->text));
    QVERIFY2(run.failure->text.contains(plan.program), qPrintable(run.failure->text));
    QVERIFY2(run.failedMs <= 1000, QByteArray::number(run.failedMs).constData());
    // The guard itself tells of the failure, so it may still be on its way out.
    QTRY_VERIFY2(run.watch.noneAlive(), run.watch.describe().constData());
    QTest::qWait(50); // "no other signal comes" needs time in which it could
    QCOMPARE(run.order, QStringList({QStringLiteral("guardStarted"), QStringLiteral("startFailed")}));
}

void TestLaunch::missingProgramNamesTheSearchedDirectories() // S01
{
    const ProgramSearch search = findProgram(QStringLiteral("no-such-xyz"));
    QVERIFY(search.path.isEmpty());
    QVERIFY(search.searched.contains(QDir::homePath() + QStringLiteral("/.local/bin")));
    QVERIFY(search.searched.contains(QStringLiteral("/usr/bin")));
}

void TestLaunch::missingGuardStartsNothing() // S08
{
    GuardedRun model(QStringLiteral(""));
    LaunchPlan plan = model.fakePlan(QString());
    plan.guard = QStringLiteral("/nonexistent/skills-tray-guard");
    GuardedRun run(plan);
    run.start();
    QTRY_VERIFY(run.failure);
    QCOMPARE(run.failure->kind, StartFailure::GuardMissing);
    QVERIFY2(run.failure->text.contains(plan.guard), qPrintable(run.failure->text));
    QVERIFY2(run.failedMs <= 1000, QByteArray::number(run.failedMs).constData());
    QVERIFY2(model.watch.noneAlive(), model.watch.describe().constData());
    QCOMPARE(run.order, QStringList({QStringLiteral("startFailed")}));
}

void TestLaunch::aShortageIsToldApart() // S09 S10 A06
{
    rlimit before = {};
    QCOMPARE(getrlimit(RLIMIT_NOFILE, &before), 0);
    GuardedRun ours(QStringLiteral(""));
    const int free = ::dup(0);
    ::close(free);
    rlimit none = before;
    none.rlim_cur = rlim_t(free); // no descriptor more
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &none), 0);
    ours.start();
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &before), 0);
    QTRY_VERIFY(ours.failure);
    QCOMPARE(ours.failure->kind, StartFailure::Shortage);
    QVERIFY2(ours.failure->text.contains(QStringLiteral("Too many open files")), qPrintable(ours.failure->text));

    GuardedRun guards(QStringLiteral(""));
    disconnect(guards.process.get(), &GuardedProcess::guardStarted, nullptr, nullptr);
    connect(guards.process.get(), &GuardedProcess::guardStarted, this, [&](const ProcessIdentity &guard) {
        none.rlim_cur = 4;
        QCOMPARE(prlimit(pid_t(guard.pid), RLIMIT_NOFILE, &none, nullptr), 0);
        guards.process->go();
    });
    guards.start();
    QTRY_VERIFY(guards.failure);
    QCOMPARE(guards.failure->kind, StartFailure::Shortage);
    QVERIFY2(guards.failure->text.contains(QStringLiteral("Too many open files")), qPrintable(guards.failure->text));
    QTRY_VERIFY2(guards.watch.noneAlive(), guards.watch.describe().constData());
}

void TestLaunch::everyShortageOfTheGuardIsTold_data()
{
    QTest::addColumn<QByteArray>("before"); // what the script does that becomes the guard; none: it is the guard
    QTest::addColumn<int>("limit");         // of its descriptors, from the moment on that it is known
    for (const int limit : {0, 2, 3, 4, 5, 6, 7}) {
        QTest::addRow("it waits, %d", limit) << QByteArray() << limit;
        // On a busy machine it has not yet loaded its libraries then, and perhaps we have left it descriptors.
        const QByteArray number = QByteArray::number(limit);
        QTest::addRow("it loads, %d", limit) << "ulimit -Sn " + number << limit;
        QTest::addRow("it loads with one taken, %d", limit) << "exec 3</dev/null; ulimit -Sn " + number << limit;
    }
}

void TestLaunch::everyShortageOfTheGuardIsTold() // S09 A06
{
    if (isEmulated())
        QSKIP("The emulator wants descriptors itself, and says nothing when it gets none.");
    QFETCH(QByteArray, before);
    QFETCH(int, limit);
    GuardedRun model(QStringLiteral(""));
    LaunchPlan plan = model.fakePlan(QString());
    if (!before.isEmpty()) {
        // Who is to adopt what it may have left must run all the same.
        plan.guard = model.directory.filePath(QStringLiteral("guard"));
        QVERIFY(writeScript(plan.guard, "#!/bin/sh\n"
                                        "test \"$5\" = --mark || {\n" +
                                            before + "\n}\nexec " SKILLS_GUARD " \"$@\"\n"));
    }
    GuardedRun run(plan);
    if (before.isEmpty())
        disconnect(run.process.get(), &GuardedProcess::guardStarted, nullptr, nullptr);
    connect(run.process.get(), &GuardedProcess::guardStarted, this, [&](const ProcessIdentity &guard) {
        if (!before.isEmpty())
            return;
        rlimit limits = {};
        QCOMPARE(getrlimit(RLIMIT_NOFILE, &limits), 0);
        limits.rlim_cur = rlim_t(limit);
        QCOMPARE(prlimit(pid_t(guard.pid), RLIMIT_NOFILE, &limits, nullptr), 0);
        run.process->go();
    });
    run.start();
    QTRY_VERIFY(run.failure || run.started);
    if (run.failure) {
        QVERIFY2(run.failure->text.contains(QStringLiteral("Too many open files")), qPrintable(run.failure->text));
        QCOMPARE(run.failure->kind, StartFailure::Shortage);
    } else {
        run.process->stop(5000);
        QTRY_VERIFY(run.empty);
        QCOMPARE(run.empty->forcedKills, 0);
    }
    QTRY_VERIFY2(run.watch.noneAlive(), run.watch.describe().constData());
}

void TestLaunch::aGuardThatEndsUnheardIsTold() // S08
{
    const QTemporaryDir directory;
    LaunchPlan plan;
    plan.guard = directory.filePath(QStringLiteral("guard"));
    plan.program = QStringLiteral(SKILLS_FAKE_BACKEND);
    plan.environment = QProcessEnvironment::systemEnvironment();
    // Of another version, say. Who is to adopt what it may have left must run all the same.
    QVERIFY(writeScript(plan.guard, "#!/bin/sh\n"
                                    "test \"$5\" = --mark && exec " SKILLS_GUARD " \"$@\"\n"
                                    "echo first >&2; echo unknown option >&2; exit 2\n"));
    GuardedRun run(plan);
    run.start();
    QTRY_VERIFY(run.failure);
    QCOMPARE(run.failure->kind, StartFailure::CannotRun);
    for (const QString &said : {plan.guard, QStringLiteral("exit status 2"), QStringLiteral("(unknown option)")})
        QVERIFY2(run.failure->text.contains(said), qPrintable(run.failure->text));
    QCOMPARE(run.order, QStringList({QStringLiteral("guardStarted"), QStringLiteral("startFailed")}));
}

void TestLaunch::aGuardWhoseStartCouldNotBeReadIsWoken() // C15, with no descriptor left to look into /proc
{
    GuardedRun run(QStringLiteral(""));
    disconnect(run.process.get(), &GuardedProcess::guardStarted, nullptr, nullptr);
    run.start();
    rlimit before = {};
    QCOMPARE(getrlimit(RLIMIT_NOFILE, &before), 0);
    const int free = ::dup(0);
    ::close(free);
    rlimit none = before;
    none.rlim_cur = rlim_t(free);
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &none), 0);
    const bool isKnown = QTest::qWaitFor([&] { return run.process->guard().has_value(); });
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &before), 0);
    QVERIFY(isKnown);
    QCOMPARE(run.process->guard()->startTicks, 0U);
    QCOMPARE(::kill(pid_t(run.process->guard()->pid), SIGSTOP), 0);
    run.process->stop(0);
    QTRY_VERIFY_WITH_TIMEOUT(run.empty, 15'000);
}

void TestLaunch::aNulInAnArgumentIsRefused() // S12
{
    GuardedRun model(QStringLiteral(""));
    LaunchPlan plan = model.fakePlan(QString());
    plan.arguments << QStringLiteral("a") + QChar(u'\0') + QStringLiteral("b");
    GuardedRun run(plan);
    run.start();
    QTRY_VERIFY(run.failure);
    QVERIFY2(run.failure->text.contains(QStringLiteral("NUL")), qPrintable(run.failure->text));
    QCOMPARE(run.order, QStringList({QStringLiteral("startFailed")}));
}

void TestLaunch::tooLongAnArgumentIsTold() // S13
{
    GuardedRun model(QStringLiteral(""));
    LaunchPlan plan = model.fakePlan(QString());
    plan.arguments << QString(3 * 1024 * 1024, u'x');
    GuardedRun run(plan);
    run.start();
    QTRY_VERIFY(run.failure);
    QVERIFY2(run.failedMs <= 1000, QByteArray::number(run.failedMs).constData());
    QVERIFY2(run.failure->text.contains(QStringLiteral("too long")), qPrintable(run.failure->text));
}

void TestLaunch::missingWorkingDirectoryIsMadeAgain() // S07, X05
{
    GuardedRun run(QStringLiteral("--print-cwd --exit-after=0"));
    const QString directory = run.directory.filePath(QStringLiteral("work"));
    QVERIFY(!QFile::exists(directory));
    run.start();
    QTRY_VERIFY(run.empty);
    QCOMPARE(run.out, "cwd " + QFile::encodeName(directory) + "\n");
    const QFile::Permissions others =
        QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    QCOMPARE(QFile::permissions(directory) & others, QFile::Permissions());
}

void TestLaunch::argumentsArriveByteForByte() // S11
{
    QTemporaryDir directory;
    const QString touched = directory.filePath(QStringLiteral("touched"));
    const QStringList odd = {QStringLiteral("a b"),
                             QString(),
                             QStringLiteral("'single' \"double\""),
                             QStringLiteral("; touch ") + touched,
                             QStringLiteral("$(touch %1) `touch %1`").arg(touched),
                             QStringLiteral("line\nbreak\ttab"),
                             QStringLiteral("äöü 漢字 😀"),
                             QStringLiteral("\\ * ? [a] {b} ~ $HOME %1 %%"),
                             QStringLiteral("| tee > ") + touched};
    GuardedRun model(QStringLiteral(""));
    LaunchPlan plan = model.fakePlan(QStringLiteral("--print-argv-json --exit-after=0"));
    plan.arguments += odd;
    GuardedRun run(plan);
    run.start();
    QTRY_VERIFY(run.empty);
    const QJsonArray got = QJsonDocument::fromJson(run.out).array();
    QStringList arguments;
    for (const QJsonValue &value : got)
        arguments << value.toString();
    QCOMPARE(arguments, plan.arguments);
    QVERIFY(!QFile::exists(touched));
}

void TestLaunch::childHasFreshSignalsAndThreeDescriptors() // T18, T19
{
    sigset_t term;
    sigset_t before;
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    sigprocmask(SIG_BLOCK, &term, &before);
    const auto oldHangup = signal(SIGHUP, SIG_IGN);
    const int inherited = ::dup(STDIN_FILENO); // without close-on-exec
    GuardedRun run(QStringLiteral("--print-signals --print-fds --exit-after=0"));
    run.start();
    QTRY_VERIFY(run.empty);
    ::close(inherited);
    signal(SIGHUP, oldHangup);
    sigprocmask(SIG_SETMASK, &before, nullptr);

    QVERIFY2(run.out.contains("SigBlk:\t0000000000000000\n"), run.out.constData());
    QVERIFY2(run.out.contains("SigIgn:\t0000000000000000\n"), run.out.constData());
    QList<QByteArray> descriptors;
    for (const QByteArray &line : run.out.split('\n')) {
        if (line.startsWith("fd "))
            descriptors << line.split(' ').at(1);
    }
    QCOMPARE(descriptors, QList<QByteArray>({"0", "1", "2"}));
    QVERIFY2(run.out.contains("fd 0 /dev/null\n"), run.out.constData());
}

void TestLaunch::environmentIsCleanAndMarked() // X03
{
    QProcessEnvironment ours = QProcessEnvironment::systemEnvironment();
    // An empty library path is enough to see the name; a real one would only make noise.
    const QStringList leaked = {QStringLiteral("LD_LIBRARY_PATH"), QStringLiteral("PYTHONPATH"),
                                QStringLiteral("PYTHONHOME"),      QStringLiteral("PYTHONSTARTUP"),
                                QStringLiteral("VIRTUAL_ENV"),     QStringLiteral("QT_PLUGIN_PATH"),
                                QStringLiteral("LD_PRELOAD")};
    for (const QString &name : leaked)
        ours.insert(name, QStringLiteral("/leaked"));
    ours.insert(QStringLiteral("KEPT"), QStringLiteral("as it is"));
    GuardedRun model(QStringLiteral(""));
    LaunchPlan plan = model.fakePlan(QStringLiteral("--print-env --exit-after=0"));
    plan.environment = ours; // GuardedRun passes it through backendEnvironment()
    GuardedRun run(plan);
    run.start();
    QTRY_VERIFY(run.empty);
    QVERIFY2(!run.out.contains("/leaked"), run.out.constData());
    for (const char *line : {"KEPT=as it is", "PYTHONUNBUFFERED=1", "PYTHONUTF8=1", "COLUMNS=200", "NO_COLOR=1"})
        QVERIFY2(run.out.contains(QByteArray("env ") + line + "\n"), line);
    QVERIFY(run.out.contains("env TMPDIR=" + QFile::encodeName(run.directory.path()) + "\n"));
    QVERIFY(run.out.contains("env SKILLS_TRAY_INSTANCE=" + run.watch.mark().toUtf8() + "\n"));
}

void TestLaunch::guardIsKnownBeforeTheProgramRuns()
{
    GuardedRun run(QStringLiteral(""));
    QObject::disconnect(run.process.get(), &GuardedProcess::guardStarted, nullptr, nullptr);
    QList<ProcessIdentity> guards;
    QObject::connect(run.process.get(), &GuardedProcess::guardStarted, &run,
                     [&](const ProcessIdentity &guard) { guards << guard; });
    run.start();
    QTRY_COMPARE(guards.size(), 1);
    QVERIFY(isAlive(guards.first()));
    QCOMPARE(run.process->guard(), guards.first());
    QTest::qWait(100); // time in which it could run unasked
    QVERIFY(!run.started);
    run.process->go();
    QTRY_VERIFY(run.started);
    QVERIFY(isAlive(*run.process->leader()));
    run.process->stop(0);
    QTRY_VERIFY(run.empty);
}

void TestLaunch::aBusyTrayStopsNoProgramThatWrites()
{
    const QTemporaryDir directory;
    const QString script = directory.filePath(QStringLiteral("prog"));
    QVERIFY(writeScript(script, "#!/bin/sh\n"
                                "while ! test -e go; do sleep 0.02; done\n"
                                "head -c 500000 /dev/zero && : > written\n"));
    LaunchPlan plan;
    plan.guard = QStringLiteral(SKILLS_GUARD);
    plan.program = script;
    plan.environment = QProcessEnvironment::systemEnvironment();
    plan.workingDirectory = directory.path();
    GuardedRun run(plan);
    run.start();
    QTRY_VERIFY(run.started);
    QVERIFY(writeScript(directory.filePath(QStringLiteral("go")), {}));
    // No event is handled meanwhile, so that nothing is read.
    const QString written = directory.filePath(QStringLiteral("written"));
    for (QDeadlineTimer limit(5000); !QFile::exists(written) && !limit.hasExpired();)
        QThread::msleep(10);
    QVERIFY(QFile::exists(written));
    QTRY_VERIFY(run.empty);
    QCOMPARE(run.out.size(), 500'000);
}

void TestLaunch::manyRunsLeakNothing() // T21 at this level
{
    const auto once = [] {
        GuardedRun run(QStringLiteral("--exit-after=0 --exit-code=3"));
        run.start();
        QTRY_VERIFY(run.empty);
        QCOMPARE(run.empty->exitCode, 3);
    };
    once();
    const FdProbe descriptors;
    for (int i = 0; i < 20; ++i)
        once();
    QCOMPARE(descriptors.grown(), 0);
    QCOMPARE(zombieChildren(), 0);
}

QTEST_GUILESS_MAIN(TestLaunch)
#include "tst_launch.moc"
