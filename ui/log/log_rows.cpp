// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/log_rows.h"

#include "core/log/log_store.h"

#include <QElapsedTimer>

#include <algorithm>

// Long enough to get on, short enough that a key pressed meanwhile is answered at once.
static constexpr qint64 SliceNs = 6'000'000;
// New lines are read together: a stream of single ones must not wake us for each.
static constexpr int GatherMs = 10;

LogRows::LogRows(const LogStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_search(store)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &LogRows::read);
    connect(&store, &LogStore::changed, this, &LogRows::onStoreChanged);
    connect(&m_search, &LogSearch::progressed, this, [this] {
        if (m_active && !m_timer.isActive())
            read();
        if (isGivenUp())
            emit givenUp();
    });
    m_readEnd = begin();
    read();
}

void LogRows::setFilter(const LogFilter &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    m_shown = LineMatcher(filter.pattern, filter.options);
    m_hidden = LineMatcher(filter.hidden, filter.hiddenOptions);
    forgetRows();
    if (filter.asksForText())
        m_search.start({filter, {}, {}});
    else
        m_search.clear();
    emit rebuilt();
    read();
}

void LogRows::forgetRows()
{
    m_runs.clear();
    m_records.clear();
    m_healthChecks.clear();
    m_warnings.clear();
    m_errors.clear();
    m_foldedLines = 0;
    m_readEnd = begin();
}

void LogRows::setActive(bool active)
{
    if (m_active == active)
        return;
    m_active = active;
    m_search.setActive(active);
    if (active)
        read();
    else
        m_timer.stop();
}

qint64 LogRows::begin() const
{
    return std::min(std::max(m_store.firstNumber(), m_filter.clearedBefore), m_store.endNumber());
}

bool LogRows::isComplete() const
{
    return m_readEnd >= knownEnd() && (!m_filter.asksForText() || m_search.isComplete());
}

/// Where the lines end of which it is known whether they have the filter's text.
qint64 LogRows::knownEnd() const
{
    return m_filter.asksForText() ? m_search.searchedEnd() : m_store.endNumber();
}

void LogRows::onStoreChanged()
{
    // At once: a row must never stand for a line that the store has dropped.
    dropBefore(m_store.firstNumber());
    if (m_active && !m_timer.isActive())
        m_timer.start(GatherMs);
}

void LogRows::read()
{
    QElapsedTimer clock;
    clock.start();
    const qint64 end = knownEnd();
    // Block by block: to look each line up would take longer than to read it.
    for (const BlockLines &lines : m_store.snapshot(m_readEnd, end)) {
        const std::optional<HeldLines> held = HeldLines::hold(lines);
        while (held && m_readEnd < held->end() && clock.nsecsElapsed() < SliceNs) {
            // A look at the clock costs as much as several lines.
            const qint64 stop = std::min(held->end(), m_readEnd + 64);
            for (; m_readEnd < stop; ++m_readEnd)
                readLine(m_readEnd, m_filter.asksForText() ? held->line(m_readEnd) : held->kindOf(m_readEnd));
        }
    }
    if (m_readEnd < end && m_active)
        m_timer.start(0);
    emit changed();
}

void LogRows::readLine(qint64 number, const LineView &line)
{
    if (m_filter.hideHealthChecks && line.has(LogLine::HealthCheck)) {
        m_healthChecks.push_back(number);
        return;
    }
    const bool accepted = accepts(number, line);
    if (line.has(LogLine::Continuation)) {
        if (KnownRecord *record = extendRecord(number); record && record->folded && foldingWorks()) {
            record->hidden += accepted ? 1 : 0;
            m_foldedLines += accepted ? 1 : 0;
            return;
        }
    } else if (accepted && line.level >= Level::Warning) {
        (line.level == Level::Warning ? m_warnings : m_errors).push_back(number);
    }
    if (accepted)
        appendSpan({number, 1});
}

LogRows::KnownRecord *LogRows::extendRecord(qint64 number)
{
    const bool continues = !m_records.empty() && m_records.back().head + m_records.back().lines + 1 == number;
    if (!continues) {
        // Where the head was dropped or cleared, its continuation lines stand for themselves.
        const qint64 head = number - 1;
        if (head < begin() || m_store.line(head).has(LogLine::Continuation))
            return nullptr;
        const auto chosen = m_userFolds.find(head);
        KnownRecord record;
        record.head = head;
        record.folded = chosen != m_userFolds.end() && chosen->second;
        m_records.push_back(record);
    }
    KnownRecord &record = m_records.back();
    record.lines++;
    if (!record.folded && record.lines == LongRecord + 1 && !m_userFolds.contains(record.head))
        foldAtEnd(record);
    return &record;
}

void LogRows::foldAtEnd(KnownRecord &record)
{
    record.folded = true;
    if (!foldingWorks())
        return;
    for (const Span &span : cutFrom(rowAtOrAfter(record.head + 1)))
        record.hidden += span.length;
    m_foldedLines += record.hidden;
}

bool LogRows::accepts(qint64 number, const LineView &line) const
{
    if (number < m_filter.clearedBefore || !m_filter.acceptsKind(line))
        return false;
    if (!m_filter.asksForText() || m_search.isSearched(number))
        return !m_filter.asksForText() || m_search.found().contains(number);
    return !isGivenUp() && m_shown.match(line.text) && (m_filter.hidden.isEmpty() || !m_hidden.match(line.text));
}

qint64 LogRows::numberAt(qint64 row) const
{
    Q_ASSERT(row >= firstRow() && row < endRow());
    const auto after =
        std::upper_bound(m_runs.begin(), m_runs.end(), row, [](qint64 r, const Run &run) { return r < run.row; });
    const Run &run = *(after - 1);
    return run.number + (row - run.row);
}

qint64 LogRows::rowAtOrAfter(qint64 number) const
{
    const auto after =
        std::upper_bound(m_runs.begin(), m_runs.end(), number, [](qint64 n, const Run &run) { return n < run.number; });
    if (after == m_runs.begin())
        return firstRow();
    const Run &run = *(after - 1);
    const qint64 endOfRun = after == m_runs.end() ? m_endRow : after->row;
    return std::min(endOfRun, run.row + (number - run.number));
}

std::optional<LogRows::Record> LogRows::recordOf(qint64 number) const
{
    const auto after = std::upper_bound(m_records.begin(), m_records.end(), number,
                                        [](qint64 n, const KnownRecord &record) { return n < record.head; });
    if (after == m_records.begin())
        return std::nullopt;
    const KnownRecord &record = *(after - 1);
    if (number > record.head + record.lines)
        return std::nullopt;
    return record;
}

void LogRows::setFolded(qint64 number, bool folded)
{
    const auto after = std::upper_bound(m_records.begin(), m_records.end(), number,
                                        [](qint64 n, const KnownRecord &record) { return n < record.head; });
    if (after == m_records.begin() || number > (after - 1)->head + (after - 1)->lines) {
        // Its continuation lines are still to come.
        m_userFolds[number] = folded;
        return;
    }
    KnownRecord &record = *(after - 1);
    if (record.folded == folded)
        return;
    record.folded = folded;
    m_userFolds[record.head] = folded;
    if (!foldingWorks())
        return;

    const qint64 end = record.head + record.lines + 1;
    const std::vector<Span> later = cutFrom(rowAtOrAfter(end));
    if (folded) {
        for (const Span &span : cutFrom(rowAtOrAfter(record.head + 1)))
            record.hidden += span.length;
        m_foldedLines += record.hidden;
    } else {
        m_foldedLines -= record.hidden;
        record.hidden = 0;
        for (const Span &span : acceptedSpans(record.head + 1, end))
            appendSpan(span);
    }
    for (const Span &span : later)
        appendSpan(span);
    emit changed();
}

void LogRows::setAllFolded(bool folded)
{
    for (const KnownRecord &record : m_records) {
        if (record.lines >= LeastFoldable)
            m_userFolds[record.head] = folded;
    }
    forgetRows();
    read();
}

qint64 LogRows::hiddenByFilter() const
{
    return std::max<qint64>(0, m_readEnd - begin() - count() - hiddenHealthChecks() - m_foldedLines);
}

qint64 LogRows::cleared() const
{
    return begin() - m_store.firstNumber();
}

Level LogRows::gravestIn(qint64 from, qint64 end) const
{
    const auto any = [from, end](const std::deque<qint64> &numbers) {
        const auto it = std::lower_bound(numbers.begin(), numbers.end(), from);
        return it != numbers.end() && *it < end;
    };
    if (any(m_errors))
        return Level::Error;
    return any(m_warnings) ? Level::Warning : Level::None;
}

void LogRows::dropBefore(qint64 first)
{
    while (!m_runs.empty() && m_runs.front().number < first) {
        Run &run = m_runs.front();
        const qint64 length = lengthOf(0);
        const qint64 gone = first - run.number;
        if (gone >= length) {
            m_runs.pop_front();
        } else {
            run.row += gone;
            run.number += gone;
        }
    }
    for (std::deque<qint64> *numbers : {&m_healthChecks, &m_warnings, &m_errors}) {
        while (!numbers->empty() && numbers->front() < first)
            numbers->pop_front();
    }
    m_userFolds.erase(m_userFolds.begin(), m_userFolds.lower_bound(first));
    dropRecordsBefore(first);
    m_readEnd = std::max(m_readEnd, first);
}

void LogRows::dropRecordsBefore(qint64 first)
{
    while (!m_records.empty() && m_records.front().head < first) {
        const KnownRecord record = m_records.front();
        m_records.pop_front();
        m_foldedLines -= record.hidden;
        const qint64 end = record.head + record.lines + 1;
        if (!record.folded || !foldingWorks() || end <= first)
            continue;
        // Nobody could open a record without a head: what is left of it becomes rows, before all others.
        const std::vector<Span> spans = acceptedSpans(first, end);
        for (auto span = spans.rbegin(); span != spans.rend(); ++span)
            m_runs.push_front({firstRow() - span->length, span->number});
    }
}

qint64 LogRows::lengthOf(std::size_t run) const
{
    const qint64 end = run + 1 < m_runs.size() ? m_runs[run + 1].row : m_endRow;
    return end - m_runs[run].row;
}

void LogRows::appendSpan(Span span)
{
    const bool follows = !m_runs.empty() && m_runs.back().number + (m_endRow - m_runs.back().row) == span.number;
    if (!follows)
        m_runs.push_back({m_endRow, span.number});
    m_endRow += span.length;
}

std::vector<LogRows::Span> LogRows::cutFrom(qint64 row)
{
    std::vector<Span> cut;
    while (!m_runs.empty() && m_endRow > row) {
        const Run run = m_runs.back();
        const qint64 from = std::max(run.row, row);
        cut.push_back({run.number + (from - run.row), m_endRow - from});
        m_endRow = from;
        if (from == run.row)
            m_runs.pop_back();
    }
    std::reverse(cut.begin(), cut.end());
    return cut;
}

std::vector<LogRows::Span> LogRows::acceptedSpans(qint64 from, qint64 end) const
{
    std::vector<Span> spans;
    for (qint64 number = from; number < end; ++number) {
        if (!accepts(number, m_store.line(number)))
            continue;
        if (!spans.empty() && spans.back().number + spans.back().length == number)
            spans.back().length++;
        else
            spans.push_back({number, 1});
    }
    return spans;
}
