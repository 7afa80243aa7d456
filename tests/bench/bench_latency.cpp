// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT

// How late the UI thread is under a flood (P3): from inside by a precise timer, from outside by answers to
// _NET_WM_PING; while the window is seen, hidden, searched, selected in, resized. Side by side: the same machine
// without a flood, and QPlainTextEdit in the place of our window.
#include "core/log/log_file.h"
#include "core/log/log_intake.h"
#include "core/log/log_store.h"
#include "tests/bench/bench_report.h"
#include "tests/bench/flood.h"
#include "tests/bench/latency_probe.h"
#include "ui/tray/backend_menu.h"
#include "ui/log/find_bar.h"
#include "ui/log/log_panel.h"
#include "ui/log/log_view.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPlainTextEdit>
#include <QProcess>
#include <QTemporaryDir>
#include <QWindow>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <optional>

using namespace Qt::StringLiterals;

static constexpr int PingMs = 5;
static constexpr int StepMs = 33; // between two steps of the user's hand

/// Pings a window from another process until it is stopped.
class OutsideProbe
{
public:
    explicit OutsideProbe(const QWidget &window)
    {
        if (QGuiApplication::platformName() != "xcb"_L1)
            return; // nobody to ask
        m_process.emplace();
        m_process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process->start(QStringLiteral(BENCH_PING_WINDOW), {QString::number(window.winId()), QString::number(PingMs)});
    }
    /// Milliseconds of each answer; the window must go on answering meanwhile.
    [[nodiscard]] QList<double> stop()
    {
        QList<double> times;
        if (!m_process)
            return times;
        m_process->closeWriteChannel();
        runUntil("the pings have ended", [this] { return m_process->state() == QProcess::NotRunning; });
        requireEqual("Exit status of ping_window", m_process->exitCode(), 0);
        while (m_process->canReadLine())
            times << m_process->readLine().trimmed().toDouble();
        return times;
    }

private:
    std::optional<QProcess> m_process;
};

/// p50, p99 and maximum of each round.
struct Rounds
{
    QList<double> middle;
    QList<double> late;
    QList<double> most;

    void add(const QList<double> &times)
    {
        if (times.isEmpty())
            return;
        middle << percentile(times, 0.5);
        late << percentile(times, 0.99);
        most << percentile(times, 1);
    }
    void print(const QString &name) const
    {
        if (most.isEmpty())
            return;
        report(name + u".p50"_s, u"ms"_s, middle);
        report(name + u".p99"_s, u"ms"_s, late);
        report(name + u".max"_s, u"ms"_s, most);
    }
};

/// What the user does meanwhile.
struct Scene
{
    QString name;
    bool hidden = false;
    std::function<void(int step)> step; // may be empty
    std::function<void()> end;
};

/// The product's window and what fills it.
class Stage
{
public:
    Stage()
        : m_file(m_folder.filePath(u"backend.log"_s))
        , m_intake(m_store, &m_file)
        , m_window(m_store, m_menu)
        , m_panel(*m_window.findChild<LogPanel *>())
    {
        m_window.resize(1000, 700);
        showWindow();
    }

    [[nodiscard]] QList<Scene> scenes()
    {
        return {{u"visible"_s, false, {}, {}},
                {u"hidden"_s, true, {}, {}},
                {u"searching"_s, false, [this](int step) { search(step); }, [this] { endSearch(); }},
                {u"selecting"_s, false, [this](int step) { select(step); }, [this] { endSelection(); }},
                {u"resizing"_s, false, [this](int step) { resize(step); }, [this] { m_window.resize(1000, 700); }}};
    }

    void play(const Scene &scene, const FloodPlan &plan, Rounds &inside, Rounds &outside)
    {
        showWindow();
        m_panel.view()->setFollow(true);
        if (scene.hidden)
            m_window.hide();
        LatencyProbe probe;
        QTimer hand;
        int steps = 0;
        QObject::connect(&hand, &QTimer::timeout, &hand, [&] { scene.step(steps++); });
        const qint64 before = m_store.received(Origin::Out);
        Flood flood(plan, m_intake);
        std::optional<OutsideProbe> pings;
        QObject::connect(&flood, &Flood::begun, &hand, [&] {
            probe.start();
            if (scene.step)
                hand.start(StepMs);
        });
        pings.emplace(m_window);
        flood.start();
        runUntil("the flood has ended", [&] { return flood.hasEnded(); });
        probe.stop();
        hand.stop();
        outside.add(pings->stop());
        inside.add(probe.late());
        if (scene.end)
            scene.end();
        const QByteArray last = m_store.line(m_store.endNumber() - 1).text.toByteArray();
        requireEqual("Lines in the store", m_store.received(Origin::Out) - before,
                     last.split(' ').value(1).toLongLong());
    }

    void idle(int forMs, Rounds &inside, Rounds &outside)
    {
        showWindow();
        LatencyProbe probe;
        OutsideProbe pings(m_window);
        QElapsedTimer clock;
        clock.start();
        probe.start();
        runUntil("the time is over", [&] { return clock.elapsed() >= forMs; });
        probe.stop();
        outside.add(pings.stop());
        inside.add(probe.late());
    }

private:
    void showWindow()
    {
        m_window.show();
        runUntil("the window is on the screen", [this] { return m_window.windowHandle()->isExposed(); });
    }

    // Another pattern each time, as somebody types it; some are found everywhere, some nowhere.
    void search(int step)
    {
        if (step == 0)
            m_panel.openFind();
        static const QStringList patterns{u"skill 0000007"_s, u"scientific"_s, u"no such text"_s, u"as long as"_s};
        m_panel.findChild<FindBar *>()->findChild<QLineEdit *>()->setText(patterns.at(step / 3 % patterns.size()));
    }
    void endSearch() { m_panel.findChild<FindBar *>()->close(); }

    void mouse(QEvent::Type type, QPointF position)
    {
        QWidget *viewport = m_panel.view()->viewport();
        QMouseEvent event(type, position, viewport->mapToGlobal(position),
                          type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton,
                          type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(viewport, &event);
    }
    void select(int step)
    {
        const QSize size = m_panel.view()->viewport()->size();
        m_hand = QPointF(200 + step * 37 % 500, 10 + step * 23 % (size.height() - 20));
        mouse(step == 0 ? QEvent::MouseButtonPress : QEvent::MouseMove, m_hand);
    }
    void endSelection() { mouse(QEvent::MouseButtonRelease, m_hand); }

    void resize(int step) { m_window.resize(1000 + step * 17 % 200, 700 - step * 11 % 150); }

    QTemporaryDir m_folder;
    LogStore m_store;
    LogFile m_file;
    LogIntake m_intake;
    BackendMenu m_menu;
    MainWindow m_window;
    LogPanel &m_panel;
    QPointF m_hand;
};

static void playTextEdit(const FloodPlan &plan, Rounds &inside, Rounds &outside)
{
    QPlainTextEdit edit;
    edit.setReadOnly(true);
    edit.resize(1000, 700);
    edit.show();
    runUntil("the text edit is on the screen", [&] { return edit.windowHandle()->isExposed(); });
    QProcess writer;
    QByteArray rest;
    LatencyProbe probe;
    OutsideProbe pings(edit);
    QObject::connect(&writer, &QProcess::readyReadStandardOutput, &edit, [&] {
        QList<QByteArray> parts = (rest + writer.readAllStandardOutput()).split('\n');
        rest = parts.takeLast();
        for (const QByteArray &line : std::as_const(parts))
            edit.appendPlainText(QString::fromUtf8(line));
    });
    probe.start();
    writer.start(floodWriter(), plan.arguments());
    runUntil("QPlainTextEdit has all lines",
             [&] { return writer.state() == QProcess::NotRunning && writer.bytesAvailable() == 0; });
    probe.stop();
    outside.add(pings.stop());
    inside.add(probe.late());
}

int main(int argc, char *argv[])
{
    const QApplication application(argc, argv);
    const BenchOptions options = BenchOptions::fromArguments();
    const int floodMs = options.quick ? 100 : 1500;
    const auto print = [](const QString &name, const Rounds &inside, const Rounds &outside) {
        inside.print(u"p3."_s + name + u".inside"_s);
        outside.print(u"p3."_s + name + u".ping"_s);
    };

    Stage stage;
    Rounds idleInside;
    Rounds idleOutside;
    for (int round = 0; round < options.rounds; ++round)
        stage.idle(floodMs, idleInside, idleOutside);
    print(u"idle"_s, idleInside, idleOutside);

    for (const bool eachLine : {false, true}) {
        const QString flood = eachLine ? u"each_line"_s : u"blocks"_s;
        const QList<Scene> scenes = stage.scenes();
        for (const Scene &scene : scenes) {
            Rounds inside;
            Rounds outside;
            for (int round = 0; round < options.rounds; ++round)
                stage.play(scene, {.forMs = floodMs, .eachLine = eachLine}, inside, outside);
            print(scene.name + u'.' + flood, inside, outside);
        }
        Rounds inside;
        Rounds outside;
        for (int round = 0; round < options.rounds; ++round)
            playTextEdit({.lines = options.quick ? 200 : 20'000, .eachLine = eachLine}, inside, outside);
        print(u"plain_text_edit."_s + flood, inside, outside);
    }
}
