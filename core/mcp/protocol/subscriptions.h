// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/mcp/protocol/outbox.h"
#include "core/mcp/protocol/watched_addresses.h"

#include <map>

/// The open requests of subscriptions/listen (2026-07-28), each of which lasts as long as its stream.
class Subscriptions
{
public:
    static constexpr std::size_t Limit = 1000;

    Subscriptions(McpOffer &offer, Outbox &outbox);

    [[nodiscard]] McpReply open(const RpcMessage &message, bool overStdio);
    /// A client of standard input says so; over HTTP it closes the stream.
    void cancel(const QByteArray &id);
    /// The resources have changed.
    void tellChange();
    /// So has this kind of list.
    void tellList(const QString &kind);
    void streamClosed(quint64 stream) { m_open.erase(stream); }
    void endStreams();

private:
    struct Subscription
    {
        QByteArray id; // of the request, as written
        bool overStdio = false;
        QStringList lists; // the kinds that it hears changes of
        WatchedAddresses watched;
    };
    [[nodiscard]] bool isInUse(const QByteArray &id) const;

    McpOffer &m_offer;
    Outbox &m_outbox;
    std::map<quint64, Subscription> m_open; // by stream
};
