// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/process/process_identity.h"

#include <QHostAddress>

/// A listening TCP socket that stands in our way.
struct PortListener
{
    QHostAddress address;
    quint16 port = 0;
    quint32 uid = 0;
    std::optional<ProcessDescription> process; // none when /proc does not let us see it
};

/// Who listens so that binding `address`:`port` would fail (an exact conflict: the same address, or a wildcard that
/// covers it). None: nobody. Source: /proc/net/tcp and tcp6, state 0A.
[[nodiscard]] std::optional<PortListener> conflictingListener(const QHostAddress &address, quint16 port);
/// All listeners on that port, whatever their address.
[[nodiscard]] QList<PortListener> listenersOn(quint16 port);
/// Where these processes listen. Costs as much as they have open files, not as much as there are processes.
[[nodiscard]] QList<PortListener> listenersOf(const QList<ProcessIdentity> &processes);
/// A port on `address` that nobody listens on now, the first free one after `from`; 0 when there is none.
[[nodiscard]] quint16 freePortAfter(const QHostAddress &address, quint16 from);
