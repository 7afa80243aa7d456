// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/wishes.h"

#include "app/tray/farewell.h"
#include "core/backend/supervisor.h"

Wishes::Wishes(Supervisor &supervisor, const Farewell &farewell, QObject *parent)
    : QObject(parent)
    , m_supervisor(supervisor)
    , m_farewell(farewell)
{
}

void Wishes::start()
{
    if (!m_farewell.isUnderWay())
        m_supervisor.start();
}

void Wishes::restart()
{
    if (!m_farewell.isUnderWay())
        m_supervisor.restart();
}

void Wishes::stop()
{
    // Our end has stopped it already, with the grace that is left.
    if (!m_farewell.isUnderWay())
        m_supervisor.stop();
}

void Wishes::forceStop()
{
    m_supervisor.forceStop();
}

void Wishes::watch()
{
    if (!m_farewell.isUnderWay())
        m_supervisor.watch();
}

void Wishes::stopWatching()
{
    if (!m_farewell.isUnderWay())
        m_supervisor.stopWatching();
}

void Wishes::allowDownload()
{
    m_supervisor.allowDownload();
}

QString Wishes::askPortOwnerToQuit()
{
    return m_farewell.isUnderWay() ? QString() : m_supervisor.askPortOwnerToQuit();
}
