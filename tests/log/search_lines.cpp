// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "search_lines.h"

#include "core/log/block_matcher.h"
#include "core/log/line_set.h"
#include "core/log/log_intake.h"

#include <QDir>
#include <QFile>

#include <vector>

static QList<LogLine> realLines()
{
    LogStore store;
    LogIntake intake(store, nullptr);
    QDir transcripts(QStringLiteral(SKILLS_SOURCE_DIR "/tests/data/transcripts"));
    for (const QString &name : transcripts.entryList(QDir::Files, QDir::Name)) {
        QFile file(transcripts.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        if (name.endsWith(QStringLiteral(".out")))
            intake.readStandardOutput(file.readAll());
        else
            intake.readStandardError(file.readAll());
        intake.finishStreams();
    }
    QList<LogLine> lines;
    for (qint64 number = store.firstNumber(); number < store.endNumber(); ++number) {
        const LineView line = store.line(number);
        lines.append({line.timeMs, line.origin, line.level, line.flags, line.text.toByteArray(), {}});
    }
    return lines;
}

QByteArray fillWithRealLines(LogStore &store, int count)
{
    const QList<LogLine> real = realLines();
    QByteArray texts;
    if (real.isEmpty())
        return texts;
    QList<LogLine> batch;
    for (int i = 0; i < count; ++i) {
        LogLine line = real.at(i % real.size());
        // Each round has other digits, so that no two of them are the same.
        const auto round = static_cast<uint>(i / real.size());
        for (char &c : line.text) {
            if (c >= '0' && c <= '9')
                c = static_cast<char>('0' + (static_cast<uint>(c - '0') + round * 7 + round / 10) % 10);
        }
        texts += line.text;
        texts += '\n';
        batch.append(line);
        if (batch.size() == 1000 || i + 1 == count) {
            store.append(batch);
            batch.clear();
        }
    }
    return texts;
}

QList<qint64> matchedOneByOne(const LogStore &store, const QString &pattern, LineMatcher::Options options)
{
    const LineMatcher matcher(pattern, options);
    QList<qint64> numbers;
    for (qint64 number = store.firstNumber(); number < store.endNumber(); ++number) {
        if (matcher.match(store.line(number).text))
            numbers.append(number);
    }
    return numbers;
}

QList<qint64> matchedTogether(const LogStore &store, const QString &pattern, LineMatcher::Options options,
                              qint64 *byThemselves)
{
    BlockMatcher matcher(pattern, options);
    LineSet found;
    for (const BlockLines &piece : store.snapshot(store.firstNumber(), store.endNumber())) {
        if (const auto lines = HeldLines::hold(piece))
            matcher.find(*lines, lines->first(), lines->end(), {}, found);
    }
    if (byThemselves)
        *byThemselves = matcher.linesByThemselves();
    QList<qint64> numbers;
    for (auto next = found.firstIn(0, store.endNumber()); next; next = found.firstIn(*next + 1, store.endNumber()))
        numbers.append(*next);
    return numbers;
}
