// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/launch/short_run.h"

#include <csignal>

#include <sys/prctl.h>
#include <unistd.h>

void ShortRun::prepare(QProcess &process)
{
    const pid_t parent = getpid();
    // Runs in the child, which still shares our memory: system calls only.
    process.setChildProcessModifier([parent] {
        setpgid(0, 0);
        for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGPIPE, SIGXFSZ, SIGCHLD})
            ::signal(signal, SIG_DFL);
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, nullptr);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(127);
    });
}

void ShortRun::killGroup(qint64 leader)
{
    // Called while the leader is not reaped: its number cannot be anybody else's.
    if (leader > 1)
        kill(-pid_t(leader), SIGKILL);
}
