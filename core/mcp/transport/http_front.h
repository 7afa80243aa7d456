// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/transport/connection_table.h"
#include "core/mcp/transport/fair_queue.h"
#include "core/mcp/transport/http_message.h"
#include "core/mcp/transport/second_socket.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <functional>
#include <mutex>

struct MHD_Daemon;
struct HttpExchange;

/// Speaks HTTP on a thread of its own and asks for each answer in the main thread.
class HttpFront : public QObject
{
    Q_OBJECT
public:
    /// What can be answered from the headers alone; called in the HTTP thread.
    using Gate = std::function<std::optional<HttpReply>(HttpRequest &)>;
    /// Nothing: it is asked again after askAgain().
    using Handler = std::function<std::optional<HttpReply>(const HttpRequest &)>;

    HttpFront(Gate gate, Handler handler, ConnectionTable::Limits limits = {}, QObject *parent = nullptr);
    ~HttpFront() override;

    /// Takes over listening sockets; -1: there is no second one. Returns an empty string, or why it cannot serve there.
    [[nodiscard]] QString serve(int listenFd, int secondFd = -1);
    /// What the handler could not answer yet waits for its turn again.
    void askAgain();
    void stopListening();
    void cutStream(quint64 streamId);
    /// Ends all connections; afterwards nothing is asked any more.
    void close();

signals:
    void streamGone(quint64 streamId); // once for each stream that a reply carried

private:
    friend struct HttpCallbacks;
    void ask(HttpExchange &exchange); // HTTP thread
    void answerWaiting();             // main thread
    void answer(HttpExchange &exchange);
    void reply(HttpExchange &exchange, HttpReply said);
    void queue(HttpExchange &exchange); // with m_mutex held
    [[nodiscard]] HttpExchange *takeNext();
    void sweepSoon(); // HTTP thread

    const Gate m_gate;
    const Handler m_handler;
    ConnectionTable m_connections;
    QTimer m_sweep;
    MHD_Daemon *m_daemon = nullptr;
    std::unique_ptr<SecondSocket> m_second; // the library itself listens at one only

    std::atomic<qint64> m_bytesArriving = 0;
    std::atomic<bool> m_closing = false;
    std::atomic<bool> m_sweeping = false;

    std::mutex m_mutex;
    // For the main thread, their connections suspended. What has no body is answered quickly.
    FairQueue<HttpExchange *> m_quick, m_others;
    bool m_isQuicksTurn = true;
    bool m_isMainAsked = false;

    QList<HttpExchange *> m_kept; // the main thread's; their connections are suspended, too
};
