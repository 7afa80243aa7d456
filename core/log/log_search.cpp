// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/log_search.h"

#include "core/log/log_store.h"

#include <QElapsedTimer>

#include <algorithm>
#include <utility>

static constexpr int ThreadIdleMs = 10'000;
// New lines are searched together: a stream of single ones must not wake a thread for each.
static constexpr int GatherMs = 20;
// The clock and the step limit are looked at after so many lines.
static constexpr qint64 StepLines = 512;
// How long results may wait for more; the first ones do not.
static constexpr qint64 ReportMs = 10;

LogSearch::LogSearch(const LogStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    m_pool.setMaxThreadCount(1);
    m_pool.setExpiryTimeout(ThreadIdleMs);
    m_gather.setSingleShot(true);
    connect(&m_gather, &QTimer::timeout, this, &LogSearch::run);
    connect(&store, &LogStore::changed, this, &LogSearch::onStoreChanged);
}

LogSearch::~LogSearch()
{
    cancel();
    // The thread uses this object; it looks at the stop before each portion of lines.
    m_pool.waitForDone();
}

void LogSearch::start(const LogQuery &query, qint64 from)
{
    clear();
    m_query = query;
    m_behindEnd = m_store.firstNumber();
    m_aheadFrom = std::clamp(from, m_store.firstNumber(), m_store.endNumber());
    m_aheadEnd = m_aheadFrom;
    run();
}

void LogSearch::clear()
{
    cancel();
    m_query.reset();
    m_matcher.reset();
    m_found.clear();
    m_unknownLines = 0;
    m_givenUp = false;
}

void LogSearch::setActive(bool active)
{
    if (m_active == active)
        return;
    m_active = active;
    if (active)
        run();
    else
        cancel();
}

bool LogSearch::isSearched(qint64 number) const
{
    return m_query && (number < m_behindEnd || (number >= m_aheadFrom && number < m_aheadEnd));
}

qint64 LogSearch::searchedEnd() const
{
    return m_behindEnd >= m_aheadFrom ? m_aheadEnd : m_behindEnd;
}

bool LogSearch::isComplete() const
{
    return !m_query || isGivenUp() || searchedEnd() >= m_store.endNumber();
}

void LogSearch::cancel()
{
    // What the old job has still to tell belongs to an older generation.
    ++m_generation;
    m_stop.request_stop();
    m_pool.clear();
    m_running = false;
    m_gather.stop();
}

void LogSearch::onStoreChanged()
{
    if (!m_query)
        return;
    forgetDropped();
    if (m_active && !m_running && !m_gather.isActive())
        m_gather.start(GatherMs);
}

void LogSearch::forgetDropped()
{
    const qint64 first = m_store.firstNumber();
    m_found.dropBefore(first);
    m_behindEnd = std::max(m_behindEnd, first);
    m_aheadFrom = std::max(m_aheadFrom, first);
    m_aheadEnd = std::max(m_aheadEnd, m_aheadFrom);
}

void LogSearch::run()
{
    if (!m_query || !m_active || m_running || isGivenUp())
        return;
    forgetDropped();
    if (!m_matcher)
        m_matcher = std::make_shared<QueryMatcher>(*m_query);
    Job job;
    job.ahead = m_store.snapshot(m_aheadEnd, m_store.endNumber());
    job.behind = m_store.snapshot(m_behindEnd, m_aheadFrom);
    if (job.ahead.empty() && job.behind.empty())
        return;
    m_stop = std::stop_source();
    job.stop = m_stop.get_token();
    job.generation = m_generation;
    job.matcher = m_matcher;
    m_running = true;
    m_pool.start([this, job = std::move(job)] { search(job); });
}

void LogSearch::search(const Job &job)
{
    Report report;
    report.generation = job.generation;
    bool told = false;
    QElapsedTimer sinceReport;
    sinceReport.start();
    const auto send = [&] {
        const auto sent = std::make_shared<Report>(report);
        report.found.clear();
        told = true;
        sinceReport.start();
        QMetaObject::invokeMethod(
            this, [this, sent] { take(*sent); }, Qt::QueuedConnection);
    };
    const auto isDue = [&] { return sinceReport.elapsed() >= ReportMs || (!told && !report.found.isEmpty()); };
    for (const bool ahead : {true, false}) {
        const LogSnapshot &pieces = ahead ? job.ahead : job.behind;
        if (!pieces.empty() && !job.ahead.empty() && !ahead)
            send();
        if (!pieces.empty())
            report.ahead = ahead;
        for (const BlockLines &piece : pieces) {
            const std::optional<HeldLines> lines = HeldLines::hold(piece);
            for (qint64 from = piece.first; from < piece.end; from = report.end) {
                report.end = lines ? std::min(from + StepLines, piece.end) : piece.end;
                if (lines)
                    job.matcher->find(*lines, from, report.end, job.stop, report.found);
                if (job.stop.stop_requested())
                    return;
                report.unknownLines = job.matcher->exceededLines();
                report.givenUp = job.matcher->isGivenUp();
                if (report.givenUp)
                    return send();
                if (isDue())
                    send();
            }
        }
    }
    report.last = true;
    send();
}

void LogSearch::take(const Report &report)
{
    if (report.generation != m_generation)
        return;
    m_found.unite(report.found);
    qint64 &end = report.ahead ? m_aheadEnd : m_behindEnd;
    end = std::max(end, report.end);
    m_unknownLines = report.unknownLines;
    m_givenUp = report.givenUp;
    if (report.last || isGivenUp())
        m_running = false;
    forgetDropped();
    if (!m_running && !isComplete())
        m_gather.start(GatherMs);
    emit progressed();
}
