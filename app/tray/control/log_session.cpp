// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/control/log_session.h"

#include "app/tray/control/control_connection.h"
#include "app/tray/control/control_protocol.h"
#include "core/log/log_store.h"

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// Enough to keep a fast reader busy, little enough to forget.
static constexpr qint64 MaxUnsentBytes = 256 * 1024;
static constexpr int BatchesPerTurn = 4;

LogSession::LogSession(const LogStore &store, ControlConnection &connection, LogBatches::Wish wish, bool follow)
    : QObject(&connection)
    , m_connection(connection)
    , m_batches(store, wish)
    , m_follow(follow)
{
    m_turn.setSingleShot(true);
    m_turn.setInterval(0ms);
    connect(&m_turn, &QTimer::timeout, this, &LogSession::pump);
    connect(&connection, &ControlConnection::taken, this, &LogSession::pump);
    if (follow)
        connect(&store, &LogStore::changed, this, &LogSession::pump);
    pump();
}

void LogSession::pump()
{
    for (int batches = 0; !m_connection.isFinished() && m_connection.unsent() < MaxUnsentBytes; ++batches) {
        if (batches == BatchesPerTurn)
            return m_turn.start();
        if (!sendBatch())
            return;
    }
}

/// False: there is nothing to send for now.
bool LogSession::sendBatch()
{
    if (m_follow && m_isCaughtUp)
        m_batches.extend();
    const QByteArray batch = m_batches.next();
    if (!batch.isEmpty())
        m_connection.sendLine(batch);
    if (!m_batches.isAtEnd())
        return true;
    if (!m_follow) {
        m_connection.finishAtLeisure(answer(ExitDone));
        return false;
    }
    if (!m_isCaughtUp) {
        m_isCaughtUp = true;
        m_connection.send({{u"caughtUp"_s, true}});
        return true;
    }
    return false;
}
