// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/state/machine.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <array>

using namespace Qt::StringLiterals;

/// The transition table and the pure machine that walks it.
class TestState : public QObject
{
    Q_OBJECT

private slots:
    void everyStateHasANameThatLeadsBack()
    {
        for (int i = 0; i < StateCount; ++i)
            QCOMPARE(stateFromName(stateName(State(i))), State(i));
        QVERIFY(!stateFromName(u"Ready"_s));
        QVERIFY(!stateFromName(u"settled"_s));
        QVERIFY(!stateFromName(QString()));
    }

    void theTableIsTheOneOfTheDesign_data()
    {
        QTest::addColumn<State>("from");
        QTest::addColumn<QStringList>("to");
        QTest::newRow("stopped") << State::Stopped << QStringList{u"starting"_s};
        QTest::newRow("starting") << State::Starting
                                  << QStringList{u"loading"_s, u"ready"_s, u"stopping"_s, u"backoff"_s, u"failed"_s};
        QTest::newRow("loading") << State::Loading << QStringList{u"starting"_s, u"ready"_s,   u"unresponsive"_s,
                                                                  u"stopping"_s, u"backoff"_s, u"failed"_s};
        QTest::newRow("ready") << State::Ready << QStringList{u"starting"_s, u"loading"_s, u"unresponsive"_s,
                                                              u"stopping"_s, u"backoff"_s, u"failed"_s};
        QTest::newRow("unresponsive") << State::Unresponsive << QStringList{u"starting"_s, u"loading"_s, u"ready"_s,
                                                                            u"stopping"_s, u"backoff"_s, u"failed"_s};
        QTest::newRow("stopping") << State::Stopping << QStringList{u"stopped"_s, u"starting"_s};
        QTest::newRow("backoff") << State::Backoff << QStringList{u"stopped"_s, u"starting"_s, u"stopping"_s};
        QTest::newRow("failed") << State::Failed << QStringList{u"stopped"_s, u"starting"_s, u"stopping"_s};
    }
    void theTableIsTheOneOfTheDesign()
    {
        QFETCH(State, from);
        QFETCH(QStringList, to);
        QStringList allowed;
        for (int i = 0; i < StateCount; ++i) {
            if (isAllowed(from, State(i)))
                allowed.append(stateName(State(i)));
        }
        QCOMPARE(allowed, to);
    }

    // Z04
    void aMillionRandomEventsNeverLeadAstray()
    {
        QRandomGenerator random(20261123);
        std::array<int, StateCount> visits{};
        std::array<std::array<bool, StateCount>, StateCount> walked{};
        Machine machine;
        int watched = 0;
        QElapsedTimer clock;
        clock.start();
        for (int i = 0; i < 1'000'000; ++i) {
            const auto event = Event(random.bounded(EventCount));
            const Machine next = after(machine, event);
            const bool moved = next.state != machine.state;
            if (moved && !isAllowed(machine.state, next.state))
                QFAIL(qPrintable(
                    u"%1 -> %2 by event %3"_s.arg(stateName(machine.state), stateName(next.state)).arg(int(event))));
            // Stopped means the tree is gone, and only its end leads there or out of Stopping.
            QVERIFY(next.state != State::Stopped || !next.treeAlive);
            QVERIFY(machine.state != State::Stopping || !moved || event == Event::TreeGone);
            // Never a second tree beside a first.
            QVERIFY(machine.state != State::Backoff || next.state != State::Starting || !next.treeAlive);
            QVERIFY(!next.startWhenGone || next.state == State::Stopping || next.state == State::Backoff);
            // Watched is only what answers, never beside a tree of ours, and only by a wish.
            QVERIFY(!next.watching || (!next.treeAlive && next.state <= State::Unresponsive));
            QVERIFY(!next.watching || next.state != State::Stopped);
            QVERIFY(!next.watching || machine.watching || event == Event::WatchAsked);
            // What runs is left for a start of our own only when it is somebody else's and gone.
            const bool leftForAStart = moved && next.state == State::Starting && machine.state >= State::Loading &&
                                       machine.state <= State::Unresponsive;
            QVERIFY(!leftForAStart || (machine.watching && !next.watching && event == Event::PortFree));
            watched += next.watching;
            // No state keeps the user from Stopped: one wish, then the end of the tree.
            QCOMPARE(after(after(next, Event::StopAsked), Event::TreeGone).state, State::Stopped);
            walked[size_t(machine.state)][size_t(next.state)] |= moved;
            ++visits[size_t(next.state)];
            machine = next;
        }
        qInfo("10^6 events in %lld ms", clock.elapsed());
        QVERIFY(watched > 0);
        for (int from = 0; from < StateCount; ++from) {
            QVERIFY2(visits[size_t(from)] > 0, qPrintable(stateName(State(from))));
            for (int to = 0; to < StateCount; ++to) {
                // Whatever the table allows does happen: no row that is only decoration.
                QVERIFY2(!isAllowed(State(from), State(to)) || walked[size_t(from)][size_t(to)],
                         qPrintable(stateName(State(from)) + u" -> "_s + stateName(State(to))));
            }
        }
    }

    void wishesLeadWhereTheDesignSays_data()
    {
        QTest::addColumn<State>("state");
        QTest::addColumn<bool>("treeAlive");
        QTest::addColumn<Event>("event");
        QTest::addColumn<State>("next");
        QTest::addColumn<bool>("remembered");
        QTest::newRow("start when stopped") << State::Stopped << false << Event::StartAsked << State::Starting << false;
        QTest::newRow("start when ready") << State::Ready << true << Event::StartAsked << State::Ready << false;
        QTest::newRow("S17 start while stopping")
            << State::Stopping << true << Event::StartAsked << State::Stopping << true;
        QTest::newRow("start in backoff, tree gone")
            << State::Backoff << false << Event::StartAsked << State::Starting << false;
        QTest::newRow("start in backoff, tree alive")
            << State::Backoff << true << Event::StartAsked << State::Backoff << true;
        QTest::newRow("delay over, tree alive") << State::Backoff << true << Event::DelayOver << State::Backoff << true;
        QTest::newRow("delay over, tree gone")
            << State::Backoff << false << Event::DelayOver << State::Starting << false;
        QTest::newRow("stop in backoff, tree alive")
            << State::Backoff << true << Event::StopAsked << State::Stopping << false;
        QTest::newRow("stop in backoff") << State::Backoff << false << Event::StopAsked << State::Stopped << false;
        QTest::newRow("restart when ready") << State::Ready << true << Event::RestartAsked << State::Stopping << true;
        QTest::newRow("restart when stopped")
            << State::Stopped << false << Event::RestartAsked << State::Starting << false;
        QTest::newRow("stop when failed") << State::Failed << false << Event::StopAsked << State::Stopped << false;
        QTest::newRow("port free") << State::Failed << false << Event::PortFree << State::Starting << false;
        QTest::newRow("late health while stopping")
            << State::Stopping << true << Event::HealthComplete << State::Stopping << false;
        QTest::newRow("silence while starting")
            << State::Starting << true << Event::HealthLost << State::Starting << false;
    }
    void wishesLeadWhereTheDesignSays()
    {
        QFETCH(State, state);
        QFETCH(bool, treeAlive);
        QFETCH(Event, event);
        const Machine next = after({state, treeAlive, false, false}, event);
        QTEST(next.state, "next");
        QTEST(next.startWhenGone, "remembered");
    }

    void watchingFollowsHealthAndNothingElse_data()
    {
        QTest::addColumn<Machine>("machine");
        QTest::addColumn<Event>("event");
        QTest::addColumn<Machine>("next");
        const auto row = [](const char *name, const Machine &machine, Event event, const Machine &next) {
            QTest::newRow(name) << machine << event << next;
        };
        const auto watched = [](State state) { return Machine{state, false, false, true}; };
        const Machine failed{State::Failed, false, false, false};
        const Machine starting{State::Starting, false, false, false};
        row("asked", failed, Event::WatchAsked, watched(State::Starting));
        row("asked, tree alive", {State::Failed, true, false, false}, Event::WatchAsked,
            {State::Failed, true, false, false});
        row("asked while our own runs", {State::Ready, true, false, false}, Event::WatchAsked,
            {State::Ready, true, false, false});
        row("loads", watched(State::Starting), Event::HealthIncomplete, watched(State::Loading));
        row("is ready", watched(State::Loading), Event::HealthComplete, watched(State::Ready));
        row("is silent", watched(State::Ready), Event::HealthLost, watched(State::Unresponsive));
        row("answers again", watched(State::Unresponsive), Event::HealthComplete, watched(State::Ready));
        row("is gone", watched(State::Ready), Event::PortFree, starting);
        row("is gone for long", watched(State::Unresponsive), Event::PortFree, starting);
        row("no more", watched(State::Loading), Event::WatchEnded, failed);
        row("no more, never heard", watched(State::Starting), Event::WatchEnded, failed);
        row("no end of ours", watched(State::Ready), Event::EndedForRetry, watched(State::Ready));
        row("no launch of ours", watched(State::Starting), Event::Launched, watched(State::Starting));
        row("start", watched(State::Ready), Event::StartAsked, watched(State::Ready));
        row("our end", watched(State::Ready), Event::StopAsked, {State::Stopping, false, false, false});
        row("not watched", {State::Ready, true, false, false}, Event::WatchEnded, {State::Ready, true, false, false});
    }
    void watchingFollowsHealthAndNothingElse()
    {
        QFETCH(Machine, machine);
        QFETCH(Event, event);
        QFETCH(Machine, next);
        const Machine result = after(machine, event);
        QCOMPARE(result.state, next.state);
        QVERIFY(result == next);
    }
};

QTEST_GUILESS_MAIN(TestState)
#include "tst_state.moc"
