// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/shared/possible_actions.h"

bool isWaitingForPort(const Status &status)
{
    return status.state == State::Failed && status.failure && status.failure->kind == FailureKind::PortInUse;
}

PossibleActions possibleActions(const Status &status)
{
    // Whose address is it? Not ours, while somebody else holds the port.
    const bool addressIsOurs = !isWaitingForPort(status);
    if (status.watching)
        return {false, false, false, true};
    switch (status.state) {
    case State::Stopped:
        return {true, false, false, true};
    case State::Starting:
    case State::Loading:
        return {false, true, false, true};
    case State::Ready:
    case State::Unresponsive:
        return {false, true, true, true};
    case State::Stopping:
        return {false, false, false, true};
    case State::Backoff:
        return {true, true, false, true};
    case State::Failed:
        return {true, isWaitingForPort(status), false, addressIsOurs};
    }
    Q_UNREACHABLE();
}
