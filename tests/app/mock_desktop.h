// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusObjectPath>
#include <QMutex>
#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QThread>

#include <functional>

/// Plays org.kde.StatusNotifierWatcher and org.freedesktop.Notifications; lives in a thread of its own, so that it
/// answers while a test waits for a process.
class MockServices : public QObject
{
    Q_OBJECT
public:
    struct Notification
    {
        QString title;
        QString body;
        QStringList actions;
    };

    explicit MockServices(const QString &busAddress);

    [[nodiscard]] QStringList items() const;
    [[nodiscard]] QList<Notification> notifications() const;
    void forgetItems();

    Q_INVOKABLE void offerNotifications(bool markup);
    enum class Answer { Given, Never, Error };
    /// How notifications are taken from now on.
    void answerNotifications(Answer answer);
    /// As if the user had chosen that one in the newest notification.
    Q_INVOKABLE void chooseAction(const QString &action);
    /// Plays org.gnome.SessionManager from now on.
    Q_INVOKABLE void manageSession();
    /// One of the manager's signals to its clients: QueryEndSession, CancelEndSession, EndSession, Stop.
    Q_INVOKABLE void tellClients(const QString &signal);
    [[nodiscard]] QStringList clients() const;
    [[nodiscard]] int agreed() const; // how often a client had nothing against the end
    Q_INVOKABLE void takeWatcherName();
    Q_INVOKABLE void dropWatcherName();
    Q_INVOKABLE void setHostRegistered(bool registered);

private:
    friend class WatcherObject;
    friend class NotificationsObject;
    friend class SessionObject;

    QDBusConnection m_bus;
    mutable QMutex m_mutex;
    QStringList m_items;
    QList<Notification> m_notifications;
    QStringList m_clients;
    int m_agreed = 0;
    bool m_hostRegistered = false;
    bool m_markup = true;
    Answer m_answer = Answer::Given;
};

class WatcherObject : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierWatcher")
    Q_PROPERTY(bool IsStatusNotifierHostRegistered READ isHostRegistered)
    Q_PROPERTY(int ProtocolVersion READ protocolVersion)
    Q_PROPERTY(QStringList RegisteredStatusNotifierItems READ registeredItems)
public:
    explicit WatcherObject(MockServices &services)
        : QObject(&services)
        , m_services(services)
    {
    }
    [[nodiscard]] bool isHostRegistered() const { return m_services.m_hostRegistered; }
    [[nodiscard]] int protocolVersion() const { return 0; }
    [[nodiscard]] QStringList registeredItems() const { return m_services.items(); }

public slots:
    void RegisterStatusNotifierItem(const QString &service);
    void RegisterStatusNotifierHost(const QString &) {}

signals:
    void StatusNotifierHostRegistered();
    void StatusNotifierItemRegistered(const QString &service);

private:
    MockServices &m_services;
};

class NotificationsObject : public QObject, protected QDBusContext
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    explicit NotificationsObject(MockServices &services)
        : QObject(&services)
        , m_services(services)
    {
    }

public slots:
    QStringList GetCapabilities();
    uint Notify(const QString &application, uint replaces, const QString &icon, const QString &title,
                const QString &body, const QStringList &actions, const QVariantMap &hints, int expires);

signals:
    void ActionInvoked(uint id, const QString &action);

private:
    MockServices &m_services;
};

/// The manager; the clients that it makes are here, too.
class SessionObject : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.gnome.SessionManager")
public:
    explicit SessionObject(MockServices &services)
        : QObject(&services)
        , m_services(services)
    {
    }

public slots:
    QDBusObjectPath RegisterClient(const QString &application, const QString &startupId);

private:
    MockServices &m_services;
};

class SessionClientObject : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.gnome.SessionManager.ClientPrivate")
public:
    SessionClientObject(QObject *parent, std::function<void(bool)> answered)
        : QObject(parent)
        , m_answered(std::move(answered))
    {
    }

public slots:
    void EndSessionResponse(bool isOk, const QString &) { m_answered(isOk); }

private:
    std::function<void(bool)> m_answered;
};

/// A session bus and, when wanted, an X server of a test's own; both end with it.
class MockDesktop
{
public:
    MockDesktop();
    ~MockDesktop();
    Q_DISABLE_COPY_MOVE(MockDesktop)

    /// Empty, or which program is missing or does not start.
    [[nodiscard]] QString begin(bool withScreen);
    [[nodiscard]] QString busAddress() const { return m_busAddress; }
    [[nodiscard]] QString display() const { return m_display; }
    /// Into the environment of a program: it finds this desktop's bus, and its screen if there is one.
    void bring(QProcessEnvironment &environment) const;
    [[nodiscard]] QProcess &screen() { return m_screen; }
    [[nodiscard]] QProcess &bus() { return m_bus; }
    [[nodiscard]] MockServices &services() { return *m_services; }
    /// Calls one of the invokable methods in the services' thread and waits for it.
    template<typename... Arguments>
    void call(const char *method, Arguments... arguments)
    {
        QMetaObject::invokeMethod(m_services, method, Qt::BlockingQueuedConnection, arguments...);
    }

private:
    QProcess m_bus;
    QProcess m_screen;
    QThread m_thread;
    MockServices *m_services = nullptr;
    QString m_busAddress;
    QString m_display;
};
