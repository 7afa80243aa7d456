// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/health/silence_watch.h"
#include "tests/backend/stage.h"
#include "tests/backend/stranger.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

using namespace Qt::StringLiterals;

/// What a backend is at that was answering and is silent, and what is made of that.
class TestSilence : public StageTest
{
    Q_OBJECT

    static void quicken(Stage &stage)
    {
        stage.options.pollDeadlineMs = 200;
        stage.options.unresponsiveAfterMs = 500;
        stage.options.silenceLookMs = 500;
    }

    static QString report(const QDateTime &nextUpdate)
    {
        return uR"({"skills_loaded":12,"loading_complete":true,"auto_update_enabled":true,"next_update_check":"%1"})"_s
            .arg(nextUpdate.toString(u"yyyy-MM-ddTHH:mm:ss"_s));
    }

private slots:
    void whatItIsAtIsSaid_data()
    {
        QTest::addColumn<QStringList>("backend");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("words");
        const QStringList silent{u"--health=hang"_s, u"--health-from=3"_s};
        const QDateTime now = QDateTime::currentDateTime();
        QTest::newRow("idle") << silent << u"idle"_s << u"does nothing"_s;
        QTest::newRow("busy") << silent + QStringList{u"--burn"_s} << u"busy"_s << u"compute"_s;
        QTest::newRow("updating") << silent + QStringList{u"--health-body="_s + report(now.addSecs(-5))}
                                  << u"updating"_s << u"updating"_s;
        QTest::newRow("an update later") << silent + QStringList{u"--health-body="_s + report(now.addSecs(600))}
                                         << u"idle"_s << u"does nothing"_s;
        QTest::newRow("an update long ago")
            << silent + QStringList{u"--health-body="_s + report(now.addDays(-2))} << u"idle"_s << u"does nothing"_s;
    }
    void whatItIsAtIsSaid()
    {
        QFETCH(QStringList, backend);
        QFETCH(QString, name);
        QFETCH(QString, words);
        Stage stage(backend);
        quicken(stage);
        stage.supervisor().start();
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Unresponsive, 15'000);
        QTRY_COMPARE_WITH_TIMEOUT(silenceName(stage.status().silence), name, 15'000);
        QCOMPARE(toJson(stage.status()).value("silence"_L1).toString(), name);
        QVERIFY2(stage.status().detail.contains(words), qPrintable(stage.status().detail));
        QVERIFY(stage.hasEvent(words));
        // Without the setting it is left alone.
        QVERIFY(!stage.status().failure);
        QCOMPARE(stage.entered(State::Starting), 1);
    }

    void aSuspendedOneIsSaidToBeAndAnswersAgain()
    {
        Stage stage;
        quicken(stage);
        stage.settings.silentTimeout = 1; // is not meant for one whom somebody stopped
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        const qint64 pid = *stage.status().pid;
        QCOMPARE(kill(pid_t(pid), SIGSTOP), 0);
        QTRY_COMPARE_WITH_TIMEOUT(stage.status().silence, Silence::Suspended, 15'000);
        QVERIFY2(stage.status().detail.contains("suspended"_L1), qPrintable(stage.status().detail));
        QTest::qWait(4000); // longer than a busy one is given
        QCOMPARE(stage.state(), State::Unresponsive);
        QCOMPARE(kill(pid_t(pid), SIGCONT), 0);
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Ready, 15'000);
        QCOMPARE(stage.status().silence, Silence::Unknown);
        QCOMPARE(stage.status().pid, pid);
    }

    // H19
    void aHangIsRestartedWhereTheSettingSaysSo_data()
    {
        QTest::addColumn<QStringList>("more");
        QTest::newRow("ends by it") << QStringList{u"--abort-words=Fatal Python error: Aborted"_s};
        QTest::newRow("a child that stays") << QStringList{u"--abort-words=Fatal Python error: Aborted"_s,
                                                           u"--grandchild=setsid"_s, u"--grandchild-ignore-term"_s};
    }
    void aHangIsRestartedWhereTheSettingSaysSo()
    {
        QFETCH(QStringList, more);
        Stage stage(QStringList{u"--health=hang"_s, u"--health-from=3"_s} + more);
        quicken(stage);
        stage.options.backoffScale = 2; // time enough for another backend
        stage.settings.silentTimeout = 2;
        stage.settings.graceSeconds = 1;
        stage.supervisor().start();
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Unresponsive, 15'000);
        const qint64 pid = *stage.status().pid;
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Backoff, 15'000);
        QCOMPARE(stage.status().failure->kind, FailureKind::Crashed);
        QCOMPARE(stage.status().failure->signal, SIGABRT);
        QVERIFY2(stage.status().failure->text.contains("had not answered for"_L1),
                 qPrintable(stage.status().failure->text));
        QVERIFY(stage.enteredAtMs(State::Backoff) - stage.enteredAtMs(State::Ready) >= 2000);
        stage.setBackend({});
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Ready, 20'000);
        QVERIFY(stage.status().pid != pid);
        QVERIFY(!isLiveProcess(pid));
        QCOMPARE(stage.entered(State::Backoff), 1);
        // Where it hung is in the log.
        bool isThere = false;
        for (qint64 number = stage.store.firstNumber(); number < stage.store.endNumber(); ++number)
            isThere = isThere || stage.store.line(number).text.startsWith("Fatal Python error: Aborted");
        QVERIFY(isThere);
    }

    void oneThatIgnoresTheAbortIsEndedToo()
    {
        // Stopped by a debugger, say, it takes no signal but the last one.
        Stage stage({u"--health=hang"_s, u"--health-from=3"_s, u"--ignore-term"_s, u"--children=2"_s});
        quicken(stage);
        stage.options.abortMs = 200;
        stage.settings.silentTimeout = 1;
        stage.settings.graceSeconds = 1;
        stage.supervisor().start();
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Backoff, 20'000);
        stage.supervisor().stop();
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Stopped, 10'000);
        QVERIFY(stage.living().isEmpty());
    }

    // The rules, on a process of our own.
    void idlingIsTooLongSoonerThanComputing()
    {
        const quint16 nowhere = 0;
        Stranger idle(nowhere, u"--no-listen"_s);
        Stranger busy(nowhere, u"--no-listen"_s, {u"--burn"_s});
        const auto tooLong = [](const Stranger &process) {
            SilenceWatch watch(
                [&process] { return QList<ProcessIdentity>{identityOf(process.pid()).value_or(ProcessIdentity())}; },
                200, 1000);
            QSignalSpy spy(&watch, &SilenceWatch::tooLong);
            watch.begin(0, false);
            return spy.wait(20'000) ? spy.first().first().toLongLong() : -1;
        };
        const qint64 idleMs = tooLong(idle);
        QVERIFY2(idleMs >= 1000, qPrintable(QString::number(idleMs)));
        const qint64 busyMs = tooLong(busy);
        QVERIFY2(busyMs >= 2500, qPrintable(QString::number(busyMs)));
        QVERIFY2(busyMs > idleMs, qPrintable(QString::number(busyMs)));
    }

    // O12 W06
    void whileWeSleepNobodyIsSilent()
    {
        Stranger idle(0, u"--no-listen"_s);
        int looks = 0;
        SilenceWatch watch(
            [&] {
                ++looks;
                return QList<ProcessIdentity>{identityOf(idle.pid()).value_or(ProcessIdentity())};
            },
            100, 1500);
        QSignalSpy spy(&watch, &SilenceWatch::tooLong);
        watch.begin(0, false);
        QTRY_VERIFY(looks >= 2);
        const int before = looks;
        QThread::sleep(3); // the event loop stands still, as after SIGSTOP or while the computer sleeps
        QTRY_VERIFY(looks > before);
        QCOMPARE(spy.count(), 0);
        QTRY_COMPARE(spy.count(), 1);
    }
};

QTEST_GUILESS_MAIN(TestSilence)
#include "tst_silence.moc"
