// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/transport/http_carrier.h"

#include "core/mcp/protocol/activity.h"
#include "core/mcp/protocol/mcp_server.h"
#include "core/mcp/protocol/session_news.h"
#include "core/mcp/transport/event_stream.h"
#include "core/mcp/transport/held_requests.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

static constexpr qsizetype MaximumStreams = 512;

HttpCarrier::HttpCarrier(McpServer &server, const Activity &activity, Health health, HttpGate &gate, QObject *parent)
    : QObject(parent)
    , m_server(server)
    , m_activity(activity)
    , m_health(std::move(health))
    , m_front([&gate](HttpRequest &request) { return gate.refusal(request); },
              [this](const HttpRequest &request) { return answer(request); })
{
    m_keepAlive.setInterval(SessionNews::CommentInterval);
    m_keepAlive.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_keepAlive, &QTimer::timeout, this, &HttpCarrier::keepAlive);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &HttpCarrier::release);
    m_farewell.setInterval(100ms);
    m_farewell.setSingleShot(true);
    connect(&m_farewell, &QTimer::timeout, this, &HttpCarrier::finish);
    connect(&m_front, &HttpFront::streamGone, this, &HttpCarrier::forget);
    connect(&m_server, &McpServer::messageReady, this,
            [this](quint64 streamId, const QByteArray &message) { write(streamId, asEvent(message)); });
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
    return m_front.serve(listener.fd, listener.secondFd);
}

void HttpCarrier::hold(std::chrono::milliseconds patience)
{
    m_patience.start(patience);
}

void HttpCarrier::release()
{
    m_patience.stop();
    m_front.askAgain();
}

std::optional<HttpReply> HttpCarrier::answer(const HttpRequest &request)
{
    switch (HttpGate::routeOf(request.path)) {
    case HttpGate::Route::Mcp:
        if (m_patience.isActive() && request.method == "POST" && needsSkills(parseRpc(request.mcp.body)))
            return std::nullopt;
        return answerMcp(request);
    case HttpGate::Route::Activity:
        return answerActivity(request);
    case HttpGate::Route::Health:
    case HttpGate::Route::Nothing:
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
        lookForTheGone();
        return errorReply(503, "Too many streams are open.");
    }
    reply.contentType = "text/event-stream";
    reply.headers.emplaceBack("Cache-Control", "no-cache, no-transform");
    reply.headers.emplaceBack("X-Accel-Buffering", "no"); // nginx would keep the events to itself
    reply.stream = std::make_shared<EventStream>(said.streamId);
    m_streams.insert(said.streamId, reply.stream);
    // Lets the client, and whatever lies between, see the headers at once.
    QByteArray first = ": open\n";
    if (said.comeBackAfter > 0)
        first += "retry: " + QByteArray::number(said.comeBackAfter) + '\n';
    write(said.streamId, first + '\n');
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

void HttpCarrier::lookForTheGone()
{
    // A client that went without a word is found out by the second write to it, which would take half a minute.
    if (m_looked.isValid() && m_looked.elapsed() < 1000)
        return;
    m_looked.start();
    keepAlive();
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
