// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/protocol/json_rpc.h"

#include <QByteArray>
#include <QList>

/// Only the skills can answer something of it.
[[nodiscard]] bool needsSkills(const RpcInput &input);

/// Keeps back, in their order, the messages that only the skills can answer.
class HeldRequests
{
public:
    /// True: it is kept. A cancellation is not, but what it cancels is dropped (2025-11-25,
    /// basic/utilities/cancellation).
    [[nodiscard]] bool keep(const QByteArray &body);
    /// There is one.
    [[nodiscard]] QByteArray takeFirst();
    [[nodiscard]] bool isEmpty() const { return m_held.isEmpty(); }
    [[nodiscard]] qsizetype bytes() const { return m_bytes; }

private:
    struct Held
    {
        QByteArray body;
        QByteArray id; // as written; empty: a batch
    };
    QList<Held> m_held;
    qsizetype m_bytes = 0; // of all bodies
};
