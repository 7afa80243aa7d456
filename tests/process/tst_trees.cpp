// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/process/guarded_run.h"
#include "tests/support/held_thread.h"
#include "tests/support/probes.h"
#include "tests/support/test_help.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <memory>
#include <vector>

/// Stopping whole process trees, whatever they are made of and whoever dies first.
class TestTrees : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_warnings.emplace(); }
    void cleanup() { QCOMPARE(WarningWatch::all(), QByteArray()); }
    void cleanupTestCase() { m_warnings.reset(); }

    void stopEmptiesEveryTree_data();
    void stopEmptiesEveryTree();
    void stoppedIsNotSaidBeforeTheTreeIsEmpty();
    void leaderThatExitsTakesTheTreeAlong();
    void deathsAreToldExactly_data();
    void deathsAreToldExactly();
    void allOutputComesBeforeTheEnd();
    void stopTenTimesIsOneRound();
    void aShorterGraceWins();
    void killIsImmediate();
    void stopBeforeExecLeavesNothing();
    void destructionLeavesNothing();
    void lostGuardIsSwept_data();
    void lostGuardIsSwept();
    void whoWipesItsEnvironmentIsKnownStill();
    void stoppedGuardIsWoken();
    void aStoppedGuardHearsThatWeGo();
    void everyStopIsAnswered();
    void aGuardThatStaysSilentIsReplaced();
    void aNewGuardHasWhatIsLeftOfTheGrace();
    void theGuardHearsOfAnotherGrace();
    void everyProcessKilledIsOneEnd();
    void everyTreeEndsWhenTheTrayIsKilled();
    void aFloodLeavesTheEventLoopUsable();

private:
    std::optional<WarningWatch> m_warnings;
};

static void waitUntilGrown(GuardedRun &run, int processes)
{
    run.start();
    QTRY_VERIFY(run.started);
    // The guard itself carries the mark too.
    QTRY_VERIFY2(run.watch.count() >= processes + 1, run.watch.describe().constData());
}

void TestTrees::stopEmptiesEveryTree_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<int>("processes");
    QTest::addColumn<int>("graceMs");
    QTest::addColumn<int>("atLeastMs");
    QTest::addColumn<int>("atMostMs");
    QTest::addColumn<int>("forced"); // -1: any
    const int close = 1000;
    QTest::newRow("T01 cooperative") << QString() << 1 << 5000 << 0 << close << 0;
    QTest::newRow("T02 slow shutdown") << QStringLiteral("--slow-term=1500") << 1 << 5000 << 1500 << 2000 + close << 0;
    QTest::newRow("T03 ignores SIGTERM, eight of them")
        << QStringLiteral("--ignore-term --children=7") << 8 << 5000 << 5000 << 7000 << 8;
    QTest::newRow("T04 setsid grandchild") << QStringLiteral("--grandchild=setsid") << 2 << 1000 << 0 << close << 0;
    QTest::newRow("T05 daemon that ignores SIGTERM")
        << QStringLiteral("--grandchild=doublefork --grandchild-ignore-term") << 2 << 1000 << 1000 << 2000 << 1;
    QTest::newRow("T06 mutual respawner")
        << QStringLiteral("--grandchild=respawn --grandchild-ignore-term") << 3 << 1000 << 1000 << 2000 << 2;
    QTest::newRow("T07 environment wiped")
        << QStringLiteral("--grandchild=envwipe --ignore-term") << 2 << 1000 << 1000 << 2000 << 2;
    QTest::newRow("T09 stopped leader") << QStringLiteral("--stop-self") << 1 << 5000 << 0 << close << 0;
    QTest::newRow("T10 stopped tree that ignores SIGTERM")
        << QStringLiteral("--ignore-term --children=3 --stop-self") << 4 << 1000 << 1000 << 2000 << 4;
    QTest::newRow("T11 zombies do not count")
        << QStringLiteral("--grandchild=zombie --grandchild-ignore-term") << 2 << 1000 << 1000 << 2000 << 1;
    QTest::newRow("stdout held open") << QStringLiteral("--hold-stdout") << 2 << 1000 << 0 << close << 0;
}

void TestTrees::stopEmptiesEveryTree()
{
    QFETCH(QString, options);
    QFETCH(int, processes);
    QFETCH(int, graceMs);
    QFETCH(int, atLeastMs);
    QFETCH(int, atMostMs);
    QFETCH(int, forced);
    GuardedRun run(options, graceMs);
    waitUntilGrown(run, processes);
    QTest::qWait(50); // a leader that stops itself does so after its children exist
    QElapsedTimer timer;
    timer.start();
    run.process->stop(graceMs);
    QTRY_VERIFY_WITH_TIMEOUT(run.empty, 8000);
    const qint64 tookMs = timer.elapsed();
    qInfo("tree empty after %lld ms", tookMs);
    QVERIFY2(run.watch.noneAlive(), run.watch.describe().constData());
    QVERIFY2(tookMs >= atLeastMs - 10 && tookMs <= atMostMs, QByteArray::number(tookMs).constData());
    QCOMPARE(run.empty->forcedKills, forced);
    QVERIFY(!run.empty->guardLost);
    QCOMPARE(run.order.last(), QStringLiteral("treeEmpty"));
}

void TestTrees::stoppedIsNotSaidBeforeTheTreeIsEmpty() // T12
{
    GuardedRun run(QStringLiteral("--grandchild=setsid --grandchild-ignore-term"), 1000);
    waitUntilGrown(run, 2);
    run.process->stop(1000);
    QTRY_VERIFY(run.exited);
    QCOMPARE(run.exited->signal, SIGTERM);
    QVERIFY(!run.empty);
    QVERIFY(!run.watch.noneAlive());
    QTRY_VERIFY(run.empty);
    QVERIFY2(run.emptyMs - run.exitedMs >= 300, QByteArray::number(run.emptyMs - run.exitedMs).constData());
    QVERIFY2(run.watch.noneAlive(), run.watch.describe().constData());
}

void TestTrees::leaderThatExitsTakesTheTreeAlong() // C10
{
    GuardedRun run(QStringLiteral("--grandchild=doublefork --grandchild-ignore-term --exit-after=0.3"), 700);
    run.start();
    QTRY_VERIFY(run.exited);
    QCOMPARE(run.exited->exitCode, 0);
    QTRY_VERIFY(run.empty);
    QCOMPARE(run.empty->exitCode, 0);
    QCOMPARE(run.empty->forcedKills, 1);
    QVERIFY2(run.watch.noneAlive(), run.watch.describe().constData());
}

void TestTrees::deathsAreToldExactly_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<int>("signal");
    for (const int code : {0, 1, 2, 77, 255})
        QTest::addRow("C01 exit %d", code) << QStringLiteral("--exit-after=0.05 --exit-code=%1").arg(code) << code << 0;
    for (const int signal : {SIGSEGV, SIGABRT, SIGKILL, SIGTERM})
        QTest::addRow("C02 signal %d", signal) << QStringLiteral("--die-signal=%1").arg(signal) << -1 << signal;
}

void TestTrees::deathsAreToldExactly()
{
    QFETCH(QString, options);
    QFETCH(int, exitCode);
    QFETCH(int, signal);
    GuardedRun run(options + QStringLiteral(" --say=last-words"));
    run.start();
    QTRY_VERIFY(run.empty);
    QCOMPARE(run.order, QStringList({QStringLiteral("guardStarted"), QStringLiteral("started"),
                                     QStringLiteral("leaderExited"), QStringLiteral("treeEmpty")}));
    QCOMPARE(run.exited->exitCode.value_or(-1), exitCode);
    QCOMPARE(run.exited->signal.value_or(0), signal);
    QVERIFY(run.errAtExit.startsWith("last-words\n"));
    QVERIFY(isEmulated() || run.errAtExit == "last-words\n");
    QVERIFY2(run.exitedMs <= 300 + withRoom(250), QByteArray::number(run.exitedMs).constData());
}

void TestTrees::allOutputComesBeforeTheEnd()
{
    GuardedRun run(QStringLiteral("--log=lines --lines=20000 --line-bytes=100 --log-to=both --exit-after-log"));
    run.start();
    QTRY_VERIFY(run.empty);
    QCOMPARE(run.out.count('\n'), 20000);
    QCOMPARE(run.err.count('\n'), 20000);
    QCOMPARE(run.errAtExit.size(), run.err.size());
}

void TestTrees::stopTenTimesIsOneRound() // T14
{
    GuardedRun run(QStringLiteral("--slow-term=600 --one-term"), 5000);
    waitUntilGrown(run, 1);
    // Each more urgent than the one before, so that every one of them reaches the guard.
    for (int i = 0; i < 10; ++i) {
        run.process->stop(5000 - 100 * i);
        QTest::qWait(20); // signals that come at once are one
    }
    QTRY_VERIFY(run.empty);
    QCOMPARE(run.empty->signal, SIGTERM); // it exits with 96 when it heard a second one
    QCOMPARE(run.empty->forcedKills, 0);
    QVERIFY(run.emptyMs >= 600);
    QCOMPARE(run.order.count(QStringLiteral("treeEmpty")), 1);
}

void TestTrees::aShorterGraceWins()
{
    GuardedRun run(QStringLiteral("--ignore-term"), 30'000);
    waitUntilGrown(run, 1);
    run.process->stop(30'000);
    run.process->stop(300);
    QTRY_VERIFY(run.empty);
    QCOMPARE(run.empty->forcedKills, 1);
}

void TestTrees::killIsImmediate() // T15
{
    GuardedRun run(QStringLiteral("--ignore-term --children=3"), 30'000);
    waitUntilGrown(run, 4);
    run.process->stop(30'000);
    QTest::qWait(100); // into the grace
    QVERIFY(!run.empty);
    QElapsedTimer timer;
    timer.start();
    run.process->stop(0);
    QTRY_VERIFY_WITH_TIMEOUT(run.empty, 1500);
    qInfo("tree empty after %lld ms", timer.elapsed());
    QVERIFY(timer.elapsed() <= withRoom(150)); // SIGKILL within 100 ms, and the look at what is left
    QCOMPARE(run.empty->forcedKills, 4);
    QVERIFY2(run.watch.noneAlive(), run.watch.describe().constData());
}

void TestTrees::stopBeforeExecLeavesNothing() // T16
{
    for (int i = 0; i < 100; ++i) {
        GuardedRun run(QStringLiteral("--children=1"), 1000);
        QSignalSpy empty(run.process.get(), &GuardedProcess::treeEmpty);
        run.start();
        if (i % 3 == 1)
            run.process->go();
        if (i % 3 == 2)
            QTest::qWait(i % 6); // somewhere between fork, exec and its own first steps
        run.process->stop(1000);
        QVERIFY2(empty.count() == 1 || empty.wait(7000), QByteArray::number(i).constData());
        QVERIFY2(run.watch.noneAlive(), run.watch.describe().constData());
        QCOMPARE(run.failure, std::nullopt);
    }
    QCOMPARE(zombieChildren(), 0);
}

void TestTrees::destructionLeavesNothing()
{
    GuardedRun run(QStringLiteral("--ignore-term --children=2 --grandchild=doublefork"));
    waitUntilGrown(run, 4);
    run.process.reset();
    QVERIFY2(run.watch.noneAlive(), run.watch.describe().constData());
}

void TestTrees::lostGuardIsSwept_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<int>("processes");
    QTest::newRow("C14 plain") << QStringLiteral("--children=2") << 3;
    QTest::newRow("C14 daemon that ignores SIGTERM")
        << QStringLiteral("--grandchild=doublefork --grandchild-ignore-term") << 2;
    QTest::newRow("C14 environment wiped") << QStringLiteral("--grandchild=envwipe --grandchild-ignore-term") << 2;
}

void TestTrees::lostGuardIsSwept() // C14
{
    QFETCH(QString, options);
    QFETCH(int, processes);
    GuardedRun run(options, 1000);
    waitUntilGrown(run, processes);
    QTRY_COMPARE(run.process->tree().size(), processes); // the snapshot knows who wiped the marker
    const auto guard = run.process->guard();
    QVERIFY(guard);
    QCOMPARE(sendSignal(*guard, SIGKILL), QString());
    QTRY_VERIFY_WITH_TIMEOUT(run.empty, 7000);
    QVERIFY(run.empty->guardLost);
    QVERIFY(run.exited && run.exited->guardLost);
    QVERIFY(!run.exited->exitCode && !run.exited->signal);
    QVERIFY2(run.watch.noneAlive(), run.watch.describe().constData());
    QCOMPARE(run.order.count(QStringLiteral("leaderExited")), 1);
    QCOMPARE(run.order.count(QStringLiteral("treeEmpty")), 1);
}

void TestTrees::whoWipesItsEnvironmentIsKnownStill() // C14
{
    if (!canMarkByLimit())
        QSKIP("everybody has a limit of file locks here (ulimit -x)");
    GuardedRun run(QStringLiteral("--grandchild=envwipe"), 1000);
    waitUntilGrown(run, 2);
    const QByteArray mark = "SKILLS_TRAY_INSTANCE=" + run.watch.mark().toUtf8();
    QTRY_COMPARE(processesCarrying(mark).size(), 3); // with the guard, which has it in its environment
    QCOMPARE(processesCarrying(mark + 'x').size(), 0);
    QCOMPARE(processesCarrying("SKILLS_TRAY_INSTANCE=").size(), 0);
    run.process->stop(1000);
    QTRY_VERIFY_WITH_TIMEOUT(run.empty, 7000);
}

void TestTrees::stoppedGuardIsWoken() // C15
{
    GuardedRun run(QStringLiteral("--children=1"), 1000);
    waitUntilGrown(run, 2);
    QCOMPARE(sendSignal(*run.process->guard(), SIGSTOP), QString());
    run.process->stop(1000);
    QTRY_VERIFY_WITH_TIMEOUT(run.empty, 7000);
    QVERIFY(!run.empty->guardLost);
    QVERIFY2(run.watch.noneAlive(), run.watch.describe().constData());
}

void TestTrees::aStoppedGuardHearsThatWeGo() // C15
{
    GuardedRun run(QStringLiteral("--children=1"), 1000);
    waitUntilGrown(run, 2);
    const auto guard = run.process->guard();
    QVERIFY(guard);
    QCOMPARE(sendSignal(*guard, SIGSTOP), QString());
    run.process.reset();
    QTRY_VERIFY_WITH_TIMEOUT(run.watch.noneAlive(), 7000);
    QTRY_VERIFY(!isAlive(*guard));
}

void TestTrees::everyStopIsAnswered() // A01 A02, side by side: none may be taken for a hang, which takes 4 s to show
{
    GuardedRun leaderGone(QStringLiteral("--grandchild=doublefork --grandchild-ignore-term --exit-after=0.3"), 5000);
    GuardedRun asked(QStringLiteral("--ignore-term"), 60'000);
    leaderGone.start();
    waitUntilGrown(asked, 1);
    asked.process->stop(60'000);
    QTRY_VERIFY(leaderGone.exited); // its guard is ending the rest of its own accord
    QElapsedTimer clock;
    clock.start();
    leaderGone.process->stop(5000);
    asked.process->stop(5000);
    QTRY_VERIFY_WITH_TIMEOUT(leaderGone.empty && asked.empty, 9000);
    qInfo("empty %lld ms after the second stop", clock.elapsed());
    QVERIFY(clock.elapsed() <= 7000);
    for (const GuardedRun *run : {&leaderGone, &asked}) {
        QVERIFY(!run->empty->guardLost);
        QCOMPARE(run->empty->forcedKills, 1);
        QVERIFY2(run->watch.noneAlive(), run->watch.describe().constData());
    }
    // The grace began with the leader's end, not with our wish.
    QVERIFY(leaderGone.emptyMs - leaderGone.exitedMs <= 5000 + 1000);
}

void TestTrees::aGuardThatStaysSilentIsReplaced() // C15: before it answers, and after
{
    GuardedRun before(QStringLiteral("--ignore-term"), 1000);
    GuardedRun after(QStringLiteral("--grandchild=setsid --grandchild-ignore-term"), 1000);
    waitUntilGrown(before, 1);
    waitUntilGrown(after, 2);
    after.process->stop(1000);
    QTRY_VERIFY(after.exited);
    // One that is only stopped would go on for a moment when it is woken.
    const HeldThread first(before.process->guard()->pid, "skills-tray-gua");
    const HeldThread second(after.process->guard()->pid, "skills-tray-gua");
    if (!first.isHeld() || !second.isHeld())
        QSKIP("This system lets nobody trace his own children.");
    before.process->stop(1000);
    QTRY_VERIFY_WITH_TIMEOUT(before.empty && after.empty, 15'000);
    for (const GuardedRun *run : {&before, &after}) {
        QVERIFY(run->empty->guardLost);
        QVERIFY2(run->watch.noneAlive(), run->watch.describe().constData());
    }
}

void TestTrees::aNewGuardHasWhatIsLeftOfTheGrace() // A01
{
    GuardedRun run(QStringLiteral("--children=1 --ignore-term"), 30'000);
    waitUntilGrown(run, 2);
    QTRY_COMPARE(run.process->tree().size(), 2);
    run.process->stop(1500);
    QElapsedTimer clock;
    clock.start();
    QTRY_VERIFY(clock.elapsed() > 700);
    QCOMPARE(sendSignal(*run.process->guard(), SIGKILL), QString());
    QTRY_VERIFY_WITH_TIMEOUT(run.empty, 7000);
    qInfo("empty %lld ms after the stop", clock.elapsed());
    QVERIFY(run.empty->guardLost);
    QVERIFY(clock.elapsed() >= 1450 && clock.elapsed() <= 1500 + 700); // a second full grace would end at 2200
    QVERIFY2(run.watch.noneAlive(), run.watch.describe().constData());
}

void TestTrees::theGuardHearsOfAnotherGrace() // A02: for an end that nobody asks for
{
    GuardedRun run(QStringLiteral("--grandchild=doublefork --grandchild-ignore-term"), 30'000);
    waitUntilGrown(run, 2);
    // A busy machine lets it find both at once.
    QCOMPARE(sendSignal(*run.process->guard(), SIGSTOP), QString());
    run.process->setGrace(500);
    QCOMPARE(sendSignal(*run.process->leader(), SIGKILL), QString());
    QTRY_VERIFY(!isLiveProcess(run.process->leader()->pid));
    QCOMPARE(sendSignal(*run.process->guard(), SIGCONT), QString());
    QTRY_VERIFY_WITH_TIMEOUT(run.empty, 5000);
    QVERIFY(!run.empty->guardLost);
    QVERIFY(run.emptyMs - run.exitedMs >= 450);
    QVERIFY2(run.watch.noneAlive(), run.watch.describe().constData());
}

void TestTrees::everyProcessKilledIsOneEnd() // C16
{
    GuardedRun run(QStringLiteral("--children=5"), 1000);
    waitUntilGrown(run, 6);
    QTRY_COMPARE(run.process->tree().size(), 6);
    for (const ProcessIdentity &process : run.process->tree())
        (void)sendSignal(process, SIGKILL);
    QTRY_VERIFY(run.empty);
    QCOMPARE(run.exited->signal, SIGKILL);
    QCOMPARE(run.order.count(QStringLiteral("leaderExited")), 1);
    QCOMPARE(run.empty->forcedKills, 0);
}

/// How many live processes carry each mark in their command line: one look for all, as hundreds are running.
static QHash<QByteArray, int> liveByMark(const QByteArray &prefix)
{
    QHash<QByteArray, int> counts;
    const QStringList names = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &name : names) {
        QFile file(QStringLiteral("/proc/") + name + QStringLiteral("/cmdline"));
        if (name.toLongLong() <= 0 || !file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray line = file.readAll(); // empty for a zombie
        const qsizetype at = line.lastIndexOf(prefix);
        if (at >= 0)
            ++counts[line.mid(at, line.indexOf('\0', at) - at)];
    }
    return counts;
}

void TestTrees::everyTreeEndsWhenTheTrayIsKilled() // O01, O02: thirty of each, all at once, at real times
{
    struct Kind
    {
        const char *options;
        int processes;
        int atMostMs;
    };
    static constexpr Kind kinds[] = {{"", 1, 2000},
                                     {"--ignore-term --children=7", 8, 7000},
                                     {"--grandchild=setsid", 2, 7000},
                                     {"--grandchild=doublefork --grandchild-ignore-term", 2, 7000},
                                     {"--grandchild=respawn --grandchild-ignore-term", 3, 7000},
                                     {"--grandchild=envwipe --ignore-term", 2, 7000},
                                     {"--stop-self", 1, 7000},
                                     {"--ignore-term --children=2 --stop-self", 3, 7000}};
    struct Tree
    {
        const Kind *kind;
        QByteArray mark;
        std::unique_ptr<QProcess> tray;
        qint64 emptyMs = -1;
    };
    constexpr int runs = 30;
    const TreeWatch all; // its mark begins theirs
    const QByteArray prefix = all.tag().toUtf8();
    std::vector<Tree> trees;
    for (int run = 0; run < runs; ++run) {
        for (const Kind &kind : kinds) {
            const QString mark = all.mark() + QStringLiteral("-%1.").arg(trees.size());
            QStringList arguments = {QStringLiteral(SKILLS_GUARD), QStringLiteral("5000"), mark,
                                     QStringLiteral(SKILLS_FAKE_BACKEND)};
            arguments += QString::fromLatin1(kind.options).split(u' ', Qt::SkipEmptyParts);
            arguments << QStringLiteral("--no-listen") << QStringLiteral("--quiet") << QStringLiteral("--tag=") + mark;
            trees.push_back({&kind, "--tag=" + mark.toUtf8(), std::make_unique<QProcess>()});
            // Without pipes: most users may open 1024 files, and these are 210 processes.
            QProcess &tray = *trees.back().tray;
            tray.setStandardInputFile(QProcess::nullDevice());
            tray.setStandardOutputFile(QProcess::nullDevice());
            tray.setStandardErrorFile(QProcess::nullDevice());
            tray.start(QStringLiteral(SKILLS_TREE_HOLDER), arguments);
        }
    }
    const auto allGrown = [&] {
        const QHash<QByteArray, int> alive = liveByMark(prefix);
        // The tree, its guard, and the holder, whose command line holds the mark.
        return std::all_of(trees.begin(), trees.end(),
                           [&](const Tree &tree) { return alive.value(tree.mark) >= tree.kind->processes + 2; });
    };
    QTRY_VERIFY_WITH_TIMEOUT(allGrown(), 30'000);
    QTest::qWait(100); // for those that stop themselves
    QElapsedTimer timer;
    timer.start();
    for (const Tree &tree : trees)
        tree.tray->kill();
    const auto allEmpty = [&] {
        const QHash<QByteArray, int> alive = liveByMark(prefix);
        bool empty = true;
        for (Tree &tree : trees) {
            if (tree.emptyMs < 0 && !alive.contains(tree.mark))
                tree.emptyMs = timer.elapsed();
            empty = empty && tree.emptyMs >= 0;
        }
        return empty;
    };
    QTRY_VERIFY_WITH_TIMEOUT(allEmpty(), 12'000);
    QVERIFY2(all.noneAlive(), all.describe().constData());
    for (const Kind &kind : kinds) {
        qint64 worst = 0;
        for (const Tree &tree : trees) {
            if (tree.kind == &kind)
                worst = std::max(worst, tree.emptyMs);
        }
        qInfo("%s: the last of %d empty %lld ms after the tray was killed", kind.options, runs, worst);
        QVERIFY2(worst <= (isEmulated() ? 12'000 : kind.atMostMs), kind.options);
    }
}

void TestTrees::aFloodLeavesTheEventLoopUsable() // L02 at this level
{
    GuardedRun run(QStringLiteral("--log=flood --log-to=both"));
    qint64 bytes = 0;
    QObject::disconnect(run.process.get(), &GuardedProcess::standardOutput, nullptr, nullptr);
    QObject::disconnect(run.process.get(), &GuardedProcess::standardError, nullptr, nullptr);
    const auto count = [&](const QByteArray &piece) { bytes += piece.size(); };
    connect(run.process.get(), &GuardedProcess::standardOutput, this, count);
    connect(run.process.get(), &GuardedProcess::standardError, this, count);
    const RssProbe memory;
    LatencyProbe latency;
    latency.start();
    run.start();
    QTRY_VERIFY_WITH_TIMEOUT(latency.samples() >= 150, 20'000);
    latency.stop();
    run.process->stop(0);
    QTRY_VERIFY(run.empty);
    qInfo("%lld MB read; %s; peak +%lld kB", bytes >> 20, latency.describe().constData(), memory.grownBytes() >> 10);
    QVERIFY(bytes > (10 << 20));
    QVERIFY2(latency.p99() < withRoom(50), latency.describe().constData());
#ifndef __SANITIZE_ADDRESS__ // the sanitizer keeps freed memory for itself
    QVERIFY(memory.grownBytes() < (16 << 20));
#endif
}

QTEST_GUILESS_MAIN(TestTrees)
#include "tst_trees.moc"
