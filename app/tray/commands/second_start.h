// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "app/tray/commands/parsed_command_line.h"
#include "app/tray/control/control_client.h"
#include "app/tray/instance_lock.h"

#include <QObject>
#include <QTimer>

#include <memory>

/// What a start does that finds another one holding the lock: asks it to show its window, and ends.
///
/// The other may still be starting, and not listen yet; or be ending, and then the lock becomes ours after all.
class SecondStart : public QObject
{
    Q_OBJECT
public:
    /// `elsewhere`: the runtime directory of the other one, where that is not ours; it is told.
    SecondStart(const CommandLine &commandLine, QString socketPath, InstanceLock &lock, QString elsewhere = {},
                QObject *parent = nullptr);

    void begin();

signals:
    void finished(int exitStatus); // once, unless:
    void lockTaken();              // we are the first now

private:
    void ask();
    void onAnswered(const QJsonObject &answer);
    void tryAgain();
    void giveUp();

    [[nodiscard]] bool wantsWindow() const { return !m_commandLine.background && !m_commandLine.headless; }

    CommandLine m_commandLine;
    QString m_path;
    InstanceLock &m_lock;
    QString m_elsewhere;
    QTimer m_patience;
    std::unique_ptr<ControlClient> m_client;
};
