// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_format.h"
#include "core/log/log_line.h"

#include <QObject>
#include <QTimer>

#include <optional>

class ControlConnection;
class LogStore;

/// Sends one client the lines it asked for, as fast as it reads them and never faster.
///
/// It works in short turns of the event loop, however many lines there are to look at.
class LogSession : public QObject
{
    Q_OBJECT
public:
    struct Wish
    {
        int lines = 100; // the last so many; with `all` and unless given: every kept one
        bool follow = false;
        bool all = false;            // health checks too
        Level minimum = Level::None; // of these lines, those of this level or above
        bool records = false;        // as objects instead of text
    };
    /// Lives as long as the connection.
    LogSession(const LogStore &store, ControlConnection &connection, Wish wish);

private:
    [[nodiscard]] qint64 firstOfLast(int lines) const;
    [[nodiscard]] bool isWanted(const LineView &line) const;
    void pump();
    [[nodiscard]] bool sendBatch();
    void add(std::optional<qint64> number, const LineView &line);
    void addGap();

    const LogStore &m_store;
    ControlConnection &m_connection;
    Wish m_wish;
    qint64 m_next = 0;
    qint64 m_end = 0;
    bool m_isCaughtUp = false; // the lines that were kept at the beginning have been sent
    LineFormatter m_formatter;
    QByteArray m_batch; // an answer line in the making
    QTimer m_turn;
};
