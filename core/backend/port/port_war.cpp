// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/port/port_war.h"

#include <utility>

bool PortWar::wasTaken(qint64 nowMs)
{
    if (!std::exchange(m_killed, false))
        return false;
    if (!m_firstMs || nowMs - *m_firstMs > m_windowMs) {
        m_firstMs = nowMs;
        m_taken = 0;
    }
    return ++m_taken >= Limit;
}

void PortWar::forgive()
{
    m_killed = false;
    m_firstMs.reset();
    m_taken = 0;
}
