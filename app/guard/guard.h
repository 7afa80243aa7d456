// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "app/guard/event_channel.h"
#include "app/guard/process_tree.h"

#include <string>
#include <utility>
#include <vector>

/// What the guard was told on its command line.
struct GuardOptions
{
    int events = -1; // descriptor
    int graceMs = 5000;
    std::string workingDirectory;
    std::vector<std::string> command;
};

/// Runs one program and ends its whole process tree, at the latest when the tray is gone.
///
/// Verbs, on standard input: go, stop MS, kill, grace MS. Its end of file is the tray's death.
/// Events: started PID TICKS; failed WHAT ERRNO [INTERPRETER]; tree PID:TICKS ...; exited CODE or signaled N;
/// stopping MS; stuck PID:STATE:NAME ...; empty FORCED.
class Guard
{
public:
    explicit Guard(GuardOptions options);

    /// Until the tree is empty. The status to exit with: the program's own, 128 + N for signal N, 126 or 127.
    int run();

private:
    enum class Phase { Waiting, Running, Terminating, Killing, Done };

    void prepare();
    void readLifeline();
    void obey(const std::string &verb);
    void readSignals();
    void launch();
    [[noreturn]] void becomeProgram(int report, pid_t guard);
    void readReport();
    void reap();
    void leaderEnded(int status);
    void beginStop(int graceMs);
    void terminateAll();
    void killRound();
    void tellTree();
    void tellStuck();
    [[nodiscard]] int waitMs() const;
    void finish();

    GuardOptions m_options;
    EventChannel m_events;
    Phase m_phase = Phase::Waiting;
    bool m_lifelineOpen = true;
    std::string m_lifelineText;
    int m_signals = -1;
    int m_report = -1; // tells why exec failed; end of file: it did not
    pid_t m_leader = 0;
    bool m_leaderEnded = false;
    int m_exitStatus = 0;
    bool m_startFailed = false;
    long long m_killAt = 0;
    long long m_killingSince = 0;
    long long m_stuckToldAt = 0;
    long long m_treeDue = 0;
    int m_treeEveryMs = 2000;
    std::string m_treeTold;
    std::vector<std::pair<pid_t, unsigned long long>> m_forced;
};
