// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

/// Names one process for good: a pid can be reused, a pid with its start time cannot (within one boot).
struct ProcessIdentity
{
    qint64 pid = 0;
    quint64 startTicks = 0; // field 22 of /proc/PID/stat, clock ticks since boot (proc(5)); 10 ms resolution
    bool operator==(const ProcessIdentity &) const = default;
};

/// What people are told about a process.
struct ProcessDescription
{
    ProcessIdentity identity;
    QString program; // file name of the executable, else the command name; empty when unknown
    QString user;    // name, or "uid N"
    quint32 uid = 0;
    bool ownUser = false;
    QDateTime since; // wall-clock start; invalid when unknown
    bool operator==(const ProcessDescription &) const = default;
};

/// The identity of a process that lives now (a zombie does not); none when there is no such process.
[[nodiscard]] std::optional<ProcessIdentity> identityOf(qint64 pid);
[[nodiscard]] bool isAlive(const ProcessIdentity &process);
/// What a process is at.
struct ProcessActivity
{
    bool suspended = false; // by a signal, or by a debugger
    qint64 cpuMs = 0;       // processor time that it has used so far; a resolution of 10 ms
};
/// None: it does not live any more.
[[nodiscard]] std::optional<ProcessActivity> activityOf(const ProcessIdentity &process);
[[nodiscard]] std::optional<ProcessDescription> describeProcess(qint64 pid);
/// Live processes of our own user that carry the mark of a run (run_mark.h; pass "VARIABLE=MARKER").
[[nodiscard]] QList<ProcessIdentity> processesCarrying(const QByteArray &assignment);
/// Whether a process, of any user, lives and carries that mark.
[[nodiscard]] bool carries(const ProcessIdentity &process, const QByteArray &assignment);
/// Sends a signal through a pidfd after the identity was checked on it, so that no stranger is ever hit.
/// Returns an empty string, or why nothing was sent.
[[nodiscard]] QString sendSignal(const ProcessIdentity &process, int signal);
/// Identity of this boot (/proc/sys/kernel/random/boot_id).
[[nodiscard]] QString bootId();
