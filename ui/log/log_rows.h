// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/log_filter.h"
#include "core/log/log_search.h"
#include "ui/log/log_marks.h"
#include "ui/log/log_records.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <optional>
#include <vector>

class LogStore;

/// Knows which lines of the store are rows of the view, under the current filter and with records folded.
///
/// Rows are counted on for ever like the store's lines: a row keeps its number while older ones are dropped, the rows
/// there are now being [firstRow(), endRow()). Lines that follow each other take one entry together, so an unfiltered
/// log of any length costs nothing. Reading the lines is done in slices, so that the event loop never waits; which of
/// them have the filter's text is found out on another thread, and rows appear as that gets on.
class LogRows : public QObject
{
    Q_OBJECT
public:
    /// A record with fewer continuation lines than this is just a wrapped message, not worth folding.
    static constexpr qint64 LeastFoldable = 3;

    /// `store` must outlive this object.
    explicit LogRows(const LogStore &store, QObject *parent = nullptr);

    [[nodiscard]] const LogFilter &filter() const { return m_filter; }
    /// The patterns must be good ones.
    void setFilter(const LogFilter &filter);
    /// While nobody looks, new lines are left unread; they are caught up with as soon as somebody does.
    void setActive(bool active);

    [[nodiscard]] qint64 firstRow() const { return m_runs.empty() ? m_endRow : m_runs.front().row; }
    [[nodiscard]] qint64 endRow() const { return m_endRow; }
    [[nodiscard]] qint64 count() const { return endRow() - firstRow(); }
    /// The line shown in that row, which must exist.
    [[nodiscard]] qint64 numberAt(qint64 row) const;
    /// The row of that line or, if it is not shown, of the next one that is; endRow() when there is none.
    [[nodiscard]] qint64 rowAtOrAfter(qint64 number) const;
    /// Lines below this number have been read.
    [[nodiscard]] qint64 readEnd() const { return m_readEnd; }
    [[nodiscard]] bool isComplete() const;
    /// The filter's text takes too many steps to find: rows are missing, and no more come.
    [[nodiscard]] bool isGivenUp() const { return m_search.isGivenUp(); }

    /// True for lines that the filter lets through, also where a fold hides them.
    [[nodiscard]] bool accepts(qint64 number, const LineView &line) const;

    using Record = LogRecords::Record;
    /// The record of more than one line that this line belongs to, and under whose first line it can be folded.
    [[nodiscard]] std::optional<Record> recordOf(qint64 number) const;
    /// With a text filter every line that matches is a row of its own and nothing folds.
    [[nodiscard]] bool foldingWorks() const { return !m_filter.asksForText(); }
    /// Also for a line that may become a record later.
    void setFolded(qint64 number, bool folded);
    /// Every record there is that can be folded, as if the user had done it one by one. The rows are read again.
    void setAllFolded(bool folded);

    [[nodiscard]] qint64 hiddenHealthChecks() const { return m_marks.healthChecks(); }
    [[nodiscard]] qint64 hiddenByFilter() const;
    [[nodiscard]] qint64 cleared() const;
    /// The gravest level from Warning up among the accepted records that begin in [from, end); None without any.
    [[nodiscard]] Level gravestIn(qint64 from, qint64 end) const { return m_marks.gravestIn(from, end); }

signals:
    void changed(); // rows came or went at either end, or a record was folded or opened
    void rebuilt(); // another filter: all rows are new; changed() follows
    void givenUp(); // isGivenUp(), once for each filter

private:
    // Rows [row, row of the next run) show the lines from `number` on.
    struct Run
    {
        qint64 row = 0;
        qint64 number = 0;
    };
    struct Span
    {
        qint64 number = 0;
        qint64 length = 0;
    };
    void onStoreChanged();
    void forgetRows();
    void read();
    void readLine(qint64 number, const LineView &line);
    [[nodiscard]] bool isFoldedAway(qint64 number, const LineView &line) const;
    void foldOrOpen(Record &record);
    void dropBefore(qint64 first);
    void showWhatLostItsHead(qint64 first);
    [[nodiscard]] qint64 lengthOf(std::size_t run) const;
    void appendSpan(Span span);
    [[nodiscard]] std::vector<Span> cutFrom(qint64 row);
    [[nodiscard]] std::vector<Span> shownSpans(qint64 from, qint64 end) const;
    [[nodiscard]] qint64 begin() const;
    [[nodiscard]] qint64 knownEnd() const;

    const LogStore &m_store;
    LogFilter m_filter;
    LogSearch m_search; // for the filter's text
    LineMatcher m_shown{QString(), {}};
    LineMatcher m_hidden{QString(), {}};
    bool m_active = true;
    QTimer m_timer;
    qint64 m_readEnd = 0;
    std::deque<Run> m_runs;
    qint64 m_endRow = 0;
    LogRecords m_records;
    LogMarks m_marks;
    qint64 m_foldedLines = 0;
};
