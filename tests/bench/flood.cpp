// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/bench/flood.h"

#include "core/log/log_intake.h"
#include "tests/bench/bench_report.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include <sys/wait.h>
#include <unistd.h>

static constexpr qint64 LineBytes = 120;

QStringList FloodPlan::arguments() const
{
    QStringList list = forMs > 0 ? QStringList{QStringLiteral("--for-ms"), QString::number(forMs)}
                                 : QStringList{QString::number(lines)};
    if (eachLine)
        list << QStringLiteral("--each-line");
    return list;
}

QString floodWriter()
{
    return QStringLiteral(BENCH_FLOOD_WRITER);
}

// Between fork and exec nothing may be allocated: the arguments are ready before.
static pid_t runWriter(const FloodPlan &plan, int output)
{
    QList<QByteArray> words{floodWriter().toLocal8Bit()};
    for (const QString &argument : plan.arguments())
        words << argument.toLocal8Bit();
    QList<char *> pointers;
    for (QByteArray &word : words)
        pointers << word.data();
    pointers << nullptr;
    const pid_t child = fork();
    if (child == 0) {
        dup2(output, STDOUT_FILENO);
        execv(pointers.first(), pointers.data());
        _exit(127);
    }
    return child;
}

double readRaw(const FloodPlan &plan)
{
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) {
        std::perror("Cannot make a pipe");
        std::exit(1);
    }
    const pid_t child = runWriter(plan, ends[1]);
    close(ends[1]);
    std::array<char, 64 * 1024> buffer{};
    QElapsedTimer clock;
    qint64 bytes = 0;
    for (ssize_t got = 1; got > 0 || (got < 0 && errno == EINTR);) {
        got = read(ends[0], buffer.data(), buffer.size());
        if (!clock.isValid())
            clock.start();
        bytes += std::max<ssize_t>(0, got);
    }
    const double seconds = double(clock.nsecsElapsed()) / 1e9;
    close(ends[0]);
    waitpid(child, nullptr, 0);
    requireEqual("Bytes that read(2) took", bytes, plan.lines * LineBytes);
    return double(plan.lines) / seconds;
}

static LaunchPlan launchPlan(const FloodPlan &plan)
{
    LaunchPlan launch;
    launch.guard = QStringLiteral(SKILLS_GUARD);
    launch.program = floodWriter();
    launch.arguments = plan.arguments();
    launch.environment = QProcessEnvironment::systemEnvironment();
    return launch;
}

Flood::Flood(const FloodPlan &plan, LogIntake &intake)
    : m_process(launchPlan(plan))
{
    connect(&m_process, &GuardedProcess::guardStarted, &m_process, &GuardedProcess::go);
    connect(&m_process, &GuardedProcess::startFailed, this, [](const StartFailure &failure) {
        std::fprintf(stderr, "%s\n", qPrintable(failure.text));
        std::exit(1);
    });
    connect(&m_process, &GuardedProcess::standardOutput, this, [this] {
        if (m_clock.isValid())
            return;
        m_clock.start();
        emit begun();
    });
    connect(&m_process, &GuardedProcess::standardOutput, &intake, &LogIntake::readStandardOutput);
    connect(&m_process, &GuardedProcess::standardOutput, this,
            [this] { m_seconds = double(m_clock.nsecsElapsed()) / 1e9; });
    connect(&m_process, &GuardedProcess::treeEmpty, this, [this, &intake] {
        intake.finishStreams();
        m_ended = true;
        emit ended();
    });
}

void Flood::start()
{
    m_process.start();
}
