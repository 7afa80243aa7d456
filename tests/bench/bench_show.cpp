// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT

// How long it takes until a window with a million lines is painted (P6): shown after it was hidden while the lines
// came, resized, scrolled to another place. Side by side: QPlainTextEdit with the same lines.
#include "core/log/log_intake.h"
#include "core/log/log_store.h"
#include "tests/bench/bench_report.h"
#include "tests/bench/flood_line.h"
#include "ui/log/log_panel.h"
#include "ui/log/log_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QWindow>

#include <functional>

using namespace Qt::StringLiterals;

static constexpr int Steps = 10; // of one kind in a round
static constexpr int QuickSteps = 2;

/// Counts how often a widget was painted.
class PaintCount : public QObject
{
public:
    explicit PaintCount(QWidget *widget) { widget->installEventFilter(this); }
    [[nodiscard]] int count() const { return m_count; }

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        m_count += event->type() == QEvent::Paint;
        return false;
    }

private:
    int m_count = 0;
};

/// A window and the part of it that paints text.
struct Subject
{
    QWidget &window;
    QAbstractScrollArea &area;
    std::function<bool()> isComplete; // what is painted is all there is to see
};

struct Times
{
    QList<double> painted;
    QList<double> complete;
    QList<double> resized;
    QList<double> jumped;

    void print(const QString &who) const
    {
        report(u"p6."_s + who + u".show_painted"_s, u"ms"_s, painted);
        report(u"p6."_s + who + u".show_complete"_s, u"ms"_s, complete);
        report(u"p6."_s + who + u".resize"_s, u"ms"_s, resized);
        report(u"p6."_s + who + u".jump"_s, u"ms"_s, jumped);
    }
};

static double msUntilPainted(const PaintCount &paints, const std::function<void()> &act)
{
    const int before = paints.count();
    QElapsedTimer clock;
    clock.start();
    act();
    runUntil("it is painted", [&] { return paints.count() > before; });
    return double(clock.nsecsElapsed()) / 1e6;
}

static void settle(const PaintCount &paints)
{
    // Until nothing was painted for a while: what follows must not count the end of what came before.
    int seen = -1;
    QElapsedTimer quiet;
    QTimer tick;
    tick.start(10);
    runUntil("the window is quiet", [&] {
        if (paints.count() != seen) {
            seen = paints.count();
            quiet.start();
        }
        return quiet.elapsed() > 150;
    });
}

static void measure(const Subject &subject, const PaintCount &paints, int steps, Times &times)
{
    const int before = paints.count();
    QElapsedTimer clock;
    clock.start();
    times.painted << msUntilPainted(paints, [&] { subject.window.show(); });
    // The frame that shows the newest line comes after the rows are known; it may be the first one.
    bool known = subject.isComplete();
    int atKnown = before;
    runUntil("the newest lines are painted", [&] {
        if (!known && subject.isComplete()) {
            known = true;
            atKnown = paints.count();
        }
        return known && paints.count() > atKnown;
    });
    times.complete << double(clock.nsecsElapsed()) / 1e6;
    settle(paints);

    QList<double> resized;
    QList<double> jumped;
    for (int step = 0; step < steps; ++step) {
        resized << msUntilPainted(paints, [&] { subject.window.resize(1000 + (step % 2 ? 0 : 150), 700); });
        settle(paints);
    }
    QScrollBar *bar = subject.area.verticalScrollBar();
    for (int step = 0; step < steps; ++step) {
        const int to = int(qint64(bar->maximum()) * ((step * 37 + 11) % 100) / 100);
        jumped << msUntilPainted(paints, [&] { bar->setValue(to); });
        settle(paints);
    }
    bar->setValue(bar->maximum());
    settle(paints);
    times.resized << percentile(resized, 0.5);
    times.jumped << percentile(jumped, 0.5);
}

static Times measureProduct(const BenchOptions &options, long lines)
{
    const int steps = options.quick ? QuickSteps : Steps;
    Times times;
    for (int round = 0; round < options.rounds; ++round) {
        LogStore store(128 * 1024 * 1024);
        LogIntake intake(store, nullptr);
        LogPanel panel(store);
        panel.resize(1000, 700);
        const PaintCount paints(panel.view()->viewport());
        panel.show();
        runUntil("the panel is on the screen", [&] { return panel.windowHandle()->isExposed(); });
        settle(paints);
        panel.hide();
        for (long number = 0; number < lines; ++number)
            intake.readStandardError(floodLine(number).c_str());
        requireEqual("Lines kept", store.count(), lines);
        QCoreApplication::processEvents();
        measure({panel, *panel.view(), [&] { return panel.rows().isComplete(); }}, paints, steps, times);
        requireEqual("Rows shown", panel.rows().count(), lines);
    }
    return times;
}

static Times measureTextEdit(const BenchOptions &options, long lines)
{
    QString text;
    for (long number = 0; number < lines; ++number)
        text += QString::fromLatin1(floodLine(number).c_str());
    text.chop(1);
    const int steps = options.quick ? QuickSteps : Steps;
    Times times;
    for (int round = 0; round < options.rounds; ++round) {
        // A new one each time, as of the product: one that was cleared still knows how its old lines were laid out.
        QPlainTextEdit edit;
        edit.setReadOnly(true);
        edit.resize(1000, 700);
        const PaintCount paints(edit.viewport());
        edit.show();
        runUntil("the text edit is on the screen", [&] { return edit.windowHandle()->isExposed(); });
        settle(paints);
        edit.hide();
        edit.appendPlainText(text); // in one call: line by line would take minutes
        edit.moveCursor(QTextCursor::End);
        requireEqual("Lines in QPlainTextEdit", edit.blockCount(), lines);
        measure({edit, edit, [] { return true; }}, paints, steps, times);
    }
    return times;
}

int main(int argc, char *argv[])
{
    const QApplication application(argc, argv);
    const BenchOptions options = BenchOptions::fromArguments();
    const long lines = options.quick ? 10'000 : 1'000'000;
    measureProduct(options, lines).print(u"product"_s);
    measureTextEdit(options, lines).print(u"plain_text_edit"_s);
}
