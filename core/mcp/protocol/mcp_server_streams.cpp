// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
// What the server says unasked, on streams that clients hold open.
#include "core/mcp/protocol/mcp_server.h"

#include "core/mcp/protocol/protocol.h"

using namespace Qt::StringLiterals;

static const QString &listChanged()
{
    static const QString Method = u"notifications/resources/list_changed"_s;
    return Method;
}

McpReply McpServer::streamReply(quint64 streamId) const
{
    McpReply reply;
    reply.contentType = "text/event-stream";
    reply.opensStream = true;
    reply.streamId = streamId;
    return reply;
}

void McpServer::later(quint64 streamId, const QByteArray &message)
{
    // The carrier knows the stream only after handle() has returned.
    QMetaObject::invokeMethod(
        this, [this, streamId, message] { emit messageReady(streamId, message); }, Qt::QueuedConnection);
}

/// The addresses whose digest is another one now; they are taken as told.
static QStringList takeChanges(QHash<QString, QByteArray> &addresses, const McpOffer &offer)
{
    QStringList changed;
    for (auto it = addresses.begin(); it != addresses.end(); ++it) {
        const QByteArray now = offer.digest(it.key());
        if (now != it.value()) {
            it.value() = now;
            changed.append(it.key());
        }
    }
    return changed;
}

void McpServer::tellChange()
{
    // 2025-11-25, basic/lifecycle, "Initialization": not before the client is ready. Over HTTP its stream says that.
    if (m_stdio.isReady)
        tellSession(m_stdio);
    for (const auto &[id, session] : m_sessions.all()) {
        if (session->stream != 0)
            tellSession(*session);
        else
            session->missedChange = true;
    }
    for (auto &[stream, subscription] : m_subscriptions)
        tellSubscriber(stream, subscription);
}

// server/prompts, "List Changed Notification".
void McpServer::tellPrompts()
{
    const QString method = u"notifications/prompts/list_changed"_s;
    if (m_stdio.isReady)
        later(m_stdio.stream, rpcNotification(method));
    for (const auto &[id, session] : m_sessions.all()) {
        if (session->stream != 0)
            later(session->stream, rpcNotification(method));
        else
            session->missedPrompts = true;
    }
    for (const auto &[stream, subscription] : m_subscriptions) {
        if (subscription.promptChanges)
            later(stream, rpcNotification(method, {}, subscription.id));
    }
}

// server/resources, "List Changed Notification" and "Subscriptions".
void McpServer::tellSession(McpSession &session)
{
    later(session.stream, rpcNotification(listChanged()));
    for (const QString &uri : takeChanges(session.subscriptions, m_offer))
        later(session.stream, rpcNotification(u"notifications/resources/updated"_s, {{u"uri"_s, uri}}));
}

// 2026-07-28, basic/patterns/subscriptions, "Receiving Notifications".
void McpServer::tellSubscriber(quint64 stream, Subscription &subscription)
{
    if (subscription.listChanges)
        later(stream, rpcNotification(listChanged(), {}, subscription.id));
    for (const QString &uri : takeChanges(subscription.addresses, m_offer))
        later(stream, rpcNotification(u"notifications/resources/updated"_s, {{u"uri"_s, uri}}, subscription.id));
}

void McpServer::streamClosed(quint64 streamId)
{
    if (m_subscriptions.erase(streamId) > 0)
        return;
    for (const auto &[id, session] : m_sessions.all()) {
        if (session->stream == streamId) {
            session->stream = 0;
            return;
        }
    }
}

// 2026-07-28, basic/patterns/subscriptions, "Graceful Closure".
void McpServer::endStreams()
{
    const auto subscriptions = std::move(m_subscriptions);
    m_subscriptions.clear();
    for (const auto &[stream, subscription] : subscriptions) {
        // By hand, as in a notification: the id goes back as it came.
        emit messageReady(stream, R"({"jsonrpc":"2.0","id":)" + subscription.id +
                                      R"(,"result":{"resultType":"complete","_meta":{)"
                                      R"("io.modelcontextprotocol/subscriptionId":)" +
                                      subscription.id + "}}}");
        emit streamEnded(stream);
    }
    for (const auto &[id, session] : m_sessions.all()) {
        const quint64 stream = std::exchange(session->stream, 0);
        if (stream != 0)
            emit streamEnded(stream);
    }
}
