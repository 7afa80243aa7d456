// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QLocalSocket>
#include <QObject>
#include <QTimer>

/// Puts one request to the running Skills Tray and hands on what it answers.
class ControlClient : public QObject
{
    Q_OBJECT
public:
    explicit ControlClient(QString socketPath, QObject *parent = nullptr);
    ~ControlClient() override;

    void ask(const QJsonObject &request);

signals:
    void partCame(const QJsonObject &part);       // of an answer that goes on
    void answered(const QJsonObject &lastAnswer); // once at most; the connection may still be open
    void unreachable();                           // nobody listens
    void ended();                                 // once, after the connection stood
    void silent();                                // nothing came for SilenceMs; once until something comes

private:
    void read();
    void onError(QLocalSocket::LocalSocketError error);
    void end();
    void onSilence();

    QString m_path;
    QByteArray m_request;
    QByteArray m_bytes;
    bool m_connected = false;
    bool m_ended = false;
    QTimer m_silence;
    bool m_hasLookedAgain = false;
    QLocalSocket m_socket;
};
