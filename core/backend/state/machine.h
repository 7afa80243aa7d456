// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/state.h"

/// Everything that can happen to the backend, as far as its state is concerned.
enum class Event {
    StartAsked,
    StopAsked,
    RestartAsked,
    Launched,         // something of ours lives from now on
    HealthIncomplete, // a good answer, skills are still loading
    HealthComplete,   // a good answer, all there
    HealthLost,       // was answering, now silent for too long
    EndedForRetry,    // ended unasked, or did not come about; it is worth another try
    EndedForGood,     // likewise; no other try
    TreeGone,         // nothing of ours lives any more
    DelayOver,        // the wait before the next try
    PortFree,         // nobody is in our way any more
    WatchAsked,       // somebody else's backend is to be shown
    WatchEnded        // it is not to be shown any more
};
inline constexpr int EventCount = 14;

/// The state with the facts that decide where an event leads.
struct Machine
{
    State state = State::Stopped;
    bool treeAlive = false;     // anything of ours may live
    bool startWhenGone = false; // in Stopping and Backoff: start as soon as the tree is gone
    bool watching = false;      // while it runs: somebody else's backend, nothing of ours
    bool operator==(const Machine &) const = default;
};

/// Where `event` leads. Total and pure: an event that means nothing in this state changes nothing.
[[nodiscard]] Machine after(Machine machine, Event event);
