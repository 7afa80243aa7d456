// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/app/mock_desktop.h"

#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QStandardPaths>
#include <QTest>
#include <QVariantMap>

using namespace Qt::StringLiterals;

static int made = 0; // each has a connection of its own

MockServices::MockServices(const QString &busAddress)
    : m_bus(QDBusConnection::connectToBus(busAddress, u"mock-%1"_s.arg(++made)))
{
    m_bus.registerObject(u"/StatusNotifierWatcher"_s, new WatcherObject(*this), QDBusConnection::ExportAllContents);
    m_bus.registerObject(u"/org/freedesktop/Notifications"_s, new NotificationsObject(*this),
                         QDBusConnection::ExportAllContents);
}

QStringList MockServices::items() const
{
    const QMutexLocker lock(&m_mutex);
    return m_items;
}

QList<MockServices::Notification> MockServices::notifications() const
{
    const QMutexLocker lock(&m_mutex);
    return m_notifications;
}

void MockServices::forgetItems()
{
    const QMutexLocker lock(&m_mutex);
    m_items.clear();
}

void MockServices::offerNotifications(bool markup)
{
    m_markup = markup;
    m_bus.registerService(u"org.freedesktop.Notifications"_s);
}

void MockServices::chooseAction(const QString &action)
{
    emit findChild<NotificationsObject *>()->ActionInvoked(1, action);
}

static const QString ClientPath = u"/org/gnome/SessionManager/Client1"_s;

void MockServices::manageSession()
{
    m_bus.registerObject(u"/org/gnome/SessionManager"_s, new SessionObject(*this), QDBusConnection::ExportAllContents);
    m_bus.registerObject(ClientPath,
                         new SessionClientObject(this,
                                                 [this](bool isOk) {
                                                     const QMutexLocker lock(&m_mutex);
                                                     m_agreed += isOk ? 1 : 0;
                                                 }),
                         QDBusConnection::ExportAllContents);
    m_bus.registerService(u"org.gnome.SessionManager"_s);
}

void MockServices::tellClients(const QString &signal)
{
    QDBusMessage message = QDBusMessage::createSignal(ClientPath, u"org.gnome.SessionManager.ClientPrivate"_s, signal);
    if (signal.endsWith(u"EndSession"_s) && signal != u"CancelEndSession"_s)
        message << 0U;
    m_bus.send(message);
}

QStringList MockServices::clients() const
{
    const QMutexLocker lock(&m_mutex);
    return m_clients;
}

int MockServices::agreed() const
{
    const QMutexLocker lock(&m_mutex);
    return m_agreed;
}

QDBusObjectPath SessionObject::RegisterClient(const QString &application, const QString &)
{
    const QMutexLocker lock(&m_services.m_mutex);
    m_services.m_clients += application;
    return QDBusObjectPath(ClientPath);
}

void MockServices::takeWatcherName()
{
    // Panels let others take it over.
    m_bus.interface()->registerService(u"org.kde.StatusNotifierWatcher"_s,
                                       QDBusConnectionInterface::ReplaceExistingService,
                                       QDBusConnectionInterface::AllowReplacement);
}

void MockServices::dropWatcherName()
{
    m_hostRegistered = false;
    m_bus.unregisterService(u"org.kde.StatusNotifierWatcher"_s);
}

void MockServices::setHostRegistered(bool registered)
{
    m_hostRegistered = registered;
    if (registered)
        emit findChild<WatcherObject *>()->StatusNotifierHostRegistered();
}

void WatcherObject::RegisterStatusNotifierItem(const QString &service)
{
    const QMutexLocker lock(&m_services.m_mutex);
    m_services.m_items += service;
}

QStringList NotificationsObject::GetCapabilities()
{
    return m_services.m_markup ? QStringList{u"body"_s, u"body-markup"_s, u"actions"_s} : QStringList{u"body"_s};
}

uint NotificationsObject::Notify(const QString &, uint, const QString &, const QString &title, const QString &body,
                                 const QStringList &actions, const QVariantMap &, int)
{
    const QMutexLocker lock(&m_services.m_mutex);
    m_services.m_notifications += {title, body, actions};
    if (m_services.m_answer == MockServices::Answer::Never)
        setDelayedReply(true);
    else if (m_services.m_answer == MockServices::Answer::Error)
        sendErrorReply(QDBusError::Failed, u"no room on the screen"_s);
    return 1;
}

void MockServices::answerNotifications(Answer answer)
{
    const QMutexLocker lock(&m_mutex);
    m_answer = answer;
}

MockDesktop::MockDesktop() = default;

MockDesktop::~MockDesktop()
{
    if (m_services) {
        QDBusConnection::disconnectFromBus(u"mock-"_s + m_busAddress);
        m_services->deleteLater();
        m_thread.quit();
        m_thread.wait();
    }
    for (QProcess *process : {&m_screen, &m_bus}) {
        if (process->state() == QProcess::NotRunning)
            continue;
        process->terminate();
        process->waitForFinished();
    }
}

void MockDesktop::bring(QProcessEnvironment &environment) const
{
    environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, m_busAddress);
    if (m_display.isEmpty())
        return;
    environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
    environment.insert(u"DISPLAY"_s, m_display);
}

QString MockDesktop::begin(bool withScreen)
{
    m_bus.start(u"dbus-daemon"_s, {u"--session"_s, u"--nofork"_s, u"--print-address"_s});
    if (!m_bus.waitForStarted() || !QTest::qWaitFor([this] { return m_bus.canReadLine(); }))
        return u"dbus-daemon does not start"_s;
    m_busAddress = QString::fromLocal8Bit(m_bus.readLine().trimmed());
    if (withScreen) {
        m_screen.start(u"Xvfb"_s,
                       {u"-displayfd"_s, u"1"_s, u"-screen"_s, u"0"_s, u"800x600x24"_s, u"-nolisten"_s, u"tcp"_s});
        if (!m_screen.waitForStarted() || !QTest::qWaitFor([this] { return m_screen.canReadLine(); }, 15'000))
            return u"Xvfb does not start"_s;
        m_display = u':' + QString::fromLocal8Bit(m_screen.readLine().trimmed());
    }
    m_services = new MockServices(m_busAddress);
    m_services->moveToThread(&m_thread);
    m_thread.start();
    return {};
}
