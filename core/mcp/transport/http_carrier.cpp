// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/transport/http_carrier.h"

#include "core/mcp/protocol/activity.h"
#include "core/mcp/transport/event_stream.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

static constexpr qsizetype MaximumStreams = 512;

enum class Route { Nothing, Mcp, Health, Activity };

static Route routeOf(const QByteArray &path)
{
    if (path == "/mcp" || path == "/mcp/")
        return Route::Mcp;
    if (path == "/health")
        return Route::Health;
    if (path == "/activity")
        return Route::Activity;
    return Route::Nothing;
}

static HttpReply methodRefused(const QByteArray &allowed)
{
    HttpReply reply = errorReply(405, "This method is not allowed here.");
    reply.headers.emplaceBack("Allow", allowed);
    return reply;
}

HttpCarrier::HttpCarrier(McpServer &server, const Activity &activity, Health health, OwnHost ownHost, QObject *parent)
    : QObject(parent)
    , m_server(server)
    , m_activity(activity)
    , m_health(std::move(health))
    , m_ownHost(std::move(ownHost))
    , m_front([this](const HttpRequest &request) { return refusal(request); },
              [this](const HttpRequest &request) { return answer(request); })
{
    m_keepAlive.setInterval(15s);
    m_keepAlive.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_keepAlive, &QTimer::timeout, this, &HttpCarrier::keepAlive);
    m_farewell.setInterval(100ms);
    m_farewell.setSingleShot(true);
    connect(&m_farewell, &QTimer::timeout, this, &HttpCarrier::finish);
    connect(&m_front, &HttpFront::streamGone, this, &HttpCarrier::forget);
    connect(&m_server, &McpServer::messageReady, this, [this](quint64 streamId, const QByteArray &message) {
        write(streamId, "event: message\ndata: " + message + "\n\n");
    });
    connect(&m_server, &McpServer::streamEnded, this, [this](quint64 streamId) {
        if (const std::shared_ptr<EventStream> stream = m_streams.value(streamId))
            stream->end();
    });
}

HttpCarrier::~HttpCarrier()
{
    for (const std::shared_ptr<EventStream> &stream : std::as_const(m_streams))
        stream->end();
}

QString HttpCarrier::serve(const Listener &listener)
{
    return m_front.serve(listener.fd);
}

std::optional<HttpReply> HttpCarrier::refusal(const HttpRequest &request) const
{
    if (request.isAmbiguous)
        return errorReply(400, "Host and Origin may each be given once.");
    if (!m_ownHost.allowsHost(request.host))
        return errorReply(403, "This Host is not served here.");
    if (request.hasOrigin && !m_ownHost.allowsOrigin(request.origin))
        return errorReply(403, "This Origin is not served here.");
    const bool isGet = request.method == "GET" || request.method == "HEAD";
    switch (routeOf(request.path)) {
    case Route::Nothing:
        return errorReply(404, "There are /mcp and /health.");
    case Route::Mcp:
        if (request.method == "POST" || request.method == "GET" || request.method == "DELETE")
            return std::nullopt;
        return methodRefused("GET, POST, DELETE");
    case Route::Health:
        return isGet ? std::nullopt : std::optional(methodRefused("GET, HEAD"));
    case Route::Activity:
        if (!request.isFromLoopback)
            return errorReply(403, "The activity is shown on this machine only.");
        if (!m_activity.isEnabled())
            return errorReply(404, "The activity is switched off.");
        return isGet ? std::nullopt : std::optional(methodRefused("GET, HEAD"));
    }
    return std::nullopt;
}

HttpReply HttpCarrier::answer(const HttpRequest &request)
{
    switch (routeOf(request.path)) {
    case Route::Mcp:
        return answerMcp(request);
    case Route::Activity:
        return answerActivity(request);
    case Route::Health:
    case Route::Nothing:
        break;
    }
    HttpReply reply;
    reply.body = m_health();
    reply.headers.emplaceBack("Cache-Control", "no-store");
    return reply;
}

HttpReply HttpCarrier::answerMcp(const HttpRequest &request)
{
    McpReply said = m_server.handle(request.mcp);
    HttpReply reply;
    reply.status = unsigned(said.status);
    reply.contentType = said.contentType;
    reply.body = std::move(said.body);
    if (!said.sessionId.isEmpty())
        reply.headers.emplaceBack("Mcp-Session-Id", said.sessionId);
    if (said.status == 405)
        reply.headers.emplaceBack("Allow", "GET, POST, DELETE");
    if (!said.opensStream)
        return reply;
    if (m_streams.size() >= MaximumStreams || m_farewell.isActive()) {
        m_server.streamClosed(said.streamId);
        return errorReply(503, "Too many streams are open.");
    }
    reply.contentType = "text/event-stream";
    reply.headers.emplaceBack("Cache-Control", "no-cache, no-transform");
    reply.stream = std::make_shared<EventStream>(said.streamId);
    m_streams.insert(said.streamId, reply.stream);
    // Lets the client, and whatever lies between, see the headers at once.
    write(said.streamId, ": open\n\n");
    if (!m_keepAlive.isActive())
        m_keepAlive.start();
    return reply;
}

HttpReply HttpCarrier::answerActivity(const HttpRequest &request) const
{
    bool isNumber = request.after.isEmpty();
    const quint64 after = isNumber ? 0 : request.after.toULongLong(&isNumber);
    if (!isNumber)
        return errorReply(400, "after is the id of a call, a whole number.");
    HttpReply reply;
    reply.body = QJsonDocument(QJsonObject{{u"calls"_s, m_activity.after(after)}}).toJson(QJsonDocument::Compact);
    reply.headers.emplaceBack("Cache-Control", "no-store");
    return reply;
}

void HttpCarrier::write(quint64 streamId, const QByteArray &bytes)
{
    const std::shared_ptr<EventStream> stream = m_streams.value(streamId);
    if (!stream || stream->push(bytes))
        return;
    m_front.cutStream(streamId);
    forget(streamId);
}

void HttpCarrier::forget(quint64 streamId)
{
    if (!m_streams.remove(streamId))
        return;
    m_server.streamClosed(streamId);
    if (m_streams.isEmpty()) {
        m_keepAlive.stop();
        if (m_farewell.isActive())
            finish();
    }
}

void HttpCarrier::keepAlive()
{
    const QList<quint64> ids = m_streams.keys();
    for (const quint64 id : ids) {
        // Also how a client is found out that has gone without a word.
        if (m_streams.value(id)->isEmpty())
            write(id, ": keep-alive\n\n");
    }
}

void HttpCarrier::end()
{
    if (m_farewell.isActive())
        return;
    m_front.stopListening();
    m_farewell.start();
    m_server.endStreams();
    for (const std::shared_ptr<EventStream> &stream : std::as_const(m_streams))
        stream->end();
    if (m_streams.isEmpty())
        finish();
}

void HttpCarrier::finish()
{
    m_farewell.stop();
    for (const std::shared_ptr<EventStream> &stream : std::as_const(m_streams))
        stream->end();
    m_front.close();
    emit ended();
}
