// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/health_report.h"
#include "core/backend/state/silence.h"
#include "core/backend/state/status.h"
#include "core/settings/settings.h"

#include <QDateTime>

#include <optional>

/// What a /health has told.
struct HealthFacts
{
    std::optional<HealthReport> report; // none before the first good one
    std::optional<QString> error;       // why the last question had no good answer
    QDateTime readyAt;                  // UTC, invalid before it was complete
    qint64 sinceGoodMs = 0;             // since the last good answer
};

/// What is known of one run.
struct RunFacts
{
    Settings settings;           // as it was started with
    bool builtinIsThere = false; // and is not what runs
    bool cleaning = false;       // still ending what an earlier run left
    bool launched = false;
    std::optional<qint64> pid;
    std::optional<qint64> guardPid;
    QDateTime startedAt; // UTC, invalid before the launch
    std::optional<qint64> startedAtMs;
    HealthFacts health;
    std::optional<int> expected;      // skills, as remembered from the last complete run
    std::optional<QString> listensOn; // an address of its socket, the most open one; none: not seen
    QString astray;                   // why it cannot be reached where it is expected; one sentence
    std::optional<qint64> stalledForMs;
    Silence silence = Silence::Unknown; // what it is at while it does not answer
    bool slow = false;                  // its start has taken longer than most
    QString stuck;                      // who cannot be killed

    QString lastLine; // of its output
    QString lastSkill;
    QStringList troubleRecords;
    QString lastError;
    std::optional<qint64> lastErrorNumber;
};

/// How a run ended that nobody asked to end, or why it did not come about.
struct RunEnd
{
    enum class Advice {
        Retry,
        ForGood, // the same would happen again
        PortLost // it could not take its port
    };
    Failure failure;
    std::optional<Trouble> trouble;
    std::optional<qint64> errorLine;
    Advice advice = Advice::Retry;
    QString cause; // names what another try cannot mend, or is empty
};
