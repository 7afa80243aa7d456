// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/state/machine.h"

static bool hasAnswered(State state)
{
    return isRunning(state) && state != State::Starting;
}

static void moveTo(Machine &machine, State state)
{
    machine.state = state;
    machine.startWhenGone = false;
    machine.watching = machine.watching && isRunning(state);
}

// What only a run of our own can cause.
static bool isOfARun(Event event)
{
    return event == Event::Launched || event == Event::EndedForRetry || event == Event::EndedForGood;
}

static void ask(Machine &machine, bool again)
{
    switch (machine.state) {
    case State::Stopped:
    case State::Failed: // what an earlier run left is waited for in Starting
        if (again)
            moveTo(machine, State::Starting);
        else if (machine.state == State::Failed)
            moveTo(machine, machine.treeAlive ? State::Stopping : State::Stopped);
        return;
    case State::Backoff:
        if (again && machine.treeAlive)
            machine.startWhenGone = true;
        else if (again)
            moveTo(machine, State::Starting);
        else
            moveTo(machine, machine.treeAlive ? State::Stopping : State::Stopped);
        return;
    case State::Stopping:
        machine.startWhenGone = again;
        return;
    case State::Starting:
    case State::Loading:
    case State::Ready:
    case State::Unresponsive:
        moveTo(machine, State::Stopping);
        machine.startWhenGone = again;
        return;
    }
}

Machine after(Machine machine, Event event)
{
    const State state = machine.state;
    if (machine.watching && isOfARun(event))
        return machine;
    switch (event) {
    case Event::StartAsked:
        if (!isRunning(state))
            ask(machine, true);
        break;
    case Event::RestartAsked:
        ask(machine, true);
        break;
    case Event::StopAsked:
        ask(machine, false);
        break;
    case Event::Launched:
        if (state == State::Starting)
            machine.treeAlive = true;
        break;
    case Event::HealthIncomplete:
        if (isRunning(state))
            moveTo(machine, State::Loading);
        break;
    case Event::HealthComplete:
        if (isRunning(state))
            moveTo(machine, State::Ready);
        break;
    case Event::HealthLost:
        if (hasAnswered(state))
            moveTo(machine, State::Unresponsive);
        break;
    case Event::EndedForRetry:
        if (isRunning(state))
            moveTo(machine, State::Backoff);
        break;
    case Event::EndedForGood:
        if (isRunning(state))
            moveTo(machine, State::Failed);
        break;
    case Event::TreeGone:
        machine.treeAlive = false;
        if (state == State::Stopping)
            moveTo(machine, machine.startWhenGone ? State::Starting : State::Stopped);
        else if (state == State::Backoff && machine.startWhenGone)
            moveTo(machine, State::Starting);
        break;
    case Event::DelayOver:
        if (state == State::Backoff && machine.treeAlive)
            machine.startWhenGone = true;
        else if (state == State::Backoff)
            moveTo(machine, State::Starting);
        break;
    case Event::PortFree:
        if (machine.watching && state == State::Starting)
            break; // not a way: the watch ends first
        if (machine.watching || (state == State::Failed && !machine.treeAlive)) {
            machine.watching = false;
            moveTo(machine, State::Starting);
        }
        break;
    case Event::WatchAsked:
        if (state == State::Failed && !machine.treeAlive) {
            moveTo(machine, State::Starting);
            machine.watching = true;
        }
        break;
    case Event::WatchEnded:
        if (machine.watching)
            moveTo(machine, State::Failed);
        break;
    }
    return machine;
}
