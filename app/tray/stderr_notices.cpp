// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/stderr_notices.h"

#include "app/tray/output.h"
#include "core/backend/supervisor.h"

StderrNotices::StderrNotices(const Supervisor &supervisor, QObject *parent)
    : QObject(parent)
    , m_state(supervisor.status().state)
    , m_stalled(supervisor.status().stalled)
{
    connect(&supervisor, &Supervisor::statusChanged, this, &StderrNotices::onStatus);
}

void StderrNotices::tell(const QString &sentence)
{
    printNotice(sentence);
}

void StderrNotices::onStatus(const Status &status)
{
    const bool failed = status.state == State::Failed && m_state != State::Failed;
    const bool stalled = status.stalled && !m_stalled;
    m_state = status.state;
    m_stalled = status.stalled;
    if (failed)
        tell(status.failure ? status.failure->text : status.message);
    else if (stalled)
        tell(status.warning.value_or(status.message));
}
