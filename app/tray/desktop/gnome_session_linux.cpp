// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/desktop/gnome_session.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

using namespace Qt::StringLiterals;

static const QString Manager = u"org.gnome.SessionManager"_s;
static const QString Client = u"org.gnome.SessionManager.ClientPrivate"_s;

GnomeSession::GnomeSession(QObject *parent)
    : QObject(parent)
{
    if (!qEnvironmentVariableIsSet("SESSION_MANAGER") && QDBusConnection::sessionBus().isConnected())
        registerUs();
}

void GnomeSession::registerUs()
{
    QDBusMessage call =
        QDBusMessage::createMethodCall(Manager, u"/org/gnome/SessionManager"_s, Manager, u"RegisterClient"_s);
    call.setAutoStartService(false);
    call << u"skills-tray"_s << qEnvironmentVariable("DESKTOP_AUTOSTART_ID");
    auto *pending = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(pending, &QDBusPendingCallWatcher::finished, this, [this, pending] {
        pending->deleteLater();
        const QDBusPendingReply<QDBusObjectPath> reply = *pending;
        if (!reply.isValid()) // there is no such manager
            return;
        m_client = reply.value().path();
        listen();
    });
}

void GnomeSession::listen()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    // Whoever says it: to look up who has the manager's name, QtDBus would wait for the bus.
    bus.connect(QString(), m_client, Client, u"QueryEndSession"_s, this, SLOT(onQuery()));
    bus.connect(QString(), m_client, Client, u"EndSession"_s, this, SLOT(onEnd()));
    bus.connect(QString(), m_client, Client, u"Stop"_s, this, SLOT(onEnd()));
}

void GnomeSession::onQuery()
{
    agree(); // there is nothing of the user's to be saved
}

// The manager waits for our answer or for our end, whichever comes first: it gets the end, when the backend is gone.
void GnomeSession::onEnd()
{
    emit endRequested();
}

void GnomeSession::agree() const
{
    QDBusMessage answer = QDBusMessage::createMethodCall(Manager, m_client, Client, u"EndSessionResponse"_s);
    answer << true << QString();
    QDBusConnection::sessionBus().send(answer);
}
