// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QString>

/// Hears from GNOME's session manager, or one that speaks as it does (MATE, Cinnamon), that the session ends.
///
/// Under Wayland there is no XSMP, and such a session ends without another word to who is not registered. Where there
/// is XSMP, Qt speaks it, and this does nothing.
class GnomeSession : public QObject
{
    Q_OBJECT
public:
    explicit GnomeSession(QObject *parent = nullptr);

signals:
    void endRequested();

private slots:
    void onQuery();
    void onEnd();

private:
    void registerUs();
    void listen();
    void agree() const;

    QString m_client; // the object that the manager made for us
};
