// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/bench/bench_report.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QGuiApplication>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

static constexpr int PatienceMs = 60'000;

BenchOptions BenchOptions::fromArguments()
{
    const QStringList arguments = QCoreApplication::arguments();
    BenchOptions options;
    options.quick = arguments.contains(QStringLiteral("--quick"));
    if (const qsizetype at = arguments.indexOf(QStringLiteral("--rounds")); at > 0)
        options.rounds = std::max(1, arguments.value(at + 1).toInt());
    if (options.quick)
        options.rounds = 1;
    return options;
}

double percentile(QList<double> values, double part)
{
    if (values.isEmpty())
        return 0;
    std::sort(values.begin(), values.end());
    return values.at(std::min(values.size() - 1, qsizetype(part * double(values.size()))));
}

void report(const QString &name, const QString &unit, const QList<double> &values)
{
    const bool hasScreen = qobject_cast<QGuiApplication *>(QCoreApplication::instance()) != nullptr;
    const QString platform = hasScreen ? QStringLiteral(R"(,"platform":"%1","qt":"%2")")
                                             .arg(QGuiApplication::platformName(), QLatin1String(qVersion()))
                                       : QString();
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    std::printf(R"({"name":"%s","value":%.5g,"unit":"%s","n":%d,"min":%.5g,"max":%.5g%s})"
                "\n",
                qPrintable(name), percentile(values, 0.5), qPrintable(unit), int(values.size()), *least, *most,
                qPrintable(platform));
    std::fflush(stdout);
}

void runUntil(const char *what, const std::function<bool()> &condition)
{
    const QDeadlineTimer deadline(PatienceMs);
    QTimer alarm; // an event, so that waiting for one ends
    alarm.start(PatienceMs);
    while (!condition()) {
        if (deadline.hasExpired()) {
            std::fprintf(stderr, "Waited in vain until %s\n", what);
            std::exit(1);
        }
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
}

void requireEqual(const char *what, qint64 actual, qint64 expected)
{
    if (actual == expected)
        return;
    std::fprintf(stderr, "%s: %lld instead of %lld\n", what, qlonglong(actual), qlonglong(expected));
    std::exit(1);
}
