// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/backend/stage.h"
#include "tests/support/probes.h"

#include <QDir>
#include <QElapsedTimer>
#include <QMap>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

/// Starts and stops, again and again, leave nothing behind: no process, no descriptor, no thread, no memory.
class TestCycles : public StageTest
{
    Q_OBJECT

    static int threads() { return int(QDir(u"/proc/self/task"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size()); }

    /// The catalogue's number; a soak asks for its own.
    static int cycles(int usual)
    {
        bool given = false;
        const int asked = qEnvironmentVariableIntValue("SKILLS_CYCLES", &given);
        return given && asked > 0 ? asked : usual;
    }

    static quint32 seed()
    {
        bool given = false;
        const int asked = qEnvironmentVariableIntValue("SKILLS_SEED", &given);
        const quint32 seed = given ? quint32(asked) : QRandomGenerator::global()->generate();
        qInfo("SKILLS_SEED=%u", seed);
        return seed;
    }

private slots:
    // T21: stopped wherever it is by then
    void stopsAtAnyMomentLeaveNothing()
    {
        QRandomGenerator random(seed());
        Stage stage({u"--load-seconds=0.1"_s, u"--children=1"_s});
        stage.options.pollWhenReadyMs = 50;
        const auto cycle = [&](int stopAfterMs) {
            stage.supervisor().start();
            QElapsedTimer clock;
            clock.start();
            // To the millisecond, which QTRY is not.
            while (clock.elapsed() < stopAfterMs)
                QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 1);
            stage.supervisor().stop();
            return QTest::qWaitFor([&] { return stage.state() == State::Stopped; }, 10'000);
        };
        QVERIFY(cycle(300)); // what is made once is made
        const FdProbe descriptors;
        const int threadsBefore = threads();
        const qint64 memoryBefore = RssProbe::currentBytes();
        QMap<State, int> stoppedIn;
        const int times = cycles(200);
        for (int i = 0; i < times; ++i) {
            QVERIFY2(cycle(random.bounded(0, 250)), QByteArray::number(i).constData());
            QVERIFY2(stage.supervisor().isTreeEmpty(), QByteArray::number(i).constData());
            for (const Stage::Told &item : stage.told)
                ++stoppedIn[item.status.state];
            stage.told.clear();
        }
        for (auto it = stoppedIn.cbegin(); it != stoppedIn.cend(); ++it)
            qInfo("%s: told %d times", qPrintable(stateName(it.key())), it.value());
        QVERIFY2(stage.tree.noneAlive(), stage.tree.describe().constData());
        QCOMPARE(descriptors.grown(), 0);
        QCOMPARE(zombieChildren(), 0);
        QCOMPARE(threads(), threadsBefore);
        const qint64 grown = RssProbe::currentBytes() - memoryBefore;
        qInfo("%d cycles, grown by %lld kB, %lld lines of the log included", times, grown >> 10, stage.store.count());
#ifndef __SANITIZE_ADDRESS__ // which keeps freed memory for itself
        QVERIFY2(grown < 5 * 1024 * 1024, QByteArray::number(grown).constData());
#endif
    }

    // Z02, on a small scale: SKILLS_CYCLES=1000 is the catalogue's
    void readyAndStoppedLeavesNothing()
    {
        Stage stage;
        const auto cycle = [&](qint64 *stopMs) {
            stage.supervisor().start();
            if (!QTest::qWaitFor([&] { return stage.state() == State::Ready; }, 20'000))
                return false;
            QElapsedTimer clock;
            clock.start();
            stage.supervisor().stop();
            const bool stopped = QTest::qWaitFor([&] { return stage.state() == State::Stopped; }, 20'000);
            *stopMs = clock.elapsed();
            return stopped;
        };
        qint64 ms = 0;
        QVERIFY(cycle(&ms));
        const FdProbe descriptors;
        const int threadsBefore = threads();
        QList<qint64> took;
        const int times = cycles(60);
        for (int i = 0; i < times; ++i) {
            QVERIFY2(cycle(&ms), QByteArray::number(i).constData());
            took.append(ms);
        }
        std::sort(took.begin(), took.end());
        const qint64 p99 = took.at(std::min<qsizetype>(took.size() - 1, took.size() * 99 / 100));
        qInfo("%d cycles, a stop took %lld ms at the median, %lld ms at the 99th percentile", times,
              took.at(took.size() / 2), p99);
        QVERIFY2(took.at(took.size() / 2) < 1200, QByteArray::number(p99).constData());
        QCOMPARE(stage.entered(State::Backoff) + stage.entered(State::Failed), 0);
        QCOMPARE(descriptors.grown(), 0);
        QCOMPARE(zombieChildren(), 0);
        QCOMPARE(threads(), threadsBefore);
        QVERIFY2(stage.tree.noneAlive(), stage.tree.describe().constData());
    }
};

QTEST_GUILESS_MAIN(TestCycles)
#include "tst_cycles.moc"
