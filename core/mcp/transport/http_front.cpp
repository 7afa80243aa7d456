// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/transport/http_front.h"

#include "core/mcp/transport/event_stream.h"
#include "core/mcp/transport/http_exchange.h"
#include "core/mcp/transport/listener.h"

#include <QDeadlineTimer>

#include <microhttpd.h>
#include <unistd.h>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

// A body that is refused is still read for a while: closing at once would tear the answer from the client's hands.
static constexpr qint64 MaximumIgnored = 8 * 1024 * 1024;
// Of all bodies together.
static constexpr qint64 MaximumArriving = 64 * 1024 * 1024;
static constexpr unsigned MaximumConnections = 1600;
static constexpr auto SliceTime = 2ms; // of the main thread, for requests that wait

/// What libmicrohttpd calls, in its thread.
struct HttpCallbacks
{
    static MHD_Result onRequest(void *self, MHD_Connection *connection, const char *url, const char *method,
                                const char *version, const char *data, size_t *size, void **context);
    static void onDone(void *self, MHD_Connection *connection, void **context, MHD_RequestTerminationCode);
    static void onConnection(void *self, MHD_Connection *connection, void **, MHD_ConnectionNotificationCode code);
    static MHD_Result onHeader(void *request, MHD_ValueKind, const char *key, const char *value);
    static ssize_t onRead(void *reading, uint64_t, char *buffer, size_t maximum);
    static void onReadDone(void *reading);
    static void onBodySent(void *bytes);

    static HttpExchange *begin(HttpFront &front, MHD_Connection *connection, const char *url, const char *method);
    static MHD_Result take(HttpFront &front, HttpExchange &exchange, const char *data, size_t size);
    static MHD_Result send(HttpFront &front, HttpExchange &exchange);
};

/// A stream together with the connection that it runs on.
struct StreamReading
{
    std::shared_ptr<EventStream> stream;
    MHD_Connection *connection;
};

static bool isSame(const char *key, const char *name)
{
    return qstricmp(key, name) == 0;
}

MHD_Result HttpCallbacks::onHeader(void *target, MHD_ValueKind, const char *key, const char *value)
{
    auto &request = *static_cast<HttpRequest *>(target);
    // RFC 9110, 5.5: blanks around a value do not belong to it.
    const QByteArray text = QByteArray(value).trimmed();
    if (isSame(key, "Host")) {
        request.isAmbiguous = request.isAmbiguous || request.hasHost;
        request.hasHost = true;
        request.host = text;
    } else if (isSame(key, "Origin")) {
        request.isAmbiguous = request.isAmbiguous || request.hasOrigin;
        request.hasOrigin = true;
        request.origin = text;
    } else if (isSame(key, "Mcp-Session-Id")) {
        request.mcp.sessionId = text;
    } else if (isSame(key, "MCP-Protocol-Version")) {
        request.mcp.protocolVersion = text;
    } else if (isSame(key, "Accept")) {
        request.mcp.accept += (request.mcp.accept.isEmpty() ? "" : ", ") + text;
    } else if (isSame(key, "Content-Type")) {
        request.mcp.contentType = text;
    } else if (isSame(key, "Mcp-Method")) {
        request.mcp.mcpMethod = text;
    } else if (isSame(key, "Mcp-Name")) {
        request.mcp.mcpName = text;
    } else if (isSame(key, "Authorization")) {
        request.authorization = text;
    } else if (isSame(key, "Access-Control-Request-Method")) {
        request.wantedMethod = text;
    } else if (isSame(key, "Access-Control-Request-Headers")) {
        request.wantedHeaders = text;
    } else if (isSame(key, "Access-Control-Request-Private-Network")) {
        request.wantsPrivateNetwork = text == "true";
    }
    return MHD_YES;
}

static bool isLoopbackPeer(MHD_Connection *connection)
{
    const MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info && info->client_addr && isLoopback(info->client_addr);
}

/// RFC 9112, 3.2.2: a request line may hold the whole address; what counts then is the name in it.
static void takeTarget(HttpRequest &request, const QByteArray &target)
{
    static const QByteArray Scheme("http://");
    request.path = target;
    if (target.left(Scheme.size()).toLower() != Scheme)
        return;
    const qsizetype slash = target.indexOf('/', Scheme.size());
    request.targetHost = target.mid(Scheme.size(), slash < 0 ? -1 : slash - Scheme.size());
    request.path = slash < 0 ? QByteArray("/") : target.mid(slash);
}

HttpExchange *HttpCallbacks::begin(HttpFront &front, MHD_Connection *connection, const char *url, const char *method)
{
    auto *exchange = new HttpExchange;
    exchange->connection = connection;
    HttpRequest &request = exchange->request;
    request.method = method;
    takeTarget(request, url);
    request.mcp.method = method;
    request.isFromLoopback = isLoopbackPeer(connection);
    MHD_get_connection_values(connection, MHD_HEADER_KIND, &onHeader, &request);
    if (const char *after = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "after"))
        request.after = after;
    exchange->reply = front.m_gate(request);
    const char *length = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");
    if (!exchange->reply && length && QByteArray(length).toULongLong() > quint64(MaxRpcBytes))
        exchange->reply = errorReply(MHD_HTTP_CONTENT_TOO_LARGE, "The request is larger than 1 MiB.");
    return exchange;
}

MHD_Result HttpCallbacks::take(HttpFront &front, HttpExchange &exchange, const char *data, size_t size)
{
    QByteArray &body = exchange.request.mcp.body;
    if (!exchange.reply && body.size() + qsizetype(size) > MaxRpcBytes)
        exchange.reply = errorReply(MHD_HTTP_CONTENT_TOO_LARGE, "The request is larger than 1 MiB.");
    if (!exchange.reply && front.m_bytesArriving + qint64(size) > MaximumArriving)
        exchange.reply = errorReply(MHD_HTTP_SERVICE_UNAVAILABLE, "Too much is being sent at this moment.");
    if (exchange.reply) {
        body.clear();
        exchange.bytesIgnored += qint64(size);
        return exchange.bytesIgnored > MaximumIgnored ? MHD_NO : MHD_YES;
    }
    body.append(data, qsizetype(size));
    exchange.bytesTaken += qint64(size);
    front.m_bytesArriving += qint64(size);
    return MHD_YES;
}

MHD_Result HttpCallbacks::onRequest(void *self, MHD_Connection *connection, const char *url, const char *method,
                                    const char *, const char *data, size_t *size, void **context)
{
    auto &front = *static_cast<HttpFront *>(self);
    auto *exchange = static_cast<HttpExchange *>(*context);
    if (!exchange) {
        *context = exchange = begin(front, connection, url, method);
        front.m_connections.headersArrived(connection);
        // Who asks before sending a body gets the refusal instead of "100 Continue".
        const bool asks = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Expect") != nullptr;
        return exchange->reply && asks ? send(front, *exchange) : MHD_YES;
    }
    if (*size > 0) {
        const size_t count = *size;
        *size = 0;
        return take(front, *exchange, data, count);
    }
    if (exchange->reply)
        return send(front, *exchange);
    front.m_connections.requestArrived(connection);
    front.ask(*exchange);
    return MHD_YES;
}

ssize_t HttpCallbacks::onRead(void *reading, uint64_t, char *buffer, size_t maximum)
{
    const auto *source = static_cast<const StreamReading *>(reading);
    return source->stream->read(source->connection, buffer, maximum);
}

void HttpCallbacks::onReadDone(void *reading)
{
    delete static_cast<StreamReading *>(reading);
}

void HttpCallbacks::onBodySent(void *bytes)
{
    delete static_cast<QByteArray *>(bytes);
}

MHD_Result HttpCallbacks::send(HttpFront &front, HttpExchange &exchange)
{
    const HttpReply &reply = *exchange.reply;
    front.m_connections.requestArrived(exchange.connection);
    MHD_Response *response = nullptr;
    if (reply.stream) {
        response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, &onRead,
                                                     new StreamReading{reply.stream, exchange.connection}, &onReadDone);
        // The end of the connection is the end of the stream, not the last chunk of many: so a stream that a crash or a
        // kill ends has ended, where chunks would be torn off. Python's SDK gives up after the second torn one.
        if (response)
            MHD_set_response_options(response, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
        front.m_connections.streamOpened(exchange.connection, reply.stream->id());
    } else {
        auto *body = new QByteArray(reply.body);
        // It is not written to; data() would copy it.
        response = MHD_create_response_from_buffer_with_free_callback_cls(
            size_t(body->size()), const_cast<char *>(body->constData()), &onBodySent, body);
    }
    if (!response)
        return MHD_NO;
    if (!reply.contentType.isEmpty() && (reply.stream || !reply.body.isEmpty()))
        MHD_add_response_header(response, "Content-Type", reply.contentType.constData());
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    if (const QByteArray &page = exchange.request.readableBy; !page.isEmpty()) {
        MHD_add_response_header(response, "Access-Control-Allow-Origin", page.constData());
        MHD_add_response_header(response, "Access-Control-Expose-Headers", "Mcp-Session-Id");
        MHD_add_response_header(response, "Vary", "Origin");
    }
    for (const auto &[name, value] : reply.headers)
        MHD_add_response_header(response, name.constData(), value.constData());
    const MHD_Result result = MHD_queue_response(exchange.connection, reply.status, response);
    MHD_destroy_response(response);
    return result;
}

void HttpCallbacks::onDone(void *self, MHD_Connection *connection, void **context, MHD_RequestTerminationCode)
{
    auto &front = *static_cast<HttpFront *>(self);
    const std::unique_ptr<HttpExchange> exchange(static_cast<HttpExchange *>(*context));
    *context = nullptr;
    front.m_connections.requestDone(connection);
    if (!exchange)
        return;
    front.m_bytesArriving -= exchange->bytesTaken;
    if (exchange->reply && exchange->reply->stream) {
        EventStream &stream = *exchange->reply->stream;
        stream.connectionGone();
        QMetaObject::invokeMethod(
            &front, [&front, id = stream.id()] { emit front.streamGone(id); }, Qt::QueuedConnection);
    }
}

void HttpCallbacks::onConnection(void *self, MHD_Connection *connection, void **, MHD_ConnectionNotificationCode code)
{
    auto &front = *static_cast<HttpFront *>(self);
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        front.m_connections.closed(connection);
        return;
    }
    const MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    front.m_connections.opened(connection, info ? info->connect_fd : -1);
    front.sweepSoon();
}

HttpFront::HttpFront(Gate gate, Handler handler, ConnectionTable::Limits limits, QObject *parent)
    : QObject(parent)
    , m_gate(std::move(gate))
    , m_handler(std::move(handler))
    , m_connections(limits)
{
    m_sweep.setInterval(2s);
    m_sweep.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_sweep, &QTimer::timeout, this, [this] {
        // Cleared first: a connection that opens meanwhile asks again.
        m_sweeping = false;
        if (m_connections.sweep())
            m_sweeping = true;
        else
            m_sweep.stop();
    });
}

HttpFront::~HttpFront()
{
    close();
}

QString HttpFront::serve(int listenFd, int secondFd)
{
    const unsigned connections = makeRoomForConnections(MaximumConnections);
    // Before the library refuses one, the longest idle one makes room.
    m_connections.limitTo(connections - connections / 25);
    m_daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, nullptr, nullptr,
                                &HttpCallbacks::onRequest, this, MHD_OPTION_LISTEN_SOCKET, listenFd,
                                MHD_OPTION_CONNECTION_LIMIT, connections, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                                size_t(16 * 1024), MHD_OPTION_CONNECTION_MEMORY_INCREMENT, size_t(1024),
                                MHD_OPTION_NOTIFY_COMPLETED, &HttpCallbacks::onDone, this, MHD_OPTION_NOTIFY_CONNECTION,
                                &HttpCallbacks::onConnection, this, MHD_OPTION_END);
    if (m_daemon) {
        if (secondFd >= 0) {
            m_second = std::make_unique<SecondSocket>(secondFd, [this](int fd, const sockaddr *peer, socklen_t length) {
                MHD_add_connection(m_daemon, fd, peer, length); // closes it when it cannot
            });
        }
        return {};
    }
    ::close(listenFd);
    if (secondFd >= 0)
        ::close(secondFd);
    return u"Cannot start the HTTP server: %1"_s.arg(qt_error_string(errno).toLower());
}

void HttpFront::ask(HttpExchange &exchange)
{
    const std::lock_guard lock(m_mutex);
    if (m_closing) {
        exchange.reply = errorReply(MHD_HTTP_SERVICE_UNAVAILABLE, "The server is ending.");
        HttpCallbacks::send(*this, exchange);
        return;
    }
    MHD_suspend_connection(exchange.connection);
    queue(exchange);
}

void HttpFront::queue(HttpExchange &exchange)
{
    const HttpRequest &request = exchange.request;
    // A session is a client however many connections it has. Without one each connection is.
    const QByteArray client =
        request.mcp.sessionId.isEmpty() ? QByteArray::number(quintptr(exchange.connection), 16) : request.mcp.sessionId;
    (request.method == "POST" ? m_others : m_quick).add(client, &exchange);
    if (!std::exchange(m_isMainAsked, true))
        QMetaObject::invokeMethod(this, &HttpFront::answerWaiting, Qt::QueuedConnection);
}

void HttpFront::askAgain()
{
    const std::lock_guard lock(m_mutex);
    for (HttpExchange *exchange : std::exchange(m_kept, {}))
        queue(*exchange);
}

HttpExchange *HttpFront::takeNext()
{
    const std::lock_guard lock(m_mutex);
    m_isQuicksTurn = !m_isQuicksTurn;
    auto &first = m_isQuicksTurn ? m_quick : m_others;
    auto &second = m_isQuicksTurn ? m_others : m_quick;
    std::optional<HttpExchange *> next = first.take();
    if (!next)
        next = second.take();
    m_isMainAsked = next.has_value();
    return next.value_or(nullptr);
}

void HttpFront::answerWaiting()
{
    // What else the main thread has to do comes in between.
    for (const QDeadlineTimer slice(SliceTime); HttpExchange *exchange = takeNext();) {
        answer(*exchange);
        if (slice.hasExpired()) {
            QMetaObject::invokeMethod(this, &HttpFront::answerWaiting, Qt::QueuedConnection);
            return;
        }
    }
}

void HttpFront::answer(HttpExchange &exchange)
{
    std::optional<HttpReply> said = m_handler(exchange.request);
    if (said)
        reply(exchange, std::move(*said));
    else
        m_kept.append(&exchange);
}

void HttpFront::reply(HttpExchange &exchange, HttpReply said)
{
    exchange.reply = std::move(said);
    if (!m_connections.admitAnswer(exchange.connection, exchange.reply->body.size()))
        exchange.reply = errorReply(MHD_HTTP_SERVICE_UNAVAILABLE, "Too many large answers wait to be read.");
    // The connection wakes up and calls onRequest again, which finds the reply.
    MHD_resume_connection(exchange.connection);
}

void HttpFront::sweepSoon()
{
    if (!m_sweeping.exchange(true))
        QMetaObject::invokeMethod(&m_sweep, qOverload<>(&QTimer::start), Qt::QueuedConnection);
}

void HttpFront::stopListening()
{
    if (!m_daemon)
        return;
    m_second.reset();
    const MHD_socket fd = MHD_quiesce_daemon(m_daemon);
    if (fd != MHD_INVALID_SOCKET)
        ::close(fd);
}

void HttpFront::cutStream(quint64 streamId)
{
    m_connections.cutStream(streamId);
}

void HttpFront::close()
{
    if (!m_daemon)
        return;
    m_closing = true;
    m_second.reset();
    // A daemon that stops must not have sleeping connections.
    askAgain();
    while (HttpExchange *exchange = takeNext()) {
        exchange->reply = errorReply(MHD_HTTP_SERVICE_UNAVAILABLE, "The server is ending.");
        MHD_resume_connection(exchange->connection);
    }
    MHD_stop_daemon(std::exchange(m_daemon, nullptr));
}
