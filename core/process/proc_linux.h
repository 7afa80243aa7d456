// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>

#include <optional>

/// What /proc/PID/stat says of a process.
struct ProcStat
{
    qint64 parent = 0;
    quint64 startTicks = 0;
    char state = '?';
    bool lives = false; // not a zombie
};

[[nodiscard]] std::optional<ProcStat> readProcStat(qint64 pid);
/// The whole file; empty when it cannot be read.
[[nodiscard]] QByteArray readProcFile(const QByteArray &path);
/// Every process number there is.
[[nodiscard]] QList<qint64> allProcesses();
/// Those of our own user, this process left out.
[[nodiscard]] QList<qint64> ownProcesses();
