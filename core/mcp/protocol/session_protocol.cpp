// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/protocol/session_protocol.h"

#include "core/mcp/protocol/mcp_offer.h"
#include "core/mcp/protocol/protocol.h"

using namespace Qt::StringLiterals;

static QByteArray updated(const QString &uri)
{
    return rpcNotification(u"notifications/resources/updated"_s, {{u"uri"_s, uri}});
}

SessionProtocol::SessionProtocol(McpOffer &offer, Outbox &outbox, McpSessions sessions)
    : m_offer(offer)
    , m_outbox(outbox)
    , m_sessions(std::move(sessions))
{
}

// 2025-11-25, basic/lifecycle, "Version Negotiation".
RpcOutcome SessionProtocol::initialize(const RpcMessage &message, SessionFacts &facts) const
{
    const QJsonValue wanted = message.params.value("protocolVersion"_L1);
    if (!wanted.isString())
        return invalidParams(u"\"protocolVersion\" must be a string"_s);
    const QJsonObject client = message.params.value("clientInfo"_L1).toObject();
    facts.protocolVersion = isLegacyVersion(wanted.toString()) ? wanted.toString() : QString(LatestLegacyVersion);
    facts.clientName = client.value("name"_L1).toString().left(200);
    facts.clientVersion = client.value("version"_L1).toString().left(200);
    return QJsonObject{{u"protocolVersion"_s, facts.protocolVersion},
                       {u"capabilities"_s, m_offer.capabilities()},
                       {u"serverInfo"_s, serverInfo(facts.protocolVersion)},
                       {u"instructions"_s, m_offer.instructions()}};
}

McpReply SessionProtocol::begin(const RpcMessage &message)
{
    SessionFacts facts;
    const RpcOutcome outcome = initialize(message, facts);
    McpReply reply;
    reply.body = rpcReply(message.id, outcome);
    if (outcome.error)
        return reply;
    QList<quint64> closed;
    reply.sessionId = m_sessions.create(facts, closed).id;
    endAll(closed);
    return reply;
}

McpSession *SessionProtocol::find(const QByteArray &id)
{
    QList<quint64> closed;
    bool isRevived = false;
    McpSession *session = m_sessions.find(id, closed, isRevived);
    endAll(closed);
    // Nobody knows what it has been told.
    if (isRevived) {
        const QStringList lists = changingLists(m_offer.capabilities());
        for (const QString &kind : lists)
            session->news.add(rpcNotification(listChanged(kind)));
    }
    return session;
}

McpReply SessionProtocol::post(const McpRequest &request, const RpcInput &input)
{
    const RpcMessage &first = input.messages.first();
    // 2025-11-25, basic/transports, "Protocol Version Header".
    const QString version = QString::fromLatin1(request.protocolVersion);
    if (!version.isEmpty() && !isLegacyVersion(version))
        return failure(400, unsupportedVersion(version), first.id);
    // 2025-11-25, basic/transports, "Session Management".
    if (request.sessionId.isEmpty()) {
        // basic/lifecycle, "Initialization": a ping may come before everything else.
        if (input.isBatch || first.kind != RpcMessage::Request || first.method != "ping"_L1)
            return failure(400, invalidRequest(u"Missing session: send initialize first"_s), first.id);
        McpSession nobody;
        return answer(input, nobody);
    }
    McpSession *session = find(request.sessionId);
    if (!session)
        return failure(404, invalidRequest(u"Unknown session: send initialize again"_s), first.id);
    return answer(input, *session);
}

McpReply SessionProtocol::answerLine(const RpcInput &input)
{
    const RpcMessage &first = input.messages.first();
    if (!input.isBatch && first.kind == RpcMessage::Request) {
        if (first.method == "initialize"_L1) {
            McpReply reply;
            reply.body = rpcReply(first.id, initialize(first, m_stdio.facts));
            return reply;
        }
        if (m_stdio.facts.protocolVersion.isEmpty() && first.method != "ping"_L1) {
            return failure(400, invalidRequest(u"Send initialize first, or name the protocol version in _meta"_s),
                           first.id);
        }
    }
    return answer(input, m_stdio);
}

McpReply SessionProtocol::answer(const RpcInput &input, McpSession &session)
{
    // Batches came with 2025-03-26 and went with 2025-06-18.
    if (input.isBatch && session.facts.protocolVersion != BatchVersion)
        return failure(400, invalidRequest(u"Batches belong to protocol version 2025-03-26 only"_s));
    QList<QByteArray> replies;
    bool broken = false;
    for (const RpcMessage &message : input.messages) {
        if (message.kind == RpcMessage::Broken) {
            broken = true;
            replies.append(rpcReply(message.id, message.error));
        } else if (message.kind == RpcMessage::Request) {
            replies.append(rpcReply(message.id, call(message, session)));
        } else if (message.kind == RpcMessage::Notification && message.method == "notifications/initialized"_L1) {
            session.isReady = !session.facts.protocolVersion.isEmpty();
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

RpcOutcome SessionProtocol::call(const RpcMessage &message, McpSession &session)
{
    // We log to nobody, so whatever level a client sets is kept; some set one before anything else.
    if (message.method == "ping"_L1 || message.method == "logging/setLevel"_L1)
        return QJsonObject();
    if (message.method == "initialize"_L1)
        return invalidRequest(u"This session has begun already"_s);
    if (message.method == "resources/subscribe"_L1 || message.method == "resources/unsubscribe"_L1)
        return changeSubscription(message, session);
    const SessionFacts &facts = session.facts;
    auto outcome = m_offer.answer(message, {facts.clientName, facts.clientVersion, facts.protocolVersion});
    if (!outcome)
        return methodNotFound(message.method);
    if (!outcome->error)
        completeResult(outcome->result, message.method, facts.protocolVersion);
    return *outcome;
}

// 2025-11-25, server/resources, "Subscriptions".
RpcOutcome SessionProtocol::changeSubscription(const RpcMessage &message, McpSession &session) const
{
    const QString uri = message.params.value("uri"_L1).toString();
    if (uri.isEmpty())
        return invalidParams(u"\"uri\" must be a string"_s);
    if (message.method == "resources/unsubscribe"_L1) {
        session.watched.remove(uri);
        session.news.remove(updated(uri));
        return QJsonObject();
    }
    if (!m_offer.exists(uri))
        return RpcError{RpcError::ResourceNotFound, m_offer.whyMissing(), QJsonObject{{u"uri"_s, uri}}};
    if (!session.watched.add(uri, m_offer))
        return invalidParams(u"Too many subscriptions"_s);
    return QJsonObject();
}

McpReply SessionProtocol::openStream(const McpRequest &request)
{
    const QString version = QString::fromLatin1(request.protocolVersion);
    if (!accepts(request.accept, "text/event-stream"))
        return failure(406, invalidRequest(u"The client must accept text/event-stream"_s));
    if (!version.isEmpty() && !isLegacyVersion(version))
        return failure(400, unsupportedVersion(version));
    // Who only looks whether somebody is here learns so: basic/transports, "Listening for Messages".
    if (request.sessionId.isEmpty())
        return failure(405, invalidRequest(u"Only a session has a stream: send initialize first"_s));
    McpSession *session = find(request.sessionId);
    if (!session)
        return failure(404, invalidRequest(u"Unknown session: send initialize again"_s));
    // Two readers of one session would have each other begin anew for ever if only one stream were kept.
    if (session->streams.size() >= StreamsPerSession)
        m_outbox.end(session->streams.takeFirst());
    McpReply reply = m_outbox.openStream();
    // Older clients take a field without data for a broken message (2025-11-25, basic/transports, "retry").
    if (session->facts.protocolVersion >= LatestLegacyVersion)
        reply.comeBackAfter = ComeBackAfter;
    session->streams.append(reply.streamId);
    // Who comes back does so before we notice that the stream before was lost.
    session->news.doubtAll();
    tellUpdates(*session);
    return reply;
}

McpReply SessionProtocol::end(const McpRequest &request)
{
    if (request.sessionId.isEmpty())
        return failure(400, invalidRequest(u"Missing session"_s));
    const McpSession *session = find(request.sessionId);
    if (!session)
        return failure(404, invalidRequest(u"Unknown session"_s));
    const QList<quint64> streams = session->streams;
    m_sessions.end(request.sessionId);
    endAll(streams);
    return {};
}

// server/resources, "List Changed Notification", and likewise of prompts.
void SessionProtocol::tellList(const QString &kind)
{
    const QByteArray message = rpcNotification(listChanged(kind));
    // 2025-11-25, basic/lifecycle, "Initialization": not before the client is ready. Over HTTP its stream says that.
    if (m_stdio.isReady)
        m_outbox.say(m_stdio.stream(), message);
    for (const auto &[id, session] : m_sessions.all()) {
        session->news.add(message);
        deliver(*session);
    }
}

void SessionProtocol::tellChange()
{
    tellList(u"resources"_s);
    if (m_stdio.isReady) {
        const QList<QByteArray> messages = takeUpdates(m_stdio);
        for (const QByteArray &message : messages)
            m_outbox.say(m_stdio.stream(), message);
    }
    for (const auto &[id, session] : m_sessions.all()) {
        if (session->stream() != 0)
            tellUpdates(*session);
    }
}

// server/resources, "Subscriptions".
QList<QByteArray> SessionProtocol::takeUpdates(McpSession &session) const
{
    QList<QByteArray> messages;
    const QStringList changed = session.watched.takeChanges(m_offer);
    for (const QString &uri : changed)
        messages.append(updated(uri));
    return messages;
}

void SessionProtocol::tellUpdates(McpSession &session)
{
    const QList<QByteArray> messages = takeUpdates(session);
    for (const QByteArray &message : messages)
        session.news.add(message);
    deliver(session);
}

void SessionProtocol::deliver(McpSession &session)
{
    const quint64 stream = session.stream();
    if (stream == 0)
        return;
    const QList<QByteArray> messages = session.news.take(stream);
    for (const QByteArray &message : messages)
        m_outbox.say(stream, message);
}

void SessionProtocol::streamClosed(quint64 stream)
{
    for (const auto &[id, session] : m_sessions.all()) {
        if (!session->streams.removeOne(stream))
            continue;
        session->news.doubt(stream);
        deliver(*session);
        return;
    }
}

void SessionProtocol::endAll(const QList<quint64> &streams)
{
    for (const quint64 stream : streams)
        m_outbox.end(stream);
}

void SessionProtocol::endStreams()
{
    for (const auto &[id, session] : m_sessions.all())
        endAll(std::exchange(session->streams, {}));
}
