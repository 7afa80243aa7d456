// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/guard/guard.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

static constexpr int s_pipeBytes = 512 * 1024; // more is hardly faster, and takes as much memory in the tray
static constexpr int s_treeFirstMs = 300;
static constexpr int s_treeSoonMs = 2000;
static constexpr int s_treeLaterMs = 4000;  // of a tree that does not change: a quarter of a wake-up a second
static constexpr int s_adoptedLookMs = 100; // nobody tells us when somebody else's child ends
static constexpr int s_emptyLookMs = 20;
static constexpr int s_emptyLooks = 4;
static constexpr int s_blindLookMs = 20;

static sigset_t watchedSignals()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGCHLD, SIGTERM, SIGINT, SIGHUP})
        sigaddset(&set, signal);
    return set;
}

Guard::Guard(const GuardOptions &options)
    : m_events(options.events)
    , m_graceMs(options.graceMs)
    , m_program(options.command, options.workingDirectory, m_events)
    , m_ender([this] { return m_adopted ? m_adopted->look() : descendants(); }, m_events)
{
    if (options.command.empty())
        m_adopted.emplace(options.marks, options.recorded);
}

void Guard::prepare()
{
    // Out of the terminal's reach: Ctrl+C there concerns the tray, which ends us in good order.
    setsid();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    const int events = m_events.descriptor();
    fcntl(events, F_SETFD, FD_CLOEXEC);
    fcntl(events, F_SETFL, O_NONBLOCK);
    fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK);
    if (events > 3)
        close_range(3, static_cast<unsigned>(events) - 1, 0);
    close_range(static_cast<unsigned>(events) + 1, ~0U, 0);

    // What a busy tray takes a moment later need not stop the program. Refused: they stay as they are.
    fcntl(STDOUT_FILENO, F_SETPIPE_SZ, s_pipeBytes);
    fcntl(STDERR_FILENO, F_SETPIPE_SZ, s_pipeBytes);
    resetSignals();
    signal(SIGPIPE, SIG_IGN);
    // Tried again at the launch, which tells why it cannot be.
    static_cast<void>(watchSignals());
}

bool Guard::watchSignals()
{
    const sigset_t watched = watchedSignals();
    sigprocmask(SIG_SETMASK, &watched, nullptr);
    m_signals = signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK);
    return m_signals >= 0;
}

int Guard::run()
{
    prepare();
    if (m_adopted)
        beginStop(m_graceMs);
    while (!m_done) {
        pollfd channels[] = {{m_lifelineOpen ? STDIN_FILENO : -1, POLLIN, 0},
                             {m_signals, POLLIN, 0},
                             {m_program.report(), POLLIN, 0},
                             {m_events.isBehind() ? m_events.descriptor() : -1, POLLOUT, 0}};
        if (poll(channels, std::size(channels), waitMs()) < 0 && errno == EINVAL) {
            // We may have open fewer than it would look at. None of them makes us wait: each is asked, now and then.
            poll(nullptr, 0, s_blindLookMs);
            for (pollfd &channel : channels)
                channel.revents = channel.fd < 0 ? 0 : channel.events;
        }
        if (channels[3].revents)
            m_events.flush();
        if (channels[2].revents)
            m_program.readReport();
        // What we were told before an end that nobody asked for, such as another grace, holds for that end.
        if (channels[0].revents)
            readLifeline();
        if (channels[1].revents)
            readSignals();
        if (m_done)
            break;
        m_ender.step();
        if (m_adopted)
            lookForAdopted();
        else if (m_ender.isUnderWay())
            reap();
        if (!m_done && m_program.pid() && nowMs() >= m_treeDue)
            tellTree();
    }
    finish();
    return m_program.exitStatus();
}

int Guard::waitMs() const
{
    int wait = m_ender.waitMs();
    const auto atMost = [&wait](long long ms) {
        ms = std::max(0LL, ms);
        wait = wait < 0 ? static_cast<int>(ms) : static_cast<int>(std::min<long long>(wait, ms));
    };
    if (m_program.pid())
        atMost(m_treeDue - nowMs());
    if (m_adopted)
        atMost(m_emptyLooks > 0 ? s_emptyLookMs : s_adoptedLookMs);
    return wait;
}

void Guard::lookForAdopted()
{
    // Whoever lives for moments only, and leaves a child behind each time, may slip through one look.
    m_emptyLooks = m_adopted->look().empty() ? m_emptyLooks + 1 : 0;
    m_done = m_emptyLooks >= s_emptyLooks;
}

void Guard::readLifeline()
{
    char bytes[512];
    const ssize_t got = read(STDIN_FILENO, bytes, sizeof bytes);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        m_lifelineOpen = false;
        beginStop(m_graceMs);
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
    if (word == "go" && !m_done && !m_program.pid() && !m_adopted) // a stop may have come first
        launch();
    else if (word == "stop" && number >= 0)
        beginStop(number);
    else if (word == "grace" && number >= 0)
        m_graceMs = number;
}

void Guard::readSignals()
{
    signalfd_siginfo info;
    bool asked = false;
    while (read(m_signals, &info, sizeof info) == sizeof info)
        asked = asked || info.ssi_signo != SIGCHLD;
    reap();
    if (asked)
        beginStop(m_graceMs);
}

void Guard::launch()
{
    // Without it the end of the program would never be heard of.
    if (m_signals < 0 && !watchSignals())
        m_program.refuse(errno);
    else
        m_program.launch();
    m_treeDue = nowMs() + s_treeFirstMs;
    m_done = m_program.hasFailedToStart();
}

void Guard::reap()
{
    if (!m_program.pid())
        return;
    for (;;) {
        int status = 0;
        const pid_t pid = waitpid(-1, &status, WNOHANG);
        if (pid < 0 && errno == ECHILD) {
            // We adopt every orphan of the tree: no child means that nothing of it lives.
            m_done = true;
            return;
        }
        if (pid <= 0)
            break;
        if (pid == m_program.pid()) {
            tellTree(); // whom it leaves behind, before they are asked to end
            m_program.end(status);
        }
    }
    // A tree without its leader serves nobody.
    if (m_program.hasEnded() && !m_ender.isUnderWay())
        beginStop(m_graceMs);
}

void Guard::beginStop(int graceMs)
{
    if (m_program.pid() || m_adopted)
        m_ender.begin(graceMs);
    else
        m_done = true; // it is never run
}

void Guard::tellTree()
{
    std::string line = "tree";
    for (const TreeProcess &process : descendants())
        line += " " + std::to_string(process.pid) + ":" + std::to_string(process.startTicks);
    const bool changed = line != m_treeTold;
    m_treeDue = nowMs() + (changed ? s_treeSoonMs : s_treeLaterMs);
    if (!changed || m_events.isBehind())
        return;
    m_events.say(line);
    m_treeTold = line;
}

void Guard::finish()
{
    if (!m_program.hasFailedToStart())
        m_events.say("empty " + std::to_string(m_ender.forced()) + " " + std::to_string(m_ender.told()));
    // The tree is gone; only the news is left to be delivered, to a tray that may be asleep but not dead.
    while (m_events.isBehind()) {
        pollfd channel = {m_events.descriptor(), POLLOUT, 0};
        poll(&channel, 1, -1);
        m_events.flush();
    }
}
