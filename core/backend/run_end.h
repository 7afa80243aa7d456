// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/run_facts.h"
#include "core/process/guarded_process.h"

class ProgressReader;

inline constexpr int LastLinesTold = 20;

/// What it means that a run ended by itself. `hasAnswered`: its /health did.
[[nodiscard]] RunEnd judgedEnd(const ExitReport &report, const ProgressReader &output, const Settings &settings,
                               bool hasAnswered);
/// Its words say that it could not take its port, and it was told apart from a slow start by nothing else.
[[nodiscard]] bool hasLostItsPort(const ProgressReader &output, const Settings &settings);
/// So it was ended, although it lived on.
[[nodiscard]] RunEnd lostPortEnd(const ProgressReader &output, const Settings &settings);
/// Its start made no progress for longer than the settings allow.
[[nodiscard]] RunEnd timedOutEnd(qint64 silentMs, const ProgressReader &output);
/// It was answering, and has been silent for longer than the settings allow.
[[nodiscard]] RunEnd silentEnd(qint64 silentMs, Silence kind, const ProgressReader &output);
/// The program could not be started.
[[nodiscard]] RunEnd refusedEnd(const StartFailure &start);
/// Something that is needed for a start could not be made.
[[nodiscard]] RunEnd impossibleEnd(const QString &text);
