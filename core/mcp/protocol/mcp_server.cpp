// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/protocol/mcp_server.h"

#include "core/mcp/protocol/mcp_offer.h"
#include "core/mcp/protocol/protocol.h"

using namespace Qt::StringLiterals;

McpServer::McpServer(McpOffer &offer, McpSessions sessions, QObject *parent)
    : QObject(parent)
    , m_session(offer, m_outbox, std::move(sessions))
    , m_stateless(offer, m_outbox)
{
    connect(&m_outbox, &Outbox::messageReady, this, &McpServer::messageReady);
    connect(&m_outbox, &Outbox::streamEnded, this, &McpServer::streamEnded);
    connect(&offer, &McpOffer::changed, this, [this] {
        m_session.tellChange();
        m_stateless.subscriptions().tellChange();
    });
    connect(&offer, &McpOffer::promptsChanged, this, [this] {
        m_session.tellList(u"prompts"_s);
        m_stateless.subscriptions().tellList(u"prompts"_s);
    });
}

McpServer::~McpServer() = default;

McpReply McpServer::handle(const McpRequest &request)
{
    return request.overStdio ? answerLine(request) : overHttp(request);
}

McpReply McpServer::overHttp(const McpRequest &request)
{
    if (request.method == "POST")
        return post(request);
    // 2026-07-28 has neither; earlier versions: basic/transports, "Listening for Messages", "Session Management".
    const bool modern = QString::fromLatin1(request.protocolVersion) >= ModernVersion;
    if (!modern && request.method == "GET")
        return m_session.openStream(request);
    if (!modern && request.method == "DELETE")
        return m_session.end(request);
    return failure(405, invalidRequest(u"Method not allowed"_s));
}

static bool isJson(const QByteArray &contentType)
{
    return contentType.split(';').first().trimmed().toLower() == "application/json";
}

McpReply McpServer::post(const McpRequest &request)
{
    const bool takesJson = accepts(request.accept, "application/json");
    // A web page can send other types to any address without asking; it cannot send this one.
    if (!isJson(request.contentType))
        return failure(415, invalidRequest(u"Content-Type must be application/json"_s));
    if (!takesJson && !accepts(request.accept, "text/event-stream"))
        return failure(406, invalidRequest(u"The client must accept application/json or text/event-stream"_s));
    McpReply reply = answerPost(request);
    if (!takesJson && reply.status == 200 && !reply.opensStream && !reply.body.isEmpty()) {
        reply.contentType = "text/event-stream";
        reply.body = asEvent(reply.body);
    }
    return reply;
}

/// The version a message itself names (2026-07-28, basic, "Per-request protocol fields").
static bool namesVersion(const RpcMessage &message)
{
    return !message.params.value("_meta"_L1).toObject().value(VersionKey).isUndefined();
}

McpReply McpServer::answerPost(const McpRequest &request)
{
    const RpcInput input = parseRpc(request.body);
    if (input.error)
        return failure(request.body.size() > MaxRpcBytes ? 413 : 400, *input.error);
    const RpcMessage &first = input.messages.first();
    const bool isModern = (namesVersion(first) && request.sessionId.isEmpty()) ||
                          QString::fromLatin1(request.protocolVersion) == ModernVersion ||
                          first.method == "server/discover"_L1;
    if (!input.isBatch && isModern)
        return m_stateless.post(request, first);
    if (!input.isBatch && first.kind == RpcMessage::Request && first.method == "initialize"_L1)
        return m_session.begin(first);
    return m_session.post(request, input);
}

McpReply McpServer::answerLine(const McpRequest &request)
{
    const RpcInput input = parseRpc(request.body);
    if (input.error)
        return failure(400, *input.error);
    const RpcMessage &first = input.messages.first();
    const bool isRequest = !input.isBatch && first.kind == RpcMessage::Request;
    // 2026-07-28, basic/transports/stdio, "Backward Compatibility".
    if (isRequest && first.method != "initialize"_L1 && (namesVersion(first) || first.method == "server/discover"_L1))
        return m_stateless.answer(first, true);
    // 2026-07-28, basic/patterns/cancellation. Everything else is answered before it could be cancelled.
    if (first.kind == RpcMessage::Notification && first.method == "notifications/cancelled"_L1)
        m_stateless.subscriptions().cancel(writtenId(first.params.value("requestId"_L1)));
    return m_session.answerLine(input);
}

void McpServer::streamClosed(quint64 streamId)
{
    m_stateless.subscriptions().streamClosed(streamId);
    m_session.streamClosed(streamId);
}

void McpServer::endStreams()
{
    m_stateless.subscriptions().endStreams();
    m_session.endStreams();
}
