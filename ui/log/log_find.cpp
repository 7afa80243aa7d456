// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "ui/log/log_find.h"

#include "core/log/log_store.h"
#include "ui/log/log_rows.h"

#include <algorithm>

LogFind::LogFind(const LogStore &store, const LogRows &rows, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_rows(rows)
    , m_search(store)
{
    connect(&store, &LogStore::changed, this, &LogFind::onStoreChanged);
    connect(&m_search, &LogSearch::progressed, this, &LogFind::onProgress);
    connect(&rows, &LogRows::rebuilt, this, [this] { restart(std::max<qint64>(0, m_current), false); });
}

void LogFind::setPattern(const QString &pattern, LineMatcher::Options options, qint64 from)
{
    m_pattern = pattern;
    m_options = options;
    m_matcher.reset();
    m_error.clear();
    m_errorPosition = -1;
    if (!pattern.isEmpty()) {
        LineMatcher matcher(pattern, options, LineMatcher::GlanceSteps);
        m_error = matcher.error();
        m_errorPosition = matcher.errorPosition();
        if (m_error.isEmpty())
            m_matcher.emplace(std::move(matcher));
    }
    m_current = -1;
    restart(from, m_matcher.has_value());
}

/// Where it does not seek, what is found moves nobody.
void LogFind::restart(qint64 from, bool seeks)
{
    m_from = from;
    m_seeking = seeks;
    if (m_matcher)
        m_search.start({m_rows.filter(), m_pattern, m_options}, from);
    else
        m_search.clear();
    emit changed();
}

void LogFind::setActive(bool active)
{
    m_search.setActive(active);
}

qint64 LogFind::currentIndex() const
{
    if (!isMatch(m_current) || m_search.searchedEnd() <= m_current)
        return 0;
    return m_search.found().countBefore(m_current) + 1;
}

bool LogFind::hasMatchIn(qint64 from, qint64 end) const
{
    return m_search.found().firstIn(from, end).has_value();
}

void LogFind::next(qint64 from)
{
    const LineSet &found = m_search.found();
    auto number = found.firstIn(from + 1, m_store.endNumber());
    if (!number)
        number = found.firstIn(m_store.firstNumber(), m_store.endNumber());
    if (number)
        setCurrent(*number);
}

void LogFind::previous(qint64 from)
{
    const LineSet &found = m_search.found();
    auto number = found.lastIn(m_store.firstNumber(), from);
    if (!number)
        number = found.lastIn(m_store.firstNumber(), m_store.endNumber());
    if (number)
        setCurrent(*number);
}

void LogFind::setCurrent(qint64 number)
{
    m_seeking = false;
    m_current = number;
    emit changed();
    emit currentFound(number);
}

void LogFind::onStoreChanged()
{
    if (m_current < m_store.firstNumber())
        m_current = -1;
}

void LogFind::onProgress()
{
    if (m_seeking) {
        // Lines from m_from on are searched first, and in order: what is there is the first.
        auto number = m_search.found().firstIn(m_from, m_store.endNumber());
        if (!number)
            number = m_search.found().firstIn(m_store.firstNumber(), m_store.endNumber());
        if (number)
            return setCurrent(*number);
        // Minutes later the reader is somewhere else.
        m_seeking = !m_search.isComplete();
    }
    emit changed();
}
