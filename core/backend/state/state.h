// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <optional>

/// The one state of the backend. Meanings and ways out: docs/architecture.md.
enum class State { Stopped, Starting, Loading, Ready, Unresponsive, Stopping, Backoff, Failed };
inline constexpr int StateCount = 8;

/// The lower-case name used by status, wait and logs: "stopped", ...
[[nodiscard]] QString stateName(State state);
[[nodiscard]] std::optional<State> stateFromName(const QString &name);
/// Launched, or about to be, and neither ending nor waiting for another try.
[[nodiscard]] bool isRunning(State state);
/// The transition table. Total: every pair has an answer; from a state to itself is not a transition.
[[nodiscard]] bool isAllowed(State from, State to);
