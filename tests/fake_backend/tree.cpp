// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/fake_backend/life.h"
#include "tests/fake_backend/options.h"

#include <cstdlib>
#include <cstring>
#include <sstream>

#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

[[noreturn]] void sleepForever()
{
    for (;;)
        pause();
}

static void setTerm(bool ignore)
{
    signal(SIGTERM, ignore ? SIG_IGN : SIG_DFL);
}

/// One of two processes that bring each other back: each sees the other's end as end of file on a pipe.
[[noreturn]] static void respawn(int ownWrite, int ownRead, int peerRead)
{
    for (;;) {
        char byte = 0;
        while (peerRead >= 0 && read(peerRead, &byte, 1) < 0) {
        }
        sleepSeconds(0.01);
        if (peerRead >= 0)
            close(peerRead);
        int ends[2];
        if (pipe(ends) != 0)
            _exit(1);
        const pid_t child = fork();
        if (child == 0) {
            close(ownWrite);
            setsid();
            respawn(ends[1], ends[0], ownRead);
        }
        close(ends[1]);
        peerRead = ends[0];
    }
}

static void makeGrandchild(const std::string &kind, const Options &options, const std::string &self)
{
    const bool ignoreTerm = options.has("ignore-term") || options.has("grandchild-ignore-term");
    const pid_t child = fork();
    if (child != 0) {
        if (kind == "doublefork")
            waitpid(child, nullptr, 0);
        return;
    }
    setTerm(ignoreTerm);
    if (kind == "setsid") {
        setsid();
        sleepForever();
    }
    if (kind == "doublefork") {
        setsid();
        if (fork() != 0)
            _exit(0);
        sleepForever();
    }
    if (kind == "envwipe" || kind == "unmarked") {
        setsid();
        const rlimit none_at_all = {};
        if (kind == "unmarked" && setrlimit(RLIMIT_LOCKS, &none_at_all) != 0)
            _exit(1);
        const std::string tag = "--tag=" + options.text("tag");
        const char *arguments[] = {"fake_backend", "--sleep-forever", ignoreTerm ? "--ignore-term" : tag.c_str(),
                                   tag.c_str(), nullptr};
        char *none[] = {nullptr};
        execve(self.c_str(), const_cast<char **>(arguments), none);
        _exit(127);
    }
    if (kind == "respawn") {
        setsid();
        signal(SIGCHLD, SIG_IGN);
        int ends[2];
        if (pipe(ends) != 0)
            _exit(1);
        respawn(ends[1], ends[0], -1);
    }
    if (kind == "storm") {
        // Always as many, never the same: each lives for a moment and leaves a child in a session of its own.
        for (int i = 1; i < 6 && fork() != 0; ++i) {
        }
        const double life = options.number("storm-ms", 200) / 1000;
        // Not for ever, whatever becomes of the test.
        for (double age = 0; age < 60; age += life) {
            setsid();
            sleepSeconds(life);
            if (fork() != 0)
                _exit(0);
        }
        _exit(0);
    }
    if (kind == "zombie") {
        if (fork() == 0)
            _exit(0);
        sleepForever();
    }
    _exit(2);
}

void growTree(const Options &options, const std::string &self)
{
    for (int i = 0; i < options.integer("children"); ++i) {
        if (fork() == 0) {
            setTerm(options.has("ignore-term"));
            sleepForever();
        }
    }
    std::istringstream kinds(options.text("grandchild"));
    for (std::string kind; std::getline(kinds, kind, ',');)
        makeGrandchild(kind, options, self);
    if (options.has("hold-stdout") && fork() == 0) {
        setsid();
        sleepForever();
    }
}

void dieBySignal(const std::string &nameOrNumber)
{
    static const struct
    {
        const char *name;
        int number;
    } names[] = {{"SEGV", SIGSEGV}, {"ABRT", SIGABRT}, {"KILL", SIGKILL}, {"TERM", SIGTERM}, {"INT", SIGINT},
                 {"HUP", SIGHUP},   {"BUS", SIGBUS},   {"ILL", SIGILL},   {"FPE", SIGFPE},   {"PIPE", SIGPIPE}};
    int number = std::atoi(nameOrNumber.c_str());
    for (const auto &entry : names) {
        if (nameOrNumber == entry.name || nameOrNumber == std::string("SIG") + entry.name)
            number = entry.number;
    }
    const rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    signal(number, SIG_DFL);
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_UNBLOCK, &all, nullptr);
    kill(getpid(), number);
    sleepForever();
}
