// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "app/tray/control/log_batches.h"

#include <QObject>
#include <QTimer>

class ControlConnection;
class LogStore;

/// Sends one client the lines it asked for, as fast as it reads them and never faster.
///
/// It works in short turns of the event loop, however many lines there are to look at.
class LogSession : public QObject
{
    Q_OBJECT
public:
    /// `follow`: and those that come. Lives as long as the connection.
    LogSession(const LogStore &store, ControlConnection &connection, LogBatches::Wish wish, bool follow);

private:
    void pump();
    [[nodiscard]] bool sendBatch();

    ControlConnection &m_connection;
    LogBatches m_batches;
    bool m_follow;
    bool m_isCaughtUp = false; // the lines that were kept at the beginning have been sent
    QTimer m_turn;
};
