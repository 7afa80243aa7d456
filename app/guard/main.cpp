// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/guard/guard.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>

static bool readIdentity(const char *text, TreeProcess &process)
{
    char *end = nullptr;
    process.pid = static_cast<pid_t>(std::strtol(text, &end, 10));
    if (end == text || *end != ':')
        return false;
    process.startTicks = std::strtoull(end + 1, &end, 10);
    return *end == '\0' && process.pid > 1;
}

/// --events N --grace MS [--cwd DIR] -- PROGRAM ARGUMENT...
/// --events N --grace MS [--mark NAME=VALUE]... [--process PID:TICKS]... --
static bool readOptions(int argc, char **argv, GuardOptions &options)
{
    int i = 1;
    for (; i + 1 < argc && std::strcmp(argv[i], "--") != 0; i += 2) {
        TreeProcess process;
        if (std::strcmp(argv[i], "--events") == 0)
            options.events = std::atoi(argv[i + 1]);
        else if (std::strcmp(argv[i], "--grace") == 0)
            options.graceMs = std::atoi(argv[i + 1]);
        else if (std::strcmp(argv[i], "--cwd") == 0)
            options.workingDirectory = argv[i + 1];
        else if (std::strcmp(argv[i], "--mark") == 0)
            options.marks.emplace_back(argv[i + 1]);
        else if (std::strcmp(argv[i], "--process") == 0 && readIdentity(argv[i + 1], process))
            options.recorded.push_back(process);
        else
            return false;
    }
    if (i >= argc || std::strcmp(argv[i], "--") != 0)
        return false;
    options.command.assign(argv + i + 1, argv + argc);
    const bool adopts = !options.marks.empty() || !options.recorded.empty();
    return options.command.empty() == adopts && options.graceMs >= 0 && options.events > 2 &&
           fcntl(options.events, F_GETFD) >= 0;
}

int main(int argc, char **argv)
{
    GuardOptions options;
    if (!readOptions(argc, argv, options)) {
        std::fputs("skills-tray-guard is started by skills-tray, not by hand.\n", stderr);
        return 2;
    }
    return Guard(options).run();
}
