// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/process/process_identity.h"

#include <QElapsedTimer>
#include <QList>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

/// What runs beside us and is not ours: bystanders that look like our backend, and a stranger who takes our port.
class Surroundings
{
public:
    /// `mark`: NAME of the variable by which ours are known; nobody here gets it.
    Surroundings(QString markName, quint16 port);
    ~Surroundings();
    Q_DISABLE_COPY_MOVE(Surroundings)

    void takePort();
    void freePort();
    [[nodiscard]] bool isPortTaken() const { return m_stranger != nullptr; }
    /// Empty, or who was harmed.
    [[nodiscard]] QString harm() const;

private:
    [[nodiscard]] std::unique_ptr<QProcess> start(const QStringList &arguments, const QString &marker) const;

    QString m_markName;
    quint16 m_port;
    std::vector<std::unique_ptr<QProcess>> m_bystanders;
    std::unique_ptr<QProcess> m_stranger;
};

/// Processes that stand still for a while, as if their clocks were stopped.
class Freezer
{
public:
    ~Freezer() { thawAll(); }
    /// SIGSTOP now, SIGCONT when thawDue() is called `forMs` from now.
    void freeze(const ProcessIdentity &process, int forMs);
    void thawDue();
    void thawAll();

private:
    struct Frozen
    {
        ProcessIdentity process;
        qint64 untilMs;
    };
    QList<Frozen> m_frozen;
};

/// We ourselves stand still for so long, as in a suspended session; everybody else goes on.
void standStill(int ms);

/// Lets nobody here open anything more while it lives.
class NoDescriptors
{
public:
    NoDescriptors();
    ~NoDescriptors();
    Q_DISABLE_COPY_MOVE(NoDescriptors)

private:
    quint64 m_before = 0;
};
