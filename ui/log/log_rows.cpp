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
    m_records.restart();
    m_marks = {};
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
    const bool accepted = accepts(number, line);
    if (line.has(LogLine::Continuation)) {
        bool hasToFold = false;
        Record *record = m_records.extend(number, line.origin, hasToFold);
        if (hasToFold)
            foldOrOpen(*record);
        if (record && record->folded && foldingWorks()) {
            record->hidden += accepted ? 1 : 0;
            m_foldedLines += accepted ? 1 : 0;
            return;
        }
    } else {
        // With a text filter nothing is folded, but what the user opens meanwhile shall stay so.
        m_records.begin(number, line.origin, accepted || m_filter.asksForText());
        if (accepted)
            m_marks.addRecord(number, line.level);
    }
    if (accepted)
        appendSpan({number, 1});
    else if (m_filter.hideHealthChecks && line.has(LogLine::HealthCheck))
        m_marks.addHealthCheck(number);
}

bool LogRows::isFoldedAway(qint64 number, const LineView &line) const
{
    if (!line.has(LogLine::Continuation) || !foldingWorks())
        return false;
    const Record *record = m_records.find(number, line.origin);
    return record && record->folded;
}

/// After its `folded` has changed.
void LogRows::foldOrOpen(Record &record)
{
    if (!foldingWorks())
        return;
    const qint64 end = std::min(record.last + 1, m_readEnd);
    const std::vector<Span> later = cutFrom(rowAtOrAfter(end));
    const qint64 before = m_endRow;
    (void)cutFrom(rowAtOrAfter(record.head + 1));
    for (const Span &span : shownSpans(record.head + 1, end))
        appendSpan(span);
    record.hidden += before - m_endRow;
    m_foldedLines += before - m_endRow;
    for (const Span &span : later)
        appendSpan(span);
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
    if (number < m_store.firstNumber() || number >= m_store.endNumber())
        return std::nullopt;
    const LineView line = m_store.line(number);
    const Record *record = m_records.find(number, line.origin);
    return record ? std::optional(*record) : std::nullopt;
}

void LogRows::setFolded(qint64 number, bool folded)
{
    if (number < m_store.firstNumber() || number >= m_store.endNumber())
        return;
    Record *record = m_records.find(number, m_store.line(number).origin);
    m_records.choose(record ? record->head : number, folded);
    if (!record || record->folded == folded)
        return;
    record->folded = folded;
    foldOrOpen(*record);
    emit changed();
}

void LogRows::setAllFolded(bool folded)
{
    m_records.chooseAll(folded, LeastFoldable);
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
    m_marks.dropBefore(first);
    showWhatLostItsHead(first);
    m_readEnd = std::max(m_readEnd, first);
}

/// Nobody could open a record without a head: what is left of it becomes rows, among those of others.
void LogRows::showWhatLostItsHead(qint64 first)
{
    qint64 end = first;
    while (const std::optional<Record> record = m_records.takeOneBefore(first)) {
        m_foldedLines -= record->hidden;
        if (record->folded && foldingWorks())
            end = std::max(end, record->last + 1);
    }
    end = std::min(end, m_readEnd);
    if (end <= first)
        return;
    const qint64 row = rowAtOrAfter(end);
    while (!m_runs.empty() && m_runs.front().row + lengthOf(0) <= row)
        m_runs.pop_front();
    if (!m_runs.empty() && m_runs.front().row < row) {
        m_runs.front().number += row - m_runs.front().row;
        m_runs.front().row = row;
    }
    // Rows are numbered backwards from the first that stays.
    qint64 firstOfThem = row;
    const std::vector<Span> spans = shownSpans(first, end);
    for (auto span = spans.rbegin(); span != spans.rend(); ++span) {
        firstOfThem -= span->length;
        m_runs.push_front({firstOfThem, span->number});
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

std::vector<LogRows::Span> LogRows::shownSpans(qint64 from, qint64 end) const
{
    std::vector<Span> spans;
    for (const BlockLines &lines : m_store.snapshot(from, end)) {
        const std::optional<HeldLines> held = HeldLines::hold(lines);
        for (qint64 number = held ? held->first() : 0; held && number < held->end(); ++number) {
            const LineView line = m_filter.asksForText() ? held->line(number) : held->kindOf(number);
            if (!accepts(number, line) || isFoldedAway(number, line))
                continue;
            if (!spans.empty() && spans.back().number + spans.back().length == number)
                spans.back().length++;
            else
                spans.push_back({number, 1});
        }
    }
    return spans;
}
