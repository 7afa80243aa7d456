// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>

#include <optional>

/// Shows short desktop notifications, few and far between.
///
/// At most one in ten seconds, the newest of what came meanwhile; and at most three until endOfTrouble().
class Notifier : public QObject
{
    Q_OBJECT
public:
    explicit Notifier(QObject *parent = nullptr);

    void show(const QString &title, const QString &text);
    /// All is well again: the next trouble may speak again.
    void endOfTrouble() { m_shown = 0; }

private:
    struct Message
    {
        QString title;
        QString text;
    };
    void sendPending();
    void askCapabilities();
    void send(const Message &message);

    std::optional<Message> m_pending;
    QTimer m_later;
    QElapsedTimer m_last;
    int m_shown = 0;
    std::optional<bool> m_understandsMarkup; // none: not known yet
    quint32 m_lastId = 0;
};

/// Without control characters, at most 256 characters.
[[nodiscard]] QString notificationText(const QString &text);
