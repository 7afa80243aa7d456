// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/health/progress_reader.h"

#include "core/log/log_store.h"

#include <algorithm>

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
        if (!line.has(LogLine::HealthCheck) && !line.text.isEmpty()) {
            ++m_saidCount;
            m_hasLevels = m_hasLevels || line.level != Level::None;
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
    QList<SaidLine> newest;
    for (qint64 number = end - 1; number >= begin && newest.size() < LineLimit; --number) {
        const LineView line = m_store->line(number);
        if (line.origin == Origin::Tray || line.has(LogLine::HealthCheck) || line.text.isEmpty())
            continue;
        newest.prepend({.number = number,
                        .level = line.level,
                        .isContinuation = line.has(LogLine::Continuation),
                        .isError = line.origin == Origin::Err,
                        .text = QString::fromUtf8(line.text)});
    }
    m_said += newest;
    if (m_said.size() > LineLimit)
        m_said.remove(0, m_said.size() - LineLimit);
}

QStringList ProgressReader::lastLines(int limit) const
{
    QStringList lines;
    for (qsizetype i = std::max<qsizetype>(0, m_said.size() - limit); i < m_said.size(); ++i)
        lines.append(m_said.at(i).text);
    return lines;
}

static bool isIndented(const QString &text)
{
    return text.startsWith(u' ') || text.startsWith(u'\t');
}

/// What the record that `said[at]` belongs to says: its first line, or the exception below a traceback.
static SaidLine recordAt(const QList<SaidLine> &said, qsizetype at)
{
    static const QString traceback = QStringLiteral("Traceback (most recent call last):");
    qsizetype head = at;
    while (head > 0 && said.at(head).isContinuation)
        --head;
    SaidLine record = said.at(head);
    bool inTraceback = false;
    for (qsizetype i = head; i < said.size() && (i == head || said.at(i).isContinuation); ++i) {
        if (said.at(i).text == traceback)
            inTraceback = true;
        else if (inTraceback && !isIndented(said.at(i).text))
            record.text = said.at(i).text;
    }
    return record;
}

std::optional<SaidLine> ProgressReader::cause(bool atStart) const
{
    std::optional<qsizetype> warning;
    bool isLastRecord = true;
    const qsizetype oldest = std::max<qsizetype>(0, m_said.size() - CauseLimit);
    for (qsizetype i = m_said.size() - 1; i >= oldest; --i) {
        const SaidLine &line = m_said.at(i);
        if (line.level >= Level::Error)
            return recordAt(m_said, i);
        if (line.level == Level::Warning && isLastRecord)
            warning = warning.value_or(i);
        isLastRecord = isLastRecord && line.level == Level::None;
    }
    if (warning)
        return recordAt(m_said, *warning);
    if (m_said.isEmpty() || (m_saidCount > 1 && (m_hasLevels || !atStart)))
        return std::nullopt;
    const auto isError = [](const SaidLine &line) { return line.isError; };
    const auto last = std::find_if(m_said.crbegin(), m_said.crend(), isError);
    return last == m_said.crend() ? m_said.constLast() : *last;
}
