// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "app/tray/desktop/notifier.h"
#include "core/backend/state/status.h"

#include <QObject>
#include <QTimer>

#include <optional>

/// Tells the user what happens while no window of ours is in front: by a notification, or where nobody shows those by
/// asking for the window.
class Announcer : public QObject
{
    Q_OBJECT
public:
    explicit Announcer(QObject *parent = nullptr);

    void setStatus(const Status &status);
    /// One sentence that the window's strip has, too.
    void tell(const QString &sentence);
    void tellOfNoTray();
    /// The user has just closed the window for the first time.
    void tellThatClosingHides();
    /// We are ending, and say no more.
    void fallSilent();

signals:
    /// What the user chose in a notification; the token lets the window come to the front.
    void showRequested(const QByteArray &activationToken);
    void tryAgainRequested();
    /// No notification could be shown: the window has to say it.
    void windowNeeded();
    /// Nor could tellThatClosingHides() be: it has to be said in another way.
    void closingUntold(const QString &title, const QString &text);

private:
    void announce(const Notifier::Message &message);
    void announceNow();
    void onUnshown(const Notifier::Message &message);

    Notifier m_notifier;
    QTimer m_later;
    std::optional<Notifier::Message> m_news;
    State m_state = State::Stopped;
    bool m_stalled = false;
    bool m_silent = false;
};
