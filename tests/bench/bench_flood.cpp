// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT

// How many lines a second come through, from the writer's pipe to the window that follows (P1: written in pieces of
// 64 KiB, P2: each line by itself), and what the store makes of them (P4). Side by side: a reader in C, a Python
// consumer, QPlainTextEdit.
#include "core/log/log_file.h"
#include "core/log/log_intake.h"
#include "core/log/log_store.h"
#include "tests/bench/bench_report.h"
#include "tests/bench/flood.h"
#include "tests/bench/flood_line.h"
#include "ui/tray/backend_menu.h"
#include "ui/log/log_panel.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPlainTextEdit>
#include <QProcess>
#include <QTemporaryDir>
#include <QWindow>

#include <cstdio>
#include <cstdlib>

#include <unistd.h>

using namespace Qt::StringLiterals;

static constexpr qint64 TextBytes = 119; // of a line without its end

struct Product
{
    double linesPerSecond = 0;
    double lateMs = 0; // from the last line taken in until the view knows all
};

static Product readByProduct(const FloodPlan &plan, LogStore &store, LogIntake &intake, const LogPanel &panel,
                             LogFile *file)
{
    const qint64 before = store.received(Origin::Out);
    Flood flood(plan, intake);
    QElapsedTimer sinceLast;
    flood.start();
    runUntil("the view knows all lines", [&] {
        if (store.received(Origin::Out) < before + plan.lines)
            return false;
        if (!sinceLast.isValid())
            sinceLast.start();
        return panel.rows().isComplete();
    });
    const double lateMs = double(sinceLast.nsecsElapsed()) / 1e6;
    runUntil("the flood has ended", [&] { return flood.hasEnded(); });
    requireEqual("Lines in the store", store.received(Origin::Out) - before, plan.lines);
    QElapsedTimer sinceEnd;
    sinceEnd.start();
    if (file)
        file->flush(); // the rest of the file counts, too
    return {double(plan.lines) / (flood.seconds() + double(sinceEnd.nsecsElapsed()) / 1e9), lateMs};
}

static double readByPython(const FloodPlan &plan)
{
    const QTemporaryDir folder;
    QProcess python;
    python.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    python.start(u"python3"_s,
                 QStringList{QStringLiteral(BENCH_ASYNCIO_CONSUMER), folder.filePath(u"lines.log"_s), floodWriter()} +
                     plan.arguments());
    if (!python.waitForFinished(-1) || python.exitCode() != 0) {
        std::fprintf(stderr, "Cannot run the Python consumer: %s\n", qPrintable(python.errorString()));
        std::exit(1);
    }
    const QJsonObject told = QJsonDocument::fromJson(python.readAllStandardOutput()).object();
    requireEqual("Lines in Python", told["lines"_L1].toInteger(), plan.lines);
    return double(plan.lines) / told["seconds"_L1].toDouble();
}

static double readByTextEdit(const FloodPlan &plan)
{
    QPlainTextEdit edit;
    edit.setReadOnly(true);
    edit.resize(1000, 700);
    edit.show();
    runUntil("the text edit is on the screen", [&] { return edit.windowHandle()->isExposed(); });
    QProcess writer;
    QElapsedTimer clock;
    QByteArray rest;
    double seconds = 0;
    qint64 lines = 0;
    QObject::connect(&writer, &QProcess::readyReadStandardOutput, &edit, [&] {
        if (!clock.isValid())
            clock.start();
        QList<QByteArray> parts = (rest + writer.readAllStandardOutput()).split('\n');
        rest = parts.takeLast();
        for (const QByteArray &line : std::as_const(parts))
            edit.appendPlainText(QString::fromUtf8(line));
        lines += parts.size();
        seconds = double(clock.nsecsElapsed()) / 1e9;
    });
    writer.start(floodWriter(), plan.arguments());
    runUntil("QPlainTextEdit has all lines",
             [&] { return writer.state() == QProcess::NotRunning && writer.bytesAvailable() == 0; });
    requireEqual("Lines in QPlainTextEdit", lines, plan.lines);
    return double(plan.lines) / seconds;
}

static double residentBytes()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * double(sysconf(_SC_PAGESIZE));
}

// Comes first, while the process has no free memory of its own that would be used again.
static void reportStoredBytes(qint64 lines)
{
    const double payload = double(lines * TextBytes);
    const double atStart = residentBytes();
    // Room for all: what the cap drops is another matter.
    LogStore store(256 * 1024 * 1024);
    LogIntake intake(store, nullptr);
    qint64 text = 0;
    for (long number = 0; number < lines; ++number)
        intake.readStandardOutput(floodLine(number).c_str());
    requireEqual("Lines kept", store.count(), lines);
    const double withStore = residentBytes();
    QPlainTextEdit edit;
    for (long number = 0; number < lines; ++number)
        edit.appendPlainText(QString::fromLatin1(floodLine(number).c_str()).chopped(1));
    const double withEdit = residentBytes();
    requireEqual("Lines in QPlainTextEdit", edit.blockCount(), lines);
    for (qint64 number = store.firstNumber(); number < store.endNumber(); ++number)
        text += store.line(number).text.size();
    report(u"p4.stored_per_payload"_s, u"ratio"_s, {double(store.bytesUsed()) / payload});
    // The level's name is not kept as text; this is the stricter look.
    report(u"p4.stored_per_text_kept"_s, u"ratio"_s, {double(store.bytesUsed()) / double(text)});
    report(u"p4.resident_per_payload"_s, u"ratio"_s, {(withStore - atStart) / payload});
    report(u"p4.plain_text_edit_resident_per_payload"_s, u"ratio"_s, {(withEdit - withStore) / payload});
}

int main(int argc, char *argv[])
{
    const QApplication application(argc, argv);
    const BenchOptions options = BenchOptions::fromArguments();
    const qint64 scale = options.quick ? 100 : 1;

    reportStoredBytes(1'000'000 / scale);

    const QTemporaryDir folder;
    LogStore store;
    LogFile file(folder.filePath(u"backend.log"_s));
    QObject::connect(&file, &LogFile::failed, &file, [](const QString &text) {
        std::fprintf(stderr, "%s\n", qPrintable(text));
        std::exit(1);
    });
    LogIntake intake(store, &file);
    LogIntake withoutFile(store, nullptr);
    BackendMenu menu;
    MainWindow window(store, menu);
    window.resize(1000, 700);
    window.show();
    runUntil("the window is on the screen", [&] { return window.windowHandle()->isExposed(); });
    const auto &panel = *window.findChild<LogPanel *>();

    for (const bool eachLine : {false, true}) {
        const FloodPlan plan{.lines = (eachLine ? 1'000'000 : 5'000'000) / scale, .eachLine = eachLine};
        const FloodPlan forPython{.lines = 200'000 / scale, .eachLine = eachLine};
        const FloodPlan forEdit{.lines = 20'000 / scale, .eachLine = eachLine};
        QList<double> raw;
        QList<double> product;
        QList<double> late;
        QList<double> noFile;
        QList<double> python;
        QList<double> edit;
        QList<double> toRaw;
        QList<double> toPython;
        for (int round = 0; round < options.rounds; ++round) {
            raw << readRaw(plan);
            const Product read = readByProduct(plan, store, intake, panel, &file);
            product << read.linesPerSecond;
            late << read.lateMs;
            noFile << readByProduct(plan, store, withoutFile, panel, nullptr).linesPerSecond;
            python << readByPython(forPython);
            edit << readByTextEdit(forEdit);
            toRaw << product.last() / raw.last();
            toPython << product.last() / python.last();
        }
        const QString name = eachLine ? u"p2."_s : u"p1."_s;
        report(name + u"product"_s, u"lines/s"_s, product);
        report(name + u"product_without_file"_s, u"lines/s"_s, noFile);
        report(name + u"view_complete_after"_s, u"ms"_s, late);
        report(name + u"c_reader"_s, u"lines/s"_s, raw);
        report(name + u"python_asyncio"_s, u"lines/s"_s, python);
        report(name + u"plain_text_edit"_s, u"lines/s"_s, edit);
        report(name + u"product_to_c_reader"_s, u"ratio"_s, toRaw);
        report(name + u"product_to_python"_s, u"ratio"_s, toPython);
    }
}
