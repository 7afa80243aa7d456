// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/process/guarded_process.h"
#include "core/process/backend_environment.h"
#include "core/process/guard_channel.h"
#include "core/process/tree_sweeper.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

static constexpr int s_answerMs = 2000;
static constexpr int s_destructorWaitMs = 2000;

GuardedProcess::GuardedProcess(LaunchPlan plan, QObject *parent)
    : QObject(parent)
    , m_plan(std::move(plan))
{
    m_answerTimer.setSingleShot(true);
    connect(&m_answerTimer, &QTimer::timeout, this, &GuardedProcess::wakeGuard);
}

GuardedProcess::~GuardedProcess()
{
    if (!m_process)
        return;
    m_process->disconnect(this);
    m_channel->disconnect(this);
    m_channel->send("kill");
    m_channel->closeLifeline();
    // QProcess would kill the guard, and with it the only one who can end the tree. It needs milliseconds; a guard that
    // needs longer has a process that cannot be killed, and is left alone with it.
    if (m_process->state() != QProcess::NotRunning && !m_process->waitForFinished(s_destructorWaitMs))
        static_cast<void>(m_process.release());
}

void GuardedProcess::start()
{
    Q_ASSERT(!m_process && !m_ended);
    const QStringList all = QStringList(m_plan.program) + m_plan.arguments;
    if (std::any_of(all.cbegin(), all.cend(), [](const QString &text) { return text.contains(QChar::Null); }))
        return failLater(StartFailure::CannotRun,
                         tr("its arguments contain a NUL character, which no program can take"));
    const QFileInfo guard(m_plan.guard);
    if (!guard.isFile() || !guard.isExecutable())
        return failLater(StartFailure::GuardMissing,
                         tr("the helper program %1 is missing. Please install Skills Tray again").arg(m_plan.guard));

    // Made again when somebody has removed it. If that fails, the guard tells why it cannot go there.
    if (!m_plan.workingDirectory.isEmpty() && !QFileInfo(m_plan.workingDirectory).isDir()) {
        QDir().mkpath(m_plan.workingDirectory);
        QFile::setPermissions(m_plan.workingDirectory, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    m_channel = std::make_unique<GuardChannel>();
    if (const QString cause = m_channel->open(); !cause.isEmpty())
        return failLater(StartFailure::CannotRun, cause);
    connect(m_channel.get(), &GuardChannel::eventRead, this, &GuardedProcess::readEvent);

    m_process = std::make_unique<QProcess>();
    connect(m_process.get(), &QProcess::started, this, [this] {
        const qint64 pid = m_process->processId();
        m_guard = identityOf(pid).value_or(ProcessIdentity{pid, 0});
        emit guardStarted(*m_guard);
    });
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fail(StartFailure::CannotRun, m_process->errorString());
    });
    connect(m_process.get(), &QProcess::finished, this, &GuardedProcess::guardEnded);
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &GuardedProcess::deliverOutput);
    connect(m_process.get(), &QProcess::readyReadStandardError, this, &GuardedProcess::deliverOutput);

    QStringList arguments = {QStringLiteral("--events"), QString::number(m_channel->guardEvents()),
                             QStringLiteral("--grace"), QString::number(m_plan.graceMs)};
    if (!m_plan.workingDirectory.isEmpty())
        arguments << QStringLiteral("--cwd") << m_plan.workingDirectory;
    arguments << QStringLiteral("--") << m_plan.program << m_plan.arguments;
    m_process->setProgram(m_plan.guard);
    m_process->setArguments(arguments);
    m_process->setProcessEnvironment(m_plan.environment);
    m_process->setStandardInputFile(QProcess::nullDevice()); // the channel puts the lifeline there
    m_process->setChildProcessModifier(m_channel->childModifier());
    m_process->start(QIODevice::ReadOnly);
    m_channel->closeGuardEnds();
}

void GuardedProcess::go()
{
    if (m_channel)
        m_channel->send("go");
}

void GuardedProcess::stop(int graceMs)
{
    if (!m_process || m_ended || (m_stopGraceMs && graceMs >= *m_stopGraceMs))
        return;
    m_stopGraceMs = graceMs;
    if (m_sweeper)
        return m_sweeper->sweep(graceMs);
    m_channel->send("stop " + QByteArray::number(graceMs));
    m_answerTimer.start(s_answerMs);
}

void GuardedProcess::kill()
{
    stop(0);
}

void GuardedProcess::wakeGuard()
{
    // It answers a stop at once unless it was stopped itself. First it is woken; then it is done without.
    if (!m_guard || m_sweeper || m_ended)
        return;
    if (!m_guardWoken) {
        m_guardWoken = true;
        (void)sendSignal(*m_guard, SIGCONT);
        m_answerTimer.start(s_answerMs);
        return;
    }
    (void)sendSignal(*m_guard, SIGKILL);
}

void GuardedProcess::fail(StartFailure::Kind kind, const QString &cause)
{
    if (m_ended)
        return;
    end();
    emit startFailed({kind, tr("Cannot start %1: %2.").arg(m_plan.program, cause)});
}

void GuardedProcess::failLater(StartFailure::Kind kind, const QString &cause)
{
    QMetaObject::invokeMethod(
        this, [this, kind, cause] { fail(kind, cause); }, Qt::QueuedConnection);
}

void GuardedProcess::end()
{
    m_ended = true;
    m_answerTimer.stop();
}

static ProcessIdentity identityFrom(const QByteArray &pid, const QByteArray &ticks)
{
    return {pid.toLongLong(), ticks.toULongLong()};
}

void GuardedProcess::readEvent(const QByteArray &line)
{
    const QByteArrayList words = line.split(' ');
    const QByteArray &event = words.first();
    if (event == "started") {
        m_leader = identityFrom(words.value(1), words.value(2));
        m_tree = {*m_leader};
        emit started(*m_leader);
    } else if (event == "failed") {
        readStartFailure(words);
    } else if (event == "tree") {
        m_tree.clear();
        for (const QByteArray &word : words.mid(1)) {
            const qsizetype colon = word.indexOf(':');
            m_tree.append(identityFrom(word.left(colon), word.mid(colon + 1)));
        }
    } else if (event == "exited" || event == "signaled") {
        (event == "exited" ? m_report.exitCode : m_report.signal) = words.value(1).toInt();
        m_leaderGone = true;
        // What it wrote before lies in the pipe and is read in this turn of the event loop; its news come after.
        QMetaObject::invokeMethod(this, &GuardedProcess::announceExit, Qt::QueuedConnection);
    } else if (event == "stopping") {
        m_answerTimer.stop();
    } else if (event == "stuck") {
        readStuck(words);
    } else if (event == "empty") {
        m_report.forcedKills = words.value(1).toInt();
        m_guardSaidEmpty = true;
    }
}

void GuardedProcess::readStartFailure(const QByteArrayList &words)
{
    const int error = words.value(2).toInt();
    const QString interpreter = QFile::decodeName(words.mid(3).join(' '));
    const QString reason = QString::fromLocal8Bit(std::strerror(error));
    if (words.value(1) == "chdir")
        return fail(StartFailure::CannotRun,
                    tr("its working directory %1 cannot be entered: %2").arg(m_plan.workingDirectory, reason));
    if (words.value(1) != "exec")
        return fail(StartFailure::CannotRun, reason);
    const QFileInfo program(m_plan.program);
    if (!interpreter.isEmpty() && error == ENOENT)
        return fail(StartFailure::CannotRun, tr("it needs the interpreter %1, which does not exist").arg(interpreter));
    if (!interpreter.isEmpty() && error == EACCES)
        return fail(StartFailure::CannotRun, tr("it needs the interpreter %1, which may not be run").arg(interpreter));
    if (error == ENOENT && program.exists())
        return fail(StartFailure::CannotRun, tr("the loader or a file that it needs does not exist"));
    if (error == ENOENT || error == ENOTDIR)
        return fail(StartFailure::NotFound, tr("there is no such file"));
    if (error == EACCES && program.isDir())
        return fail(StartFailure::NotExecutable, tr("it is a directory, not a program"));
    if (error == EACCES)
        return fail(StartFailure::NotExecutable, tr("the file is not executable"));
    if (error == ENOEXEC)
        return fail(StartFailure::CannotRun, tr("it is not a program for this computer (%1)").arg(reason));
    fail(StartFailure::CannotRun, reason);
}

void GuardedProcess::readStuck(const QByteArrayList &words)
{
    QStringList processes;
    for (const QByteArray &word : words.mid(1)) {
        const QByteArrayList parts = word.split(':');
        processes << tr("%1 (pid %2, state %3)")
                         .arg(QString::fromLatin1(parts.value(2)), QString::fromLatin1(parts.value(0)),
                              QString::fromLatin1(parts.value(1)));
    }
    if (!processes.isEmpty())
        emit stuck(tr("Could not be killed yet: %1").arg(processes.join(QStringLiteral(", "))));
}

void GuardedProcess::deliverOutput()
{
    // One read of each pipe for each turn of the event loop: a flood waits in the pipe, not in our memory.
    if (const QByteArray bytes = m_process->readAllStandardOutput(); !bytes.isEmpty())
        emit standardOutput(bytes);
    if (const QByteArray bytes = m_process->readAllStandardError(); !bytes.isEmpty())
        emit standardError(bytes);
}

void GuardedProcess::announceExit()
{
    if (m_exitAnnounced || m_ended || !m_leader)
        return;
    m_exitAnnounced = true;
    deliverOutput();
    emit leaderExited(m_report);
}

void GuardedProcess::guardEnded()
{
    m_channel->drain();
    if (m_ended)
        return;
    deliverOutput();
    m_answerTimer.stop();
    m_channel->closeLifeline();
    if (!m_guardSaidEmpty)
        return sweepRemains();
    announceExit();
    end();
    emit treeEmpty(m_report);
}

void GuardedProcess::sweepRemains()
{
    m_report.guardLost = true;
    if (!m_leaderGone)
        m_report.exitCode = m_report.signal = std::nullopt;
    const QString marker = m_plan.environment.value(QString::fromLatin1(instanceVariable));
    m_sweeper = std::make_unique<TreeSweeper>(QByteArray(instanceVariable) + '=' + marker.toLocal8Bit(), m_tree);
    connect(m_sweeper.get(), &TreeSweeper::finished, this, [this](int, int forced) {
        m_report.forcedKills += forced;
        announceExit();
        end();
        emit treeEmpty(m_report);
    });
    m_sweeper->sweep(m_stopGraceMs.value_or(m_plan.graceMs));
    announceExit();
}
