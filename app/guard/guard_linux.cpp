// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/guard/guard.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static constexpr int s_pipeBytes = 512 * 1024; // more is hardly faster, and takes as much memory in the tray
static constexpr int s_killEveryMs = 20;
static constexpr int s_stuckAfterMs = 1000;
static constexpr int s_stuckAgainMs = 5000;
static constexpr int s_stuckKillEveryMs = 250;
static constexpr int s_treeFirstMs = 300;
static constexpr int s_treeSoonMs = 2000;
static constexpr int s_treeLaterMs = 4000; // of a tree that does not change: a quarter of a wake-up a second

static long long nowMs()
{
    timespec now = {};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1'000'000;
}

static sigset_t watchedSignals()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGCHLD, SIGTERM, SIGINT, SIGHUP})
        sigaddset(&set, signal);
    return set;
}

static void resetSignals()
{
    // Ignored signals and the mask are inherited from whoever started the tray.
    for (int number = 1; number < NSIG; ++number)
        signal(number, SIG_DFL);
}

Guard::Guard(GuardOptions options)
    : m_options(std::move(options))
    , m_events(m_options.events)
{
}

void Guard::prepare()
{
    // Out of the terminal's reach: Ctrl+C there concerns the tray, which ends us in good order.
    setsid();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    fcntl(m_options.events, F_SETFD, FD_CLOEXEC);
    fcntl(m_options.events, F_SETFL, O_NONBLOCK);
    fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK);
    const auto events = static_cast<unsigned>(m_options.events);
    if (events > 3)
        close_range(3, events - 1, 0);
    close_range(events + 1, ~0U, 0);

    // What a busy tray takes a moment later need not stop the program. Refused: they stay as they are.
    fcntl(STDOUT_FILENO, F_SETPIPE_SZ, s_pipeBytes);
    fcntl(STDERR_FILENO, F_SETPIPE_SZ, s_pipeBytes);
    resetSignals();
    signal(SIGPIPE, SIG_IGN);
    const sigset_t watched = watchedSignals();
    sigprocmask(SIG_SETMASK, &watched, nullptr);
    m_signals = signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK);
}

int Guard::run()
{
    prepare();
    while (m_phase != Phase::Done) {
        pollfd channels[] = {{m_lifelineOpen ? STDIN_FILENO : -1, POLLIN, 0},
                             {m_signals, POLLIN, 0},
                             {m_report, POLLIN, 0},
                             {m_events.isBehind() ? m_events.descriptor() : -1, POLLOUT, 0}};
        poll(channels, std::size(channels), waitMs());
        if (channels[3].revents)
            m_events.flush();
        if (channels[2].revents)
            readReport();
        if (channels[1].revents)
            readSignals();
        if (channels[0].revents)
            readLifeline();
        if (m_phase == Phase::Terminating && nowMs() >= m_killAt) {
            m_phase = Phase::Killing;
            m_killingSince = nowMs();
        }
        if (m_phase == Phase::Killing)
            killRound();
        else if (m_phase != Phase::Done && m_leader && nowMs() >= m_treeDue)
            tellTree();
    }
    finish();
    return m_exitStatus;
}

int Guard::waitMs() const
{
    const long long now = nowMs();
    long long until = -1;
    if (m_phase == Phase::Running)
        until = m_treeDue;
    else if (m_phase == Phase::Terminating)
        until = std::min(m_killAt, m_treeDue);
    else if (m_phase == Phase::Killing)
        return now - m_killingSince > s_stuckAfterMs ? s_stuckKillEveryMs : s_killEveryMs;
    return until < 0 ? -1 : static_cast<int>(std::max(0LL, until - now));
}

void Guard::readLifeline()
{
    char bytes[512];
    const ssize_t got = read(STDIN_FILENO, bytes, sizeof bytes);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        m_lifelineOpen = false;
        beginStop(m_options.graceMs);
        return;
    }
    m_lifelineText.append(bytes, static_cast<size_t>(got));
    for (size_t end = m_lifelineText.find('\n'); end != std::string::npos; end = m_lifelineText.find('\n')) {
        const std::string verb = m_lifelineText.substr(0, end);
        m_lifelineText.erase(0, end + 1);
        obey(verb);
    }
    if (m_lifelineText.size() > sizeof bytes)
        m_lifelineText.clear(); // no verb is that long
}

void Guard::obey(const std::string &verb)
{
    const size_t blank = verb.find(' ');
    const std::string word = verb.substr(0, blank);
    const int number = blank == std::string::npos ? -1 : std::atoi(verb.c_str() + blank + 1);
    if (word == "go" && m_phase == Phase::Waiting)
        launch();
    else if (word == "stop" && number >= 0)
        beginStop(number);
    else if (word == "kill")
        beginStop(0);
    else if (word == "grace" && number >= 0)
        m_options.graceMs = number;
}

void Guard::readSignals()
{
    signalfd_siginfo info;
    bool asked = false;
    while (read(m_signals, &info, sizeof info) == sizeof info)
        asked = asked || info.ssi_signo != SIGCHLD;
    reap();
    if (asked)
        beginStop(m_options.graceMs);
}

void Guard::launch()
{
    int ends[2];
    const pid_t guard = getpid();
    if (pipe2(ends, O_CLOEXEC) == 0)
        m_leader = fork();
    else
        m_leader = -1;
    if (m_leader < 0) {
        m_events.say("failed fork " + std::to_string(errno));
        m_startFailed = true;
        m_exitStatus = 126;
        m_phase = Phase::Done;
        return;
    }
    if (m_leader == 0)
        becomeProgram(ends[1], guard);
    close(ends[1]);
    m_report = ends[0];
    m_phase = Phase::Running;
    m_treeDue = nowMs() + s_treeFirstMs;
}

void Guard::becomeProgram(int report, pid_t guard)
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

    const int nothing = open("/dev/null", O_RDONLY);
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0)
        fail('n');
    if (nothing != STDIN_FILENO)
        close(nothing);
    // The report stays open: it closes by itself when the program begins.
    if (report > 3)
        close_range(3, static_cast<unsigned>(report) - 1, 0);
    close_range(static_cast<unsigned>(report) + 1, ~0U, 0);
    if (!m_options.workingDirectory.empty() && chdir(m_options.workingDirectory.c_str()) != 0)
        fail('d');

    std::vector<char *> arguments;
    for (std::string &argument : m_options.command)
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

void Guard::readReport()
{
    if (m_report < 0)
        return;
    char bytes[32] = {};
    const ssize_t got = read(m_report, bytes, sizeof bytes - 1);
    if (got < 0 && errno == EINTR)
        return;
    close(m_report);
    m_report = -1;
    if (got <= 0) {
        m_events.say("started " + std::to_string(m_leader) + " " + std::to_string(startTicksOf(m_leader)));
        return;
    }
    m_startFailed = true;
    const int error = std::atoi(bytes + 1);
    if (bytes[0] != 'x') {
        m_events.say((bytes[0] == 'd' ? "failed chdir " : "failed stdin ") + std::to_string(error));
        return;
    }
    // When the script itself may be run, what is missing or must not be run is its interpreter.
    const std::string &program = m_options.command.front();
    const std::string interpreter = access(program.c_str(), X_OK) == 0 ? interpreterOf(program) : std::string();
    m_events.say("failed exec " + std::to_string(error) + (interpreter.empty() ? "" : " " + interpreter));
}

void Guard::reap()
{
    if (!m_leader)
        return;
    for (;;) {
        int status = 0;
        const pid_t pid = waitpid(-1, &status, WNOHANG);
        if (pid < 0 && errno == ECHILD) {
            // We adopt every orphan of the tree: no child means that nothing of it lives.
            m_phase = Phase::Done;
            return;
        }
        if (pid <= 0)
            break;
        if (pid == m_leader)
            leaderEnded(status);
    }
    // A tree without its leader serves nobody.
    if (m_leaderEnded && m_phase == Phase::Running)
        beginStop(m_options.graceMs);
}

void Guard::leaderEnded(int status)
{
    readReport();
    m_leaderEnded = true;
    const bool exited = WIFEXITED(status);
    m_exitStatus = exited ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (m_startFailed)
        return;
    m_events.say(exited ? "exited " + std::to_string(WEXITSTATUS(status))
                        : "signaled " + std::to_string(WTERMSIG(status)));
}

void Guard::beginStop(int graceMs)
{
    const long long killAt = nowMs() + graceMs;
    switch (m_phase) {
    case Phase::Waiting:
        m_phase = Phase::Done;
        return;
    case Phase::Running:
        m_events.say("stopping " + std::to_string(graceMs));
        m_phase = Phase::Terminating;
        m_killAt = killAt;
        if (graceMs > 0)
            terminateAll();
        return;
    case Phase::Terminating:
        m_killAt = std::min(m_killAt, killAt); // a second wish can only be more urgent
        return;
    case Phase::Killing:
    case Phase::Done:
        return;
    }
}

void Guard::terminateAll()
{
    // Once each. Who forks while we look is found by looking again; whoever still escapes meets the SIGKILL.
    std::vector<TreeProcess> told;
    for (int round = 0; round < 4; ++round) {
        bool anyNew = false;
        for (const TreeProcess &process : descendants()) {
            const bool known = std::any_of(told.begin(), told.end(), [&](const TreeProcess &other) {
                return other.pid == process.pid && other.startTicks == process.startTicks;
            });
            if (known)
                continue;
            signalProcess(process, SIGTERM);
            signalProcess(process, SIGCONT); // a stopped process could not take note
            told.push_back(process);
            anyNew = true;
        }
        if (!anyNew)
            return;
    }
}

void Guard::killRound()
{
    for (const TreeProcess &process : descendants())
        signalProcess(process, SIGSTOP); // what stands still cannot fork away
    for (const TreeProcess &process : descendants()) {
        signalProcess(process, SIGKILL);
        const std::pair entry(process.pid, process.startTicks);
        if (std::find(m_forced.begin(), m_forced.end(), entry) == m_forced.end())
            m_forced.push_back(entry);
    }
    reap();
    if (m_phase == Phase::Killing && nowMs() - m_killingSince > s_stuckAfterMs)
        tellStuck();
}

void Guard::tellStuck()
{
    if (m_stuckToldAt && nowMs() - m_stuckToldAt < s_stuckAgainMs)
        return;
    std::string line = "stuck";
    for (const TreeProcess &process : descendants())
        line += " " + std::to_string(process.pid) + ":" + process.state + ":" + nameOf(process.pid);
    m_events.sayIfFree(line);
    m_stuckToldAt = nowMs();
}

void Guard::tellTree()
{
    std::string line = "tree";
    for (const TreeProcess &process : descendants())
        line += " " + std::to_string(process.pid) + ":" + std::to_string(process.startTicks);
    const bool changed = line != m_treeTold;
    m_treeEveryMs = changed ? s_treeSoonMs : s_treeLaterMs;
    m_treeDue = nowMs() + m_treeEveryMs;
    if (!changed || m_events.isBehind())
        return;
    m_events.say(line);
    m_treeTold = line;
}

void Guard::finish()
{
    if (!m_startFailed)
        m_events.say("empty " + std::to_string(m_forced.size()));
    // The tree is gone; only the news is left to be delivered, to a tray that may be asleep but not dead.
    while (m_events.isBehind()) {
        pollfd channel = {m_events.descriptor(), POLLOUT, 0};
        poll(&channel, 1, -1);
        m_events.flush();
    }
}
