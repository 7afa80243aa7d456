// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/control/control_client.h"

#include "app/tray/control/control_protocol.h"
#include "app/tray/control/peer_user.h"

#include <utility>

using namespace Qt::StringLiterals;

static constexpr int SecondLookMs = 250;

ControlClient::ControlClient(QString socketPath, QObject *parent)
    : QObject(parent)
    , m_path(std::move(socketPath))
{
    connect(&m_socket, &QLocalSocket::connected, this, [this] {
        // In a directory that is not ours anybody could listen in the name of Skills Tray.
        if (!isOwnUser(m_socket.socketDescriptor())) {
            m_socket.disconnect(this);
            emit unreachable();
            return;
        }
        m_connected = true;
        m_socket.write(m_request);
    });
    m_silence.setSingleShot(true);
    connect(&m_silence, &QTimer::timeout, this, &ControlClient::onSilence);
    connect(&m_socket, &QLocalSocket::readyRead, this, &ControlClient::read);
    connect(&m_socket, &QLocalSocket::errorOccurred, this, &ControlClient::onError);
    connect(&m_socket, &QLocalSocket::disconnected, this, &ControlClient::end);
}

ControlClient::~ControlClient()
{
    // The socket closes in its destructor, and would tell us, who are half gone.
    m_socket.disconnect(this);
}

void ControlClient::ask(const QJsonObject &request)
{
    m_request = toLine(request);
    m_silence.start(SilenceMs);
    m_socket.connectToServer(m_path);
}

void ControlClient::onSilence()
{
    // Whoever was stopped himself meanwhile finds his time over before he finds what has come.
    if (!std::exchange(m_hasLookedAgain, true))
        return m_silence.start(SecondLookMs);
    emit silent();
}

void ControlClient::read()
{
    m_hasLookedAgain = false;
    m_silence.start(SilenceMs);
    if (m_socket.isOpen())
        m_bytes += m_socket.readAll();
    qsizetype start = 0;
    for (qsizetype end = 0; (end = m_bytes.indexOf('\n', start)) >= 0; start = end + 1) {
        const std::optional<QJsonObject> object = fromLine(m_bytes.mid(start, end - start));
        if (!object)
            continue;
        if (object->contains("exit"_L1))
            emit answered(*object);
        else
            emit partCame(*object);
    }
    m_bytes.remove(0, start);
}

void ControlClient::onError(QLocalSocket::LocalSocketError)
{
    if (m_connected)
        end();
    else
        emit unreachable();
}

void ControlClient::end()
{
    if (m_ended)
        return;
    m_ended = true;
    read();
    m_silence.stop();
    emit ended();
}
