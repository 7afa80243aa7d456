// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/walk/surroundings.h"

#include "core/backend/state/status.h"
#include "tests/support/tree_watch.h"

#include <csignal>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

Surroundings::Surroundings(QString markName, quint16 port)
    : m_markName(std::move(markName))
    , m_port(port)
{
    const QStringList likeOurs = {QStringLiteral("--host"), QStringLiteral("127.0.0.1"), QStringLiteral("--port"),
                                  QString::number(port), QStringLiteral("--no-listen")};
    // One with our command line, one of another Skills Tray, one that has never heard of any.
    m_bystanders.push_back(start(likeOurs, {}));
    m_bystanders.push_back(start(likeOurs, QStringLiteral("of-another-instance")));
    m_bystanders.push_back(start({QStringLiteral("--sleep-forever")}, {}));
}

Surroundings::~Surroundings()
{
    freePort();
    for (const auto &process : m_bystanders) {
        process->kill();
        process->waitForFinished();
    }
}

std::unique_ptr<QProcess> Surroundings::start(const QStringList &arguments, const QString &marker) const
{
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(m_markName);
    if (!marker.isEmpty())
        environment.insert(QStringLiteral("SKILLS_TRAY_INSTANCE"), marker);
    process->setProcessEnvironment(environment);
    process->setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
    process->setStandardOutputFile(QProcess::nullDevice());
    process->setStandardErrorFile(QProcess::nullDevice());
    process->start(QStringLiteral(SKILLS_FAKE_BACKEND), QStringList{QStringLiteral("--quiet")} + arguments);
    process->waitForStarted();
    return process;
}

void Surroundings::takePort()
{
    // Whether it gets the port depends on who was first: it lives on without.
    if (!m_stranger)
        m_stranger = start({QStringLiteral("--port"), QString::number(m_port)}, {});
}

void Surroundings::freePort()
{
    if (!m_stranger)
        return;
    m_stranger->kill();
    m_stranger->waitForFinished();
    m_stranger.reset();
}

QString Surroundings::harm() const
{
    const auto harmOf = [](const QProcess &process) {
        if (process.state() == QProcess::NotRunning && process.exitStatus() == QProcess::CrashExit)
            return QStringLiteral("a stranger was ended by signal %1").arg(process.exitCode());
        if (process.state() != QProcess::NotRunning && processState(process.processId()) == 'T')
            return QStringLiteral("a stranger was stopped");
        return QString();
    };
    for (const auto &process : m_bystanders) {
        if (const QString text = harmOf(*process); !text.isEmpty())
            return text;
    }
    return m_stranger ? harmOf(*m_stranger) : QString();
}

void Freezer::freeze(const ProcessIdentity &process, int forMs)
{
    if (sendSignal(process, SIGSTOP).isEmpty())
        m_frozen.append({process, monotonicMs() + forMs});
}

void Freezer::thawDue()
{
    m_frozen.removeIf([](const Frozen &frozen) {
        if (monotonicMs() < frozen.untilMs)
            return false;
        (void)sendSignal(frozen.process, SIGCONT);
        return true;
    });
}

void Freezer::thawAll()
{
    for (const Frozen &frozen : std::as_const(m_frozen))
        (void)sendSignal(frozen.process, SIGCONT);
    m_frozen.clear();
}

void standStill(int ms)
{
    const pid_t us = getpid();
    const pid_t waker = fork();
    if (waker == 0) {
        const timespec time = {ms / 1000, (ms % 1000) * 1'000'000L};
        nanosleep(&time, nullptr);
        kill(us, SIGCONT);
        _exit(0);
    }
    if (waker < 0)
        return;
    raise(SIGSTOP);
    waitpid(waker, nullptr, 0);
}

NoDescriptors::NoDescriptors()
{
    rlimit limit = {};
    getrlimit(RLIMIT_NOFILE, &limit);
    m_before = limit.rlim_cur;
    const int free = ::dup(STDIN_FILENO);
    if (free < 0)
        return;
    ::close(free);
    limit.rlim_cur = rlim_t(free);
    setrlimit(RLIMIT_NOFILE, &limit);
}

NoDescriptors::~NoDescriptors()
{
    rlimit limit = {};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = m_before;
    setrlimit(RLIMIT_NOFILE, &limit);
}
