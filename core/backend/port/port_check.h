// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/status.h"
#include "core/process/port_owner.h"
#include "core/settings/settings.h"

/// What people are told about a port that cannot be had.
struct PortFault
{
    Failure failure; // kind port-in-use, or cannot-run when the address is not one of this computer
    Trouble trouble;
    bool mayPass = false; // the system lacked something that it may have again a moment later
};

/// The address of the setting `host`: a literal, or localhost. None: some other name.
[[nodiscard]] std::optional<QHostAddress> hostAddress(const QString &host);
/// Whether a connection to one finds who listens on the other.
[[nodiscard]] bool isSameAddress(const QHostAddress &one, const QHostAddress &other);
/// Who holds the port. None: nobody that can be seen.
[[nodiscard]] std::optional<PortFault> visiblePortFault(const QString &host, int port);
/// Tries to take the port for a moment. None: it is free.
[[nodiscard]] std::optional<PortFault> invisiblePortFault(const QString &host, int port);
/// "python3 (process 4711, yours, since 18:02)", or as much of it as can be seen.
[[nodiscard]] QString listenerText(const std::optional<PortListener> &listener);
/// Why a backend cannot be reached where it is expected, although it listens, or because somebody else does. Empty: it
/// is not astray, or nobody can know yet. `places`: where its tree listens.
[[nodiscard]] QString astrayText(const QList<PortListener> &places, const Settings &settings);
/// The texts for a port held by `listener`, or by somebody who cannot be seen.
[[nodiscard]] PortFault portTaken(int port, const std::optional<PortListener> &listener);
