// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/walk/walk.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>

#include <cstdio>

using namespace Qt::StringLiterals;

/// A random walk of the real Supervisor with a real guard and a real backend. Ends with one line of JSON; exit status 1
/// when something that is promised did not hold.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption seed(u"seed"_s, u"Walk as it was walked with this one."_s, u"N"_s,
                                  qEnvironmentVariable("SKILLS_WALK_SEED"));
    const QCommandLineOption seconds(u"seconds"_s, u"How long."_s, u"S"_s, u"60"_s);
    const QCommandLineOption pause(u"pause"_s, u"Milliseconds between two steps, one in three apart."_s,
                                   u"LEAST-MOST"_s, u"0-400"_s);
    const QCommandLineOption goOn(u"go-on"_s, u"Go on after a fault."_s);
    parser.addOptions({seed, seconds, pause, goOn});
    parser.addHelpOption();
    parser.process(application);

    WalkOptions options;
    const QString chosen = parser.value(seed);
    // Few enough digits to be typed again.
    options.seed = chosen.isEmpty() ? QRandomGenerator::system()->bounded(1'000'000'000U) : chosen.toULongLong();
    options.seconds = parser.value(seconds).toInt();
    options.leastPauseMs = parser.value(pause).section(u'-', 0, 0).toInt();
    options.mostPauseMs = std::max(options.leastPauseMs, parser.value(pause).section(u'-', 1, 1).toInt());
    options.realBackend = qEnvironmentVariable("SKILLS_REAL_BACKEND");
    options.goOn = parser.isSet(goOn);
    qputenv("HF_HUB_OFFLINE", "1");
    std::printf("seed %llu (again with --seed %llu)\n", static_cast<unsigned long long>(options.seed),
                static_cast<unsigned long long>(options.seed));
    std::fflush(stdout);

    const WarningWatch warnings;
    Walk walk(options);
    const QJsonObject outcome = walk.run();
    std::printf("%s\n", QJsonDocument(outcome).toJson(QJsonDocument::Compact).constData());
    return outcome.value(u"faults"_s).toArray().isEmpty() ? 0 : 1;
}
