// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/process/proc_linux.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static std::string directoryOf(pid_t pid)
{
    return "/proc/" + std::to_string(pid);
}

std::string readProcFile(const std::string &path)
{
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return {};
    std::string text;
    char bytes[8192];
    ssize_t got = 0;
    while ((got = ::read(fd, bytes, sizeof bytes)) > 0)
        text.append(bytes, static_cast<size_t>(got));
    ::close(fd);
    return text;
}

std::optional<ProcStat> readProcStat(pid_t pid)
{
    const std::string text = readProcFile(directoryOf(pid) + "/stat");
    // The name in parentheses may hold anything, also ')'; what follows begins with field 3.
    const size_t end = text.rfind(')');
    if (end == std::string::npos || end + 2 >= text.size())
        return {};
    ProcStat stat;
    long threads = 0;
    unsigned long long userTicks = 0;
    unsigned long long systemTicks = 0;
    const int fields = std::sscanf(text.c_str() + end + 2,
                                   "%c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu %*d %*d %*d %*d %ld %*d %llu",
                                   &stat.state, &stat.parent, &userTicks, &systemTicks, &threads, &stat.startTicks);
    if (fields != 6)
        return {};
    stat.cpuTicks = userTicks + systemTicks;
    // A first thread that has ended looks like a zombie while the others live on.
    const bool ended = stat.state == 'Z' || stat.state == 'X';
    stat.lives = !ended || threads > 1;
    return stat;
}

static std::vector<pid_t> numbersIn(const std::string &directory)
{
    std::vector<pid_t> numbers;
    DIR *entries = ::opendir(directory.c_str());
    if (!entries)
        return numbers;
    while (const dirent *entry = ::readdir(entries)) {
        if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
            numbers.push_back(static_cast<pid_t>(std::atol(entry->d_name)));
    }
    ::closedir(entries);
    return numbers;
}

std::vector<pid_t> allProcesses()
{
    return numbersIn("/proc");
}

std::vector<pid_t> ownProcesses()
{
    std::vector<pid_t> pids;
    for (const pid_t pid : allProcesses()) {
        struct stat info = {};
        if (pid != ::getpid() && ::stat(directoryOf(pid).c_str(), &info) == 0 && info.st_uid == ::geteuid())
            pids.push_back(pid);
    }
    return pids;
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

static bool kernelListsChildren()
{
    static const bool known =
        ::access(("/proc/self/task/" + std::to_string(::getpid()) + "/children").c_str(), R_OK) == 0;
    return known;
}

std::vector<pid_t> childrenOf(pid_t pid)
{
    std::vector<pid_t> children;
    const std::string tasks = directoryOf(pid) + "/task";
    if (kernelListsChildren()) {
        for (const pid_t thread : numbersIn(tasks))
            addNumbers(readProcFile(tasks + "/" + std::to_string(thread) + "/children"), children);
        return children;
    }
    // A kernel without CONFIG_PROC_CHILDREN.
    for (const pid_t other : allProcesses()) {
        const std::optional<ProcStat> stat = readProcStat(other);
        if (stat && stat->parent == pid)
            children.push_back(other);
    }
    return children;
}

std::optional<std::string> environmentOf(pid_t pid, const std::string &name)
{
    const std::string environment = readProcFile(directoryOf(pid) + "/environ");
    const std::string wanted = name + '=';
    for (size_t at = 0; at < environment.size();) {
        const size_t end = std::min(environment.find('\0', at), environment.size());
        if (environment.compare(at, wanted.size(), wanted) == 0)
            return environment.substr(at + wanted.size(), end - at - wanted.size());
        at = end + 1;
    }
    return {};
}

int signalProcess(pid_t pid, unsigned long long startTicks, int signal)
{
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
    if (handle < 0 && errno != ENOSYS)
        return errno;
    // From here on the handle means one process for good; now it is seen whether it is the right one.
    const std::optional<ProcStat> stat = readProcStat(pid);
    int error = 0;
    if (!stat || !stat->lives || stat->startTicks != startTicks)
        error = ESRCH;
    else if ((handle >= 0 ? static_cast<int>(::syscall(SYS_pidfd_send_signal, handle, signal, nullptr, 0))
                          : ::kill(pid, signal)) != 0)
        error = errno;
    if (handle >= 0)
        ::close(handle);
    return error;
}
