// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

/// Tells the service manager that started us how we are (sd_notify(3)); where none waits for it, nobody.
class ServiceReporter
{
public:
    /// Takes NOTIFY_SOCKET out of our environment: it is meant for us and for nobody that we start.
    ServiceReporter();

    void ready();
    void setStatus(const QString &sentence);
    void stopping();

private:
    void send(const QByteArray &assignments) const;

    QByteArray m_address; // empty: nobody waits
    QByteArray m_status;
};
