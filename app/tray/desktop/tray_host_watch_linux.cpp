// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/desktop/tray_host_watch.h"

#include "app/tray/desktop/tray_host.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QGuiApplication>

#include <cstdlib>
#include <memory>
#include <xcb/xcb.h>

using namespace Qt::StringLiterals;

static const QString WatcherName = u"org.kde.StatusNotifierWatcher"_s;
static const QString WatcherPath = u"/StatusNotifierWatcher"_s;

TrayHostWatch::TrayHostWatch(TrayHost &host)
    : m_host(host)
{
    watchScreen();
    watchBus();
}

TrayHostWatch::~TrayHostWatch()
{
    if (m_trayAtom != 0)
        qApp->removeNativeEventFilter(this);
}

void TrayHostWatch::watchBus()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    m_watcherService.setConnection(bus);
    m_watcherService.setWatchMode(QDBusServiceWatcher::WatchForOwnerChange);
    m_watcherService.addWatchedService(WatcherName);
    connect(&m_watcherService, &QDBusServiceWatcher::serviceRegistered, this, &TrayHostWatch::askWatcher);
    connect(&m_watcherService, &QDBusServiceWatcher::serviceUnregistered, this,
            [this] { m_host.setNotifierHost(false); });
    // One that takes the name over without a gap knows nothing of our icon: it is made anew.
    connect(&m_watcherService, &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString &, const QString &before, const QString &now) {
                if (before.isEmpty() || now.isEmpty())
                    return;
                m_host.setNotifierHost(false);
                askWatcher();
            });
    // The name is there before the host is; the watcher says when that comes.
    // Whoever says it: to look up who has the watcher's name, QtDBus would wait for the bus.
    for (const QString &signal : {u"StatusNotifierHostRegistered"_s, u"StatusNotifierHostUnregistered"_s})
        bus.connect(QString(), WatcherPath, WatcherName, signal, this, SLOT(askWatcher()));
    bus.connect(QString(), WatcherPath, u"org.freedesktop.DBus.Properties"_s, u"PropertiesChanged"_s, this,
                SLOT(askWatcher()));
    askWatcher();
}

void TrayHostWatch::askWatcher()
{
    QDBusMessage call =
        QDBusMessage::createMethodCall(WatcherName, WatcherPath, u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
    call.setAutoStartService(false);
    call << WatcherName << u"IsStatusNotifierHostRegistered"_s;
    auto *pending = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(pending, &QDBusPendingCallWatcher::finished, this, [this, pending] {
        pending->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *pending;
        m_host.setNotifierHost(reply.isValid() && reply.value().variant().toBool());
    });
}

static xcb_connection_t *xConnection()
{
    const auto *x11 = qApp->nativeInterface<QNativeInterface::QX11Application>();
    return x11 ? x11->connection() : nullptr;
}

static quint32 atom(xcb_connection_t *connection, const QByteArray &name)
{
    const auto cookie = xcb_intern_atom(connection, 0, uint16_t(name.size()), name.constData());
    const std::unique_ptr<xcb_intern_atom_reply_t, decltype(&std::free)> reply(
        xcb_intern_atom_reply(connection, cookie, nullptr), &std::free);
    return reply ? reply->atom : 0;
}

void TrayHostWatch::watchScreen()
{
    // System Tray Protocol Specification 0.3: a manager owns a selection, and announces itself to the root window,
    // whose events Qt receives already.
    xcb_connection_t *connection = xConnection();
    if (!connection)
        return;
    m_managerAtom = atom(connection, "MANAGER");
    m_trayAtom = atom(connection, "_NET_SYSTEM_TRAY_S0");
    m_coloursAtom = atom(connection, "_NET_SYSTEM_TRAY_COLORS");
    qApp->installNativeEventFilter(this);
    lookAtScreen();
}

void TrayHostWatch::lookAtScreen()
{
    xcb_connection_t *connection = xConnection();
    const auto cookie = xcb_get_selection_owner(connection, m_trayAtom);
    const std::unique_ptr<xcb_get_selection_owner_reply_t, decltype(&std::free)> reply(
        xcb_get_selection_owner_reply(connection, cookie, nullptr), &std::free);
    m_owner = reply ? reply->owner : 0;
    askForEvents();
    m_host.setEmbedHost(m_owner != 0, panelForeground());
    // Once more after Qt, whose own icon chooses its events of that window in our name.
    QMetaObject::invokeMethod(this, &TrayHostWatch::askForEvents, Qt::QueuedConnection);
}

// To be told when the tray goes, and when its colours change.
void TrayHostWatch::askForEvents()
{
    if (m_owner == 0)
        return;
    xcb_connection_t *connection = xConnection();
    const uint32_t mask = XCB_EVENT_MASK_STRUCTURE_NOTIFY | XCB_EVENT_MASK_PROPERTY_CHANGE;
    xcb_change_window_attributes(connection, m_owner, XCB_CW_EVENT_MASK, &mask);
    xcb_flush(connection);
}

std::optional<QColor> TrayHostWatch::panelForeground() const
{
    if (m_owner == 0)
        return std::nullopt;
    // Four colours of three 16-bit numbers each; the first is the foreground.
    xcb_connection_t *connection = xConnection();
    const auto cookie = xcb_get_property(connection, 0, m_owner, m_coloursAtom, XCB_ATOM_CARDINAL, 0, 12);
    const std::unique_ptr<xcb_get_property_reply_t, decltype(&std::free)> reply(
        xcb_get_property_reply(connection, cookie, nullptr), &std::free);
    if (!reply || reply->format != 32 || xcb_get_property_value_length(reply.get()) < int(3 * sizeof(quint32)))
        return std::nullopt;
    const auto *parts = static_cast<const quint32 *>(xcb_get_property_value(reply.get()));
    return QColor::fromRgba64(quint16(parts[0]), quint16(parts[1]), quint16(parts[2]));
}

bool TrayHostWatch::nativeEventFilter(const QByteArray &eventType, void *message, qintptr *)
{
    if (eventType != "xcb_generic_event_t")
        return false;
    const auto *event = static_cast<xcb_generic_event_t *>(message);
    const int type = event->response_type & 0x7f;
    if (type == XCB_CLIENT_MESSAGE) {
        const auto *client = reinterpret_cast<const xcb_client_message_event_t *>(event);
        if (client->type == m_managerAtom && client->data.data32[1] == m_trayAtom)
            lookAtScreen();
    } else if (type == XCB_PROPERTY_NOTIFY && m_owner != 0) {
        const auto *changed = reinterpret_cast<const xcb_property_notify_event_t *>(event);
        if (changed->window == m_owner && changed->atom == m_coloursAtom)
            m_host.setEmbedHost(true, panelForeground());
    } else if (type == XCB_DESTROY_NOTIFY && m_owner != 0) {
        const auto *destroyed = reinterpret_cast<const xcb_destroy_notify_event_t *>(event);
        if (destroyed->window == m_owner)
            lookAtScreen();
    }
    return false;
}
