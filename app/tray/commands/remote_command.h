// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "app/tray/commands/log_printer.h"
#include "app/tray/commands/parsed_command_line.h"
#include "app/tray/control/control_client.h"
#include "core/log/log_archive.h"

#include <QObject>
#include <QTimer>

struct Paths;

/// Runs one of the commands that talk to the running Skills Tray, from the request to the exit status.
class RemoteCommand : public QObject
{
    Q_OBJECT
public:
    RemoteCommand(CommandLine commandLine, const Paths &paths, QObject *parent = nullptr);

    void run();

signals:
    void finished(int exitStatus); // once

private:
    [[nodiscard]] QJsonObject request() const;
    void onPart(const QJsonObject &part);
    void onAnswered(const QJsonObject &answer);
    void onSilent();
    void onUnreachable();
    void printArchive();
    void onEnded();
    void finish(int exitStatus, const QString &error = {});
    void watchReader();

    CommandLine m_commandLine;
    ControlClient m_client;
    LogPrinter m_printer;
    QTimer m_timeout;
    PreviousLog m_archive; // where nobody runs who could tell
    QJsonObject m_answer;
    bool m_finished = false;
};

/// Runs it in an event loop of its own, without a display; returns the exit status.
[[nodiscard]] int runRemoteCommand(int &argc, char **argv, const CommandLine &commandLine);
