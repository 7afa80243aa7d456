// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/launch/short_run.h"

static constexpr qsizetype MaximumKept = 64 * 1024;
static constexpr int EndWaitMs = 1000;

static void appendCapped(QByteArray &kept, const QByteArray &more)
{
    kept.append(more.left(MaximumKept - kept.size()));
}

ShortRun::ShortRun(QObject *parent)
    : QObject(parent)
    , m_process(std::make_unique<QProcess>())
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] { end(End::TimedOut); });
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &ShortRun::take);
    connect(m_process.get(), &QProcess::readyReadStandardError, this, &ShortRun::take);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            end(End::NotStarted);
    });
    connect(m_process.get(), &QProcess::finished, this, [this](int, QProcess::ExitStatus status) {
        end(status == QProcess::NormalExit ? End::Exited : End::Crashed);
    });
}

ShortRun::~ShortRun()
{
    m_process->disconnect(this);
    if (m_process->state() == QProcess::NotRunning)
        return;
    killGroup(m_process->processId());
    // Just killed, so this is over at once. One that a device holds up is left alone with it: QProcess would wait for
    // half a minute.
    if (!m_process->waitForFinished(EndWaitMs))
        static_cast<void>(m_process.release());
}

void ShortRun::start(const QString &program, const QStringList &arguments, const QProcessEnvironment &environment,
                     int deadlineMs)
{
    prepare(*m_process);
    m_process->setProcessEnvironment(environment);
    // Nobody's project directory, whose settings would be obeyed.
    m_process->setWorkingDirectory(QStringLiteral("/"));
    m_process->setStandardInputFile(QProcess::nullDevice());
    m_deadline.start(deadlineMs);
    m_process->start(program, arguments, QIODevice::ReadOnly);
}

void ShortRun::take()
{
    appendCapped(m_outcome.output, m_process->readAllStandardOutput());
    appendCapped(m_outcome.errors, m_process->readAllStandardError());
}

void ShortRun::end(End how)
{
    if (m_ended)
        return;
    m_ended = true;
    m_deadline.stop();
    take();
    if (how == End::TimedOut)
        killGroup(m_process->processId());
    m_outcome.end = how;
    m_outcome.exitCode = how == End::Exited ? m_process->exitCode() : 0;
    m_outcome.error = m_process->errorString();
    emit finished(m_outcome);
}
