// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/control/log_batches.h"

#include "app/tray/control/log_record.h"
#include "core/log/log_store.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>

static constexpr qsizetype BatchBytes = 32 * 1024;
// What is looked at for one batch: about a millisecond.
static constexpr qint64 BatchLines = 8192;

LogBatches::LogBatches(const LogStore &store, Wish wish)
    : m_store(store)
    , m_wish(wish)
    , m_next(firstOfLast(wish.lines))
    , m_end(store.endNumber())
{
}

qint64 LogBatches::firstOfLast(int lines) const
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

bool LogBatches::isWished(const LineView &line) const
{
    // As in the window: who names no level informs.
    const Level level = line.level == Level::None ? Level::Info : line.level;
    return level >= m_wish.minimum && (m_wish.all || !line.has(LogLine::HealthCheck));
}

void LogBatches::extend()
{
    m_end = m_store.endNumber();
}

QByteArray LogBatches::next()
{
    m_batch = m_wish.records ? R"({"records":[)" : R"({"lines":[)";
    const qsizetype empty = m_batch.size();
    if (m_next < m_store.firstNumber())
        addGap();
    const qint64 stop = std::min(m_end, m_next + BatchLines);
    for (; m_next < stop && m_batch.size() < BatchBytes; ++m_next) {
        const LineView line = m_store.line(m_next);
        if (isWished(line))
            add(m_next, line);
    }
    if (m_batch.size() == empty)
        return {};
    m_batch.chop(1); // the last comma
    return m_batch + "]}\n";
}

void LogBatches::add(std::optional<qint64> number, const LineView &line)
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

void LogBatches::addGap()
{
    const QByteArray text =
        QCoreApplication::translate("LogBatches",
                                    "Lines missing here, because newer ones came faster than they were read: %1")
            .arg(std::min(m_store.firstNumber(), m_end) - m_next)
            .toUtf8();
    m_next = m_store.firstNumber();
    LineView gap;
    gap.timeMs = QDateTime::currentMSecsSinceEpoch();
    gap.level = Level::Warning;
    gap.text = text;
    add(std::nullopt, gap);
}
