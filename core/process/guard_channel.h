// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QObject>

#include <functional>

class QSocketNotifier;

/// Carries our verbs to one guard and its events back.
class GuardChannel : public QObject
{
    Q_OBJECT
public:
    explicit GuardChannel(QObject *parent = nullptr);
    ~GuardChannel() override;

    /// Empty, or why the channel could not be made.
    [[nodiscard]] QString open();
    /// Number of the events' descriptor, as the guard will have it.
    [[nodiscard]] int guardEvents() const { return m_guardEvents; }
    /// To run in the child between fork and exec: hands over the guard's ends, with fresh signals.
    [[nodiscard]] std::function<void()> childModifier() const;
    /// Once the guard was forked: its ends are its own.
    void closeGuardEnds();

    /// Sent at once, not when the event loop comes round: it must work from a destructor.
    void send(const QByteArray &verb);
    /// What the guard takes for our death.
    void closeLifeline();
    /// Delivers what has come and was not yet delivered.
    void drain();

signals:
    void eventRead(const QByteArray &line);

private:
    int m_lifeline = -1;
    int m_guardLifeline = -1;
    int m_events = -1;
    int m_guardEvents = -1;
    QByteArray m_pending;
    QSocketNotifier *m_notifier = nullptr;
};
