// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/control/control_client.h"
#include "app/tray/control/control_desk.h"
#include "app/tray/control/control_protocol.h"
#include "app/tray/control/control_server.h"
#include "app/tray/control/log_record.h"
#include "core/log/log_format.h"
#include "core/log/log_store.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// What cannot be caused with real processes: the desk's answers to states that we tell it.
class TestControlDesk : public QObject
{
    Q_OBJECT

private:
    struct Desk
    {
        QTemporaryDir directory;
        LogStore store{256 * 1024};
        ControlServer server{directory.filePath(u"ctl.sock"_s)};
        ControlDesk desk{server, store, u"/log"_s};

        Desk()
        {
            if (!server.listen().isEmpty())
                qFatal("the test cannot listen");
        }
        void tell(State state)
        {
            Status status;
            status.state = state;
            status.message = stateName(state);
            desk.setStatus(status);
        }
    };

    struct Client
    {
        ControlClient client;
        QJsonObject answer;
        QByteArray lines;
        QList<LogRecord> records;
        bool caughtUp = false; // the lines kept at the beginning are there
        bool ended = false;

        explicit Client(const Desk &desk, const QJsonObject &request)
            : client(desk.directory.filePath(u"ctl.sock"_s))
        {
            QObject::connect(&client, &ControlClient::answered, &client,
                             [this](const QJsonObject &object) { answer = object; });
            QObject::connect(&client, &ControlClient::partCame, &client, [this](const QJsonObject &part) {
                for (const QJsonValue line : part.value(u"lines"_s).toArray())
                    lines += line.toString().toUtf8() + '\n';
                for (const QJsonValue record : part.value(u"records"_s).toArray())
                    records += recordFromJson(record.toObject());
                caughtUp = caughtUp || part.value(u"caughtUp"_s).toBool();
            });
            QObject::connect(&client, &ControlClient::ended, &client, [this] { ended = true; });
            client.ask(request);
        }
        [[nodiscard]] int exit() const { return answer.value(u"exit"_s).toInt(-1); }
    };

private slots:
    void whatSomebodyElseStartedIsNotTouched_data()
    {
        QTest::addColumn<QString>("verb");
        for (const QString &verb : {u"start"_s, u"stop"_s, u"restart"_s})
            QTest::newRow(qPrintable(verb)) << verb;
    }
    void whatSomebodyElseStartedIsNotTouched()
    {
        QFETCH(QString, verb);
        Desk desk;
        QSignalSpy start(&desk.desk, &ControlDesk::startRequested);
        QSignalSpy stop(&desk.desk, &ControlDesk::stopRequested);
        QSignalSpy restart(&desk.desk, &ControlDesk::restartRequested);
        Status status;
        status.state = State::Ready;
        status.watching = true;
        desk.desk.setStatus(status);
        Client client(desk, request(verb));
        QTRY_COMPARE(client.exit(), ExitFailed);
        QVERIFY(client.answer.value(u"error"_s).toString().contains(u"somebody else"_s));
        QCOMPARE(start.count() + stop.count() + restart.count(), 0);
    }

    void stopIsOneWhenSomethingRemainsAfterGraceAndThreeSeconds()
    {
        Desk desk;
        desk.desk.setGrace(0);
        desk.tell(State::Ready);
        connect(&desk.desk, &ControlDesk::stopRequested, this, [&desk] { desk.tell(State::Stopping); });
        QElapsedTimer clock;
        clock.start();
        Client client(desk, request(u"stop"_s));
        QTRY_COMPARE(client.exit(), ExitFailed);
        // A coarse timer may be five per cent early.
        QVERIFY2(clock.elapsed() >= 2800 && clock.elapsed() < 4500, QByteArray::number(clock.elapsed()).constData());
    }

    void quitHandsOnWhatTheEndWasLike()
    {
        Desk desk;
        desk.tell(State::Ready);
        QSignalSpy quit(&desk.desk, &ControlDesk::quitRequested);
        Client client(desk, request(u"quit"_s));
        QTRY_COMPARE(quit.count(), 1);
        QVERIFY(client.answer.isEmpty());
        desk.desk.answerQuit(answer(ExitFailed, u"something remains"_s));
        QTRY_COMPARE(client.exit(), ExitFailed);
        QVERIFY2(!client.ended, "the connection lasts as long as the process");
    }

    void startWaitsForTheStateToChange()
    {
        Desk desk;
        desk.tell(State::Failed);
        Client client(desk, request(u"start"_s));
        QSignalSpy start(&desk.desk, &ControlDesk::startRequested);
        QTRY_COMPARE(start.count(), 1);
        desk.tell(State::Failed); // news, but no change
        QTest::qWait(50);
        QVERIFY(client.answer.isEmpty());
        desk.tell(State::Starting); // whether there is something to launch is not known yet
        QTest::qWait(50);
        QVERIFY(client.answer.isEmpty());
        Status launched;
        launched.state = State::Starting;
        launched.startedAt = QDateTime::currentDateTimeUtc();
        desk.desk.setStatus(launched);
        QTRY_COMPARE(client.exit(), ExitDone);
    }

    void startIsOneWhenNothingHappens()
    {
        Desk desk;
        desk.tell(State::Stopped);
        Client client(desk, request(u"start"_s));
        QTRY_COMPARE_WITH_TIMEOUT(client.exit(), ExitFailed, 8000);
    }

    void whileWeEndNothingStartsAndASecondStartHasToTryAgain()
    {
        Desk desk;
        desk.tell(State::Stopping);
        desk.desk.setEnding();
        QSignalSpy start(&desk.desk, &ControlDesk::startRequested);
        QSignalSpy show(&desk.desk, &ControlDesk::showRequested);
        Client starting(desk, request(u"start"_s));
        QTRY_COMPARE(starting.exit(), ExitFailed);
        Client second(desk, request(u"show"_s));
        QTRY_VERIFY(second.ended);
        QVERIFY(second.answer.isEmpty());
        QCOMPARE(start.count() + show.count(), 0);
    }

    void aWaitNeverEndsBeforeItsTime_data()
    {
        QTest::addColumn<int>("ms");
        for (const int ms : {130, 210, 290, 310, 390, 470})
            QTest::addRow("%d ms", ms) << ms;
    }
    void aWaitNeverEndsBeforeItsTime()
    {
        QFETCH(int, ms);
        Desk desk;
        desk.tell(State::Loading);
        QElapsedTimer clock;
        clock.start();
        Client client(desk, {{u"do"_s, u"wait"_s}, {u"for"_s, u"ready"_s}, {u"timeoutMs"_s, ms}});
        QTRY_COMPARE_WITH_TIMEOUT(client.exit(), ExitTimeout, 10'000);
        QVERIFY2(clock.elapsed() >= ms, QByteArray::number(clock.elapsed()).constData());
    }

    void waitSeesEveryStateThatPasses()
    {
        Desk desk;
        desk.tell(State::Stopped);
        Client client(desk, {{u"do"_s, u"wait"_s}, {u"for"_s, u"starting"_s}});
        Client later(desk, request(u"status"_s));
        QTRY_COMPARE(later.exit(), ExitFailed);
        QVERIFY(client.answer.isEmpty());
        desk.tell(State::Starting);
        desk.tell(State::Failed);
        QTRY_COMPARE(client.exit(), ExitDone);
    }

    void theActivationTokenArrives()
    {
        Desk desk;
        QSignalSpy show(&desk.desk, &ControlDesk::showRequested);
        Client client(desk, {{u"do"_s, u"show"_s}, {u"token"_s, u"t-1"_s}});
        QTRY_COMPARE(client.exit(), ExitDone);
        QCOMPARE(show.first().first().toByteArray(), "t-1");
    }

    void linesAreChosenByLevel()
    {
        Desk desk;
        QList<LogLine> lines;
        for (int i = 0; i < 1000; ++i)
            lines.append({i, Origin::Err, i % 100 == 0 ? Level::Error : Level::Info, 0, QByteArray::number(i), {}});
        lines.append({1000, Origin::Err, Level::None, 0, "no level", {}});
        lines.append({1001, Origin::Out, Level::Critical, LogLine::HealthCheck, "a health check", {}});
        desk.store.append(lines);
        const auto wish = [](const QString &level, bool all) {
            return QJsonObject{{u"do"_s, u"logs"_s},
                               {u"level"_s, level},
                               {u"lines"_s, 100'000},
                               {u"all"_s, all},
                               {u"records"_s, true}};
        };
        Client errors(desk, wish(u"ERROR"_s, false));
        QTRY_COMPARE(errors.exit(), ExitDone);
        QCOMPARE(errors.records.size(), 10);
        QCOMPARE(errors.records[3].number, 300);
        QCOMPARE(errors.records[3].line, lines[300]);
        Client all(desk, wish(u"ERROR"_s, true));
        QTRY_COMPARE(all.exit(), ExitDone);
        QCOMPARE(all.records.size(), 11);
        Client infos(desk, wish(u"INFO"_s, true));
        QTRY_COMPARE(infos.exit(), ExitDone);
        QCOMPARE(infos.records.size(), 1002);
        Client strange(desk, wish(u"LOUD"_s, true));
        QTRY_COMPARE(strange.exit(), ExitUsage);
        QVERIFY(strange.answer.value(u"error"_s).toString().contains(u"LOUD"_s));
    }

    void whoFollowsIsToldWhereTheNewLinesBegin()
    {
        Desk desk;
        desk.store.append(QList<LogLine>(20'000, {1, Origin::Err, Level::Info, 0, "o", {}}));
        Client client(desk,
                      {{u"do"_s, u"logs"_s}, {u"lines"_s, 100'000}, {u"follow"_s, true}, {u"level"_s, u"ERROR"_s}});
        QTRY_VERIFY(client.caughtUp);
        QCOMPARE(client.lines, QByteArray());
        desk.store.append({1, Origin::Err, Level::Error, 0, "new", {}});
        QTRY_VERIFY(client.lines.endsWith(" ERROR err new\n"));
    }

    void linesThatWentBeforeTheyWereReadAreTold()
    {
        Desk desk;
        Client client(desk, {{u"do"_s, u"logs"_s}, {u"follow"_s, true}});
        Client later(desk, request(u"status"_s));
        QTRY_COMPARE(later.exit(), ExitFailed);
        // More in one go than the store keeps and than the socket takes.
        LogLine line;
        line.origin = Origin::Err;
        line.text = QByteArray(200, 'x');
        for (int i = 0; i < 40; ++i)
            desk.store.append(QList<LogLine>(1000, line));
        QVERIFY(desk.store.dropped() > 0);
        line.text = "the last one";
        desk.store.append(line);
        QTRY_VERIFY(client.lines.contains("the last one"));
        QVERIFY(client.lines.contains(" WARNING tray ") && client.lines.contains("Lines missing here"));
    }
};

QTEST_GUILESS_MAIN(TestControlDesk)
#include "tst_control_desk.moc"
