// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/health_report.h"

#include <QObject>
#include <QTimer>

class QTcpSocket;

/// Asks one /health again and again, never two questions at once.
///
/// Each question has a connection of its own that is closed after the answer: whoever kills everybody with a socket
/// open to the port must not find us. A plain socket instead of QNetworkAccessManager, which asks again by itself,
/// and whose thread waits up to five seconds for a server that never stops talking.
class HealthProbe : public QObject
{
    Q_OBJECT
public:
    explicit HealthProbe(int deadlineMs, QObject *parent = nullptr);
    ~HealthProbe() override;

    /// Begins a new generation: the first question goes out at once; answers to older ones are dropped.
    void begin(const QString &host, quint16 port);
    void end();
    /// From the start of one question to the start of the next; takes effect now.
    void setIntervalMs(int intervalMs);
    /// How long one question may take; from the next one on.
    void setDeadlineMs(int deadlineMs) { m_deadlineTimer.setInterval(deadlineMs); }

signals:
    void answered(const HealthReport &report);
    /// Why there was no good answer: "refused", "timed out", "status 503", "malformed: …".
    void failed(const QString &reason);

private:
    void ask();
    void scheduleNext();
    void read(bool closed);
    void finish(const HealthParse &result);
    void dropSocket();

    QTcpSocket *m_socket = nullptr; // of the question on its way
    QByteArray m_received;
    QTimer m_nextTimer;
    QTimer m_deadlineTimer;
    QString m_host;
    quint16 m_port = 0;
    qint64 m_askedAtMs = 0;
    int m_intervalMs = 500;
    bool m_active = false;
};

/// The address to ask for a backend that listens on `host`: literal, a wildcard becomes its loopback.
[[nodiscard]] QString probeHost(const QString &host);
