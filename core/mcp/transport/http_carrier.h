// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/transport/http_front.h"
#include "core/mcp/transport/http_gate.h"
#include "core/mcp/transport/listener.h"

#include <QElapsedTimer>

#include <chrono>

class Activity;
class EventStream;
class McpServer;

/// Carries the Model Context Protocol over Streamable HTTP, with /health and /activity beside it.
class HttpCarrier : public QObject
{
    Q_OBJECT
public:
    using Health = std::function<QByteArray()>;

    HttpCarrier(McpServer &server, const Activity &activity, Health health, HttpGate &gate, QObject *parent = nullptr);
    ~HttpCarrier() override;

    /// Takes over the listener's socket. Returns an empty string, or why it cannot serve.
    [[nodiscard]] QString serve(const Listener &listener);
    /// Who comes back to a server that has just started asks at once, and takes what is not there yet for gone. What
    /// needs the skills waits for release(), `patience` at most; all else is answered meanwhile.
    void hold(std::chrono::milliseconds patience);
    void release();
    /// Says good-bye on the open streams; ended() follows within a tenth of a second.
    void end();

signals:
    void ended(); // once

private:
    [[nodiscard]] std::optional<HttpReply> answer(const HttpRequest &request);
    [[nodiscard]] HttpReply answerMcp(const HttpRequest &request);
    [[nodiscard]] HttpReply answerActivity(const HttpRequest &request) const;
    void write(quint64 streamId, const QByteArray &bytes);
    void forget(quint64 streamId);
    void keepAlive();
    void lookForTheGone();
    void finish();

    McpServer &m_server;
    const Activity &m_activity;
    const Health m_health;
    QHash<quint64, std::shared_ptr<EventStream>> m_streams;
    QTimer m_patience; // while it runs, what needs the skills waits
    QTimer m_keepAlive;
    QElapsedTimer m_looked; // for those who are gone, when there was no room
    QTimer m_farewell;
    HttpFront m_front; // last: its thread ends before what it uses
};
