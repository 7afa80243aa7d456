// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT

// What one core, undisturbed, makes of lines that come as fast as it takes them: split, cleaned, read, redacted,
// stored. One JSON object a line; run it from a release build.
#include "core/log/line_matcher.h"
#include "core/log/line_splitter.h"
#include "core/log/log_file.h"
#include "core/log/log_intake.h"
#include "core/log/log_store.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

static constexpr int Lines = 1'000'000;
static constexpr int Runs = 5;
static constexpr qsizetype ChunkBytes = 64 * 1024;
static constexpr qsizetype BigCap = 256 * 1024 * 1024;

static void print(const char *name, const char *unit, std::array<double, Runs> values)
{
    std::sort(values.begin(), values.end());
    std::printf(R"({"name":"%s","value":%.4g,"unit":"%s","n":%d,"min":%.4g,"max":%.4g})"
                "\n",
                name, values[Runs / 2], unit, Runs, values.front(), values.back());
}

/// Runs `once` a few times and prints how many lines a second of processor time it took.
template<typename Once>
static void measure(const char *name, Once once)
{
    std::array<double, Runs> values{};
    for (double &value : values) {
        const std::clock_t start = std::clock();
        once();
        value = Lines / (static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    }
    print(name, "lines/s", values);
}

static QByteArray madeOf(const QByteArray &line)
{
    return line.repeated(Lines);
}

static QList<QByteArray> chunks(const QByteArray &bytes)
{
    QList<QByteArray> result;
    for (qsizetype at = 0; at < bytes.size(); at += ChunkBytes)
        result.append(bytes.mid(at, ChunkBytes));
    return result;
}

static void feed(LogIntake &intake, const QList<QByteArray> &parts)
{
    for (const QByteArray &part : parts)
        intake.readStandardError(part);
    intake.finishStreams();
}

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QByteArray plainLine =
        QByteArray("a flood of one hundred and twenty bytes a line ").leftJustified(119, 'x') + '\n';
    const QByteArray richLine =
        QByteArray("                    INFO     Loaded 28 additional documents for skill: canvas-design")
            .leftJustified(180) +
        "skill_loader.py:393\n";
    const QList<QByteArray> plain = chunks(madeOf(plainLine));
    const QList<QByteArray> rich = chunks(madeOf(richLine));

    measure("split", [&] {
        LineSplitter splitter;
        qint64 bytes = 0;
        for (const QByteArray &part : plain)
            splitter.read(part, [&](const RawLine &line) { bytes += line.text.size(); });
    });
    measure("intake.plain", [&] {
        LogStore store;
        LogIntake intake(store, nullptr);
        feed(intake, plain);
    });
    measure("intake.rich", [&] {
        LogStore store;
        LogIntake intake(store, nullptr);
        feed(intake, rich);
    });
    measure("intake.file", [&] {
        const QTemporaryDir folder;
        LogStore store;
        LogFile file(folder.filePath(QStringLiteral("backend.log")));
        LogIntake intake(store, &file);
        feed(intake, plain);
    });

    LogStore store(BigCap);
    LogIntake intake(store, nullptr);
    feed(intake, plain);
    std::array<double, Runs> overhead{};
    overhead.fill(static_cast<double>(store.bytesUsed()) /
                  (static_cast<double>(Lines) * static_cast<double>(plainLine.size())));
    print("stored/payload", "ratio", overhead);
    const auto search = [&](const char *name, const QString &pattern, LineMatcher::Options options) {
        const LineMatcher matcher(pattern, options);
        measure(name, [&] {
            [[maybe_unused]] qint64 found = 0;
            for (qint64 number = store.firstNumber(); number < store.endNumber(); ++number)
                found += matcher.match(store.line(number).text).has_value();
        });
    };
    search("search.literal", QStringLiteral("no such text"), {});
    search("search.regex", QStringLiteral("fl[aeiou]{3}d \\d+"), {.regex = true});
}
