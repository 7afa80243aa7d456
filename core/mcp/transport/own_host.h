// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QStringList>

/// What somebody allowed beside what is ours.
struct AllowedNames
{
    QStringList hosts;   // "name" or "address", without a port
    QStringList origins; // "scheme://name[:port]"; "scheme://" is every one of that scheme
    bool operator==(const AllowedNames &) const = default;
};

/// The names that this server may be called by, and the pages and programs that may call it.
///
/// A web page can point its own name at our address (DNS rebinding); then Host and Origin carry that name, never ours
/// (2025-11-25, basic/transports, "Security Warning"). So allowed is what nobody can register, and what no page has.
class OwnHost
{
public:
    /// `host`: what we were told to listen on; only when that is not loopback do other names count.
    OwnHost(const QByteArray &host, bool isLoopback, const AllowedNames &allowed = {});

    [[nodiscard]] bool allowsHost(const QByteArray &header) const;
    [[nodiscard]] bool allowsOrigin(const QByteArray &header) const;

    /// Whether an AllowedNames could hold it.
    [[nodiscard]] static bool isHost(const QString &text);
    [[nodiscard]] static bool isOrigin(const QString &text);
    /// Why not, without a full stop; empty: it could.
    [[nodiscard]] static QString faultOfHost(const QString &text);
    [[nodiscard]] static QString faultOfOrigin(const QString &text);

private:
    [[nodiscard]] bool isOurName(const QByteArray &host) const;

    QList<QByteArray> m_names;
    QList<QByteArray> m_origins;
    bool m_anyAddress = false;
};
