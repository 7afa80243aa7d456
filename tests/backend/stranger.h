// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/process/port_owner.h"

#include <QProcess>
#include <QStringList>

#include <csignal>

/// Somebody else's program that listens on a port; it does not belong to any tree of ours.
class Stranger
{
public:
    Stranger(quint16 port, const QString &tag, const QStringList &more = {},
             const QString &program = QStringLiteral(SKILLS_FAKE_BACKEND))
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(program,
                        QStringList{QStringLiteral("--quiet"), QStringLiteral("--port"), QString::number(port), tag} +
                            more);
    }
    ~Stranger() { end(); }
    void end()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    void signal(int number) const { ::kill(pid_t(m_process.processId()), number); }
    [[nodiscard]] qint64 pid() const { return m_process.processId(); }
    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
    [[nodiscard]] bool listensOn(quint16 port) const { return !listenersOn(port).isEmpty(); }

private:
    QProcess m_process;
};
