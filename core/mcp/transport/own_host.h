// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>

/// The names that this server may be called by.
///
/// A web page can point its own name at our address (DNS rebinding); then Host and Origin carry that name, never ours
/// (2025-11-25, basic/transports, "Security Warning").
class OwnHost
{
public:
    /// `host`: what we were told to listen on; only when that is not loopback do other names count.
    OwnHost(const QByteArray &host, bool isLoopback);

    [[nodiscard]] bool allowsHost(const QByteArray &header) const;
    [[nodiscard]] bool allowsOrigin(const QByteArray &header) const;

private:
    QList<QByteArray> m_names;
    bool m_anyAddress = false;
};
