// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/process/tree_adoption.h"

#include "core/process/backend_environment.h"
#include "core/process/guard_program.h"

#include <QProcessEnvironment>

#include <algorithm>

static constexpr int s_retryMs = 1000;

TreeAdoption::TreeAdoption(QString guard, QByteArrayList marks, QList<ProcessIdentity> also, QObject *parent)
    : QObject(parent)
    , m_path(std::move(guard))
    , m_marks(std::move(marks))
    , m_also(std::move(also))
{
    m_retryTimer.setSingleShot(true);
    m_retryTimer.setInterval(s_retryMs);
    connect(&m_retryTimer, &QTimer::timeout, this, &TreeAdoption::startGuard);
}

TreeAdoption::~TreeAdoption() = default;

void TreeAdoption::sweep(int graceMs)
{
    const QDeadlineTimer over(graceMs);
    const bool isFirst = !m_graceOver;
    if (isFirst || over < *m_graceOver)
        m_graceOver = over;
    if (isFirst)
        startGuard();
    else if (m_guard)
        m_guard->stop(int(m_graceOver->remainingTime()));
}

void TreeAdoption::startGuard()
{
    m_guard = std::make_unique<GuardProgram>(m_path);
    connect(m_guard.get(), &GuardProgram::eventRead, this, [this](const QByteArrayList &words) {
        if (words.first() == "empty") {
            m_count = {words.value(2).toInt(), words.value(1).toInt()};
        } else if (words.first() == "stuck") {
            if (const QString text = stuckText(words); !text.isEmpty())
                emit stuck(text);
        }
    });
    connect(m_guard.get(), &GuardProgram::failed, this, [this](StartFailure::Kind, const QString &cause) {
        if (std::exchange(m_cause, cause) != cause)
            emit stuck(tr("What is left of the backend cannot be ended yet: %1").arg(cause));
        tryAgain();
    });
    connect(m_guard.get(), &GuardProgram::ended, this, [this](std::optional<int> status) {
        if (m_count)
            emit finished(m_count->first, m_count->second);
        else if (status && isNobodyLeft()) // one that was killed says nothing of the next
            emit finished(0, 0);
        else
            tryAgain();
    });
    QStringList arguments;
    for (const QByteArray &mark : m_marks)
        arguments << QStringLiteral("--mark") << QString::fromLocal8Bit(mark);
    for (const ProcessIdentity &process : m_also) {
        if (process.pid > 1) // a guard refuses the others, and all that comes with them
            arguments << QStringLiteral("--process")
                      << QStringLiteral("%1:%2").arg(QString::number(process.pid), QString::number(process.startTicks));
    }
    // It must not take itself for one of those it looks for.
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QString::fromLatin1(instanceVariable));
    m_guard->start(int(m_graceOver->remainingTime()), arguments << QStringLiteral("--"), environment);
}

/// A guard that cannot work at all, after half an update say, shall not hold up for ever what has ended long since.
bool TreeAdoption::isNobodyLeft() const
{
    return std::none_of(m_also.begin(), m_also.end(), isAlive) &&
           std::all_of(m_marks.begin(), m_marks.end(),
                       [](const QByteArray &mark) { return processesCarrying(mark).isEmpty(); });
}

void TreeAdoption::tryAgain()
{
    m_guard.release()->deleteLater();
    m_retryTimer.start();
}
