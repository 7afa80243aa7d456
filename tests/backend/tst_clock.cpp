// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/health/start_watch.h"
#include "core/log/clock_steps.h"
#include "tests/backend/stage.h"

#include <QDateTime>
#include <QFile>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <atomic>
#include <csignal>
#include <ctime>

#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

static std::atomic<qint64> s_setSeconds = 0;

// Whoever in this process asks for the time of day asks these, Qt as well: the wall clock can be set, and no other.
extern "C" int clock_gettime(clockid_t clock, timespec *time) noexcept
{
    const long result = ::syscall(SYS_clock_gettime, clock, time);
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)
        time->tv_sec += s_setSeconds;
    return int(result);
}

extern "C" int gettimeofday(timeval *time, void *) noexcept
{
    timespec now = {};
    clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}

extern "C" time_t time(time_t *result) noexcept
{
    timespec now = {};
    clock_gettime(CLOCK_REALTIME, &now);
    if (result)
        *result = now.tv_sec;
    return now.tv_sec;
}

static constexpr qint64 DayBack = -86'400;
static constexpr qint64 TenYears = 10 * 365 * 86'400LL;

/// A clock that is set, a computer that sleeps, and timers that come late change no decision.
class TestClock : public StageTest
{
    Q_OBJECT

    static void jumps()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::newRow("a day back") << DayBack;
        QTest::newRow("ten years forward") << TenYears;
    }

    static qsizetype questions(const QString &log)
    {
        QFile file(log);
        return file.open(QIODevice::ReadOnly) ? file.readAll().count("GET /health") : 0;
    }

private slots:
    void init() { s_setSeconds = 0; }

    void theClockOfThisTestCanBeSet()
    {
        const QDateTime before = QDateTime::currentDateTimeUtc();
        const qint64 monotonic = monotonicMs();
        s_setSeconds = DayBack;
        const qint64 set = before.secsTo(QDateTime::currentDateTimeUtc());
        QVERIFY2(set <= DayBack + 60 && set >= DayBack, QByteArray::number(set).constData());
        QVERIFY(monotonicMs() - monotonic < 60'000);
    }

    // W01
    void aJumpWhileReadyChangesNothing_data() { jumps(); }
    void aJumpWhileReadyChangesNothing()
    {
        QFETCH(qint64, seconds);
        Stage stage;
        const QString log = stage.directory.filePath(u"requests"_s);
        stage.setBackend({u"--request-log="_s + log});
        stage.options.unresponsiveAfterMs = 500;
        stage.options.stallMs = 500;
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        const qint64 pid = *stage.status().pid;
        s_setSeconds = seconds;
        const qsizetype before = questions(log);
        QTRY_VERIFY(questions(log) >= before + 8);
        QCOMPARE(stage.states(), QStringList({u"starting"_s, u"ready"_s}));
        QCOMPARE(stage.status().pid, pid);
        // The log's times are not what they were, and it says so once.
        stage.intake.addEvent(u"something"_s);
        const QString words = seconds < 0 ? u"set back by 24 h 0 min"_s : u"set forward by"_s;
        QCOMPARE(stage.events().filter(words).size(), 1);
    }

    // W01
    void aJumpWhileWaitingForTheNextStartChangesNothing_data() { jumps(); }
    void aJumpWhileWaitingForTheNextStartChangesNothing()
    {
        QFETCH(qint64, seconds);
        Stage stage({u"--exit-after=0"_s, u"--exit-code=1"_s});
        stage.options.backoffScale = 1;
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Backoff);
        const std::optional<qint64> due = stage.status().nextAttemptAtMs;
        s_setSeconds = seconds;
        QTRY_COMPARE(stage.entered(State::Starting), 2);
        const qint64 lateMs = stage.enteredAtMs(State::Starting, 2) - *due;
        QVERIFY2(lateMs >= -100 && lateMs <= withRoom(400), QByteArray::number(lateMs).constData());
    }

    // W01
    void aJumpWhileStoppingChangesNothing_data() { jumps(); }
    void aJumpWhileStoppingChangesNothing()
    {
        QFETCH(qint64, seconds);
        Stage stage({u"--ignore-term"_s});
        stage.settings.graceSeconds = 1;
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        stage.supervisor().stop();
        s_setSeconds = seconds;
        QTRY_COMPARE(stage.state(), State::Stopped);
        const qint64 took = stage.enteredAtMs(State::Stopped) - stage.enteredAtMs(State::Stopping);
        QVERIFY2(took >= 900 && took <= 4000, QByteArray::number(took).constData());
    }

    // W04
    void aStrangeNextUpdateIsUnknown_data()
    {
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("time");
        QTest::newRow("in the gap of a spring night") << u"Europe/Berlin"_s << u"2026-03-29T02:30:00"_s;
        QTest::newRow("twice in an autumn night") << u"Europe/Berlin"_s << u"2026-10-25T02:30:00"_s;
        QTest::newRow("no such zone") << u"No/Where"_s << u"2026-10-25T02:30:00"_s;
        QTest::newRow("no time") << u"UTC"_s << u"tomorrow, perhaps"_s;
        QTest::newRow("an endless one") << u"UTC"_s << QString(20'000, u'9');
        QTest::newRow("a year too far") << u"UTC"_s << u"999999-01-01T00:00:00"_s;
    }
    void aStrangeNextUpdateIsUnknown()
    {
        QFETCH(QString, zone);
        QFETCH(QString, time);
        const QByteArray before = qgetenv("TZ");
        const auto back = qScopeGuard([&] {
            qputenv("TZ", before);
            if (before.isEmpty())
                qunsetenv("TZ");
            tzset();
        });
        Stage stage;
        stage.setBackend({uR"(--health-body={"skills_loaded":3,"loading_complete":true,"auto_update_enabled":true,)"_s +
                              uR"("next_update_check":"%1"})"_s.arg(time),
                          u"--health=hang"_s, u"--health-from=3"_s});
        stage.options.pollDeadlineMs = 200;
        stage.options.unresponsiveAfterMs = 300;
        stage.options.silenceLookMs = 200;
        qputenv("TZ", zone.toUtf8()); // changes while it runs, too
        tzset();
        stage.supervisor().start();
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Unresponsive, 15'000);
        QTRY_VERIFY(stage.status().silence != Silence::Unknown);
        QVERIFY(stage.status().silence != Silence::Updating);
        QVERIFY(!toJson(stage.status()).isEmpty());
    }

    // W03, with the real times: the computer wakes, and the backend's disk takes a little longer than we do.
    void aBackendThatWakesLaterHasNotFailed()
    {
        Stage stage;
        const SupervisorOptions real;
        stage.options.pollWhileLoadingMs = real.pollWhileLoadingMs;
        stage.options.pollWhenReadyMs = real.pollWhenReadyMs;
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        const auto pid = pid_t(*stage.status().pid);
        QCOMPARE(kill(pid, SIGSTOP), 0);
        QThread::sleep(2); // all of us sleep
        QTest::qWait(8000);
        QVERIFY(stage.status().healthError); // it was asked, and did not answer
        QCOMPARE(kill(pid, SIGCONT), 0);
        QTRY_VERIFY_WITH_TIMEOUT(!stage.status().healthError && stage.state() == State::Ready, 10'000);
        QCOMPARE(stage.status().pid, qint64(pid));
        QCOMPARE(stage.entered(State::Starting), 1);
        QCOMPARE(stage.entered(State::Failed) + stage.entered(State::Backoff), 0);
    }

    // W06: what counts is the time that was looked at, not the number of ticks that were missed.
    void aTimerThatIsLateCountsNothingTwice()
    {
        Stage stage;
        const QString log = stage.directory.filePath(u"requests"_s);
        stage.setBackend({u"--request-log="_s + log});
        stage.options.unresponsiveAfterMs = 600;
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        const qsizetype before = questions(log);
        QThread::sleep(4);
        // One burst at most: the questions that were not asked meanwhile are not asked now.
        QTest::qWait(1);
        QCoreApplication::processEvents();
        QVERIFY(questions(log) <= before + 2);
        QTRY_VERIFY(questions(log) >= before + 6);
        QCOMPARE(stage.states(), QStringList({u"starting"_s, u"ready"_s}));
    }

    // W06 O12
    void aStartIsNotStalledBecauseWeSlept()
    {
        StartWatch watch(1500, 2000, 10'000);
        QSignalSpy looks(&watch, &StartWatch::aboutToLook);
        QSignalSpy stalled(&watch, &StartWatch::stalled);
        QSignalSpy timedOut(&watch, &StartWatch::timedOut);
        watch.begin();
        QTRY_VERIFY(!looks.isEmpty());
        const qsizetype before = looks.size();
        QThread::sleep(4);
        QTRY_VERIFY(looks.size() > before);
        QCOMPARE(stalled.size() + timedOut.size(), 0);
        QTRY_COMPARE(timedOut.size(), 1); // by what was looked at
        QCOMPARE(stalled.size(), 1);
    }

    void whatTheClocksDidIsToldApart_data()
    {
        QTest::addColumn<qint64>("slept");
        QTest::addColumn<qint64>("set");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << 0LL << 0LL << QString();
        QTest::newRow("good time is kept") << 0LL << 900LL << QString();
        QTest::newRow("slept") << 28'920'000LL << 0LL << u"The computer slept for 8 h 2 min"_s;
        QTest::newRow("set forward") << 0LL << 61'000LL << u"The clock was set forward by 1 min 1 s"_s;
        QTest::newRow("set back") << 0LL << -5000LL
                                  << u"The clock was set back by 5 s; the times before this line are later ones"_s;
        QTest::newRow("a little less than a day")
            << 0LL << -86'399'998LL
            << u"The clock was set back by 24 h 0 min; the times before this line "
               u"are later ones"_s;
        QTest::newRow("slept and set") << 10'000LL << 3000LL
                                       << u"The computer slept for 10 s. The clock was set forward by 3 s"_s;
    }
    void whatTheClocksDidIsToldApart()
    {
        QFETCH(qint64, slept);
        QFETCH(qint64, set);
        QFETCH(QString, text);
        ClockSteps steps;
        QVERIFY(!steps.step({.wallMs = 1'000'000, .monotonicMs = 5000, .bootMs = 9000}));
        const ClockReading later{.wallMs = 1'060'000 + slept + set, .monotonicMs = 65'000, .bootMs = 69'000 + slept};
        const std::optional<ClockSteps::Step> step = steps.step(later);
        QCOMPARE(step ? step->text() : QString(), text);
        QVERIFY(!steps.step(later)); // told once
    }
};

QTEST_GUILESS_MAIN(TestClock)
#include "tst_clock.moc"
