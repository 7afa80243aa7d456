// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT

// Stands in for the real backend and for uvx in tests; every option is told by --help (options.cpp).

#include "tests/fake_backend/life.h"
#include "tests/fake_backend/options.h"

#include <algorithm>
#include <cstring>
#include <iostream>
#include <thread>

#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>
#include <poll.h>
#include <unistd.h>

static const auto s_born = std::chrono::steady_clock::now();
static int s_wake[2] = {-1, -1};
static volatile sig_atomic_t s_child = 0;

double secondsAlive()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - s_born).count();
}

void sleepSeconds(double seconds)
{
    if (seconds > 0)
        std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

static void onTerm(int)
{
    const char byte = 't';
    if (write(s_wake[1], &byte, 1) < 0)
        _exit(99);
}

static void passTermOn(int)
{
    if (s_child > 0)
        kill(s_child, SIGTERM);
}

static std::string s_abortWords;

static void onAbort(int)
{
    if (write(2, s_abortWords.data(), s_abortWords.size()) < 0)
        _exit(98);
    signal(SIGABRT, SIG_DFL);
    raise(SIGABRT);
}

[[noreturn]] static void burn()
{
    for (static std::atomic<unsigned> turns = 0;;)
        ++turns;
}

static void load(const Options &options)
{
    const int skills = options.integer("skills", 12);
    const double step = skills > 0 ? options.number("load-seconds") / skills : 0;
    for (int i = 1; i <= skills; ++i) {
        sleepSeconds(step);
        const std::string name = "skill-" + std::to_string(i);
        richLine(options, "INFO", "Loaded skill: " + name + " from /srv/skills/" + name + "/SKILL.md",
                 "skill_loader.py:398");
        if (i % 10 == 0 || i == skills)
            richLine(options, "INFO",
                     "Batch loaded: " + std::to_string((i - 1) % 10 + 1) + " skills (total: " + std::to_string(i) + ")",
                     "http_server.py:231");
    }
    richLine(options, "INFO", "Finished loading " + std::to_string(skills) + " skills in batches",
             "skill_loader.py:1090");
}

static void live(const Options &options)
{
    sleepSeconds(options.number("listen-after"));
    const bool listens =
        !options.has("no-listen") && options.text("health") != "refused" && options.text("health") != "none";
    if (listens) {
        startServer(options);
        std::thread(load, std::cref(options)).detach();
    }
    runLogs(options);
    if (options.has("exit-after-log") || (options.has("replay") && options.has("exit-code")))
        _exit(options.integer("exit-code"));
}

[[noreturn]] static void endLater(const Options &options)
{
    sleepSeconds(options.number("exit-after") - secondsAlive());
    if (options.has("die-signal"))
        dieBySignal(options.text("die-signal"));
    _exit(options.integer("exit-code"));
}

[[noreturn]] static void endOnTerm(const Options &options)
{
    char byte = 0;
    while (read(s_wake[0], &byte, 1) != 1) {
    }
    closeServer(options);
    sleepSeconds(options.number("slow-term") / 1000);
    while (options.has("wait-for-streams") && openStreams > 0)
        sleepSeconds(0.05);
    pollfd again = {s_wake[0], POLLIN, 0};
    if (options.has("one-term") && poll(&again, 1, 0) > 0)
        _exit(96);
    plainLine(options, "INFO:     Finished server process [" + std::to_string(getpid()) + "]");
    if (options.has("term-exit-code"))
        _exit(options.integer("term-exit-code"));
    dieBySignal("TERM"); // as uvicorn does once it has shut down
}

[[noreturn]] static void runBackend(const Options &options, const std::string &self, int argc, char **argv)
{
    if (options.has("sleep-forever")) {
        signal(SIGTERM, options.has("ignore-term") ? SIG_IGN : SIG_DFL);
        sleepForever();
    }
    tellAboutItself(options, argc, argv);
    // Before the others are born: a stop that comes early must not find one that does not ignore it yet.
    if (options.has("ignore-term"))
        signal(SIGTERM, SIG_IGN);
    growTree(options, self);
    if (!options.has("ignore-term")) {
        if (pipe(s_wake) != 0)
            _exit(1);
        signal(SIGTERM, onTerm);
    }
    if (options.has("exit-after") || options.has("die-signal")) {
        // At once means: what it was told to say is said, and nothing else has begun.
        if (options.number("exit-after") <= 0) {
            runLogs(options);
            endLater(options);
        }
        sayWords(options); // a starved thread would say them too late
        std::thread(endLater, std::cref(options)).detach();
    }
    if (options.has("abort-words")) {
        s_abortWords = options.text("abort-words") + "\n";
        const rlimit noCore = {0, 0};
        setrlimit(RLIMIT_CORE, &noCore);
        signal(SIGABRT, onAbort);
    }
    if (options.has("burn"))
        std::thread(burn).detach();
    if (options.has("stop-self"))
        raise(SIGSTOP);
    std::thread(live, std::cref(options)).detach();
    if (options.has("ignore-term"))
        sleepForever();
    endOnTerm(options);
}

/// uvx stays the parent of what it runs, passes SIGTERM on and turns a death by signal N into 128 + N.
[[noreturn]] static void runAsUvx(const Options &options, const std::vector<std::string> &arguments, char **argv)
{
    const auto given = [&](const char *name) {
        return std::find(arguments.begin(), arguments.end(), name) != arguments.end();
    };
    if (options.has("uvx-hang"))
        sleepForever();
    if (given("--version")) {
        std::cout << options.text("uvx-version", "uvx 0.9.21") << std::endl;
        _exit(options.integer("uvx-version-exit"));
    }
    if (given("--offline") && given("--help"))
        _exit(options.integer("uvx-offline-exit"));
    if (options.has("uvx-exit")) {
        runLogs(options);
        _exit(options.integer("uvx-exit"));
    }

    std::vector<char *> forBackend = {argv[0]};
    bool own = true;
    for (size_t i = 0; i < arguments.size(); ++i) {
        if (!own)
            forBackend.push_back(argv[i + 1]);
        own = own && arguments[i].rfind("claude-skills-mcp-backend", 0) != 0;
    }
    forBackend.push_back(nullptr);

    setenv("FAKE_BACKEND_IS_CHILD_OF_UVX", "1", 1);
    signal(SIGTERM, passTermOn);
    s_child = fork();
    if (s_child == 0) {
        signal(SIGTERM, SIG_DFL);
        execv("/proc/self/exe", forBackend.data());
        _exit(127);
    }
    int status = 0;
    while (waitpid(s_child, &status, 0) < 0 && errno == EINTR) {
    }
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

int main(int argc, char **argv)
{
    const std::string self = argc > 0 ? argv[0] : "fake_backend";
    const std::string name = self.substr(self.find_last_of('/') + 1);
    const std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
    const bool isUvx = name == "uvx" && !std::getenv("FAKE_BACKEND_IS_CHILD_OF_UVX");

    static Options options;
    options.read(self, isUvx ? std::vector<std::string>{} : arguments);
    if (isUvx)
        runAsUvx(options, arguments, argv);
    if (options.has("help")) {
        std::cout << helpText;
        return 0;
    }
    if (options.has("version")) {
        std::cout << options.text("version-text", "1.0.6") << std::endl;
        return 0;
    }
    if (options.has("example-config")) {
        std::cout << "{\n  \"skill_sources\": []\n}\n";
        return 0;
    }
    runBackend(options, self, argc, argv);
}
