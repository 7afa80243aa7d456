// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/run_facts.h"
#include "core/process/guarded_process.h"

class ProgressReader;

inline constexpr int LastLinesTold = 20;

/// What is known of a run that ended by itself.
struct UnaskedEnd
{
    ExitReport report;
    bool hasAnswered = false; // its /health did
    bool leftOthers = false;  // processes of its own, when its first one ended
    QStringList variables;    // of its environment, those that may meddle
};
/// What that means.
[[nodiscard]] RunEnd judgedEnd(const UnaskedEnd &ending, const ProgressReader &output, const Settings &settings);
/// Its words say that it could not take its port, and it was told apart from a slow start by nothing else.
[[nodiscard]] bool hasLostItsPort(const ProgressReader &output, const Settings &settings);
/// So it was ended, although it lived on.
[[nodiscard]] RunEnd lostPortEnd(const ProgressReader &output, const Settings &settings);
/// Its start made no progress for longer than the settings allow.
[[nodiscard]] RunEnd timedOutEnd(qint64 silentMs, const ProgressReader &output, const Settings &settings);
/// It was answering, and has been silent for longer than the settings allow.
[[nodiscard]] RunEnd silentEnd(qint64 silentMs, Silence kind, const ProgressReader &output, const Settings &settings);
/// The program could not be started.
[[nodiscard]] RunEnd refusedEnd(const StartFailure &start);
/// Something that is needed for a start could not be made.
[[nodiscard]] RunEnd impossibleEnd(const QString &text);
