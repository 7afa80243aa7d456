// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "app/guard/event_channel.h"
#include "app/guard/process_tree.h"
#include "app/guard/program.h"
#include "app/guard/tree_ender.h"

#include <optional>
#include <string>
#include <vector>

/// What the guard was told on its command line.
struct GuardOptions
{
    int events = -1; // descriptor
    int graceMs = 5000;
    std::string workingDirectory;
    std::vector<std::string> command; // the program to run; or, adopting:
    std::vector<std::string> marks;   // NAME=VALUE in the environment of a tree that lost its guard
    std::vector<TreeProcess> recorded;
};

/// Runs one program and ends its whole process tree, at the latest when the tray is gone. Or it adopts what is left of
/// a tree whose guard has died, and ends that at once.
///
/// Verbs, on standard input: go, stop MS, grace MS. Its end of file is the tray's death.
/// Events: started PID TICKS; failed WHAT ERRNO [INTERPRETER]; tree PID:TICKS ...; exited CODE or signaled N;
/// stopping MS, which answers each stop; stuck PID:STATE:NAME ...; empty FORCED ENDED.
class Guard
{
public:
    explicit Guard(const GuardOptions &options);

    /// Until the tree is empty. The status to exit with: the program's own, 128 + N for signal N, 126 or 127.
    int run();

private:
    void prepare();
    [[nodiscard]] bool watchSignals(); // false: errno says why not
    void lookForAdopted();
    void readLifeline();
    void obey(const std::string &verb);
    void readSignals();
    void launch();
    void reap();
    void beginStop(int graceMs);
    void tellTree();
    [[nodiscard]] int waitMs() const;
    void finish();

    EventChannel m_events;
    int m_graceMs;
    Program m_program;
    std::optional<AdoptedTree> m_adopted;
    int m_emptyLooks = 0; // in a row, for the adopted
    TreeEnder m_ender;
    bool m_done = false;
    bool m_lifelineOpen = true;
    std::string m_lifelineText;
    int m_signals = -1;
    long long m_treeDue = 0;
    std::string m_treeTold;
};
