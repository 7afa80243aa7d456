// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/control/control_connection.h"

#include "app/tray/control/control_protocol.h"
#include "app/tray/control/peer_user.h"

using namespace Qt::StringLiterals;

ControlConnection::ControlConnection(QLocalSocket *socket, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(MaxRequestBytes + 1);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &ControlConnection::drop);
    connect(m_socket, &QLocalSocket::readyRead, this, &ControlConnection::read);
    connect(m_socket, &QLocalSocket::bytesWritten, this, &ControlConnection::taken);
    connect(m_socket, &QLocalSocket::disconnected, this, &ControlConnection::onDisconnected);
    m_deadline.start(RequestDeadlineMs);
}

ControlConnection::~ControlConnection()
{
    m_socket->disconnect(this);
}

void ControlConnection::read()
{
    if (m_asked) {
        // One request is all; the rest is thrown away, so that it cannot pile up.
        m_socket->readAll();
        return;
    }
    m_line += m_socket->readAll();
    const qsizetype end = m_line.indexOf('\n');
    if (end < 0 && m_line.size() <= MaxRequestBytes)
        return;
    m_asked = true;
    m_deadline.stop();
    if (end < 0 || end > MaxRequestBytes)
        return finish(answer(ExitUsage, tr("Cannot read the request: it is longer than 4 KiB")));
    const std::optional<QJsonObject> object = fromLine(m_line.left(end));
    m_line.clear();
    if (!object)
        return finish(answer(ExitUsage, tr("Cannot read the request: it is not one JSON object")));
    emit asked(*object);
}

void ControlConnection::send(const QJsonObject &object)
{
    sendLine(toLine(object));
}

void ControlConnection::sendLine(const QByteArray &line)
{
    if (!m_finished && !m_closed)
        m_socket->write(line);
}

void ControlConnection::finish(const QJsonObject &object)
{
    if (m_finished || m_closed)
        return;
    m_deadline.start(RequestDeadlineMs);
    finishAtLeisure(object);
}

void ControlConnection::finishAtLeisure(const QJsonObject &object)
{
    if (m_finished || m_closed)
        return;
    send(object);
    m_finished = true;
    // At once, as far as it goes: this may be the last turn of the event loop.
    m_socket->flush();
    m_socket->disconnectFromServer();
}

void ControlConnection::finishWithProcess(const QJsonObject &object)
{
    if (m_finished || m_closed)
        return;
    keepOpenUntilExit(m_socket->socketDescriptor());
    send(object);
    m_finished = true;
    m_socket->flush();
}

void ControlConnection::drop()
{
    m_socket->abort();
    onDisconnected();
}

void ControlConnection::onDisconnected()
{
    if (m_closed)
        return;
    m_closed = true;
    m_deadline.stop();
    emit closed();
}
