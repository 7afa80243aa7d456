// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/process/process_identity.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

/// Ends processes that lost their guard: those with our marker, and those named; never anybody else's.
///
/// SIGTERM and SIGCONT first, after `graceMs` SIGKILL, looking again until none is left. What a process of the tree has
/// started belongs to the tree. Identities are checked right before each signal.
class TreeSweeper : public QObject
{
    Q_OBJECT
public:
    /// `assignment`: "SKILLS_TRAY_INSTANCE=<marker>".
    TreeSweeper(QByteArray assignment, QList<ProcessIdentity> also, QObject *parent = nullptr);
    ~TreeSweeper() override;

    /// Called again it can only shorten the grace.
    void sweep(int graceMs);

signals:
    void finished(int ended, int forced); // once: nothing is left

private:
    void step();
    /// Looks again, adds what is new to m_known and returns what lives.
    [[nodiscard]] QList<ProcessIdentity> look();

    QByteArray m_assignment;
    QList<ProcessIdentity> m_known;
    QList<ProcessIdentity> m_told;
    QList<ProcessIdentity> m_forced;
    QElapsedTimer m_elapsed;
    qint64 m_graceMs = 0;
    QTimer m_timer;
};
