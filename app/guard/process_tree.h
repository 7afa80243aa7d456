// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

/// One process of the tree; pid and start time together name it for good.
struct TreeProcess
{
    pid_t pid = 0;
    unsigned long long startTicks = 0;
    char state = '?';
};

[[nodiscard]] bool isSame(const TreeProcess &one, const TreeProcess &other);
[[nodiscard]] bool contains(const std::vector<TreeProcess> &processes, const TreeProcess &process);

/// All live descendants of the calling process, zombies left out. A process that forks meanwhile may be missed:
/// look again.
[[nodiscard]] std::vector<TreeProcess> descendants();
/// Start time of a process, 0 when there is none.
[[nodiscard]] unsigned long long startTicksOf(pid_t pid);
/// Name for people, at most 15 characters, without odd ones.
[[nodiscard]] std::string nameOf(pid_t pid);

/// A tree whose guard has died: whoever carries its mark, whoever was on record, and whom these have started.
class AdoptedTree
{
public:
    /// `marks`: VARIABLE=MARKER, as run_mark.h has it.
    AdoptedTree(std::vector<std::string> marks, std::vector<TreeProcess> recorded);

    /// Those that live now. Who was seen once belongs to it for good; we and whoever started us never do.
    [[nodiscard]] std::vector<TreeProcess> look();

private:
    [[nodiscard]] bool isMarked(pid_t pid) const;

    std::vector<std::string> m_marks;
    std::vector<TreeProcess> m_known;
    pid_t m_parent;
};
