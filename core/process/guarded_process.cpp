// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/process/guarded_process.h"

#include "core/process/backend_environment.h"
#include "core/process/tree_adoption.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <cstring>

static constexpr qsizetype WordsKept = 1024;

GuardedProcess::GuardedProcess(LaunchPlan plan, QObject *parent)
    : QObject(parent)
    , m_plan(std::move(plan))
    , m_guard(m_plan.guard)
{
    connect(&m_guard, &GuardProgram::started, this, &GuardedProcess::guardStarted);
    connect(&m_guard, &GuardProgram::failed, this, &GuardedProcess::fail);
    connect(&m_guard, &GuardProgram::eventRead, this, &GuardedProcess::readEvent);
    connect(&m_guard, &GuardProgram::standardOutput, this, &GuardedProcess::standardOutput);
    connect(&m_guard, &GuardProgram::standardError, this, &GuardedProcess::standardError);
    connect(&m_guard, &GuardProgram::ended, this, &GuardedProcess::guardEnded);
    connect(&m_guard, &GuardProgram::standardError, this, [this](const QByteArray &bytes) {
        if (!m_guardSpoke)
            m_guardWords = (m_guardWords + bytes).right(WordsKept);
    });
}

GuardedProcess::~GuardedProcess() = default;

void GuardedProcess::start()
{
    const QStringList all = QStringList(m_plan.program) + m_plan.arguments;
    if (std::any_of(all.cbegin(), all.cend(), [](const QString &text) { return text.contains(QChar::Null); })) {
        const auto refuse = [this] {
            fail(StartFailure::CannotRun, tr("its arguments contain a NUL character, which no program can take"));
        };
        QMetaObject::invokeMethod(this, refuse, Qt::QueuedConnection);
        return;
    }
    // Made again when somebody has removed it. If that fails, the guard tells why it cannot go there.
    if (!m_plan.workingDirectory.isEmpty() && !QFileInfo(m_plan.workingDirectory).isDir()) {
        QDir().mkpath(m_plan.workingDirectory);
        QFile::setPermissions(m_plan.workingDirectory, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    QStringList arguments;
    if (!m_plan.workingDirectory.isEmpty())
        arguments << QStringLiteral("--cwd") << m_plan.workingDirectory;
    arguments << QStringLiteral("--") << m_plan.program << m_plan.arguments;
    m_guard.start(m_plan.graceMs, arguments, m_plan.environment);
}

void GuardedProcess::go()
{
    m_guard.go();
}

void GuardedProcess::stop(int graceMs)
{
    if (m_ended)
        return;
    if (m_adoption)
        m_adoption->sweep(graceMs);
    else
        m_guard.stop(graceMs);
}

void GuardedProcess::setGrace(int graceMs)
{
    m_plan.graceMs = graceMs;
    m_guard.setGrace(graceMs);
}

void GuardedProcess::fail(StartFailure::Kind kind, const QString &cause)
{
    if (m_ended)
        return;
    end();
    emit startFailed({kind, tr("Cannot start %1: %2.").arg(m_plan.program, cause)});
}

void GuardedProcess::end()
{
    m_ended = true;
}

static ProcessIdentity identityFrom(const QByteArray &pid, const QByteArray &ticks)
{
    return {pid.toLongLong(), ticks.toULongLong()};
}

void GuardedProcess::readEvent(const QByteArrayList &words)
{
    m_guardSpoke = true;
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
        emit treeChanged();
    } else if (event == "exited" || event == "signaled") {
        (event == "exited" ? m_report.exitCode : m_report.signal) = words.value(1).toInt();
        m_leaderGone = true;
        // What it wrote before lies in the pipe and is read in this turn of the event loop; its news come after.
        QMetaObject::invokeMethod(this, &GuardedProcess::announceExit, Qt::QueuedConnection);
    } else if (event == "stuck") {
        if (const QString text = stuckText(words); !text.isEmpty())
            emit stuck(text);
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
    if (isShortage(error) || words.value(1) == "fork")
        return fail(StartFailure::Shortage, reason);
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

void GuardedProcess::announceExit()
{
    if (m_exitAnnounced || m_ended || !m_leader)
        return;
    m_exitAnnounced = true;
    m_guard.deliverOutput();
    emit leaderExited(m_report);
}

/// What the loader of programs says last when it is short of something: "... cannot open shared object file: Error 24".
static int loaderError(const QByteArray &words)
{
    const qsizetype at = words.lastIndexOf(": Error ");
    return at < 0 ? 0 : words.mid(at + 8).trimmed().toInt();
}

QString GuardedProcess::guardFault(int status) const
{
    const QString words = QString::fromLocal8Bit(m_guardWords).trimmed().section(u'\n', -1);
    QString fault =
        tr("the helper program %1 ended by itself with exit status %2").arg(m_plan.guard, QString::number(status));
    if (const int error = loaderError(m_guardWords))
        fault += QStringLiteral(": ") + QString::fromLocal8Bit(std::strerror(error));
    if (!words.isEmpty())
        fault += QStringLiteral(" (%1)").arg(words);
    return fault;
}

void GuardedProcess::guardEnded(std::optional<int> status)
{
    if (m_ended)
        return;
    if (!m_guardSpoke && status)
        m_guardFault = guardFault(*status);
    if (!m_guardSaidEmpty)
        return adoptRemains();
    announceExit();
    end();
    emit treeEmpty(m_report);
}

void GuardedProcess::adoptRemains()
{
    m_report.guardLost = true;
    if (!m_leaderGone)
        m_report.exitCode = m_report.signal = std::nullopt;
    const QString marker = m_plan.environment.value(QString::fromLatin1(instanceVariable));
    const QByteArray mark = QByteArray(instanceVariable) + '=' + marker.toLocal8Bit();
    m_adoption = std::make_unique<TreeAdoption>(m_plan.guard, QByteArrayList{mark}, m_tree);
    connect(m_adoption.get(), &TreeAdoption::stuck, this, &GuardedProcess::stuck);
    connect(m_adoption.get(), &TreeAdoption::finished, this, [this](int, int forced) {
        m_report.forcedKills += forced;
        if (!m_guardFault.isEmpty())
            return fail(isShortage(m_guardFault) ? StartFailure::Shortage : StartFailure::CannotRun, m_guardFault);
        announceExit();
        end();
        emit treeEmpty(m_report);
    });
    m_adoption->sweep(m_guard.graceLeftMs().value_or(m_plan.graceMs));
    announceExit();
}
