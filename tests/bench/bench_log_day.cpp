// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT

// A day's lines at 10 000 a second, as fast as they come through, into the real program: what it holds in memory
// meanwhile, and whether each line is counted, kept or dropped.
//
//     bench_log_day [LINES] [--show]
//     bench_log_day --quick
//
// Without --show the window stays hidden. Ends with status 1 when a count differs from the producer's own, when a line
// is missing among the kept ones or in the file, or when the memory grows.
#include "core/log/log_format.h"
#include "core/log/rotated_file.h"
#include "tests/app/tray_run.h"
#include "tests/bench/bench_report.h"
#include "tests/support/probes.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <optional>

using namespace Qt::StringLiterals;

static constexpr qint64 LinesOfADay = qint64(10'000) * 24 * 60 * 60;
static constexpr int LineBytes = 120;
static constexpr int LookEveryMs = 500;
// A command has 20 s; on a machine that is busy with something else that may be too little.
static constexpr int MostUnanswered = 5;
// What the allocator, and the file's and the window's caches may still take once the store is full.
static constexpr double MostGrownMB = 8;

static void require(const char *what, bool holds)
{
    if (holds)
        return;
    std::fprintf(stderr, "Not so: %s\n", what);
    std::exit(1);
}

static qint64 logCount(const QJsonObject &status, const QString &key)
{
    return status.value(u"log"_s).toObject().value(key).toInteger();
}

/// Follows the numbers that the lines of each stream bear, as the producer gave them.
class Numbers
{
public:
    /// As `logs` prints them and the file has them.
    void read(QByteArrayView lines)
    {
        for (qsizetype end = 0; (end = lines.indexOf('\n')) >= 0; lines = lines.sliced(end + 1)) {
            const std::optional<LineView> line = m_parser.read(lines.first(end));
            require("each line has its format", line.has_value());
            ++m_count;
            if (line->origin != Origin::Tray)
                follow(*line);
        }
    }

    /// All of them, ours too.
    [[nodiscard]] qint64 count() const { return m_count; }
    /// Does each stream end with that line? Where one ended long before the other, none of its lines need be left.
    [[nodiscard]] bool endWith(qint64 number) const
    {
        const auto isThisOrNone = [number](qint64 last) { return last == number || last == 0; };
        return m_last[0] + m_last[1] > 0 && std::all_of(m_last.begin(), m_last.end(), isThisOrNone);
    }

private:
    void follow(const LineView &line)
    {
        const qsizetype begin = line.text.indexOf("line ") + 5;
        const qsizetype end = line.text.indexOf(' ', begin);
        const qint64 number = line.text.sliced(begin, std::max<qsizetype>(0, end - begin)).toByteArray().toLongLong();
        qint64 &last = m_last[line.origin == Origin::Out ? 0 : 1];
        require("the numbers of a stream follow one another", number > 0 && (last == 0 || number == last + 1));
        last = number;
    }

    LineParser m_parser;
    std::array<qint64, 2> m_last{}; // of standard output and standard error
    qint64 m_count = 0;
};

/// Looks at the program until all lines have come; returns its last status.
static QJsonObject watch(TrayRun &tray, qint64 lines)
{
    const qint64 process = tray.process().processId();
    QList<double> full; // megabytes since the store has been full
    QElapsedTimer clock;
    clock.start();
    QJsonObject status;
    int unanswered = 0;
    while (logCount(status, u"out"_s) + logCount(status, u"err"_s) < lines) {
        QTest::qWait(LookEveryMs);
        const QJsonObject now = tray.status();
        unanswered = now.isEmpty() ? unanswered + 1 : 0;
        require("the program runs and answers", unanswered <= MostUnanswered);
        if (now.isEmpty())
            continue;
        status = now;
        if (logCount(status, u"dropped"_s) > 0)
            full << double(RssProbe::currentBytes(process)) / 1e6;
    }
    const double seconds = double(clock.elapsed()) / 1000;
    require("lines were dropped, so that the store was full", !full.isEmpty());
    report(u"log_day.lines"_s, u"lines"_s, {double(lines)});
    report(u"log_day.rate"_s, u"lines/s"_s, {double(lines) / seconds});
    report(u"log_day.resident"_s, u"MB"_s, full);
    report(u"log_day.resident_grown"_s, u"MB"_s, {full.last() - full.first()});
#ifndef __SANITIZE_ADDRESS__
    require("the memory is flat", *std::max_element(full.begin(), full.end()) - full.first() < MostGrownMB);
#endif
    return status;
}

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const bool quick = BenchOptions::fromArguments().quick;
    const qint64 asked = arguments.value(1).toLongLong();
    const qint64 lines = quick ? 600'000 : asked > 0 ? asked : LinesOfADay;
    const qint64 linesOfEach = lines / 2;

    // Static, so that it ends with std::exit() as well.
    static TrayRun tray;
    if (quick)
        require("settings can be written", tray.writeFile(tray.paths().settingsFile(), "[log]\nmemoryMiB=8\n"));
    require("the program starts", tray.start({u"--quiet"_s, u"--log=flood"_s, u"--log-to=both"_s,
                                              u"--lines=%1"_s.arg(linesOfEach), u"--line-bytes=%1"_s.arg(LineBytes)}));
    if (arguments.contains(u"--show"_s))
        require("the window can be shown", tray.run({u"show"_s}).exit == 0);
    QJsonObject status = watch(tray, 2 * linesOfEach);

    requireEqual("Lines of standard output", logCount(status, u"out"_s), linesOfEach);
    requireEqual("Lines of standard error", logCount(status, u"err"_s), linesOfEach);
    requireEqual("Lines kept and dropped", logCount(status, u"kept"_s) + logCount(status, u"dropped"_s),
                 logCount(status, u"lines"_s));
    TrayRun::Result kept;
    QJsonObject before;
    do { // an event of the tray's own may come between the two questions
        before = tray.status();
        kept = tray.run({u"logs"_s, u"--all"_s}, 120'000);
        status = tray.status();
    } while (logCount(before, u"lines"_s) != logCount(status, u"lines"_s));
    requireEqual("Status of logs", kept.exit, 0);
    Numbers inMemory;
    inMemory.read(kept.out);
    requireEqual("Lines kept", inMemory.count(), logCount(status, u"kept"_s));
    require("the newest lines are kept", inMemory.endWith(linesOfEach));

    const QString path = status.value(u"log"_s).toObject().value(u"file"_s).toString();
    require("the program ends", tray.run({u"quit"_s}).exit == 0);
    Numbers inFiles;
    for (int number = RotatedFile::Limits().files - 1; number >= 0; --number) {
        QFile file(RotatedFile::numbered(path, number));
        if (file.open(QIODevice::ReadOnly))
            inFiles.read(file.readAll());
    }
    require("the newest lines are in the files", inFiles.endWith(linesOfEach) && inFiles.count() > 0);
    report(u"log_day.lines_in_files"_s, u"lines"_s, {double(inFiles.count())});
    return 0;
}
