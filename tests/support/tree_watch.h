// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

/// Sees every live process that carries one test's mark in its environment or command line.
///
/// Zombies do not count: the first process of a container may not reap. The test's own process does not count either.
class TreeWatch
{
public:
    /// A fresh mark, or one of your own (the marker given to backendEnvironment(), say).
    TreeWatch();
    explicit TreeWatch(const QString &mark)
        : m_mark(mark)
    {
    }
    /// Kills what is left, so that a failed test leaves nothing behind.
    ~TreeWatch();
    Q_DISABLE_COPY_MOVE(TreeWatch)

    [[nodiscard]] QString mark() const { return m_mark; }
    /// fake_backend's --tag=MARK: it also marks those that wipe their environment.
    [[nodiscard]] QString tag() const { return QStringLiteral("--tag=") + m_mark; }
    [[nodiscard]] QList<qint64> pids() const;
    [[nodiscard]] int count() const { return int(pids().size()); }
    [[nodiscard]] bool noneAlive() const { return pids().isEmpty(); }
    /// One line for each, for the message of a failure.
    [[nodiscard]] QByteArray describe() const;

private:
    QString m_mark;
};

/// Whether this system leaves us the limit that a tree is marked by (core/process/run_mark.h).
[[nodiscard]] bool canMarkByLimit();
/// False for a zombie.
[[nodiscard]] bool isLiveProcess(qint64 pid);
/// State letter of /proc/PID/stat, 0 when there is no such process.
[[nodiscard]] char processState(qint64 pid);
/// Zombies among our own children.
[[nodiscard]] int zombieChildren();
