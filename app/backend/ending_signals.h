// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QSocketNotifier>

/// Hears SIGTERM, SIGINT and SIGHUP in the event loop.
///
/// To be made before any thread is started: threads inherit that these signals are left to it.
class EndingSignals : public QObject
{
    Q_OBJECT
public:
    explicit EndingSignals(QObject *parent = nullptr);
    ~EndingSignals() override;

signals:
    void endRequested(int signalNumber);

private:
    const int m_fd;
    QSocketNotifier m_notifier;
};
