// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/process/process_identity.h"

#include <QByteArrayList>
#include <QDeadlineTimer>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

class GuardProgram;

/// Ends a tree that lost its guard, by a new guard; should that one die too, by the next.
///
/// The tree is whoever carries one of the marks, whoever was named, and whom these have started; never anybody else.
class TreeAdoption : public QObject
{
    Q_OBJECT
public:
    /// `marks`: "SKILLS_TRAY_INSTANCE=<marker>", as run_mark.h has it.
    TreeAdoption(QString guard, QByteArrayList marks, QList<ProcessIdentity> also, QObject *parent = nullptr);
    /// Kills at once what is left.
    ~TreeAdoption() override;

    /// SIGTERM and SIGCONT, after `graceMs` SIGKILL. Called again it can only shorten the grace.
    void sweep(int graceMs);

signals:
    void finished(int ended, int forced); // once: nothing is left
    /// Who survives SIGKILL, said again while it is so; or why nobody can be ended now. Text for people.
    void stuck(const QString &text);

private:
    void startGuard();
    [[nodiscard]] bool isNobodyLeft() const;
    void tryAgain();

    QString m_path;
    QByteArrayList m_marks;
    QList<ProcessIdentity> m_also;
    std::optional<QDeadlineTimer> m_graceOver;
    std::unique_ptr<GuardProgram> m_guard;
    std::optional<std::pair<int, int>> m_count; // ended, forced: it said that the tree is empty
    QString m_cause;                            // why the last guard could not be started
    QTimer m_retryTimer;
};
