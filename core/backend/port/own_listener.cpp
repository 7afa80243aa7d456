// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/port/own_listener.h"

#include "core/backend/port/port_check.h"
#include "core/backend/state/status.h"

OwnListener::OwnListener(QString host, int port, QByteArray mark, int lookEveryMs)
    : m_host(std::move(host))
    , m_port(quint16(port))
    , m_mark(std::move(mark))
    , m_lookEveryMs(lookEveryMs)
{
}

bool OwnListener::isOurs(const QList<ProcessIdentity> &tree)
{
    const bool isFresh = m_looks > 0 && monotonicMs() - m_lookedAtMs < m_lookEveryMs;
    if (!m_stranger || !isFresh)
        look(tree);
    return !m_stranger;
}

static bool isWildcard(const QHostAddress &address)
{
    return address == QHostAddress(QHostAddress::AnyIPv4) || address == QHostAddress(QHostAddress::AnyIPv6) ||
           address == QHostAddress(QHostAddress::Any);
}

void OwnListener::look(const QList<ProcessIdentity> &tree)
{
    ++m_looks;
    m_lookedAtMs = monotonicMs();
    m_stranger.reset();
    m_listensOn.reset();
    bool isOpen = false;
    bool isThere = false; // ours, at the very address
    const std::optional<QHostAddress> host = hostAddress(m_host);
    std::optional<QList<ProcessIdentity>> marked;
    for (const PortListener &listener : listenersOn(m_port)) {
        bool isOurs = !listener.process || tree.contains(listener.process->identity);
        if (!isOurs) {
            // The guard tells its tree only now and then; the mark is there from the first moment.
            if (!marked)
                marked = processesCarrying(m_mark);
            isOurs = marked->contains(listener.process->identity);
        }
        const bool isExact = host && isSameAddress(listener.address, *host);
        if (isOurs && isExact)
            isThere = true;
        else if (!isOurs && (isExact || !host || isWildcard(listener.address)))
            m_stranger = listener;
        if (isOurs && !isOpen) {
            isOpen = !listener.address.isLoopback();
            m_listensOn = listener.address.toString();
        }
    }
    // Whoever listens everywhere else has nothing to say here.
    if (isThere)
        m_stranger.reset();
}
