// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/progress_reader.h"

#include "core/log/log_store.h"

using namespace Qt::StringLiterals;

static void keepNewest(QStringList &list, const QStringList &newest, int limit)
{
    list += newest;
    if (list.size() > limit)
        list.remove(0, list.size() - limit);
}

static QString textOf(const LogStore &store, qint64 number)
{
    return QString::fromUtf8(store.line(number).text);
}

ProgressReader::ProgressReader(const LogStore &store)
    : m_store(&store)
    , m_nextNumber(store.endNumber())
{
}

void ProgressReader::read()
{
    static constexpr QByteArrayView skillMark("Loaded skill: ");
    const qint64 end = m_store->endNumber();
    const qint64 begin = std::max(m_nextNumber, m_store->firstNumber());
    m_nextNumber = end;
    std::optional<qint64> newestSkill;
    std::optional<qint64> newestError;
    QList<qint64> troubles;
    for (qint64 number = begin; number < end; ++number) {
        const LineView line = m_store->line(number);
        if (line.origin == Origin::Tray)
            continue;
        ++(line.origin == Origin::Out ? m_outLines : m_errLines);
        if (!line.has(LogLine::HealthCheck))
            ++m_progressLines;
        if (line.level >= Level::Warning && !line.has(LogLine::Continuation)) {
            troubles.append(number);
            if (line.level >= Level::Error)
                newestError = number;
        }
        if (line.level == Level::Info && line.text.startsWith(skillMark))
            newestSkill = number;
    }

    // A flood comes in batches of many thousand lines, of which only the newest are of interest as text.
    QStringList records;
    for (qsizetype i = std::max<qsizetype>(0, troubles.size() - RecordLimit); i < troubles.size(); ++i)
        records.append(textOf(*m_store, troubles.at(i)));
    keepNewest(m_troubleRecords, records, RecordLimit);
    if (newestError) {
        m_lastError = textOf(*m_store, *newestError);
        m_lastErrorNumber = newestError;
    }
    if (newestSkill) {
        const QString text = textOf(*m_store, *newestSkill).mid(skillMark.size());
        const qsizetype nameEnd = text.indexOf(" from "_L1);
        m_lastSkill = nameEnd < 0 ? text : text.left(nameEnd);
    }
    readLastLines(begin, end);
}

void ProgressReader::readLastLines(qint64 begin, qint64 end)
{
    QStringList newest;
    std::optional<qint64> last;
    std::optional<qint64> lastErr;
    for (qint64 number = end - 1; number >= begin && newest.size() < LineLimit; --number) {
        const LineView line = m_store->line(number);
        if (line.origin == Origin::Tray || line.has(LogLine::HealthCheck) || line.text.isEmpty())
            continue;
        newest.prepend(QString::fromUtf8(line.text));
        last = last.value_or(number);
        if (line.origin == Origin::Err && !lastErr) {
            lastErr = number;
            m_lastErrLine = newest.constFirst();
        }
    }
    if (newest.isEmpty())
        return;
    m_lastLine = newest.constLast();
    m_lastLineNumber = last;
    if (lastErr)
        m_lastErrNumber = lastErr;
    keepNewest(m_lastLines, newest, LineLimit);
}
