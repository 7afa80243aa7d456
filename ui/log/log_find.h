// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#pragma once

#include "core/log/line_matcher.h"
#include "core/log/log_search.h"

#include <QObject>

#include <optional>

class LogRows;
class LogStore;

/// Finds the lines that match a pattern, among those that the filter accepts, and stands on one of them.
class LogFind : public QObject
{
    Q_OBJECT
public:
    /// Both must outlive this object.
    LogFind(const LogStore &store, const LogRows &rows, QObject *parent = nullptr);

    /// Begins anew; an empty pattern finds nothing. The first match at or after line `from` becomes the current one.
    void setPattern(const QString &pattern, LineMatcher::Options options, qint64 from);
    /// While nobody looks, nothing is searched.
    void setActive(bool active);

    /// Empty, or what is wrong with the pattern.
    [[nodiscard]] QString error() const { return m_error; }
    /// At which of its characters (LineMatcher::errorPosition()); -1 without an error.
    [[nodiscard]] qsizetype errorPosition() const { return m_errorPosition; }
    /// Lines that took too many steps; with too many of them it is given up, and nothing more comes.
    [[nodiscard]] int unknownLines() const { return m_search.unknownLines(); }
    [[nodiscard]] bool isGivenUp() const { return m_search.isGivenUp(); }
    /// For highlighting what a line of isMatch() has, with few steps (LineMatcher::GlanceSteps), for it is painted
    /// with; null when there is nothing to find, or it takes too long.
    [[nodiscard]] const LineMatcher *matcher() const { return m_matcher && !isGivenUp() ? &*m_matcher : nullptr; }
    [[nodiscard]] qint64 count() const { return m_search.found().count(); }
    [[nodiscard]] bool isMatch(qint64 number) const { return m_search.found().contains(number); }
    [[nodiscard]] bool isComplete() const { return m_search.isComplete(); }
    /// The line it stands on; -1 without one.
    [[nodiscard]] qint64 current() const { return m_current; }
    /// Which of the matches that is, from 1; 0 without one, and while it is not known because the search goes on
    /// before.
    [[nodiscard]] qint64 currentIndex() const;
    [[nodiscard]] bool hasMatchIn(qint64 from, qint64 end) const;

    /// To the first match behind line `from`, or the last one before it, around the end.
    void next(qint64 from);
    void previous(qint64 from);

signals:
    void changed();                   // count, completeness or the current match
    void currentFound(qint64 number); // somebody asked for it: go there

private:
    void restart(qint64 from, bool seeks);
    void onProgress();
    void onStoreChanged();
    void setCurrent(qint64 number);

    const LogStore &m_store;
    const LogRows &m_rows;
    LogSearch m_search;
    QString m_pattern;
    LineMatcher::Options m_options;
    std::optional<LineMatcher> m_matcher;
    QString m_error;
    qsizetype m_errorPosition = -1;
    qint64 m_from = 0;
    qint64 m_current = -1;
    bool m_seeking = false; // the first match of a new pattern is asked for, and not found yet
};
