// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/state/state.h"

#include <array>

using namespace Qt::StringLiterals;

QString stateName(State state)
{
    switch (state) {
    case State::Stopped:
        return u"stopped"_s;
    case State::Starting:
        return u"starting"_s;
    case State::Loading:
        return u"loading"_s;
    case State::Ready:
        return u"ready"_s;
    case State::Unresponsive:
        return u"unresponsive"_s;
    case State::Stopping:
        return u"stopping"_s;
    case State::Backoff:
        return u"backoff"_s;
    case State::Failed:
        return u"failed"_s;
    }
    Q_UNREACHABLE();
}

std::optional<State> stateFromName(const QString &name)
{
    for (int i = 0; i < StateCount; ++i) {
        if (stateName(State(i)) == name)
            return State(i);
    }
    return std::nullopt;
}

bool isRunning(State state)
{
    switch (state) {
    case State::Starting:
    case State::Loading:
    case State::Ready:
    case State::Unresponsive:
        return true;
    case State::Stopped:
    case State::Stopping:
    case State::Backoff:
    case State::Failed:
        return false;
    }
    Q_UNREACHABLE();
}

bool isAllowed(State from, State to)
{
    // Rows: from; columns: to; both in the order of the enum.
    static constexpr std::array<std::array<bool, StateCount>, StateCount> table{{
        //                Stopped Starting Loading Ready Unresp. Stopping Backoff Failed
        /* Stopped      */ {{false, true, false, false, false, false, false, false}},
        /* Starting     */ {{false, false, true, true, false, true, true, true}},
        /* Loading      */ {{false, true, false, true, true, true, true, true}},
        /* Ready        */ {{false, true, true, false, true, true, true, true}},
        /* Unresponsive */ {{false, true, true, true, false, true, true, true}},
        /* Stopping     */ {{true, true, false, false, false, false, false, false}},
        /* Backoff      */ {{true, true, false, false, false, true, false, false}},
        /* Failed       */ {{true, true, false, false, false, true, false, false}},
    }};
    return table.at(size_t(from)).at(size_t(to));
}
