// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/tray/tray_icon.h"

#include "ui/tray/backend_menu.h"
#include "ui/shared/plain_text.h"
#include "ui/shared/tray_icon_painter.h"

#include <QGuiApplication>

TrayIcon::TrayIcon(BackendMenu &menu, QObject *parent)
    : QObject(parent)
{
    m_icon.setContextMenu(&menu);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger)
            emit activated();
    });
    connect(&menu, &BackendMenu::copied, this, &TrayIcon::tell);
    connect(&m_pacer, &IconPacer::lookChanged, this, &TrayIcon::repaint);
    m_toolTipLater.setSingleShot(true);
    m_toolTipLater.setInterval(100);
    connect(&m_toolTipLater, &QTimer::timeout, this, [this] { m_icon.setToolTip(panelText(m_message)); });
    m_icon.setToolTip(tr("Skills Tray"));
    repaint();
    m_icon.show();
}

TrayIcon::~TrayIcon() = default;

void TrayIcon::setStatus(const Status &status)
{
    m_pacer.setStatus(status);
    if (m_message == status.message)
        return;
    m_message = status.message;
    // The first of a burst starts the timer, the last one is what it shows.
    if (!m_toolTipLater.isActive())
        m_toolTipLater.start();
}

void TrayIcon::setColours(IconColours colours)
{
    m_colours = colours;
    repaint();
}

void TrayIcon::setPanelForeground(const std::optional<QColor> &foreground)
{
    m_panelForeground = foreground;
    repaint();
}

QRect TrayIcon::geometry() const
{
    return m_icon.geometry();
}

void TrayIcon::repaint()
{
    IconColours colours = m_colours;
    if (colours == IconColours::Automatic && m_panelForeground)
        colours = m_panelForeground->lightness() > 128 ? IconColours::Dark : IconColours::Light;
    m_icon.setIcon(makeIcon(m_pacer.look(), colours));
}

// An open window says it itself.
void TrayIcon::tell(const QString &sentence)
{
    if (!QGuiApplication::focusWindow())
        m_icon.showMessage(tr("Skills Tray"), sentence, makeIcon(m_pacer.look(), IconColours::Automatic), 4000);
}
