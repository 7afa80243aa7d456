// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QLocalSocket>
#include <QObject>
#include <QTimer>

/// One client of the control socket: reads its one request, within bounds, and sends it our answers.
class ControlConnection : public QObject
{
    Q_OBJECT
public:
    /// Takes the socket.
    explicit ControlConnection(QLocalSocket *socket, QObject *parent = nullptr);
    ~ControlConnection() override;

    /// One line of an answer that goes on.
    void send(const QJsonObject &object);
    /// The same, written already, with its newline.
    void sendLine(const QByteArray &line);
    /// The last line of the answer; then the connection ends. Whoever does not take it soon is dropped.
    void finish(const QJsonObject &object);
    /// As finish(), but a long answer may be read at leisure: a pager shows one page and waits.
    void finishAtLeisure(const QJsonObject &object);
    /// As finish(), but the client sees the end of the connection only when this process is gone.
    void finishWithProcess(const QJsonObject &object);
    void drop();

    [[nodiscard]] bool hasAsked() const { return m_asked; }
    [[nodiscard]] bool isFinished() const { return m_finished; }
    /// Bytes that the client did not take yet.
    [[nodiscard]] qint64 unsent() const { return m_socket->bytesToWrite(); }

signals:
    void asked(const QJsonObject &request); // once at most
    void taken();                           // the client read something
    void closed();                          // once

private:
    void read();
    void onDisconnected();

    QLocalSocket *m_socket;
    QTimer m_deadline;
    QByteArray m_line;
    bool m_asked = false;
    bool m_finished = false;
    bool m_closed = false;
};
