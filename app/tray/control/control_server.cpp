// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/control/control_server.h"

#include "app/tray/control/control_connection.h"
#include "app/tray/control/control_protocol.h"
#include "app/tray/control/peer_user.h"

#include <QFile>

using namespace Qt::StringLiterals;

ControlServer::ControlServer(QString socketPath, QObject *parent)
    : QObject(parent)
    , m_path(std::move(socketPath))
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    m_server.setMaxPendingConnections(2 * MaxClients);
    connect(&m_server, &QLocalServer::newConnection, this, &ControlServer::accept);
    m_heartbeat.setInterval(HeartbeatMs);
    connect(&m_heartbeat, &QTimer::timeout, this, &ControlServer::beat);
}

ControlServer::~ControlServer()
{
    m_server.disconnect(this);
    // A connection says when it closes; by then we are half gone.
    for (ControlConnection *connection : std::as_const(m_connections))
        connection->disconnect(this);
}

QString ControlServer::listen()
{
    // The kernel's limit for the path of a local socket (unix(7)).
    if (QFile::encodeName(m_path).size() > 107)
        return tr("Cannot listen on %1: the path is longer than 107 bytes").arg(m_path);
    QLocalServer::removeServer(m_path);
    if (!m_server.listen(m_path))
        return tr("Cannot listen on %1: %2").arg(m_path, m_server.errorString());
    return {};
}

void ControlServer::close()
{
    m_server.close();
}

void ControlServer::accept()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        if (!isOwnUser(socket->socketDescriptor())) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        auto *connection = new ControlConnection(socket, this);
        m_connections += connection;
        connect(connection, &ControlConnection::asked, this,
                [this, connection](const QJsonObject &request) { emit requested(connection, request); });
        connect(connection, &ControlConnection::closed, this, [this, connection] {
            m_connections.removeOne(connection);
            m_longStays.removeOne(connection);
            connection->deleteLater();
        });
        makeRoom();
        if (!m_heartbeat.isActive())
            m_heartbeat.start();
    }
}

void ControlServer::beat()
{
    if (m_connections.isEmpty())
        return m_heartbeat.stop();
    for (ControlConnection *connection : std::as_const(m_connections)) {
        // A client that has something to read knows that we live.
        if (connection->hasAsked() && connection->unsent() == 0)
            connection->send({{u"alive"_s, true}});
    }
}

void ControlServer::makeRoom()
{
    // The silent give way, the oldest first: so a second start, which speaks at once, is never refused.
    qsizetype silent = 0;
    ControlConnection *oldest = nullptr;
    for (ControlConnection *connection : std::as_const(m_connections)) {
        if (connection->hasAsked())
            continue;
        oldest = oldest ? oldest : connection;
        ++silent;
    }
    if (silent > MaxClients)
        oldest->drop();
}

bool ControlServer::admitLongStay(ControlConnection &connection)
{
    if (m_longStays.size() >= MaxClients) {
        connection.finish(answer(ExitFailed, tr("Cannot serve this command: 64 others wait already")));
        return false;
    }
    m_longStays += &connection;
    return true;
}
