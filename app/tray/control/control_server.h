// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonObject>
#include <QList>
#include <QLocalServer>
#include <QObject>
#include <QTimer>

class ControlConnection;

/// Accepts the commands of the same user on the control socket, a bounded number at a time.
class ControlServer : public QObject
{
    Q_OBJECT
public:
    explicit ControlServer(QString socketPath, QObject *parent = nullptr);
    ~ControlServer() override;

    /// Only for the holder of the instance lock: replaces whatever is left of an earlier socket.
    /// Returns an empty string, or why nobody can be heard.
    [[nodiscard]] QString listen();
    /// Nobody new gets in, and the socket's file is gone.
    void close();
    /// Whether one more may stay connected for long. False: it was told so, and is finished.
    [[nodiscard]] bool admitLongStay(ControlConnection &connection);

signals:
    void requested(ControlConnection *connection, const QJsonObject &request);

private:
    void accept();
    void makeRoom();
    void beat();

    QString m_path;
    QLocalServer m_server;
    QTimer m_heartbeat;
    QList<ControlConnection *> m_connections;
    QList<const ControlConnection *> m_longStays;
};
