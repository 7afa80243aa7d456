// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QString>

#include <sys/ptrace.h>
#include <sys/wait.h>

/// Holds one thread of a child of ours where it is, as a disk that hangs holds it in the kernel.
class HeldThread
{
public:
    HeldThread(qint64 process, const QByteArray &name)
    {
        const QString tasks = QStringLiteral("/proc/%1/task").arg(process);
        const QStringList ids = QDir(tasks).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        for (const QString &id : ids) {
            QFile file(tasks + u'/' + id + QStringLiteral("/comm"));
            if (file.open(QIODevice::ReadOnly) && file.readAll().trimmed() == name)
                m_thread = pid_t(id.toInt());
        }
        m_isHeld = m_thread > 0 && ::ptrace(PTRACE_SEIZE, m_thread, nullptr, nullptr) == 0 &&
                   ::ptrace(PTRACE_INTERRUPT, m_thread, nullptr, nullptr) == 0 &&
                   ::waitpid(m_thread, nullptr, __WALL) == m_thread;
    }
    ~HeldThread() { letGo(); }
    Q_DISABLE_COPY_MOVE(HeldThread)

    [[nodiscard]] bool isThere() const { return m_thread > 0; }
    [[nodiscard]] bool isHeld() const { return m_isHeld; }
    /// Whoever holds a thread is told of its end, and its process ends only then.
    void letGo()
    {
        if (m_isHeld && ::ptrace(PTRACE_DETACH, m_thread, nullptr, nullptr) != 0)
            ::waitpid(m_thread, nullptr, __WALL);
        m_isHeld = false;
    }

private:
    pid_t m_thread = -1;
    bool m_isHeld = false;
};
