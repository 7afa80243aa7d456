// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/status.h"

#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QString>

class ControlConnection;
class ControlServer;
class LogStore;

/// Turns the commands that arrive on the control socket into wishes and answers.
class ControlDesk : public QObject
{
    Q_OBJECT
public:
    /// All must outlive this object. `logFile` is told by `status`.
    ControlDesk(ControlServer &server, const LogStore &store, QString logFile, QObject *parent = nullptr);

    void setStatus(const Status &status);
    void setGrace(int seconds) { m_graceSeconds = seconds; }
    /// There is no window that could be shown.
    void setHeadless() { m_headless = true; }
    /// We are ending: nothing is started any more, and a second start has to wait for our end.
    void setEnding() { m_ending = true; }
    /// The very end: everybody who asked us to quit gets this answer.
    void answerQuit(const QJsonObject &answer);

signals:
    void startRequested();
    void stopRequested();
    void restartRequested();
    void showRequested(const QByteArray &activationToken);
    void quitRequested();
    void statusArrived(const Status &status); // for those who wait

private:
    void handle(ControlConnection *connection, const QJsonObject &request);
    void sendStatus(ControlConnection &connection) const;
    void start(ControlConnection &connection);
    void restart(ControlConnection &connection);
    void stop(ControlConnection &connection);
    void wait(ControlConnection &connection, const QJsonObject &request);
    void sendLogs(ControlConnection &connection, const QJsonObject &request);
    void quit(ControlConnection &connection);
    void show(ControlConnection &connection, const QJsonObject &request);
    [[nodiscard]] bool refuse(ControlConnection &connection, const QString &act) const;
    void answerWhenLeft(ControlConnection &connection, qint64 changesBefore);

    ControlServer &m_server;
    const LogStore &m_store;
    QString m_logFile;
    Status m_status;
    qint64 m_changes = 0; // of the state
    int m_graceSeconds = 5;
    bool m_ending = false;
    bool m_headless = false;
    QList<QPointer<ControlConnection>> m_quitting;
};
