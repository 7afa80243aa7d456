// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/process/guard_program.h"

#include <QFileInfo>

#include <csignal>

// It answers at once unless it was stopped itself, or the machine is very busy.
static constexpr int s_answerMs = 2000;
// When the grace is over it tells within a second whether somebody cannot be killed, and again every few seconds.
static constexpr int s_stuckWordMs = 5000;
static constexpr int s_stuckAgainMs = 12'000;
static constexpr int s_destructorWaitMs = 2000;

GuardProgram::GuardProgram(QString path, QObject *parent)
    : QObject(parent)
    , m_path(std::move(path))
{
    m_clock.start();
    m_silence.setSingleShot(true);
    connect(&m_silence, &QTimer::timeout, this, &GuardProgram::onSilence);
}

GuardProgram::~GuardProgram()
{
    if (!m_process)
        return;
    m_process->disconnect(this);
    m_channel.disconnect(this);
    m_channel.send("stop 0");
    m_channel.closeLifeline();
    // One that somebody has stopped shall hear of it, too.
    if (m_identity && m_process->state() != QProcess::NotRunning)
        static_cast<void>(sendSignal(*m_identity, SIGCONT));
    // QProcess would kill the guard, and with it the only one who can end the tree. It needs milliseconds; a guard that
    // needs longer has a process that cannot be killed, and is left alone with it.
    if (m_process->state() != QProcess::NotRunning && !m_process->waitForFinished(s_destructorWaitMs))
        static_cast<void>(m_process.release());
}

void GuardProgram::start(int graceMs, const QStringList &arguments, const QProcessEnvironment &environment)
{
    Q_ASSERT(!m_process && !m_over);
    const auto failLater = [this](StartFailure::Kind kind, const QString &cause) {
        QMetaObject::invokeMethod(
            this, [this, kind, cause] { fail(kind, cause); }, Qt::QueuedConnection);
    };
    const QFileInfo guard(m_path);
    if (!guard.isFile() || !guard.isExecutable())
        return failLater(StartFailure::GuardMissing,
                         tr("the helper program %1 is missing. Please install Skills Tray again").arg(m_path));
    if (const QString cause = m_channel.open(); !cause.isEmpty())
        return failLater(StartFailure::Shortage, cause);
    connect(&m_channel, &GuardChannel::eventRead, this, &GuardProgram::readEvent);

    m_process = std::make_unique<QProcess>();
    connect(m_process.get(), &QProcess::started, this, [this] {
        const qint64 pid = m_process->processId();
        m_identity = identityOf(pid).value_or(ProcessIdentity{pid, 0});
        emit started(*m_identity);
    });
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fail(isShortage(m_process->errorString()) ? StartFailure::Shortage : StartFailure::CannotRun,
                 m_process->errorString());
    });
    connect(m_process.get(), &QProcess::finished, this, [this] {
        m_channel.drain();
        if (m_over)
            return;
        deliverOutput();
        m_channel.closeLifeline();
        m_silence.stop();
        m_over = true;
        const bool exited = m_process->exitStatus() == QProcess::NormalExit;
        emit ended(exited ? std::optional<int>(m_process->exitCode()) : std::nullopt);
    });
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &GuardProgram::deliverOutput);
    connect(m_process.get(), &QProcess::readyReadStandardError, this, &GuardProgram::deliverOutput);
    m_process->setProgram(m_path);
    m_process->setArguments(QStringList{QStringLiteral("--events"), QString::number(m_channel.guardEvents()),
                                        QStringLiteral("--grace"), QString::number(graceMs)} +
                            arguments);
    m_process->setProcessEnvironment(environment);
    m_process->setStandardInputFile(QProcess::nullDevice()); // the channel puts the lifeline there
    m_process->setChildProcessModifier(m_channel.childModifier());
    m_process->start(QIODevice::ReadOnly);
    m_channel.closeGuardEnds();
}

void GuardProgram::go()
{
    m_channel.send("go");
}

void GuardProgram::setGrace(int graceMs)
{
    m_channel.send("grace " + QByteArray::number(graceMs));
}

void GuardProgram::stop(int graceMs)
{
    const qint64 killAtMs = m_clock.elapsed() + graceMs;
    if (!m_process || m_over || (m_asked && m_killAtMs && killAtMs >= *m_killAtMs))
        return;
    m_asked = true;
    m_killAtMs = m_killAtMs ? std::min(*m_killAtMs, killAtMs) : killAtMs;
    m_channel.send("stop " + QByteArray::number(graceMs));
    expectWord(s_answerMs);
}

bool GuardProgram::wakeIfStopped() const
{
    const std::optional<ProcessActivity> activity = m_identity ? activityOf(*m_identity) : std::nullopt;
    if (m_over || !activity || !activity->suspended)
        return false;
    (void)sendSignal(*m_identity, SIGCONT); // one that has ended meanwhile needs none
    return true;
}

std::optional<int> GuardProgram::graceLeftMs() const
{
    if (!m_killAtMs)
        return std::nullopt;
    return int(std::max<qint64>(0, *m_killAtMs - m_clock.elapsed()));
}

void GuardProgram::deliverOutput()
{
    // One read of each pipe for each turn of the event loop: a flood waits in the pipe, not in our memory.
    if (!m_process)
        return;
    if (const QByteArray bytes = m_process->readAllStandardOutput(); !bytes.isEmpty())
        emit standardOutput(bytes);
    if (const QByteArray bytes = m_process->readAllStandardError(); !bytes.isEmpty())
        emit standardError(bytes);
}

void GuardProgram::fail(StartFailure::Kind kind, const QString &cause)
{
    if (m_over)
        return;
    m_silence.stop();
    m_over = true;
    emit failed(kind, cause);
}

void GuardProgram::readEvent(const QByteArray &line)
{
    const QByteArrayList words = line.split(' ');
    if (words.first() == "stopping") {
        const int graceMs = words.value(1).toInt();
        m_killAtMs = m_clock.elapsed() + graceMs;
        expectWord(graceMs + s_stuckWordMs);
    } else if (words.first() == "stuck") {
        expectWord(s_stuckAgainMs);
    }
    emit eventRead(words);
}

void GuardProgram::expectWord(int withinMs)
{
    m_woken = false;
    m_silence.start(withinMs);
}

void GuardProgram::onSilence()
{
    // Perhaps it was we who slept, and its word lies in the pipe.
    m_channel.drain();
    if (m_over || !m_identity || m_silence.isActive())
        return;
    // Unread for want of a descriptor when it started. Our own child keeps its number until it is reaped.
    if (m_identity->startTicks == 0)
        m_identity = identityOf(m_identity->pid).value_or(*m_identity);
    // First it is woken; then it is done without.
    (void)sendSignal(*m_identity, m_woken ? SIGKILL : SIGCONT);
    if (!std::exchange(m_woken, true))
        m_silence.start(s_answerMs);
}

QString stuckText(const QByteArrayList &words)
{
    QStringList processes;
    for (const QByteArray &word : words.mid(1)) {
        const QByteArrayList parts = word.split(':');
        processes << GuardProgram::tr("%1 (pid %2, state %3)")
                         .arg(QString::fromLatin1(parts.value(2)), QString::fromLatin1(parts.value(0)),
                              QString::fromLatin1(parts.value(1)));
    }
    return processes.isEmpty()
               ? QString()
               : GuardProgram::tr("Could not be killed yet: %1").arg(processes.join(QStringLiteral(", ")));
}
