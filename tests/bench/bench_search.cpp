// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT

// How long a search through a million lines takes (P5), text and regular expression, and how late the UI thread is
// meanwhile. Side by side: grep -F and grep -P on the same bytes in a file that lies in memory.
#include "core/log/line_matcher.h"
#include "core/log/log_intake.h"
#include "core/log/log_store.h"
#include "tests/bench/bench_report.h"
#include "tests/bench/flood_line.h"
#include "tests/bench/latency_probe.h"
#include "ui/log/log_find.h"
#include "ui/log/log_rows.h"

#include <QApplication>
#include <QProcess>
#include <QTemporaryFile>

#include <cstdio>
#include <cstdlib>

using namespace Qt::StringLiterals;

struct Search
{
    QString name;
    QString pattern;
    LineMatcher::Options options;
};

static QList<Search> searches()
{
    const QString literal = u"skill 0000777"_s;
    const QString regex = u"L[aeiou]ad[a-z]+ skill 0+[1-9]{2}77 "_s;
    return {{u"literal"_s, literal, {.caseSensitive = true}},
            {u"literal_any_case"_s, literal, {}},
            {u"regex"_s, regex, {.regex = true, .caseSensitive = true}},
            {u"regex_any_case"_s, regex, {.regex = true}},
            {u"regex_nothing"_s, u"fl[aeiou]{3}d \\d+"_s, {.regex = true, .caseSensitive = true}}};
}

struct Grep
{
    double ms = 0;
    qint64 count = 0;
};

static Grep grep(const Search &search, const QString &file)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    process.setProcessEnvironment(environment);
    QStringList arguments{u"-c"_s, search.options.regex ? u"-P"_s : u"-F"_s, u"-e"_s, search.pattern, file};
    if (!search.options.caseSensitive)
        arguments.prepend(u"-i"_s);
    QElapsedTimer clock;
    clock.start();
    process.start(u"grep"_s, arguments);
    process.waitForFinished(-1);
    const double ms = double(clock.nsecsElapsed()) / 1e6;
    if (process.error() == QProcess::FailedToStart || process.exitCode() > 1) {
        std::fprintf(stderr, "Cannot run grep: %s%s\n", qPrintable(process.errorString()),
                     process.readAllStandardError().constData());
        std::exit(1);
    }
    return {ms, process.readAllStandardOutput().trimmed().toLongLong()};
}

// One core, line by line, nothing else: what the search itself costs.
static double matchAll(const Search &search, const LogStore &store, qint64 expected)
{
    const LineMatcher matcher(search.pattern, search.options);
    qint64 count = 0;
    QElapsedTimer clock;
    clock.start();
    for (qint64 number = store.firstNumber(); number < store.endNumber(); ++number)
        count += matcher.match(store.line(number).text).has_value();
    const double ms = double(clock.nsecsElapsed()) / 1e6;
    requireEqual("Lines that match", count, expected);
    return ms;
}

int main(int argc, char *argv[])
{
    const QApplication application(argc, argv);
    const BenchOptions options = BenchOptions::fromArguments();
    const long lines = options.quick ? 10'000 : 1'000'000;

    LogStore store(128 * 1024 * 1024);
    LogIntake intake(store, nullptr);
    QByteArray piece;
    for (long number = 0; number < lines; ++number) {
        piece += floodLine(number).c_str();
        if (piece.size() >= 64 * 1024) {
            intake.readStandardError(piece);
            piece.clear();
        }
    }
    intake.readStandardError(piece);
    requireEqual("Lines kept", store.count(), lines);
    LogRows rows(store);
    runUntil("all rows are known", [&] { return rows.isComplete(); });

    // The same bytes as the store has them; the level that the store keeps beside the text is not searched.
    QTemporaryFile file;
    if (!file.open())
        return 1;
    for (qint64 number = store.firstNumber(); number < store.endNumber(); ++number) {
        file.write(store.line(number).text.data(), store.line(number).text.size());
        file.write("\n");
    }
    file.flush();

    const QList<Search> all = searches();
    for (const Search &search : all) {
        (void)grep(search, file.fileName()); // now it lies in memory
        QList<double> took;
        QList<double> first;
        QList<double> late;
        QList<double> oneCore;
        QList<double> byGrep;
        QList<double> ratio;
        for (int round = 0; round < options.rounds; ++round) {
            LogFind find(store, rows);
            LatencyProbe probe;
            QElapsedTimer clock;
            double firstMs = -1;
            QObject::connect(&find, &LogFind::changed, &probe, [&] {
                if (firstMs < 0 && find.count() > 0)
                    firstMs = double(clock.nsecsElapsed()) / 1e6;
            });
            clock.start();
            probe.start();
            find.setPattern(search.pattern, search.options, 0);
            runUntil("the search is complete", [&] { return find.isComplete(); });
            took << double(clock.nsecsElapsed()) / 1e6;
            probe.stop();
            if (firstMs >= 0)
                first << firstMs;
            late << percentile(probe.late(), 1);
            const Grep peer = grep(search, file.fileName());
            requireEqual("Lines found", find.count(), peer.count);
            byGrep << peer.ms;
            ratio << took.last() / peer.ms;
            oneCore << matchAll(search, store, peer.count);
        }
        const QString name = u"p5."_s + search.name;
        report(name + u".product"_s, u"ms"_s, took);
        if (!first.isEmpty())
            report(name + u".first_result"_s, u"ms"_s, first);
        report(name + u".ui_late_max"_s, u"ms"_s, late);
        report(name + u".line_matcher"_s, u"ms"_s, oneCore);
        report(name + u".grep"_s, u"ms"_s, byGrep);
        report(name + u".product_to_grep"_s, u"ratio"_s, ratio);
    }
}
