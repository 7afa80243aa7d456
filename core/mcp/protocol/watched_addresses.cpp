// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/protocol/watched_addresses.h"

#include "core/mcp/protocol/mcp_offer.h"

using namespace Qt::StringLiterals;

bool WatchedAddresses::add(const QString &uri, const McpOffer &offer)
{
    // Some clients ask again and again. What they were told last stays what it was.
    if (m_digests.contains(uri))
        return true;
    if (m_digests.size() >= Limit)
        return false;
    m_digests.insert(uri, offer.digest(uri));
    return true;
}

QStringList WatchedAddresses::takeChanges(const McpOffer &offer)
{
    QStringList changed;
    for (auto it = m_digests.begin(); it != m_digests.end(); ++it) {
        const QByteArray now = offer.digest(it.key());
        if (now != it.value()) {
            it.value() = now;
            changed.append(it.key());
        }
    }
    return changed;
}

QStringList changingLists(const QJsonObject &capabilities)
{
    QStringList kinds;
    for (auto it = capabilities.begin(); it != capabilities.end(); ++it) {
        if (it.value()["listChanged"_L1].toBool())
            kinds.append(it.key());
    }
    return kinds;
}

QString listChanged(const QString &kind)
{
    return u"notifications/%1/list_changed"_s.arg(kind);
}
