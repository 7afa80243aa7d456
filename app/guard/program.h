// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "app/guard/event_channel.h"

#include <string>
#include <vector>

#include <sys/types.h>

/// The first process of the tree: forked, executed, and how it ended.
class Program
{
public:
    Program(std::vector<std::string> command, std::string workingDirectory, EventChannel &events);

    /// hasFailedToStart() when it could not even be forked, which was told.
    void launch();
    /// It cannot be launched: the system is short of something. Told as a fork that failed.
    void refuse(int error);
    /// To be polled: tells whether it was executed. -1 when that is known.
    [[nodiscard]] int report() const { return m_report; }
    void readReport();
    /// It was reaped with this status, as waitpid() has it.
    void end(int status);

    [[nodiscard]] pid_t pid() const { return m_pid; } // 0 before it was launched
    [[nodiscard]] bool hasEnded() const { return m_hasEnded; }
    [[nodiscard]] bool hasFailedToStart() const { return m_startFailed; }
    /// Its own, 128 + N for signal N, 126 or 127 as `env` has them.
    [[nodiscard]] int exitStatus() const { return m_exitStatus; }

private:
    [[noreturn]] void become(int report, pid_t guard);

    std::vector<std::string> m_command;
    std::string m_workingDirectory;
    EventChannel &m_events;
    pid_t m_pid = 0;
    int m_report = -1; // tells why exec failed; end of file: it did not
    bool m_hasEnded = false;
    bool m_startFailed = false;
    int m_exitStatus = 0;
};

/// Ignored signals and the mask are inherited from whoever started the tray.
void resetSignals();
