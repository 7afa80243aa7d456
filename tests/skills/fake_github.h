// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <functional>

/// Stands in for GitHub: answers each request as the test says, and remembers it.
class FakeGitHub
{
public:
    struct Request
    {
        QByteArray path;
        QHash<QByteArray, QByteArray> headers; // names in lower case
    };
    /// The whole answer, status line first; empty: none, the connection stays open.
    using Handler = std::function<QByteArray(const Request &)>;

    explicit FakeGitHub(Handler handler)
        : m_handler(std::move(handler))
    {
        m_server.listen(QHostAddress::LocalHost);
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { accept(); });
    }

    [[nodiscard]] QByteArray address(const QByteArray &host = "127.0.0.1") const
    {
        return "http://" + host + ':' + QByteArray::number(m_server.serverPort());
    }
    void close() { m_server.close(); }
    QList<Request> requests;
    int answersAfterMs = 0;

    [[nodiscard]] static QByteArray answer(const QByteArray &status, const QList<QByteArray> &headers = {},
                                           const QByteArray &body = {})
    {
        QByteArray bytes = "HTTP/1.1 " + status +
                           "\r\nConnection: close\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
        for (const QByteArray &header : headers)
            bytes += header + "\r\n";
        return bytes + "\r\n" + body;
    }

private:
    void accept()
    {
        while (QTcpSocket *socket = m_server.nextPendingConnection()) {
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { read(socket); });
            QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        }
    }

    void read(QTcpSocket *socket)
    {
        const QByteArray head = socket->peek(64 * 1024);
        if (!head.contains("\r\n\r\n"))
            return;
        socket->readAll();
        Request request;
        const QList<QByteArray> lines = head.split('\n');
        request.path = lines.first().split(' ').value(1);
        for (const QByteArray &line : lines.mid(1))
            request.headers.insert(line.left(line.indexOf(':')).toLower(), line.mid(line.indexOf(':') + 1).trimmed());
        requests.append(request);
        const QByteArray bytes = m_handler(request);
        if (bytes.isEmpty())
            return;
        QTimer::singleShot(answersAfterMs, socket, [socket, bytes] {
            socket->write(bytes);
            socket->disconnectFromHost();
        });
    }

    Handler m_handler;
    QTcpServer m_server;
};
