// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/guard/program.h"

#include "app/guard/process_tree.h"
#include "core/process/backend_environment.h"
#include "core/process/run_mark.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <csignal>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

void resetSignals()
{
    for (int number = 1; number < NSIG; ++number)
        signal(number, SIG_DFL);
}

Program::Program(std::vector<std::string> command, std::string workingDirectory, EventChannel &events)
    : m_command(std::move(command))
    , m_workingDirectory(std::move(workingDirectory))
    , m_events(events)
{
}

void Program::refuse(int error)
{
    m_events.say("failed fork " + std::to_string(error));
    m_startFailed = true;
    m_exitStatus = 126;
}

void Program::launch()
{
    int ends[2];
    const pid_t guard = getpid();
    const pid_t pid = pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0 ? fork() : -1;
    if (pid < 0)
        return refuse(errno);
    if (pid == 0)
        become(ends[1], guard);
    close(ends[1]);
    m_pid = pid;
    m_report = ends[0];
}

void Program::become(int report, pid_t guard)
{
    const auto fail = [report](char what) {
        const int error = errno;
        const std::string message = what + std::to_string(error);
        const ssize_t written = write(report, message.data(), message.size());
        _exit(written > 0 && error == ENOENT ? 127 : 126);
    };
    resetSignals();
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != guard)
        _exit(126); // it died before the line above
    setsid();
    if (const char *marker = getenv(instanceVariable))
        takeLimitOf(marker);

    const int nothing = open("/dev/null", O_RDONLY);
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0)
        fail('n');
    if (nothing != STDIN_FILENO)
        close(nothing);
    // The report stays open: it closes by itself when the program begins.
    if (report > 3)
        close_range(3, static_cast<unsigned>(report) - 1, 0);
    close_range(static_cast<unsigned>(report) + 1, ~0U, 0);
    if (!m_workingDirectory.empty() && chdir(m_workingDirectory.c_str()) != 0)
        fail('d');

    std::vector<char *> arguments;
    for (std::string &argument : m_command)
        arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    execve(arguments[0], arguments.data(), environ);
    fail('x');
    _exit(126);
}

/// The program named in the first line of a script; empty when it is no script.
static std::string interpreterOf(const std::string &script)
{
    const int fd = open(script.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return {};
    char bytes[256];
    const ssize_t got = read(fd, bytes, sizeof bytes);
    close(fd);
    if (got < 2 || std::memcmp(bytes, "#!", 2) != 0)
        return {};
    const std::string line(bytes + 2, static_cast<size_t>(got) - 2);
    const size_t from = line.find_first_not_of(" \t");
    if (from == std::string::npos)
        return {};
    return line.substr(from, line.find_first_of(" \t\n", from) - from);
}

void Program::readReport()
{
    if (m_report < 0)
        return;
    char bytes[32] = {};
    const ssize_t got = read(m_report, bytes, sizeof bytes - 1);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    close(m_report);
    m_report = -1;
    if (got <= 0) {
        m_events.say("started " + std::to_string(m_pid) + " " + std::to_string(startTicksOf(m_pid)));
        return;
    }
    m_startFailed = true;
    const int error = std::atoi(bytes + 1);
    if (bytes[0] != 'x') {
        m_events.say((bytes[0] == 'd' ? "failed chdir " : "failed stdin ") + std::to_string(error));
        return;
    }
    // When the script itself may be run, what is missing or must not be run is its interpreter.
    const std::string &program = m_command.front();
    const std::string interpreter = access(program.c_str(), X_OK) == 0 ? interpreterOf(program) : std::string();
    m_events.say("failed exec " + std::to_string(error) + (interpreter.empty() ? "" : " " + interpreter));
}

void Program::end(int status)
{
    readReport();
    m_hasEnded = true;
    const bool exited = WIFEXITED(status);
    m_exitStatus = exited ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (m_startFailed)
        return;
    m_events.say(exited ? "exited " + std::to_string(WEXITSTATUS(status))
                        : "signaled " + std::to_string(WTERMSIG(status)));
}
