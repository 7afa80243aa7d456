// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/farewell.h"

// A session gives five seconds between SIGTERM and SIGKILL, and GuardedProcess takes two of them in its destructor for
// a process that nothing can end.
static constexpr int SessionGraceMs = 2500;
static constexpr int SessionLimitMs = 2900;
static constexpr int KillAllowanceMs = 3000;

Farewell::Farewell(Supervisor &supervisor, QObject *parent)
    : QObject(parent)
    , m_ending(supervisor)
{
    connect(&m_signals, &UnixSignals::endRequested, this, &Farewell::onSignal);
    connect(&m_ending, &Ending::finished, this, &Farewell::finished);
}

void Farewell::quit(int graceSeconds)
{
    const int graceMs = graceSeconds * 1000;
    begin(graceMs, graceMs + KillAllowanceMs);
}

void Farewell::endWithSession()
{
    begin(SessionGraceMs, SessionLimitMs);
}

void Farewell::onSignal()
{
    if (isUnderWay() && m_isSignalled)
        return m_ending.hurry();
    m_isSignalled = true;
    endWithSession();
}

void Farewell::begin(int graceMs, int limitMs)
{
    if (!isUnderWay())
        emit begun();
    m_ending.begin(graceMs, limitMs);
}
