// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

/// Hears that the desktop's session ends, and asks its manager never to start us again: at login the login entry does.
///
/// By itself Qt would ask each window whether it may close, and end the event loop without another word (XSMP's Die,
/// and what corresponds to it elsewhere, arrive as QEvent::Quit).
class SessionEnd : public QObject
{
    Q_OBJECT
public:
    /// With a QGuiApplication.
    explicit SessionEnd(QObject *parent = nullptr);

    bool eventFilter(QObject *watched, QEvent *event) override;

signals:
    void endRequested();
};
