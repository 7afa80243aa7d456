// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QProcess>
#include <QTimer>

#include <memory>

/// Runs one program that is expected to end soon, and kills it and its children when it does not.
class ShortRun : public QObject
{
    Q_OBJECT
public:
    enum class End { Exited, Crashed, NotStarted, TimedOut };
    struct Outcome
    {
        End end = End::NotStarted;
        int exitCode = 0;
        QString error;     // why it was not started
        QByteArray output; // at most 64 KiB of each
        QByteArray errors;
    };

    explicit ShortRun(QObject *parent = nullptr);
    ~ShortRun() override;

    void start(const QString &program, const QStringList &arguments, const QProcessEnvironment &environment,
               int deadlineMs);

signals:
    void finished(const ShortRun::Outcome &outcome); // once

private:
    /// The child becomes the leader of its own group, with default signals, and dies with us.
    static void prepare(QProcess &process);
    static void killGroup(qint64 leader);
    void take();
    void end(End how);

    std::unique_ptr<QProcess> m_process;
    QTimer m_deadline;
    Outcome m_outcome;
    bool m_ended = false;
};
