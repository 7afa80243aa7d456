// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/control/log_session.h"

#include "app/tray/control/control_connection.h"
#include "app/tray/control/control_protocol.h"
#include "app/tray/control/log_record.h"
#include "core/log/log_store.h"

#include <QDateTime>

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// Enough to keep a fast reader busy, little enough to forget.
static constexpr qint64 MaxUnsentBytes = 256 * 1024;
static constexpr qsizetype BatchBytes = 32 * 1024;
// What is looked at for one batch and sent in one turn: about a millisecond each.
static constexpr qint64 BatchLines = 8192;
static constexpr int BatchesPerTurn = 4;

LogSession::LogSession(const LogStore &store, ControlConnection &connection, Wish wish)
    : QObject(&connection)
    , m_store(store)
    , m_connection(connection)
    , m_wish(wish)
    , m_next(firstOfLast(wish.lines))
    , m_end(store.endNumber())
{
    m_turn.setSingleShot(true);
    m_turn.setInterval(0ms);
    connect(&m_turn, &QTimer::timeout, this, &LogSession::pump);
    connect(&connection, &ControlConnection::taken, this, &LogSession::pump);
    if (wish.follow)
        connect(&store, &LogStore::changed, this, &LogSession::pump);
    pump();
}

qint64 LogSession::firstOfLast(int lines) const
{
    if (lines >= m_store.count())
        return m_store.firstNumber();
    if (m_wish.all)
        return m_store.endNumber() - lines;
    qint64 first = m_store.endNumber();
    for (int found = 0; found < lines && first > m_store.firstNumber();) {
        --first;
        found += m_store.line(first).has(LogLine::HealthCheck) ? 0 : 1;
    }
    return first;
}

bool LogSession::isWanted(const LineView &line) const
{
    // As in the window: who names no level informs.
    const Level level = line.level == Level::None ? Level::Info : line.level;
    return level >= m_wish.minimum && (m_wish.all || !line.has(LogLine::HealthCheck));
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
    if (m_wish.follow && m_isCaughtUp)
        m_end = m_store.endNumber();
    m_batch = m_wish.records ? R"({"records":[)" : R"({"lines":[)";
    const qsizetype empty = m_batch.size();
    if (m_next < m_store.firstNumber())
        addGap();
    const qint64 stop = std::min(m_end, m_next + BatchLines);
    for (; m_next < stop && m_batch.size() < BatchBytes; ++m_next) {
        const LineView line = m_store.line(m_next);
        if (isWanted(line))
            add(m_next, line);
    }
    if (m_batch.size() > empty) {
        m_batch.chop(1); // the last comma
        m_connection.sendLine(m_batch + "]}\n");
    }
    if (m_next < m_end)
        return true;
    if (!m_wish.follow) {
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

void LogSession::add(std::optional<qint64> number, const LineView &line)
{
    if (m_wish.records) {
        appendRecord(m_batch, number, line);
    } else {
        QByteArray text;
        m_formatter.append(text, line);
        appendJsonString(m_batch, text);
    }
    m_batch += ',';
}

void LogSession::addGap()
{
    const QByteArray text = tr("Lines missing here, because newer ones came faster than they were read: %1")
                                .arg(std::min(m_store.firstNumber(), m_end) - m_next)
                                .toUtf8();
    m_next = m_store.firstNumber();
    LineView gap;
    gap.timeMs = QDateTime::currentMSecsSinceEpoch();
    gap.level = Level::Warning;
    gap.text = text;
    add(std::nullopt, gap);
}
