// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/backend/state/status.h"
#include "core/settings/settings.h"
#include "ui/shared/icon_pacer.h"

#include <QColor>
#include <QObject>
#include <QSystemTrayIcon>
#include <QTimer>

#include <optional>

class BackendMenu;

/// The icon in the panel: paints a status, shows its message as tooltip, opens the menu.
class TrayIcon : public QObject
{
    Q_OBJECT
public:
    /// `menu` must outlive this object. The icon is visible from now on.
    explicit TrayIcon(BackendMenu &menu, QObject *parent = nullptr);
    ~TrayIcon() override;

    void setStatus(const Status &status);
    void setColours(IconColours colours);
    /// What the panel says of its own foreground (_NET_SYSTEM_TRAY_COLORS), where it does; used with Automatic.
    void setPanelForeground(const std::optional<QColor> &foreground);
    /// Where the icon is on the screen; empty when the host does not tell.
    [[nodiscard]] QRect geometry() const;
    [[nodiscard]] QString toolTip() const { return m_icon.toolTip(); }

signals:
    void activated(); // left click

private:
    void repaint();
    void tell(const QString &sentence);

    QSystemTrayIcon m_icon;
    IconPacer m_pacer;
    QTimer m_toolTipLater;
    QString m_message;
    IconColours m_colours = IconColours::Automatic;
    std::optional<QColor> m_panelForeground;
};
