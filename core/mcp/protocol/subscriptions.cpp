// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/protocol/subscriptions.h"

#include "core/mcp/protocol/mcp_offer.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

Subscriptions::Subscriptions(McpOffer &offer, Outbox &outbox)
    : m_offer(offer)
    , m_outbox(outbox)
{
}

bool Subscriptions::isInUse(const QByteArray &id) const
{
    return std::any_of(m_open.begin(), m_open.end(),
                       [&id](const auto &each) { return each.second.overStdio && each.second.id == id; });
}

// basic/patterns/subscriptions, "Opening a Stream" and "Acknowledgment".
McpReply Subscriptions::open(const RpcMessage &message, bool overStdio)
{
    const QJsonValue filter = message.params.value("notifications"_L1);
    if (!filter.isObject())
        return failure(400, invalidParams(u"\"notifications\" must be an object"_s), message.id);
    if (m_open.size() >= Limit)
        return failure(503, {RpcError::InternalError, u"Too many open streams"_s, QJsonValue::Undefined}, message.id);
    if (overStdio && isInUse(message.id))
        return failure(400, invalidRequest(u"This id is in use"_s), message.id);

    Subscription subscription;
    subscription.id = message.id;
    subscription.overStdio = overStdio;
    // What is not supported is left out of the acknowledgment.
    QJsonObject agreed;
    const QStringList kinds = changingLists(m_offer.capabilities());
    for (const QString &kind : kinds) {
        const QString key = kind + "ListChanged"_L1;
        if (!filter[key].toBool())
            continue;
        subscription.lists.append(kind);
        agreed.insert(key, true);
    }
    QJsonArray addresses;
    const QJsonArray wanted = filter["resourceSubscriptions"_L1].toArray();
    for (const QJsonValue uri : wanted) {
        if (uri.toString().startsWith("skill://"_L1) && subscription.watched.add(uri.toString(), m_offer))
            addresses.append(uri);
    }
    if (!addresses.isEmpty())
        agreed.insert(u"resourceSubscriptions"_s, addresses);

    const McpReply reply = m_outbox.openStream();
    m_outbox.say(reply.streamId, rpcNotification(u"notifications/subscriptions/acknowledged"_s,
                                                 {{u"notifications"_s, agreed}}, message.id));
    m_open.emplace(reply.streamId, std::move(subscription));
    return reply;
}

void Subscriptions::cancel(const QByteArray &id)
{
    const auto found = std::find_if(m_open.begin(), m_open.end(),
                                    [&id](const auto &each) { return each.second.overStdio && each.second.id == id; });
    if (found != m_open.end())
        m_open.erase(found);
}

// basic/patterns/subscriptions, "Receiving Notifications".
void Subscriptions::tellList(const QString &kind)
{
    for (const auto &[stream, subscription] : m_open) {
        if (subscription.lists.contains(kind))
            m_outbox.say(stream, rpcNotification(listChanged(kind), {}, subscription.id));
    }
}

void Subscriptions::tellChange()
{
    tellList(u"resources"_s);
    for (auto &[stream, subscription] : m_open) {
        const QStringList changed = subscription.watched.takeChanges(m_offer);
        for (const QString &uri : changed) {
            m_outbox.say(stream,
                         rpcNotification(u"notifications/resources/updated"_s, {{u"uri"_s, uri}}, subscription.id));
        }
    }
}

// basic/patterns/subscriptions, "Graceful Closure".
void Subscriptions::endStreams()
{
    const auto open = std::exchange(m_open, {});
    for (const auto &[stream, subscription] : open) {
        // By hand, as in a notification: the id goes back as it came.
        m_outbox.sayLast(stream, R"({"jsonrpc":"2.0","id":)" + subscription.id +
                                     R"(,"result":{"resultType":"complete","_meta":{)"
                                     R"("io.modelcontextprotocol/subscriptionId":)" +
                                     subscription.id + "}}}");
        m_outbox.end(stream);
    }
}
