// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/desktop/tray_host.h"

#include "app/tray/desktop/tray_host_watch.h"

TrayHost::TrayHost(QObject *parent)
    : QObject(parent)
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &TrayHost::missing);
}

TrayHost::~TrayHost() = default;

void TrayHost::watch(int patienceMs)
{
    m_patience.start(patienceMs);
    m_watch = std::make_unique<TrayHostWatch>(*this);
}

void TrayHost::setNotifierHost(bool present)
{
    const bool before = isPresent();
    const std::optional<QColor> colour = panelForeground();
    m_notifierHost = present;
    tell(before, colour);
}

void TrayHost::setEmbedHost(bool present, const std::optional<QColor> &foreground)
{
    const bool before = isPresent();
    const std::optional<QColor> colour = panelForeground();
    m_foreground = foreground;
    m_embedHost = present;
    tell(before, colour);
}

void TrayHost::tell(bool wasPresent, const std::optional<QColor> &colour)
{
    if (panelForeground() != colour)
        emit coloursChanged();
    if (isPresent() == wasPresent)
        return;
    m_patience.stop();
    if (isPresent()) {
        emit appeared();
    } else {
        m_patience.start();
        emit vanished();
    }
}
