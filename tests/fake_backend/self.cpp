// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/fake_backend/life.h"
#include "tests/fake_backend/options.h"

#include <cstdio>
#include <cstring>
#include <fstream>

#include <dirent.h>
#include <unistd.h>

extern char **environ;

static std::string asJson(const char *text)
{
    std::string json = "\"";
    for (const char *c = text; *c; ++c) {
        const auto byte = static_cast<unsigned char>(*c);
        char escape[8];
        if (byte < 0x20 || byte == '"' || byte == '\\') {
            std::snprintf(escape, sizeof escape, "\\u%04x", byte);
            json += escape;
        } else {
            json += *c;
        }
    }
    return json + '"';
}

static void printDescriptors()
{
    // Listed before anything of our own is open; the directory's own descriptor is left out.
    DIR *directory = opendir("/proc/self/fd");
    if (!directory)
        return;
    std::string text;
    while (const dirent *entry = readdir(directory)) {
        if (entry->d_name[0] == '.' || std::to_string(dirfd(directory)) == entry->d_name)
            continue;
        char target[4096] = {};
        if (readlinkat(dirfd(directory), entry->d_name, target, sizeof target - 1) > 0)
            text += std::string("fd ") + entry->d_name + " " + target + "\n";
    }
    closedir(directory);
    writeAll(1, text);
}

void tellAboutItself(const Options &options, int argc, char **argv)
{
    if (options.has("print-fds"))
        printDescriptors();
    if (options.has("pid-file"))
        std::ofstream(options.text("pid-file")) << getpid() << '\n';
    if (options.has("print-pid"))
        writeAll(1, "pid " + std::to_string(getpid()) + "\n");
    if (options.has("print-cwd")) {
        char path[4096] = {};
        writeAll(1, std::string("cwd ") + (getcwd(path, sizeof path) ? path : "?") + "\n");
    }
    if (options.has("print-argv-json")) {
        std::string json = "[";
        for (int i = 1; i < argc; ++i)
            json += (i > 1 ? "," : "") + asJson(argv[i]);
        writeAll(1, json + "]\n");
    }
    if (options.has("print-env")) {
        for (char **entry = environ; *entry; ++entry)
            writeAll(1, std::string("env ") + *entry + "\n");
    }
    if (options.has("print-signals")) {
        std::ifstream status("/proc/self/status");
        for (std::string line; std::getline(status, line);) {
            if (line.rfind("SigBlk", 0) == 0 || line.rfind("SigIgn", 0) == 0 || line.rfind("NSsid", 0) == 0)
                writeAll(1, line + "\n");
        }
    }
}
