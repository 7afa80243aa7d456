// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/desktop/session_end.h"

#include <QEvent>
#include <QGuiApplication>
#include <QSessionManager>

SessionEnd::SessionEnd(QObject *parent)
    : QObject(parent)
{
    const auto stayAway = [](QSessionManager &manager) { manager.setRestartHint(QSessionManager::RestartNever); };
    connect(qGuiApp, &QGuiApplication::commitDataRequest, this, stayAway, Qt::DirectConnection);
    connect(qGuiApp, &QGuiApplication::saveStateRequest, this, stayAway, Qt::DirectConnection);
    qGuiApp->installEventFilter(this);
}

bool SessionEnd::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != qGuiApp || event->type() != QEvent::Quit)
        return QObject::eventFilter(watched, event);
    emit endRequested();
    return true;
}
