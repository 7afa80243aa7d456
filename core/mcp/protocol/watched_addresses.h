// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QStringList>

class McpOffer;

/// The addresses that a client watches, each with the digest that it was told of last.
class WatchedAddresses
{
public:
    static constexpr qsizetype Limit = 1000;

    /// Counts as told of what lies there now; one that it watches already stays as it is. False: it watches too many.
    [[nodiscard]] bool add(const QString &uri, const McpOffer &offer);
    void remove(const QString &uri) { m_digests.remove(uri); }
    /// Those where something else lies now; they are taken as told.
    [[nodiscard]] QStringList takeChanges(const McpOffer &offer);

private:
    QHash<QString, QByteArray> m_digests;
};

/// The kinds of lists ("resources", …) that these capabilities promise to tell changes of.
[[nodiscard]] QStringList changingLists(const QJsonObject &capabilities);
/// The notification that such a list has changed.
[[nodiscard]] QString listChanged(const QString &kind);
