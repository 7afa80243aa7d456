// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "raw_http.h"
#include "server_run.h"

#include <QDeadlineTimer>
#include <QJsonDocument>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

QByteArray RawAnswer::header(const QByteArray &name) const
{
    for (const QByteArray &line : head.split('\n')) {
        if (line.toLower().startsWith(name.toLower() + ':'))
            return line.mid(name.size() + 1).trimmed();
    }
    return {};
}

QJsonObject RawAnswer::json() const
{
    return QJsonDocument::fromJson(body).object();
}

RawConnection::RawConnection(quint16 port, Loopback loopback)
{
    sockaddr_in four = {};
    four.sin_family = AF_INET;
    four.sin_port = htons(port);
    four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr_in6 six = {};
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    six.sin6_addr = in6addr_loopback;
    const bool isSix = loopback == IPv6;
    const auto *address = isSix ? reinterpret_cast<const sockaddr *>(&six) : reinterpret_cast<const sockaddr *>(&four);
    m_fd = ::socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(m_fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (::connect(m_fd, address, isSix ? sizeof six : sizeof four) != 0) {
        ::close(m_fd);
        m_fd = -1;
    }
}

RawConnection::~RawConnection()
{
    close();
}

RawConnection::RawConnection(RawConnection &&other) noexcept
    : m_fd(std::exchange(other.m_fd, -1))
    , m_rest(std::move(other.m_rest))
{
}

void RawConnection::close(Farewell farewell)
{
    if (m_fd < 0)
        return;
    const linger atOnce = {1, 0};
    if (farewell == Reset)
        ::setsockopt(m_fd, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    ::close(std::exchange(m_fd, -1));
}

bool RawConnection::send(const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t count = ::send(m_fd, bytes.constData() + done, size_t(bytes.size() - done), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        done += count;
    }
    return true;
}

std::optional<QByteArray> RawConnection::receive(int milliseconds)
{
    pollfd ready = {m_fd, POLLIN, 0};
    if (::poll(&ready, 1, milliseconds) <= 0)
        return std::nullopt;
    QByteArray bytes(64 * 1024, Qt::Uninitialized);
    bytes.resize(std::max<ssize_t>(0, ::recv(m_fd, bytes.data(), size_t(bytes.size()), 0)));
    return bytes;
}

bool RawConnection::isClosedWithin(int milliseconds)
{
    const QDeadlineTimer deadline(milliseconds);
    while (!deadline.hasExpired()) {
        const std::optional<QByteArray> bytes = receive(int(deadline.remainingTime()));
        if (bytes && bytes->isEmpty())
            return true;
    }
    return false;
}

RawAnswer RawConnection::answer(int milliseconds)
{
    const QDeadlineTimer deadline(milliseconds);
    RawAnswer answer;
    qsizetype length = -1;
    while (!deadline.hasExpired()) {
        const qsizetype end = answer.head.isEmpty() ? m_rest.indexOf("\r\n\r\n") : -1;
        if (end >= 0) {
            answer.head = m_rest.left(end);
            m_rest.remove(0, end + 4);
            const QByteArray declared = answer.header("Content-Length");
            length = declared.isEmpty() ? 0 : declared.toLongLong(); // streams: what follows stays for seesWithin()
        }
        if (length >= 0 && m_rest.size() >= length) {
            answer.body = m_rest.left(length);
            m_rest.remove(0, length);
            answer.status = answer.head.mid(9, 3).toInt();
            return answer;
        }
        const std::optional<QByteArray> bytes = receive(int(deadline.remainingTime()));
        if (bytes && bytes->isEmpty())
            break;
        m_rest += bytes.value_or(QByteArray());
    }
    return {};
}

RawAnswer RawConnection::post(const QByteArray &path, const QByteArray &body, const QByteArray &headers)
{
    send("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers +
         "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    return answer();
}

RawAnswer RawConnection::get(const QByteArray &path, const QByteArray &headers)
{
    const QByteArray host = headers.toLower().contains("host:") ? QByteArray() : QByteArray("Host: 127.0.0.1\r\n");
    send("GET " + path + " HTTP/1.1\r\n" + host + headers + "\r\n");
    return answer();
}

bool RawConnection::seesWithin(const QByteArray &text, int milliseconds)
{
    const QDeadlineTimer deadline(milliseconds);
    for (;;) {
        if (m_rest.contains(text))
            return true;
        const std::optional<QByteArray> bytes = receive(std::max(0, int(deadline.remainingTime())));
        if ((bytes && bytes->isEmpty()) || (!bytes && deadline.hasExpired()))
            return false;
        m_rest += bytes.value_or(QByteArray());
    }
}

QByteArray mcpHeaders(const QByteArray &session)
{
    QByteArray headers = "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n";
    if (!session.isEmpty())
        headers += "Mcp-Session-Id: " + session + "\r\nMCP-Protocol-Version: 2025-11-25\r\n";
    return headers;
}

QByteArray secretHeader()
{
    return QByteArray("Authorization: Bearer ") + ServerRun::Secret + "\r\n";
}

QByteArray initializeMessage()
{
    return R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",)"
           R"("capabilities":{},"clientInfo":{"name":"raw","version":"7"}}})";
}

QByteArray callMessage(int id, const QByteArray &tool, const QByteArray &arguments)
{
    return R"({"jsonrpc":"2.0","id":)" + QByteArray::number(id) + R"(,"method":"tools/call","params":{"name":")" +
           tool + R"(","arguments":)" + arguments + "}}";
}

QByteArray openSession(RawConnection &connection)
{
    const RawAnswer welcome = connection.post("/mcp", initializeMessage(), mcpHeaders());
    const QByteArray session = welcome.header("Mcp-Session-Id");
    const RawAnswer noted =
        connection.post("/mcp", R"({"jsonrpc":"2.0","method":"notifications/initialized"})", mcpHeaders(session));
    return welcome.status == 200 && noted.status == 202 ? session : QByteArray();
}
