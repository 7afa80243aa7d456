// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/commands/log_printer.h"

#include "core/log/log_format.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

// Far above what a sane pattern needs for a line, of 8 KiB too.
static constexpr std::clock_t CostlyLine = CLOCKS_PER_SEC / 10'000;

LogPrinter::LogPrinter(Wish wish)
    : m_wish(std::move(wish))
    , m_matcher(m_wish.pattern, {.regex = true, .caseSensitive = true})
    , m_holdsBack(m_wish.last.has_value())
{
}

QByteArray LogPrinter::take(const QJsonObject &part)
{
    QByteArray now;
    for (const QJsonValue line : part.value("lines"_L1).toArray())
        add(line.toString().toUtf8() + '\n', now);
    for (const QJsonValue record : part.value("records"_L1).toArray()) {
        if (isTooCostly())
            break;
        addRecord(record.toObject(), now);
    }
    if (part.value("caughtUp"_L1).toBool())
        now += finish();
    return now;
}

QByteArray LogPrinter::finish()
{
    QByteArray text;
    for (const QByteArray &line : std::exchange(m_held, {}))
        text += line;
    m_holdsBack = false;
    return text;
}

QString LogPrinter::problem() const
{
    if (isTooCostly())
        return QCoreApplication::translate("LogPrinter", "Cannot search for %1: it takes too long").arg(m_wish.pattern);
    if (m_matcher.exceededLimit())
        return QCoreApplication::translate("LogPrinter",
                                           "Cannot search every line for %1: some take too long and are left out")
            .arg(m_wish.pattern);
    return {};
}

void LogPrinter::add(const QByteArray &text, QByteArray &now)
{
    if (!m_holdsBack) {
        now += text;
        return;
    }
    m_held.push_back(text);
    if (m_held.size() > size_t(*m_wish.last))
        m_held.pop_front();
}

void LogPrinter::addRecord(const QJsonObject &object, QByteArray &now)
{
    const LogRecord record = recordFromJson(object);
    if (!matches(record))
        return;
    if (!m_wish.json)
        return add(formatLine(record.line) + '\n', now);
    QByteArray text;
    const LogLine &line = record.line;
    appendRecord(text, record.number, {line.timeMs, line.origin, line.level, line.flags, line.text, line.source});
    add(text + '\n', now);
}

bool LogPrinter::matches(const LogRecord &record)
{
    // A remark on missing lines matters whatever is searched for.
    if (m_wish.pattern.isEmpty() || !record.number)
        return true;
    // The processor's time: on a busy machine a cheap pattern waits, too.
    const std::clock_t before = std::clock();
    const bool found = m_matcher.match(record.line.text).has_value();
    if (const std::clock_t took = std::clock() - before; took > CostlyLine)
        m_costly += took;
    return found;
}
