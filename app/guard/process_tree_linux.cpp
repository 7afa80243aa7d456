// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/guard/process_tree.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <set>

#include <csignal>
#include <dirent.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

struct Stat
{
    char state = 0; // 0: no such process
    pid_t parent = 0;
    long threads = 0;
    unsigned long long startTicks = 0;
};

static std::string readSmallFile(const std::string &path)
{
    const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return {};
    std::string text;
    char bytes[4096];
    ssize_t got = 0;
    while ((got = read(fd, bytes, sizeof bytes)) > 0)
        text.append(bytes, static_cast<size_t>(got));
    close(fd);
    return text;
}

static Stat statOf(pid_t pid)
{
    const std::string text = readSmallFile("/proc/" + std::to_string(pid) + "/stat");
    // The name in parentheses may hold anything, also ')'.
    const size_t end = text.rfind(')');
    Stat stat;
    if (end == std::string::npos || end + 2 >= text.size())
        return stat;
    const int fields = std::sscanf(text.c_str() + end + 2,
                                   "%c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %ld %*d %llu",
                                   &stat.state, &stat.parent, &stat.threads, &stat.startTicks);
    return fields == 4 ? stat : Stat{};
}

/// A first thread that has ended looks like a zombie while the others live on.
static bool lives(const Stat &stat)
{
    return stat.state && ((stat.state != 'Z' && stat.state != 'X') || stat.threads > 1);
}

static void addNumbers(const std::string &text, std::vector<pid_t> &pids)
{
    const char *at = text.c_str();
    char *end = nullptr;
    for (long pid = std::strtol(at, &end, 10); end != at; pid = std::strtol(at, &end, 10)) {
        pids.push_back(static_cast<pid_t>(pid));
        at = end;
    }
}

static std::vector<pid_t> numbersIn(const std::string &directory)
{
    std::vector<pid_t> numbers;
    DIR *entries = opendir(directory.c_str());
    if (!entries)
        return numbers;
    while (const dirent *entry = readdir(entries)) {
        if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
            numbers.push_back(static_cast<pid_t>(std::atol(entry->d_name)));
    }
    closedir(entries);
    return numbers;
}

static bool kernelListsChildren()
{
    static const bool known = access(("/proc/self/task/" + std::to_string(getpid()) + "/children").c_str(), R_OK) == 0;
    return known;
}

static std::vector<pid_t> childrenOf(pid_t pid)
{
    std::vector<pid_t> children;
    const std::string tasks = "/proc/" + std::to_string(pid) + "/task";
    if (kernelListsChildren()) {
        for (const pid_t thread : numbersIn(tasks))
            addNumbers(readSmallFile(tasks + "/" + std::to_string(thread) + "/children"), children);
        return children;
    }
    // A kernel without CONFIG_PROC_CHILDREN.
    for (const pid_t other : numbersIn("/proc")) {
        if (statOf(other).parent == pid)
            children.push_back(other);
    }
    return children;
}

std::vector<TreeProcess> descendants()
{
    std::vector<TreeProcess> found;
    std::vector<pid_t> toLookAt = {getpid()};
    std::set<pid_t> seen = {getpid()};
    while (!toLookAt.empty()) {
        const pid_t parent = toLookAt.back();
        toLookAt.pop_back();
        for (const pid_t pid : childrenOf(parent)) {
            if (!seen.insert(pid).second)
                continue;
            toLookAt.push_back(pid);
            const Stat stat = statOf(pid);
            if (lives(stat))
                found.push_back({pid, stat.startTicks, stat.state});
        }
    }
    return found;
}

unsigned long long startTicksOf(pid_t pid)
{
    return statOf(pid).startTicks;
}

std::string nameOf(pid_t pid)
{
    std::string name = readSmallFile("/proc/" + std::to_string(pid) + "/comm").substr(0, 15);
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

void signalProcess(const TreeProcess &process, int signal)
{
    const int handle = static_cast<int>(syscall(SYS_pidfd_open, process.pid, 0));
    if (handle < 0 && errno != ENOSYS)
        return;
    // The handle is fixed to one process; whether to the right one is seen now.
    if (startTicksOf(process.pid) == process.startTicks) {
        if (handle >= 0)
            syscall(SYS_pidfd_send_signal, handle, signal, nullptr, 0);
        else
            kill(process.pid, signal);
    }
    if (handle >= 0)
        close(handle);
}
