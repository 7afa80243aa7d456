// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/guard/guard.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>

static bool readOptions(int argc, char **argv, GuardOptions &options)
{
    int i = 1;
    for (; i + 1 < argc && std::strcmp(argv[i], "--") != 0; i += 2) {
        if (std::strcmp(argv[i], "--events") == 0)
            options.events = std::atoi(argv[i + 1]);
        else if (std::strcmp(argv[i], "--grace") == 0)
            options.graceMs = std::atoi(argv[i + 1]);
        else if (std::strcmp(argv[i], "--cwd") == 0)
            options.workingDirectory = argv[i + 1];
        else
            return false;
    }
    if (i >= argc || std::strcmp(argv[i], "--") != 0)
        return false;
    options.command.assign(argv + i + 1, argv + argc);
    return !options.command.empty() && options.graceMs >= 0 && options.events > 2 &&
           fcntl(options.events, F_GETFD) >= 0;
}

int main(int argc, char **argv)
{
    GuardOptions options;
    if (!readOptions(argc, argv, options)) {
        std::fputs("skills-tray-guard is started by skills-tray, not by hand.\n", stderr);
        return 2;
    }
    return Guard(std::move(options)).run();
}
