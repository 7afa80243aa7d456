// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT

// T20: ends a process, gives its number to another one, and signals the one that is gone. To be run as the first
// process of a PID namespace of its own, where the next number can be chosen. Exit status 0: the other one lives; 1: it
// was hit; 77: numbers cannot be chosen here.

#include "core/process/proc_linux.h"

#include <cerrno>
#include <csignal>
#include <cstdio>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

static constexpr int Skipped = 77;

static pid_t sleeper()
{
    const pid_t pid = fork();
    if (pid == 0) {
        for (;;)
            pause();
    }
    return pid;
}

static bool chooseNext(pid_t pid)
{
    const int file = open("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC);
    const bool done = file >= 0 && dprintf(file, "%d", static_cast<int>(pid) - 1) > 0;
    if (file >= 0)
        close(file);
    return done;
}

int main()
{
    const pid_t first = sleeper();
    const std::optional<ProcStat> known = readProcStat(first);
    if (!known)
        return Skipped;
    usleep(50'000); // the start time has a resolution of 10 ms
    kill(first, SIGKILL);
    waitpid(first, nullptr, 0);
    if (!chooseNext(first))
        return Skipped;
    const pid_t second = sleeper();
    if (second != first)
        return Skipped;
    usleep(20'000);
    const int refused = signalProcess(first, known->startTicks, SIGKILL);
    usleep(50'000);
    const bool lives = waitpid(second, nullptr, WNOHANG) == 0;
    kill(second, SIGKILL);
    waitpid(second, nullptr, 0);
    std::printf("pid %d again; signalled: %d, lives: %d\n", static_cast<int>(second), refused, lives ? 1 : 0);
    return refused == ESRCH && lives ? 0 : 1;
}
