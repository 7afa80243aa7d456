// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/ending.h"

#include "core/backend/supervisor.h"

static constexpr int HurriedLimitMs = 1000;

Ending::Ending(Supervisor &supervisor, QObject *parent)
    : QObject(parent)
    , m_supervisor(supervisor)
{
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, [this] { finish(m_supervisor.isTreeEmpty()); });
    connect(&supervisor, &Supervisor::statusChanged, this, [this] { look(); });
}

void Ending::begin(int graceMs, int limitMs)
{
    m_underWay = true;
    if (!m_limit.isActive() || m_limit.remainingTime() > limitMs)
        m_limit.start(limitMs);
    m_supervisor.stop(graceMs);
    look();
}

void Ending::hurry()
{
    m_underWay = true;
    m_limit.start(HurriedLimitMs);
    m_supervisor.forceStop();
    look();
}

void Ending::look()
{
    if (m_underWay && m_supervisor.status().state == State::Stopped && m_supervisor.isTreeEmpty())
        finish(true);
}

void Ending::finish(bool treeIsGone)
{
    if (m_finished)
        return;
    m_finished = true;
    m_limit.stop();
    emit finished(treeIsGone);
}
