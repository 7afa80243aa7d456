// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>

#include <optional>

/// Shows short desktop notifications, few and far between (Desktop Notifications Specification 1.2).
///
/// At most one in ten seconds, the newest of what came meanwhile; and at most three until endOfTrouble().
class Notifier : public QObject
{
    Q_OBJECT
public:
    enum About { Notice, Trouble, Closing };
    struct Message
    {
        About about = Notice;
        QString title;
        QString text;
        bool canTryAgain = false; // offers it beside "Show"
    };

    explicit Notifier(QObject *parent = nullptr);

    void show(const Message &message);
    /// All is well again: the next trouble may speak again.
    void endOfTrouble() { m_shown = 0; }

signals:
    /// The user clicked our notification; the desktop's permission to come to the front may be empty.
    void showRequested(const QByteArray &activationToken);
    void tryAgainRequested();
    void unshown(const Notifier::Message &message); // nobody here shows notifications

private:
    /// What the desktop's notification service can do.
    struct Service
    {
        bool understandsMarkup = false;
        bool hasActions = false;
    };
    void sendPending();
    void askCapabilities();
    void listen();
    void send(const Message &message);
    // Slots of the bus' signals, which QtDBus connects by name.
    Q_SLOT void onActionInvoked(uint id, const QString &action);
    Q_SLOT void onActivationToken(uint id, const QString &token);

    std::optional<Message> m_pending;
    QTimer m_later;
    QElapsedTimer m_last;
    int m_shown = 0;
    std::optional<Service> m_service; // none: not known yet
    quint32 m_lastId = 0;
    bool m_listens = false;
    QByteArray m_activationToken;
};

/// Without control characters, at most 256 characters.
[[nodiscard]] QString notificationText(const QString &text);
