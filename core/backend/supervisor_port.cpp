// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/port_check.h"
#include "core/backend/supervisor.h"

#include <QHostAddress>

#include <csignal>

// One lost answer is no reason to look who is there.
static constexpr int BadPollsBeforeALook = 2;

static std::optional<PortListener> listenerFor(const Settings &settings)
{
    const std::optional<QHostAddress> address = hostAddress(settings.host);
    return address ? conflictingListener(*address, quint16(settings.port)) : std::nullopt;
}

bool Supervisor::isWaitingForPort() const
{
    return m_machine.state == State::Failed && m_status.failure->kind == FailureKind::PortInUse;
}

QString Supervisor::askPortOwnerToQuit()
{
    if (!isWaitingForPort() || !m_portListener || !m_portListener->process)
        return tr("Nobody is known to use port %1.").arg(m_status.port);
    const ProcessDescription &owner = *m_portListener->process;
    if (!owner.ownUser)
        return tr("%1 (process %2) belongs to another user.").arg(owner.program).arg(owner.identity.pid);
    const std::optional<PortListener> now = conflictingListener(m_portListener->address, m_portListener->port);
    if (!now || !now->process || now->process->identity != owner.identity)
        return tr("%1 (process %2) no longer uses port %3.")
            .arg(owner.program)
            .arg(owner.identity.pid)
            .arg(m_status.port);
    const QString fault = sendSignal(owner.identity, SIGTERM);
    if (fault.isEmpty())
        note(tr("Asked %1 (process %2) to quit").arg(owner.program).arg(owner.identity.pid));
    return fault;
}

void Supervisor::lookAtPort()
{
    const std::optional<PortListener> listener = listenerFor(m_settings);
    // One that /proc does not show may still be there, in another namespace.
    if (!listener && !invisiblePortFault(m_settings.host, m_settings.port))
        startOurOwn();
    else if (m_machine.watching)
        m_portListener = listener;
    else
        waitForPort(listener);
}

void Supervisor::startOurOwn()
{
    if (m_machine.watching && m_machine.state == State::Starting)
        stopWatching(); // never heard: from Starting to Starting is no way
    happen(Event::PortFree);
}

void Supervisor::waitForPort(const std::optional<PortListener> &listener)
{
    const PortFault fault = portTaken(m_settings.port, listener);
    m_portListener = listener;
    m_status.failure->text = fault.failure.text;
    m_status.failure->portOwner = fault.failure.portOwner;
    m_status.trouble = fault.trouble;
    offerWatching(m_strangerAnswers);
}

// Whoever holds the port may be a backend: the offer to watch it comes and goes with its answers.
void Supervisor::askStranger()
{
    m_strangerAnswers = false;
    m_lastGoodMs = monotonicMs();
    paceProbe();
    m_probe.begin(m_settings.host, quint16(m_settings.port));
}

void Supervisor::offerWatching(bool answers)
{
    m_strangerAnswers = answers && !m_machine.treeAlive;
    if (m_status.trouble) {
        QList<Remedy> &remedies = m_status.trouble->remedies;
        remedies.removeAll(Remedy::WatchIt);
        if (m_strangerAnswers)
            remedies.append(Remedy::WatchIt);
    }
    refreshTexts();
    publish();
}

void Supervisor::watch()
{
    if (!isWaitingForPort() || !m_strangerAnswers)
        return;
    m_portListener = listenerFor(m_settings);
    note(tr("Watching the backend on port %1, which somebody else started: %2")
             .arg(QString::number(m_settings.port), listenerText(m_portListener)));
    happen(Event::WatchAsked);
}

void Supervisor::stopWatching()
{
    if (!m_machine.watching)
        return;
    note(tr("No longer watching the backend on port %1").arg(m_run.port));
    m_portListener = listenerFor(m_run);
    const PortFault fault = portTaken(m_run.port, m_portListener);
    m_status.failure = fault.failure;
    m_status.trouble = fault.trouble;
    happen(Event::WatchEnded);
}

// What is watched may be restarted by its owner between two polls.
void Supervisor::onWatchedAnswered()
{
    if (!m_portListener || !m_portListener->process || !isAlive(m_portListener->process->identity))
        m_portListener = listenerFor(m_settings);
}

void Supervisor::onWatchedSilent()
{
    if (m_badPolls >= BadPollsBeforeALook)
        lookAtPort();
    // Never heard: it was no backend that could be watched.
    if (m_machine.watching && m_machine.state == State::Starting && hasBeenSilent())
        stopWatching();
}
