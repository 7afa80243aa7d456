// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/guard/process_tree.h"

#include "core/process/proc_linux.h"
#include "core/process/run_mark.h"

#include <algorithm>
#include <cstring>
#include <set>

#include <unistd.h>

bool isSame(const TreeProcess &one, const TreeProcess &other)
{
    return one.pid == other.pid && one.startTicks == other.startTicks;
}

bool contains(const std::vector<TreeProcess> &processes, const TreeProcess &process)
{
    return std::any_of(processes.begin(), processes.end(),
                       [&](const TreeProcess &other) { return isSame(process, other); });
}

/// `roots` and whoever descends from them; whoever is in `seen` is left out, and is put there otherwise.
static std::vector<TreeProcess> withDescendants(std::vector<pid_t> roots, std::set<pid_t> &seen)
{
    std::vector<TreeProcess> found;
    while (!roots.empty()) {
        const pid_t pid = roots.back();
        roots.pop_back();
        if (!seen.insert(pid).second)
            continue;
        const std::vector<pid_t> children = childrenOf(pid);
        roots.insert(roots.end(), children.begin(), children.end());
        const std::optional<ProcStat> stat = readProcStat(pid);
        if (stat && stat->lives)
            found.push_back({pid, stat->startTicks, stat->state});
    }
    return found;
}

std::vector<TreeProcess> descendants()
{
    std::set<pid_t> seen = {getpid()};
    return withDescendants(childrenOf(getpid()), seen);
}

unsigned long long startTicksOf(pid_t pid)
{
    const std::optional<ProcStat> stat = readProcStat(pid);
    return stat ? stat->startTicks : 0;
}

std::string nameOf(pid_t pid)
{
    std::string name = readProcFile("/proc/" + std::to_string(pid) + "/comm").substr(0, 15);
    while (!name.empty() && name.back() == '\n')
        name.pop_back();
    for (char &c : name) {
        const bool plain =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || std::strchr("._-+", c);
        if (!plain)
            c = '_';
    }
    return name.empty() ? "?" : name;
}

AdoptedTree::AdoptedTree(std::vector<std::string> marks, std::vector<TreeProcess> recorded)
    : m_marks(std::move(marks))
    , m_known(std::move(recorded))
    , m_parent(getppid())
{
}

bool AdoptedTree::isMarked(pid_t pid) const
{
    return std::any_of(m_marks.begin(), m_marks.end(),
                       [pid](const std::string &mark) { return carriesMark(pid, mark); });
}

std::vector<TreeProcess> AdoptedTree::look()
{
    std::vector<pid_t> roots;
    for (const TreeProcess &process : m_known) {
        const std::optional<ProcStat> stat = readProcStat(process.pid);
        if (stat && stat->lives && stat->startTicks == process.startTicks)
            roots.push_back(process.pid);
    }
    for (const pid_t pid : ownProcesses()) {
        if (isMarked(pid))
            roots.push_back(pid);
    }
    std::set<pid_t> seen = {0, 1, getpid(), m_parent};
    const std::vector<TreeProcess> alive = withDescendants(std::move(roots), seen);
    for (const TreeProcess &process : alive) {
        if (!contains(m_known, process))
            m_known.push_back(process);
    }
    return alive;
}
