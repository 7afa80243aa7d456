// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/backend/stage.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <algorithm>

#include <csignal>

using namespace Qt::StringLiterals;

/// What /health makes of the state: late, broken, silent, empty.
class TestSupervisorHealth : public StageTest
{
    Q_OBJECT

    static void write(const QString &name, const QByteArray &content)
    {
        QFile file(name + u".new"_s);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(content) == content.size());
        file.close();
        QFile::remove(name);
        QVERIFY(QFile::rename(file.fileName(), name));
    }

    static QByteArray report(int skills, bool complete)
    {
        return "{\"version\":\"1\",\"models_loaded\":true,\"skills_loaded\":" + QByteArray::number(skills) +
               ",\"loading_complete\":" + (complete ? "true" : "false") + "}";
    }

private slots:
    // H01
    void aLatePortIsStartingUntilTheFirstGoodAnswer()
    {
        Stage stage({u"--listen-after=1.6"_s});
        // The real rhythm: who looks now and then must still see it in time.
        stage.options.pollWhileStartingMs = SupervisorOptions().pollWhileStartingMs;
        stage.supervisor().start();
        QTRY_COMPARE(stage.status().healthError, u"refused"_s);
        QCOMPARE(stage.state(), State::Starting);
        QTRY_COMPARE(stage.state(), State::Ready);
        QVERIFY(!stage.status().healthError);
        const qint64 took = stage.enteredAtMs(State::Ready) - stage.enteredAtMs(State::Starting);
        qInfo("ready %lld ms after the start", took);
        QVERIFY(took >= 1600 && took <= 1600 + 1000);
    }

    // H02
    void aPortThatNeverAnswersIsStartingOn()
    {
        Stage stage({u"--health=hang"_s});
        stage.options.pollDeadlineMs = 200;
        stage.supervisor().start();
        QTRY_COMPARE(stage.status().healthError, u"timed out"_s);
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY(clock.elapsed() > 1000); // several polls
        QCOMPARE(stage.states(), QStringList{u"starting"_s});
        QVERIFY(isLiveProcess(*stage.status().pid));
    }

    // H09 H10 H11 H12 H13
    void whatIsMalformedIsNeverReadyAndShowsNoNumbers_data()
    {
        QTest::addColumn<QString>("mode");
        for (const char *mode : {"garbage", "http09", "truncated", "bad-chunk", "invalid-json", "array", "null",
                                 "empty", "bom", "deep", "string-count", "fraction", "nan", "huge-number",
                                 "string-complete", "missing-keys", "negative", "huge-count"})
            QTest::newRow(mode) << QString::fromLatin1(mode);
    }
    void whatIsMalformedIsNeverReadyAndShowsNoNumbers()
    {
        QFETCH(QString, mode);
        const QString requests = u"requests"_s;
        Stage stage;
        const QString log = stage.directory.filePath(requests);
        stage.setBackend({u"--health="_s + mode, u"--request-log="_s + log});
        stage.supervisor().start();
        const auto asked = [&log] {
            QFile file(log);
            return file.open(QIODevice::ReadOnly) ? file.readAll().count("GET /health") : 0;
        };
        QTRY_VERIFY(asked() >= 4);
        QVERIFY2(stage.status().healthError.value_or(QString()).startsWith("malformed"_L1),
                 qPrintable(stage.status().healthError.value_or(QString())));
        QCOMPARE(stage.states(), QStringList{u"starting"_s});
        for (const Stage::Told &item : stage.told)
            QVERIFY(!item.status.skills && !item.status.loadingComplete);
        QVERIFY(toJson(stage.status()).value("skills"_L1).isNull());
        QVERIFY(isLiveProcess(*stage.status().pid));
    }

    // H25
    void anAnswerOfTheRunBeforeSaysNothingAboutThisOne()
    {
        Stage stage;
        const QString log = stage.directory.filePath(u"requests"_s);
        stage.setBackend({u"--skills=77"_s, u"--health-delay=700"_s, u"--slow-term=1500"_s, u"--request-log="_s + log});
        stage.supervisor().start();
        QTRY_VERIFY(QFileInfo(log).size() > 0); // the question is on its way, the answer comes while it is stopping
        QCOMPARE(stage.state(), State::Starting);
        stage.setBackend({u"--skills=5"_s, u"--listen-after=0.5"_s});
        stage.supervisor().restart();
        QTRY_COMPARE(stage.state(), State::Ready);
        QCOMPARE(stage.states(), QStringList({u"starting"_s, u"stopping"_s, u"starting"_s, u"ready"_s}));
        QCOMPARE(stage.status().skills, 5);
        for (const Stage::Told &item : stage.told)
            QVERIFY(item.status.skills != 77);
        QVERIFY(stage.enteredAtMs(State::Starting, 2) - stage.enteredAtMs(State::Stopping) > 800);
    }

    // H17
    void aFewBadAnswersChangeNothingAndManyAreUnresponsive_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QString>("reason");
        QTest::newRow("H17 404") << u"status=404"_s << u"status 404"_s;
        QTest::newRow("H17 500") << u"status=500"_s << u"status 500"_s;
        QTest::newRow("H17 503") << u"status=503"_s << u"status 503"_s;
        QTest::newRow("H09 garbage") << u"garbage"_s << u"malformed"_s;
    }
    void aFewBadAnswersChangeNothingAndManyAreUnresponsive()
    {
        QFETCH(QString, mode);
        QFETCH(QString, reason);
        {
            Stage one({u"--health="_s + mode, u"--health-from=3"_s, u"--health-until=3"_s});
            one.supervisor().start();
            QTRY_COMPARE(one.state(), State::Ready);
            const auto toldBad = [&one] {
                return std::any_of(one.told.cbegin(), one.told.cend(),
                                   [](const Stage::Told &item) { return item.status.healthError.has_value(); });
            };
            QTRY_VERIFY(toldBad());
            QTRY_VERIFY(!one.status().healthError);
            QCOMPARE(one.entered(State::Unresponsive), 0);
        }
        Stage many({u"--health="_s + mode, u"--health-from=3"_s});
        many.options.unresponsiveAfterMs = 1000;
        many.supervisor().start();
        QTRY_COMPARE(many.state(), State::Ready);
        const qint64 pid = *many.status().pid;
        QTRY_COMPARE(many.state(), State::Unresponsive);
        QVERIFY2(many.status().healthError->startsWith(reason), qPrintable(*many.status().healthError));
        QVERIFY(many.enteredAtMs(State::Unresponsive) - many.enteredAtMs(State::Ready) >= 1000);
        QCOMPARE(many.status().pid, pid);
        QVERIFY(isLiveProcess(pid));
        many.supervisor().stop();
        QTRY_COMPARE(many.state(), State::Stopped);
    }

    // H19, with the real times
    void aHangIsShownWithinTwelveSecondsAndNeverRestarted()
    {
        Stage stage;
        const SupervisorOptions real;
        stage.options.pollWhileLoadingMs = real.pollWhileLoadingMs;
        stage.options.pollWhenReadyMs = real.pollWhenReadyMs;
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        const qint64 pid = *stage.status().pid;
        // Right after a good answer is the worst moment.
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(kill(pid_t(pid), SIGSTOP), 0);
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Unresponsive, 20'000);
        qInfo("a hang is shown after %lld ms", clock.elapsed());
        QVERIFY(clock.elapsed() <= 12'000);
        QCOMPARE(stage.status().healthError, u"timed out"_s);
        QVERIFY(isLiveProcess(pid));
        QCOMPARE(kill(pid_t(pid), SIGCONT), 0);
        QTRY_COMPARE_WITH_TIMEOUT(stage.state(), State::Ready, 15'000);
        QCOMPARE(stage.status().pid, pid);
        QCOMPARE(stage.entered(State::Starting), 1);
    }

    // L12
    void aBackendThatSaysNothingIsNoHang()
    {
        Stage stage;
        const QString log = stage.directory.filePath(u"requests"_s);
        stage.setBackend({u"--quiet"_s, u"--request-log="_s + log});
        stage.options.stallMs = 300;
        stage.options.unresponsiveAfterMs = 300;
        stage.options.silenceLookMs = 100;
        stage.settings.startTimeout = 1;
        stage.settings.silentTimeout = 1;
        stage.supervisor().start();
        const auto asked = [&log] {
            QFile file(log);
            return file.open(QIODevice::ReadOnly) ? file.readAll().count("GET /health") : 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(asked() >= 20, 20'000); // four seconds at this pace
        QCOMPARE(stage.states(), QStringList({u"starting"_s, u"ready"_s}));
        QVERIFY(!stage.status().warning && !stage.hasEvent(u"progress"_s));
    }

    // L17
    void aLineThatLooksLikeTheGuardsIsOutput_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line : {"exited 0", "signaled 9", "empty 0 0", "started 1 1", "stuck 1:D:init", "stopping 0",
                                 R"({"event":"exit","code":0})", "2026-11-22T18:44:02.101 ERROR tray Stopped"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void aLineThatLooksLikeTheGuardsIsOutput()
    {
        QFETCH(QString, line);
        Stage stage({u"--quiet"_s, u"--say="_s + line, u"--say-out="_s + line});
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        const qint64 pid = *stage.status().pid;
        const auto count = [&](Origin origin) {
            int found = 0;
            for (qint64 number = stage.store.firstNumber(); number < stage.store.endNumber(); ++number) {
                const LineView view = stage.store.line(number);
                found += view.origin == origin && view.text.toByteArray().contains(line.toUtf8().right(12)) ? 1 : 0;
            }
            return found;
        };
        QTRY_VERIFY(count(Origin::Out) == 1 && count(Origin::Err) == 1);
        QCOMPARE(count(Origin::Tray), 1); // the command line, and nothing else of ours
        QCOMPARE(stage.status().pid, pid);
        QCOMPARE(stage.states(), QStringList({u"starting"_s, u"ready"_s}));
    }

    // H22 H24
    void theReportsAreFollowedUpAndDownAndBack()
    {
        Stage stage;
        const QString file = stage.directory.filePath(u"health"_s);
        write(file, report(120, true));
        stage.setBackend({u"--health-file="_s + file});
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        QCOMPARE(stage.status().skills, 120);
        write(file, report(80, true));
        QTRY_COMPARE(stage.status().message, u"Ready: 80 skills"_s);
        QCOMPARE(stage.entered(State::Ready), 1);
        write(file, report(90, false));
        QTRY_COMPARE(stage.state(), State::Loading);
        QVERIFY(!stage.status().failure);
        write(file, report(1, true));
        QTRY_COMPARE(stage.state(), State::Ready);
        QCOMPARE(stage.status().message, u"Ready: 1 skill"_s);
        QCOMPARE(stage.entered(State::Failed) + stage.entered(State::Backoff), 0);
    }

    // A09
    void aLongReloadIsNoStart()
    {
        Stage stage;
        const QString file = stage.directory.filePath(u"health"_s);
        write(file, report(120, true));
        stage.settings.startTimeout = 1;
        stage.setBackend({u"--health-file="_s + file, u"--quiet"_s});
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        write(file, report(120, false));
        QTRY_COMPARE(stage.state(), State::Loading);
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY(clock.elapsed() > 2000);
        QCOMPARE(stage.state(), State::Loading);
        QVERIFY(isLiveProcess(*stage.status().pid));
        write(file, report(121, true));
        QTRY_COMPARE(stage.state(), State::Ready);
        QCOMPARE(stage.entered(State::Starting), 1);
    }

    // H23
    void completeWithoutSkillsIsReadyWithAWarningAndTheLastError()
    {
        Stage stage({u"--skills=0"_s, u"--say=ERROR:    something strange happened"_s, u"--listen-after=0.3"_s});
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        QTRY_VERIFY(stage.status().errorLine);
        const Status status = stage.status();
        QVERIFY2(status.message.startsWith("No skills"_L1), qPrintable(status.message));
        QVERIFY2(status.warning->contains("something strange happened"_L1), qPrintable(*status.warning));
        QCOMPARE(status.detail, u"The backend runs, but has nothing to offer to clients"_s);
        QVERIFY(status.trouble && status.trouble->remedies.contains(Remedy::ShowError));
        QCOMPARE(QString::fromUtf8(stage.store.line(*status.errorLine).text), u"something strange happened"_s);
        QVERIFY(stage.hasEvent(u"Ready, but no skills were loaded"_s));
        const QJsonObject json = toJson(status);
        QCOMPARE(json.value("state"_L1).toString(), u"ready"_s);
        QCOMPARE(json.value("skills"_L1).toInt(-1), 0);
    }

    void completeWithoutSkillsAndWithoutAnyErrorIsAWarningToo()
    {
        Stage stage({u"--skills=0"_s, u"--quiet"_s});
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        QCOMPARE(stage.status().message, u"Ready, but no skills were loaded"_s);
        QVERIFY(stage.status().warning);
        QVERIFY(!stage.status().errorLine);
        QVERIFY(!stage.status().trouble->remedies.contains(Remedy::ShowError)); // there is none to show
    }

    void statusChangedIsOnlyToldWhenSomethingChanged()
    {
        Stage stage({u"--log-every=1"_s});
        stage.supervisor().start();
        QTRY_COMPARE(stage.state(), State::Ready);
        for (size_t i = 1; i < stage.told.size(); ++i)
            QVERIFY(!(stage.told.at(i).status == stage.told.at(i - 1).status));
        const size_t before = stage.told.size();
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY(clock.elapsed() > 1000);
        QCOMPARE(stage.told.size(), before); // hundreds of lines and several polls, and nothing new
    }

    void aFloodChangesTheDetailTenTimesASecondAtMost()
    {
        Stage stage({u"--no-listen"_s, u"--log=flood"_s, u"--lines=200000"_s});
        stage.options.pollWhileStartingMs = 100'000;
        stage.supervisor().start();
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY_WITH_TIMEOUT(stage.status().detail.startsWith("line 200000"_L1), 30'000);
        const qint64 limit = 10 + clock.elapsed() / 90;
        qInfo("%zu changes in %lld ms", stage.told.size(), clock.elapsed());
        QVERIFY(qint64(stage.told.size()) <= limit);
    }
};

QTEST_GUILESS_MAIN(TestSupervisorHealth)
#include "tst_supervisor_health.moc"
