// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/port/port_wait.h"

#include <QHostAddress>
#include <QPointer>

#include <csignal>

// One lost answer is no reason to look who is there.
static constexpr int BadAnswersBeforeALook = 2;

static std::optional<PortListener> listenerFor(const Settings &settings)
{
    const std::optional<QHostAddress> address = hostAddress(settings.host);
    return address ? conflictingListener(*address, quint16(settings.port)) : std::nullopt;
}

PortWait::PortWait(const Settings &settings, const SupervisorOptions &options, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_options(options)
    , m_listener(listenerFor(settings))
    , m_lookedAtMs(monotonicMs())
{
    connect(&m_health, &HealthWatch::answered, this, &PortWait::onAnswered);
    connect(&m_health, &HealthWatch::failed, this, &PortWait::onFailed);
    connect(&m_lookTimer, &QTimer::timeout, this, &PortWait::look);
    m_lookTimer.start(m_options.portLookMs);
    ask();
}

/// A connection to it would start a service that nobody asked for (systemd.socket(5)).
static bool isActivator(const std::optional<PortListener> &listener)
{
    return listener && listener->process &&
           (listener->process->identity.pid == 1 || listener->process->program == QLatin1String("systemd"));
}

void PortWait::ask()
{
    m_asks = m_isWatching || !isActivator(m_listener);
    if (!m_asks)
        return m_health.end();
    HealthPace pace = HealthPace::of(m_options);
    if (!m_isWatching) // an answer is only an offer
        pace.unheardMs = pace.loadingMs = pace.readyMs = m_options.portLookMs;
    m_readyAt = {};
    m_health.begin(m_settings.host, m_settings.port, pace);
}

HealthFacts PortWait::health() const
{
    HealthFacts facts;
    if (m_health.wasHeard())
        facts.report = m_health.report();
    facts.error = m_health.error();
    facts.readyAt = m_readyAt;
    facts.sinceGoodMs = m_health.sinceGoodMs();
    return facts;
}

void PortWait::watch()
{
    m_isWatching = true;
    m_lookTimer.stop(); // while it answers there is no need
    m_listener = listenerFor(m_settings);
    ask();
}

void PortWait::stopWatching()
{
    m_isWatching = false;
    m_listener = listenerFor(m_settings);
    m_lookTimer.start();
    ask();
}

QString PortWait::askOwnerToQuit() const
{
    const QString port = QString::number(m_settings.port);
    if (!m_listener || !m_listener->process)
        return tr("Nobody is known to use port %1.").arg(port);
    const ProcessDescription &owner = *m_listener->process;
    const QString pid = QString::number(owner.identity.pid);
    if (!owner.ownUser)
        return tr("%1 (process %2) belongs to another user.").arg(owner.program, pid);
    const std::optional<PortListener> now = conflictingListener(m_listener->address, m_listener->port);
    if (!now || !now->process || now->process->identity != owner.identity)
        return tr("%1 (process %2) no longer uses port %3.").arg(owner.program, pid, port);
    return sendSignal(owner.identity, SIGTERM);
}

void PortWait::look()
{
    m_lookedAtMs = monotonicMs();
    m_listener = listenerFor(m_settings);
    // One that /proc does not show may still be there, in another namespace.
    if (!m_listener && !invisiblePortFault(m_settings.host, m_settings.port)) {
        emit becameFree();
        return;
    }
    if (!m_asks)
        ask();
    emit changed();
}

void PortWait::onAnswered(bool isNews)
{
    if (!m_isWatching) {
        emit changed();
        return;
    }
    if (!m_readyAt.isValid() && m_health.life() == HealthWatch::Life::Complete)
        m_readyAt = QDateTime::currentDateTimeUtc();
    // What is watched may be restarted by its owner between two questions.
    const bool isKnown = m_listener && m_listener->process && isAlive(m_listener->process->identity);
    if (!isKnown && monotonicMs() - m_lookedAtMs >= m_options.portLookMs) {
        m_lookedAtMs = monotonicMs();
        m_listener = listenerFor(m_settings);
    }
    emit answered(isNews);
}

void PortWait::onFailed()
{
    if (!m_isWatching) {
        emit changed();
        return;
    }
    const QPointer<PortWait> self(this);
    if (m_health.badAnswers() >= BadAnswersBeforeALook && monotonicMs() - m_lookedAtMs >= m_options.portLookMs)
        look();
    if (!self || !m_isWatching)
        return; // whoever heard of it is done with us
    if (!m_health.wasHeard() && m_health.isSilent())
        emit neverHeard();
    else if (m_health.life() == HealthWatch::Life::Silent)
        emit silent();
    else
        emit changed();
}
