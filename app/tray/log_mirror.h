// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>

class LogStore;

/// Copies the log to stderr, for the journal; a slow reader makes it skip lines, never wait.
class LogMirror : public QObject
{
    Q_OBJECT
public:
    explicit LogMirror(const LogStore &store, QObject *parent = nullptr);

private:
    void pump();
    [[nodiscard]] bool refill();

    const LogStore &m_store;
    QSocketNotifier m_writable;
    qint64 m_next;
    QByteArray m_pending;
    bool m_broken = false;
};
