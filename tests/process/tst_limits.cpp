// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/process/guarded_run.h"
#include "tests/support/test_help.h"

#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;

/// What the kernel refuses, what it gives to somebody else, and a guard that talks nonsense.
class TestLimits : public QObject
{
    Q_OBJECT

    /// A program in the guard's place.
    static LaunchPlan withGuard(const GuardedRun &run, const QByteArray &script)
    {
        LaunchPlan plan = run.fakePlan(u"--no-listen"_s);
        const QString path = run.directory.filePath(u"guard"_s);
        if (writeScript(path, "#!/bin/sh\n" + script))
            plan.guard = path;
        return plan;
    }

private slots:
    // S10
    void aForkThatFailsIsAShortage()
    {
        // The limit is a user's, and root has none: a user whom nobody else is.
        QByteArray become;
        if (geteuid() == 0) {
            const QByteArray user = QByteArray::number(QRandomGenerator::global()->bounded(100'000, 900'000));
            become = "setpriv --reuid " + user + " --regid " + user + " --clear-groups ";
        }
        const QByteArray limited =
            "ulimit -u 1 2>/dev/null || ulimit -p 1\nexec " + become + QByteArrayLiteral(SKILLS_GUARD);
        // By hand it says what it is, and needs nobody else for that; an emulator would.
        if (QProcess::execute(u"sh"_s, {u"-c"_s, QString::fromUtf8(limited) + u" 2>/dev/null"_s}) != 2)
            QSKIP("the build directory is closed to other users, or a program is more than one process here");
        const GuardedRun place(u"--no-listen"_s);
        const LaunchPlan plan = withGuard(place, limited + " \"$@\"\n");
        GuardedRun run(plan);
        run.start();
        QTRY_VERIFY(run.failure);
        QCOMPARE(run.failure->kind, StartFailure::Shortage);
        QVERIFY2(run.failure->text.contains(u"Resource temporarily unavailable"_s), qPrintable(run.failure->text));
        QVERIFY(!run.started && !run.empty);
        QTRY_VERIFY2(run.watch.noneAlive(), run.watch.describe().constData());
    }

    // L18
    void aGuardThatTalksNonsenseHarmsNobody_data()
    {
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("no words") << QByteArray("\\n\\n \\n");
        QTest::newRow("wrong ones") << QByteArray("started\\nstarted x y\\ntree : 0:0 -1:-1 a:b\\nstuck\\nstuck ::\\n");
        QTest::newRow("others' processes") << QByteArray("started 1 1\\ntree 1:1 2:2\\nstuck 1:D:init\\n");
        QTest::newRow("an end before the start") << QByteArray("empty -5 -7\\nexited what\\nsignaled\\n");
        QTest::newRow("bytes") << QByteArray("\\001\\377\\000 started 5 5\\000\\n");
    }
    void aGuardThatTalksNonsenseHarmsNobody()
    {
        QFETCH(QByteArray, words);
        const GuardedRun place(u"--no-listen"_s);
        // Said before anybody has said "go", and again; then a line without an end.
        const LaunchPlan plan = withGuard(
            place, "case \" $* \" in *' --mark '*) exec " + QByteArrayLiteral(SKILLS_GUARD) +
                       " \"$@\" ;; esac\n"
                       "printf '" +
                       words +
                       "' >/proc/self/fd/$2\n" //
                       "read go\n"
                       "printf '" +
                       words + "' >/proc/self/fd/$2\n" + "head -c 300000 /dev/zero | tr '\\0' z >/proc/self/fd/$2\n");
        GuardedRun run(plan);
        int ends = 0;
        connect(run.process.get(), &GuardedProcess::treeEmpty, this, [&] { ++ends; });
        connect(run.process.get(), &GuardedProcess::startFailed, this, [&] { ++ends; });
        run.start();
        QTRY_COMPARE_WITH_TIMEOUT(ends, 1, 15'000);
        QTest::qWait(100);
        QCOMPARE(ends, 1);
        QVERIFY(isLiveProcess(1));
    }

    // T20
    void aNumberThatIsUsedAgainIsAnotherProcess()
    {
        QProcess reuse;
        reuse.setProcessChannelMode(QProcess::MergedChannels);
        reuse.start(u"unshare"_s, {u"--map-root-user"_s, u"--pid"_s, u"--fork"_s, u"--mount-proc"_s,
                                   QStringLiteral(SKILLS_PID_REUSE)});
        QVERIFY(reuse.waitForStarted());
        QVERIFY(reuse.waitForFinished());
        const QByteArray said = reuse.readAll();
        qInfo("%s", said.trimmed().constData());
        if (!said.startsWith("pid "))
            QSKIP("no PID namespace, or its next number cannot be chosen");
        QCOMPARE(reuse.exitCode(), 0);
    }
};

QTEST_GUILESS_MAIN(TestLimits)
#include "tst_limits.moc"
