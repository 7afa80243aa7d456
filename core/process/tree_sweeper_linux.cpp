// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/process/proc_linux.h"
#include "core/process/tree_sweeper.h"

#include <algorithm>
#include <csignal>

#include <unistd.h>

static constexpr int s_lookEveryMs = 100;
static constexpr int s_killEveryMs = 40;

TreeSweeper::TreeSweeper(QByteArray assignment, QList<ProcessIdentity> also, QObject *parent)
    : QObject(parent)
    , m_assignment(std::move(assignment))
    , m_known(std::move(also))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &TreeSweeper::step);
}

TreeSweeper::~TreeSweeper() = default;

void TreeSweeper::sweep(int graceMs)
{
    if (!m_elapsed.isValid()) {
        m_elapsed.start();
        m_graceMs = graceMs;
    } else {
        m_graceMs = std::min<qint64>(m_graceMs, m_elapsed.elapsed() + graceMs);
    }
    m_timer.start(0);
}

QList<ProcessIdentity> TreeSweeper::look()
{
    QList<ProcessIdentity> alive;
    for (const ProcessIdentity &process : m_known) {
        if (isAlive(process))
            alive.append(process);
    }
    const auto add = [&](const ProcessIdentity &process) {
        if (!alive.contains(process) && process.pid != getpid())
            alive.append(process);
    };
    for (const ProcessIdentity &process : processesWithEnvironment(m_assignment))
        add(process);

    // Children of the tree that wiped their environment. One pass finds a generation; the list grows while we walk.
    QList<std::pair<qint64, ProcessIdentity>> others;
    for (const qint64 pid : alive.isEmpty() ? QList<qint64>() : ownProcesses()) {
        const std::optional<ProcStat> stat = readProcStat(pid);
        if (stat && stat->lives)
            others.emplace_back(stat->parent, ProcessIdentity{pid, stat->startTicks});
    }
    for (qsizetype i = 0; i < alive.size(); ++i) {
        const ProcessIdentity parent = alive.at(i);
        for (const auto &[parentPid, process] : others) {
            if (parentPid == parent.pid && isAlive(parent))
                add(process);
        }
    }
    for (const ProcessIdentity &process : alive) {
        if (!m_known.contains(process))
            m_known.append(process);
    }
    return alive;
}

void TreeSweeper::step()
{
    const QList<ProcessIdentity> alive = look();
    if (alive.isEmpty()) {
        emit finished(int(m_told.size()), int(m_forced.size()));
        return;
    }
    if (m_elapsed.elapsed() < m_graceMs) {
        for (const ProcessIdentity &process : alive) {
            if (m_told.contains(process))
                continue;
            m_told.append(process);
            // Failures are seen at the next look.
            (void)sendSignal(process, SIGTERM);
            (void)sendSignal(process, SIGCONT);
        }
        m_timer.start(int(std::min<qint64>(s_lookEveryMs, std::max<qint64>(1, m_graceMs - m_elapsed.elapsed()))));
        return;
    }
    for (const ProcessIdentity &process : alive)
        (void)sendSignal(process, SIGSTOP); // what stands still cannot fork away
    for (const ProcessIdentity &process : look()) {
        if (!sendSignal(process, SIGKILL).isEmpty() || m_forced.contains(process))
            continue;
        m_forced.append(process);
        if (!m_told.contains(process))
            m_told.append(process);
    }
    m_timer.start(s_killEveryMs);
}
