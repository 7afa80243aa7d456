// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/line_set.h"
#include "core/log/log_snapshot.h"
#include "core/log/query_matcher.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <memory>
#include <optional>
#include <stop_token>

class LogStore;

/// Finds the lines of a store that answer a query, on a thread of its own, and goes on as lines come.
///
/// A million lines take a tenth of a second, which the thread of the user interface cannot give. The thread is made for
/// the first search and ends after ten seconds without one. What is found arrives in portions, while the search goes
/// on.
class LogSearch : public QObject
{
    Q_OBJECT
public:
    /// `store` must outlive this object.
    explicit LogSearch(const LogStore &store, QObject *parent = nullptr);
    /// Waits until the thread has noticed: milliseconds, or for a pattern of the worst kind some tenths of a second.
    ~LogSearch() override;

    /// Begins anew, whatever was going on: first from line `from` to the end, then what lies before it. Bad patterns
    /// find nothing.
    void start(const LogQuery &query, qint64 from = 0);
    /// Forgets the query and what was found.
    void clear();
    /// While not active it searches nothing; it catches up afterwards.
    void setActive(bool active);

    /// The kept lines among those searched that answer the query.
    [[nodiscard]] const LineSet &found() const { return m_found; }
    [[nodiscard]] bool isSearched(qint64 number) const;
    /// All lines before this one are searched, or no longer kept.
    [[nodiscard]] qint64 searchedEnd() const;
    /// All lines are searched, there is no query, or it was given up.
    [[nodiscard]] bool isComplete() const;
    /// Searched lines of which it is not known whether they answer: they took too many steps.
    [[nodiscard]] int unknownLines() const { return m_unknownLines; }
    /// There are too many such lines (BlockMatcher::isGivenUp()): what is found is not all there is, and nothing more
    /// comes.
    [[nodiscard]] bool isGivenUp() const { return m_givenUp; }

signals:
    void progressed(); // more was searched, or the search was given up; not for start() and clear()

private:
    struct Job
    {
        quint64 generation = 0;
        std::shared_ptr<QueryMatcher> matcher; // used by one job at a time: the pool has one thread
        LogSnapshot ahead;
        LogSnapshot behind;
        std::stop_token stop;
    };
    // What the thread tells.
    struct Report
    {
        quint64 generation = 0;
        bool ahead = true; // of the lines from m_aheadFrom on, or of those before
        qint64 end = 0;    // where the search stands there
        LineSet found;
        int unknownLines = 0;
        bool givenUp = false;
        bool last = false;
    };

    void onStoreChanged();
    void cancel();
    void run();
    void forgetDropped();
    void search(const Job &job); // on the thread
    void take(const Report &report);

    const LogStore &m_store;
    QTimer m_gather;
    bool m_active = true;
    std::optional<LogQuery> m_query;
    std::shared_ptr<QueryMatcher> m_matcher;
    LineSet m_found;
    // Searched are [first kept, m_behindEnd) and [m_aheadFrom, m_aheadEnd).
    qint64 m_behindEnd = 0;
    qint64 m_aheadFrom = 0;
    qint64 m_aheadEnd = 0;
    int m_unknownLines = 0;
    bool m_givenUp = false;
    bool m_running = false;
    quint64 m_generation = 0;
    std::stop_source m_stop;
    QThreadPool m_pool;
};
