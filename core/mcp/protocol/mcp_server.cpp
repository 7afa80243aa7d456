// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/protocol/mcp_server.h"

#include "core/mcp/protocol/protocol.h"

using namespace Qt::StringLiterals;

McpServer::McpServer(McpOffer &offer, QObject *parent)
    : QObject(parent)
    , m_offer(offer)
{
    connect(&m_offer, &McpOffer::changed, this, &McpServer::tellChange);
    connect(&m_offer, &McpOffer::promptsChanged, this, &McpServer::tellPrompts);
}

McpServer::~McpServer() = default;

static McpReply failure(int status, const RpcError &error, const QByteArray &id = {})
{
    McpReply reply;
    reply.status = status;
    reply.body = rpcReply(id, error);
    return reply;
}

static RpcError invalidRequest(const QString &why)
{
    return {RpcError::InvalidRequest, why, QJsonValue::Undefined};
}

static bool accepts(const QByteArray &header, const QByteArray &type)
{
    const QByteArray accepted = header.toLower();
    const QByteArray family = type.first(type.indexOf('/')) + "/*";
    return accepted.trimmed().isEmpty() || accepted.contains("*/*") || accepted.contains(type) ||
           accepted.contains(family);
}

static bool isJson(const QByteArray &contentType)
{
    return contentType.split(';').first().trimmed().toLower() == "application/json";
}

McpReply McpServer::handle(const McpRequest &request)
{
    if (request.overStdio)
        return fromStdio(request);
    if (request.method == "POST")
        return post(request);
    // 2026-07-28 has neither; earlier versions: basic/transports, "Listening for Messages", "Session Management".
    const bool modern = QString::fromLatin1(request.protocolVersion) >= ModernVersion;
    if (!modern && request.method == "GET")
        return openSessionStream(request);
    if (!modern && request.method == "DELETE")
        return endSession(request);
    return failure(405, invalidRequest(u"Method not allowed"_s));
}

/// The version a message itself names (2026-07-28, basic, "Per-request protocol fields").
static QJsonValue namedVersion(const RpcMessage &message)
{
    return message.params.value("_meta"_L1).toObject().value(VersionKey);
}

McpReply McpServer::post(const McpRequest &request)
{
    // A web page can send other types to any address without asking; it cannot send this one.
    if (!isJson(request.contentType))
        return failure(415, invalidRequest(u"Content-Type must be application/json"_s));
    if (!accepts(request.accept, "application/json"))
        return failure(406, invalidRequest(u"The client must accept application/json"_s));
    const RpcInput input = parseRpc(request.body);
    if (input.error)
        return failure(request.body.size() > MaxRpcBytes ? 413 : 400, *input.error);

    const RpcMessage &first = input.messages.first();
    const QString header = QString::fromLatin1(request.protocolVersion);
    const bool isInitialize = !input.isBatch && first.method == "initialize"_L1;
    if (isInitialize && first.kind == RpcMessage::Request)
        return initializeSession(first);
    const bool namesLegacy = isLegacyVersion(header) || header.isEmpty();
    const bool named = !input.isBatch && !namedVersion(first).isUndefined() && request.sessionId.isEmpty();
    const bool discovers = first.method == "server/discover"_L1;
    if (!input.isBatch && (named || header == ModernVersion || discovers))
        return postModern(request, first);
    // 2025-11-25, basic/transports, "Protocol Version Header".
    if (!namesLegacy)
        return failure(400, unsupportedVersion(header), first.id);

    // 2025-11-25, basic/transports, "Session Management".
    if (request.sessionId.isEmpty())
        return failure(400, invalidRequest(u"Missing session: send initialize first"_s), first.id);
    McpSession *session = m_sessions.find(request.sessionId);
    if (!session)
        return failure(404, invalidRequest(u"Unknown session: send initialize again"_s), first.id);
    return answerLegacy(input, *session);
}

// 2025-11-25, basic/lifecycle, "Version Negotiation".
RpcOutcome McpServer::initialize(const RpcMessage &message, McpSession &session) const
{
    const QJsonValue wanted = message.params.value("protocolVersion"_L1);
    if (!wanted.isString())
        return RpcError{RpcError::InvalidParams, u"\"protocolVersion\" must be a string"_s, QJsonValue::Undefined};
    const QJsonObject client = message.params.value("clientInfo"_L1).toObject();
    session.protocolVersion = isLegacyVersion(wanted.toString()) ? wanted.toString() : QString(LatestLegacyVersion);
    session.clientName = client.value("name"_L1).toString().left(200);
    session.clientVersion = client.value("version"_L1).toString().left(200);
    return QJsonObject{{u"protocolVersion"_s, session.protocolVersion},
                       {u"capabilities"_s, m_offer.capabilities()},
                       {u"serverInfo"_s, serverInfo(session.protocolVersion)},
                       {u"instructions"_s, m_offer.instructions()}};
}

McpReply McpServer::initializeSession(const RpcMessage &message)
{
    McpSession asked;
    const RpcOutcome outcome = initialize(message, asked);
    McpReply reply;
    reply.body = rpcReply(message.id, outcome);
    if (outcome.error)
        return reply;
    quint64 ended = 0;
    McpSession &session = m_sessions.create(ended);
    session.protocolVersion = asked.protocolVersion;
    session.clientName = asked.clientName;
    session.clientVersion = asked.clientVersion;
    reply.sessionId = session.id;
    if (ended != 0)
        emit streamEnded(ended);
    return reply;
}

McpReply McpServer::answerLegacy(const RpcInput &input, McpSession &session)
{
    // Batches came with 2025-03-26 and went with 2025-06-18.
    if (input.isBatch && session.protocolVersion != BatchVersion)
        return failure(400, invalidRequest(u"Batches belong to protocol version 2025-03-26 only"_s));
    QList<QByteArray> replies;
    bool broken = false;
    for (const RpcMessage &message : input.messages) {
        if (message.kind == RpcMessage::Broken) {
            broken = true;
            replies.append(rpcReply(message.id, message.error));
        } else if (message.kind == RpcMessage::Request) {
            replies.append(rpcReply(message.id, legacyMethod(message, session)));
        } else if (message.kind == RpcMessage::Notification && message.method == "notifications/initialized"_L1) {
            session.isReady = !session.protocolVersion.isEmpty();
        }
    }
    McpReply reply;
    if (replies.isEmpty()) {
        reply.status = 202;
    } else if (input.isBatch) {
        reply.body = '[' + replies.join(',') + ']';
    } else {
        reply.status = broken ? 400 : 200;
        reply.body = replies.first();
    }
    return reply;
}

static RpcError methodNotFound(const QString &method)
{
    return {RpcError::MethodNotFound, u"Method not found: "_s + method.left(200), QJsonValue::Undefined};
}

RpcOutcome McpServer::legacyMethod(const RpcMessage &message, McpSession &session)
{
    if (message.method == "ping"_L1)
        return QJsonObject();
    if (message.method == "initialize"_L1)
        return invalidRequest(u"This session has begun already"_s);
    if (message.method == "resources/subscribe"_L1 || message.method == "resources/unsubscribe"_L1)
        return changeSubscription(message, session);
    const ToolCaller caller{session.clientName, session.clientVersion, session.protocolVersion};
    auto outcome = m_offer.answer(message, caller);
    if (!outcome)
        return methodNotFound(message.method);
    if (!outcome->error)
        completeResult(outcome->result, message.method, session.protocolVersion);
    return *outcome;
}

// 2025-11-25, server/resources, "Subscriptions".
RpcOutcome McpServer::changeSubscription(const RpcMessage &message, McpSession &session) const
{
    constexpr qsizetype MaxSubscriptions = 1000;
    const QString uri = message.params.value("uri"_L1).toString();
    if (uri.isEmpty())
        return RpcError{RpcError::InvalidParams, u"\"uri\" must be a string"_s, QJsonValue::Undefined};
    if (message.method == "resources/unsubscribe"_L1) {
        session.subscriptions.remove(uri);
        return QJsonObject();
    }
    if (!m_offer.exists(uri))
        return RpcError{RpcError::ResourceNotFound, u"Resource not found"_s, QJsonObject{{u"uri"_s, uri}}};
    if (session.subscriptions.size() >= MaxSubscriptions)
        return RpcError{RpcError::InvalidParams, u"Too many subscriptions"_s, QJsonValue::Undefined};
    session.subscriptions.insert(uri, m_offer.digest(uri));
    return QJsonObject();
}

McpReply McpServer::openSessionStream(const McpRequest &request)
{
    const QString header = QString::fromLatin1(request.protocolVersion);
    if (!accepts(request.accept, "text/event-stream"))
        return failure(406, invalidRequest(u"The client must accept text/event-stream"_s));
    if (!header.isEmpty() && !isLegacyVersion(header))
        return failure(400, unsupportedVersion(header));
    if (request.sessionId.isEmpty())
        return failure(400, invalidRequest(u"Missing session: send initialize first"_s));
    McpSession *session = m_sessions.find(request.sessionId);
    if (!session)
        return failure(404, invalidRequest(u"Unknown session: send initialize again"_s));
    // A client that lost its connection comes again before we notice, so the newer stream counts. One at a time: no
    // message may go to two streams (2025-11-25, basic/transports, "Multiple Connections").
    if (session->stream != 0)
        emit streamEnded(session->stream);
    McpReply reply = streamReply(++m_lastStream);
    session->stream = reply.streamId;
    if (session->missedChange) {
        session->missedChange = false;
        later(reply.streamId, rpcNotification(u"notifications/resources/list_changed"_s));
    }
    if (std::exchange(session->missedPrompts, false))
        later(reply.streamId, rpcNotification(u"notifications/prompts/list_changed"_s));
    return reply;
}

McpReply McpServer::endSession(const McpRequest &request)
{
    if (request.sessionId.isEmpty())
        return failure(400, invalidRequest(u"Missing session"_s));
    const McpSession *session = m_sessions.find(request.sessionId);
    if (!session)
        return failure(404, invalidRequest(u"Unknown session"_s));
    const quint64 stream = session->stream;
    m_sessions.remove(request.sessionId);
    if (stream != 0)
        emit streamEnded(stream);
    return {};
}

McpReply McpServer::fromStdio(const McpRequest &request)
{
    const RpcInput input = parseRpc(request.body);
    if (input.error)
        return failure(400, *input.error);
    const RpcMessage &first = input.messages.first();
    if (!input.isBatch && first.kind == RpcMessage::Request) {
        if (first.method == "initialize"_L1) {
            McpReply reply;
            reply.body = rpcReply(first.id, initialize(first, m_stdio));
            return reply;
        }
        // 2026-07-28, basic/transports/stdio, "Backward Compatibility".
        if (!namedVersion(first).isUndefined() || first.method == "server/discover"_L1)
            return answerModern(first, true);
        if (m_stdio.protocolVersion.isEmpty() && first.method != "ping"_L1)
            return failure(400, invalidRequest(u"Send initialize first, or name the protocol version in _meta"_s),
                           first.id);
    }
    // 2026-07-28, basic/patterns/cancellation. Everything else is answered before it could be cancelled.
    if (first.kind == RpcMessage::Notification && first.method == "notifications/cancelled"_L1)
        cancelListening(first.params);
    return answerLegacy(input, m_stdio);
}
