// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractNativeEventFilter>
#include <QColor>
#include <QDBusServiceWatcher>
#include <QObject>

#include <optional>

class TrayHost;

/// Watches the session bus and the X server for the coming and going of tray hosts; never blocks on the bus.
class TrayHostWatch : public QObject, public QAbstractNativeEventFilter
{
    Q_OBJECT
public:
    explicit TrayHostWatch(TrayHost &host);
    ~TrayHostWatch() override;

    bool nativeEventFilter(const QByteArray &eventType, void *message, qintptr *result) override;

private:
    void watchBus();
    void watchScreen();
    void lookAtScreen();
    void askForEvents();
    [[nodiscard]] std::optional<QColor> panelForeground() const;
    // Slots of the bus' signals, which QtDBus connects by name.
    Q_SLOT void askWatcher();

    TrayHost &m_host;
    QDBusServiceWatcher m_watcherService;
    quint32 m_managerAtom = 0;
    quint32 m_trayAtom = 0;
    quint32 m_coloursAtom = 0;
    quint32 m_owner = 0;
};
