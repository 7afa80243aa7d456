// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/status.h"

/// What makes sense now; the same for the menu and the window's buttons.
struct PossibleActions
{
    bool start = false;
    bool stop = false;
    bool restart = false;
    bool copyAddress = true;
    bool operator==(const PossibleActions &) const = default;
};

[[nodiscard]] PossibleActions possibleActions(const Status &status);
/// Failed, but only because somebody holds the port: it starts by itself, and Stop gives up waiting.
[[nodiscard]] bool isWaitingForPort(const Status &status);
