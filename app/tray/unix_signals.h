// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QSocketNotifier>

/// Hears SIGTERM, SIGINT, SIGHUP and SIGQUIT in the event loop; those that were ignored before us stay ignored.
class UnixSignals : public QObject
{
    Q_OBJECT
public:
    explicit UnixSignals(QObject *parent = nullptr);
    ~UnixSignals() override;

signals:
    void endRequested(); // once for each signal

private:
    int m_pipe[2] = {-1, -1};
    QSocketNotifier m_notifier;
};
