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

QByteArray RandomLines::text()
{
    static const QList<QByteArray> words{"skill", "loaded", "error", "/srv/skills/x",           "GET", "na\xc3\xafve",
                                         "batch", "a\tb",   "10",    "\xe2\x95\xad\xe2\x94\x80"};
    QByteArray text;
    for (int word = below(8); word >= 0; --word)
        text += words.at(below(int(words.size()))) + ' ';
    return text;
}

LogLine RandomLines::line(Origin origin)
{
    Stream &stream = m_streams.at(size_t(origin));
    if (stream.begun && (stream.more > 0 || below(5) < 3)) {
        --stream.more;
        return sampleLine(text(), stream.head.level, origin, LogLine::Continuation);
    }
    stream.head = sampleLine(text(), Level(below(6)), origin);
    stream.begun = below(4) != 0;
    stream.more = below(12) == 0 ? below(60) : 0;
    // One in the midst of a record leaves the lines that follow it without a head that is shown.
    if (below(6) == 0)
        stream.head.flags = LogLine::HealthCheck;
    return stream.head;
}

QList<LogLine> RandomLines::next(int count)
{
    QList<LogLine> lines;
    Origin origin = Origin::Err;
    for (int i = 0; i < count; ++i) {
        if (below(4) == 0)
            origin = Origin(below(3));
        lines << line(origin);
    }
    return lines;
}

Reference referenceOf(const LogStore &store, const LogFilter &filter, const std::map<qint64, bool> &userFolds)
{
    Reference reference;
    const LineMatcher matcher(filter.pattern, filter.options);
    const LineMatcher hidden(filter.hidden, filter.hiddenOptions);
    const auto passes = [&](const LineView &line) {
        return filter.acceptsKind(line) && matcher.match(line.text) &&
               (filter.hidden.isEmpty() || !hidden.match(line.text));
    };
    const qint64 begin = std::max(store.firstNumber(), filter.clearedBefore);
    std::map<Origin, qint64> heads;         // of the record that each origin is in
    std::map<qint64, qint64> continuations; // by head: how many
    std::map<qint64, qint64> headOf;        // by continuation line
    for (qint64 number = begin; number < store.endNumber(); ++number) {
        const LineView line = store.line(number);
        if (!line.has(LogLine::Continuation)) {
            heads[line.origin] = number;
        } else if (const auto head = heads.find(line.origin); head != heads.end()) {
            headOf[number] = head->second;
            ++continuations[head->second];
        }
    }
    for (qint64 number = begin; number < store.endNumber(); ++number) {
        const LineView line = store.line(number);
        if (!passes(line)) {
            ++(filter.hideHealthChecks && line.has(LogLine::HealthCheck) ? reference.healthChecks : reference.filtered);
            continue;
        }
        const auto head = headOf.find(number);
        bool isFolded = false;
        if (head != headOf.end() && !filter.asksForText() && passes(store.line(head->second))) {
            const auto chosen = userFolds.find(head->second);
            isFolded =
                chosen != userFolds.end() ? chosen->second : continuations.at(head->second) > LogRecords::LongRecord;
        }
        (isFolded ? reference.folded : reference.rows) << number;
    }
    return reference;
}

QList<qint64> referenceRows(const LogStore &store, const LogFilter &filter, const std::map<qint64, bool> &userFolds)
{
    return referenceOf(store, filter, userFolds).rows;
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
