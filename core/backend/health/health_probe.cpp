// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/health/health_probe.h"

#include "core/backend/health/http_answer.h"
#include "core/backend/state/status.h"

#include <skills_tray_version.h>

#include <QNetworkProxy>
#include <QTcpSocket>

using namespace Qt::StringLiterals;

QString probeHost(const QString &host)
{
    // "localhost" may mean two different servers, one on each address family.
    if (host.isEmpty() || host == "localhost"_L1 || host == "0.0.0.0"_L1)
        return u"127.0.0.1"_s;
    if (host == "::"_L1)
        return u"::1"_s;
    return host;
}

HealthProbe::HealthProbe(int deadlineMs, QObject *parent)
    : QObject(parent)
{
    m_nextTimer.setSingleShot(true);
    m_deadlineTimer.setSingleShot(true);
    m_deadlineTimer.setTimerType(Qt::PreciseTimer); // a coarse one may be 5 % late
    m_deadlineTimer.setInterval(deadlineMs);
    connect(&m_nextTimer, &QTimer::timeout, this, &HealthProbe::ask);
    connect(&m_deadlineTimer, &QTimer::timeout, this, [this] { finish({std::nullopt, u"timed out"_s}); });
}

HealthProbe::~HealthProbe()
{
    end();
}

void HealthProbe::begin(const QString &host, quint16 port)
{
    end();
    m_host = probeHost(host);
    m_port = port;
    m_active = true;
    ask();
}

void HealthProbe::end()
{
    m_active = false;
    m_nextTimer.stop();
    dropSocket();
}

void HealthProbe::setIntervalMs(int intervalMs)
{
    if (m_intervalMs == intervalMs)
        return;
    m_intervalMs = intervalMs;
    if (m_nextTimer.isActive())
        scheduleNext();
}

void HealthProbe::scheduleNext()
{
    const qint64 sinceAsked = monotonicMs() - m_askedAtMs;
    m_nextTimer.start(int(std::max<qint64>(0, m_intervalMs - sinceAsked)));
}

void HealthProbe::ask()
{
    Q_ASSERT(m_active && !m_socket);
    m_askedAtMs = monotonicMs();
    m_received.clear();
    // What an older question still hears is its own socket, to which nobody listens any more.
    m_socket = new QTcpSocket(this);
    m_socket->setProxy(QNetworkProxy::NoProxy);
    m_socket->setReadBufferSize(HttpAnswerLimit);
    connect(m_socket, &QTcpSocket::connected, this, [this] {
        const QByteArray host = m_host.contains(u':') ? '[' + m_host.toLatin1() + ']' : m_host.toLatin1();
        m_socket->write("GET /health HTTP/1.1\r\nHost: " + host + ':' + QByteArray::number(m_port) +
                        "\r\nUser-Agent: skills-tray/" SKILLS_TRAY_VERSION
                        "\r\nAccept: application/json\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n");
    });
    connect(m_socket, &QTcpSocket::readyRead, this, [this] { read(false); });
    connect(m_socket, &QTcpSocket::errorOccurred, this, [this](QAbstractSocket::SocketError error) {
        if (error == QAbstractSocket::RemoteHostClosedError)
            read(true);
        else if (error == QAbstractSocket::ConnectionRefusedError)
            finish({std::nullopt, u"refused"_s});
        else
            finish({std::nullopt, cleanText(m_socket->errorString(), 120)});
    });
    m_deadlineTimer.start();
    m_socket->connectToHost(m_host, m_port);
}

void HealthProbe::read(bool closed)
{
    m_received += m_socket->read(HttpAnswerLimit + 1 - m_received.size());
    const HttpAnswer answer = readHttpAnswer(m_received, closed);
    switch (answer.progress) {
    case HttpAnswer::Incomplete:
        if (m_received.size() > HttpAnswerLimit)
            finish({std::nullopt, u"malformed: the answer does not end"_s});
        return;
    case HttpAnswer::Bad:
        finish({std::nullopt, m_received.isEmpty() ? u"closed without an answer"_s : u"malformed: "_s + answer.error});
        return;
    case HttpAnswer::Complete:
        finish(answer.status == 200 ? parseHealthReport(answer.body)
                                    : HealthParse{std::nullopt, u"status %1"_s.arg(answer.status)});
        return;
    }
}

void HealthProbe::finish(const HealthParse &result)
{
    dropSocket();
    scheduleNext();
    if (result.report)
        emit answered(*result.report);
    else
        emit failed(result.error);
}

void HealthProbe::dropSocket()
{
    m_deadlineTimer.stop();
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket->deleteLater();
    m_socket = nullptr;
}
