// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/machine.h"
#include "core/backend/state/run_facts.h"
#include "core/backend/state/status.h"
#include "core/settings/settings.h"

#include <optional>

/// What is known of somebody else's backend that is watched.
struct WatchFacts
{
    Settings settings; // where it was found
    HealthFacts health;
    QString owner; // whose it is, in words
};

/// Why a restart would fail.
struct Refusal
{
    QString text; // no full stop
    Trouble trouble;
};

/// Everything that a status is made of.
struct Known
{
    Machine machine;
    QDateTime stateSince;
    Settings settings; // as the user wants them
    std::optional<RunFacts> run;
    std::optional<WatchFacts> watched;
    std::optional<int> expected;        // skills, remembered for these settings
    std::optional<QStringList> command; // as run last
    // Why it is in Backoff or Failed.
    std::optional<Failure> failure;
    std::optional<Trouble> trouble;
    std::optional<qint64> errorLine;
    std::optional<Refusal> refusal; // of a restart, while what runs goes on
    int failures = 0;               // in a row
    std::optional<qint64> nextAttemptAtMs;
    bool nobodyAsks = false; // where a yes is needed, no window asks for it
    int portLookMs = 0;      // how often it is looked whether a taken port is free
};

/// What people, scripts and the window are told. Depends on nothing else.
[[nodiscard]] Status statusOf(const Known &known);
