// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/log_records.h"

#include <algorithm>
#include <utility>

void LogRecords::begin(qint64 number, Origin origin, bool isShown)
{
    streamOf(origin).head = isShown ? number : -1;
}

LogRecords::Record *LogRecords::extend(qint64 number, Origin origin, bool &hasToFold)
{
    Stream &stream = streamOf(origin);
    hasToFold = false;
    if (stream.head < 0)
        return nullptr;
    const auto chosen = m_chosen.find(stream.head);
    const bool isChosen = chosen != m_chosen.end();
    if (stream.records.empty() || stream.records.back().head != stream.head)
        stream.records.push_back({.head = stream.head, .folded = isChosen && chosen->second});
    Record &record = stream.records.back();
    record.last = number;
    record.lines++;
    if (!record.folded && !isChosen && record.lines > LongRecord) {
        record.folded = true;
        hasToFold = true;
    }
    return &record;
}

LogRecords::Record *LogRecords::find(qint64 number, Origin origin)
{
    return const_cast<Record *>(std::as_const(*this).find(number, origin));
}

const LogRecords::Record *LogRecords::find(qint64 number, Origin origin) const
{
    const std::deque<Record> &records = m_streams.at(std::size_t(origin)).records;
    const auto after = std::upper_bound(records.begin(), records.end(), number,
                                        [](qint64 n, const Record &record) { return n < record.head; });
    if (after == records.begin() || number > (after - 1)->last)
        return nullptr;
    return &*(after - 1);
}

void LogRecords::chooseAll(bool folded, qint64 leastLines)
{
    for (const Stream &stream : m_streams) {
        for (const Record &record : stream.records) {
            if (record.lines >= leastLines)
                m_chosen[record.head] = folded;
        }
    }
}

void LogRecords::restart()
{
    m_streams = {};
}

std::optional<LogRecords::Record> LogRecords::takeOneBefore(qint64 first)
{
    m_chosen.erase(m_chosen.begin(), m_chosen.lower_bound(first));
    for (Stream &stream : m_streams) {
        if (stream.head < first)
            stream.head = -1;
        if (stream.records.empty() || stream.records.front().head >= first)
            continue;
        const Record record = stream.records.front();
        stream.records.pop_front();
        return record;
    }
    return std::nullopt;
}
