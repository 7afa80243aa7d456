// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "log_samples.h"

#include <QSignalSpy>

LogLine sampleLine(const QByteArray &text, Level level, Origin origin, quint8 flags)
{
    LogLine line;
    line.timeMs = 1'795'373'042'101;
    line.text = text;
    line.level = level;
    line.origin = origin;
    line.flags = flags;
    return line;
}

QList<LogLine> RandomLines::next(int count)
{
    static const QList<QByteArray> words{"skill", "loaded", "error", "/srv/skills/x",           "GET", "na\xc3\xafve",
                                         "batch", "a\tb",   "10",    "\xe2\x95\xad\xe2\x94\x80"};
    QList<LogLine> lines;
    for (int i = 0; i < count; ++i) {
        QByteArray text;
        for (int word = below(8); word >= 0; --word)
            text += words.at(below(int(words.size()))) + ' ';
        if (m_begun && below(5) < 3) {
            LogLine more = sampleLine(text, m_head.level, m_head.origin, LogLine::Continuation);
            lines << more;
            continue;
        }
        m_head = sampleLine(text, Level(below(6)), Origin(below(3)));
        m_begun = below(4) != 0;
        if (below(6) == 0) {
            m_head.flags = LogLine::HealthCheck;
            m_begun = false;
        }
        lines << m_head;
        if (m_begun && below(12) == 0) {
            for (int more = below(60); more > 0; --more)
                lines << sampleLine(text, m_head.level, m_head.origin, LogLine::Continuation);
        }
    }
    return lines;
}

QList<qint64> referenceRows(const LogStore &store, const LogFilter &filter, const std::map<qint64, bool> &userFolds)
{
    QList<qint64> rows;
    const LineMatcher matcher(filter.pattern, filter.options);
    const LineMatcher hidden(filter.hidden, filter.hiddenOptions);
    const qint64 begin = std::max(store.firstNumber(), filter.clearedBefore);
    qint64 head = -1;   // of the record we are in; -1: it began before `begin`
    qint64 end = begin; // of that record
    for (qint64 number = begin; number < store.endNumber(); ++number) {
        const LineView line = store.line(number);
        const bool continues = line.has(LogLine::Continuation);
        if (!continues || number == begin) {
            head = continues ? -1 : number;
            for (end = number + 1; end < store.endNumber() && store.line(end).has(LogLine::Continuation);)
                ++end;
        }
        if (!filter.acceptsKind(line) || !matcher.match(line.text))
            continue;
        if (!filter.hidden.isEmpty() && hidden.match(line.text))
            continue;
        if (continues && head >= 0 && filter.pattern.isEmpty() && filter.hidden.isEmpty()) {
            const auto chosen = userFolds.find(head);
            if (chosen != userFolds.end() ? chosen->second : end - head - 1 > LogRows::LongRecord)
                continue;
        }
        rows << number;
    }
    return rows;
}

QList<qint64> rowsOf(const LogRows &rows)
{
    QList<qint64> numbers;
    for (qint64 row = rows.firstRow(); row < rows.endRow(); ++row)
        numbers << rows.numberAt(row);
    return numbers;
}

bool readAll(const LogRows &rows)
{
    while (!rows.isComplete()) {
        if (!QSignalSpy(&rows, &LogRows::changed).wait(10'000))
            return false;
    }
    return true;
}
