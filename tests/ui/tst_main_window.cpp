// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "sample_statuses.h"

#include "core/log/log_store.h"
#include "ui/shared/action_button.h"
#include "ui/tray/backend_menu.h"
#include "ui/window/confirm_dialogs.h"
#include "ui/window/header_texts.h"
#include "ui/window/main_window.h"
#include "ui/window/port_dialog.h"
#include "ui/shared/readable_colours.h"
#include "ui/window/status_header.h"
#include "ui/shared/text_block.h"
#include "ui/window/trouble_strip.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPointer>
#include <QProgressBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

static int alertsSeen = 0;

static void countAlerts(QAccessibleEvent *event)
{
    if (event->type() == QAccessible::Alert)
        ++alertsSeen;
}

/// A window with all that it needs.
struct Scene
{
    LogStore store;
    BackendMenu menu;
    MainWindow window{store, menu};

    [[nodiscard]] TextBlock *text(const char *name) const { return window.findChild<TextBlock *>(QLatin1String(name)); }
    [[nodiscard]] ActionButton *button(const char *name) const
    {
        return window.findChild<ActionButton *>(QLatin1String(name));
    }
    [[nodiscard]] TroubleStrip *strip() const { return window.findChild<TroubleStrip *>(); }
};

static QMessageBox *boxOf(const QWidget &window)
{
    return window.findChild<QMessageBox *>();
}

static QAbstractButton *boxButton(const QMessageBox *box, QMessageBox::ButtonRole role)
{
    for (QAbstractButton *button : box->buttons()) {
        if (box->buttonRole(button) == role)
            return button;
    }
    return nullptr;
}

class MainWindowTest : public QObject
{
    Q_OBJECT
private slots:
    void theHeaderSaysHowItIs_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QString>("facts");
        const auto add = [](const char *name, const char *facts) {
            QTest::newRow(name) << QByteArray(name) << QString::fromUtf8(facts);
        };
        add("stopped", "Nothing is running");
        add("loading", "Loaded skill: diffdock · 9\u00a0s · claude-skills-mcp");
        add("ready", "http://127.0.0.1:8765/mcp · claude-skills-mcp 1.0.6 · up 2\u00a0h\u00a014\u00a0min");
        add("warning", "The backend runs, but has nothing to offer to clients");
        add("backoff", "Restart 4 of at most 7 · tries again in 8\u00a0s");
        add("port-in-use", "The backend starts as soon as the port is free");
    }

    void theHeaderSaysHowItIs()
    {
        QFETCH(QByteArray, name);
        Scene scene;
        const Status status = sampleStatus(name.constData());
        scene.window.setStatus(status);
        QCOMPARE(scene.text("message")->text(), status.message);
        QTEST(scene.text("facts")->text(), "facts");
    }

    void durationsAreShort_data()
    {
        QTest::addColumn<qint64>("ms");
        QTest::addColumn<QString>("text");
        QTest::newRow("negative") << qint64(-5) << QStringLiteral("0 s");
        QTest::newRow("seconds") << qint64(59'999) << QStringLiteral("59 s");
        QTest::newRow("minutes") << qint64(125'000) << QStringLiteral("2 min 5 s");
        QTest::newRow("hours") << qint64(8'040'000) << QStringLiteral("2 h 14 min");
        QTest::newRow("days") << qint64(100) * 3600 * 1000 << QStringLiteral("4 d 4 h");
    }

    void durationsAreShort()
    {
        QFETCH(qint64, ms);
        QFETCH(QString, text);
        QCOMPARE(durationText(ms), text.replace(u' ', QChar::Nbsp));
    }

    void progressIsShownOnlyWhileThereIsSome()
    {
        Scene scene;
        auto *bar = scene.window.findChild<QProgressBar *>(QStringLiteral("progress"));
        scene.window.setStatus(sampleStatus("loading"));
        QVERIFY(!bar->isHidden());
        QCOMPARE(bar->value(), 94);
        QCOMPARE(bar->maximum(), 151);
        scene.window.setStatus(sampleStatus("starting"));
        QVERIFY(bar->isHidden());
        Status uncounted = sampleStatus("loading");
        uncounted.skillsExpected.reset();
        scene.window.setStatus(uncounted);
        QVERIFY(bar->isHidden());
        scene.window.setStatus(sampleStatus("ready"));
        QVERIFY(bar->isHidden());
    }

    void theActionsKeepTheirPlaces()
    {
        Scene scene;
        scene.window.setStatus(sampleStatus("ready"));
        scene.window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&scene.window));
        const QRect run = scene.button("run")->geometry();
        const int header = scene.window.findChild<StatusHeader *>()->height();
        for (const char *name : {"stopped", "stopping", "loading", "starting"}) {
            scene.window.setStatus(sampleStatus(name));
            QCoreApplication::processEvents();
            QCOMPARE(scene.button("run")->geometry(), run);
            QCOMPARE(scene.window.findChild<StatusHeader *>()->height(), header);
        }
    }

    void theButtonsAreWishes()
    {
        Scene scene;
        QSignalSpy start(&scene.window, &MainWindow::startRequested);
        QSignalSpy stop(&scene.window, &MainWindow::stopRequested);
        QSignalSpy force(&scene.window, &MainWindow::forceStopRequested);
        QSignalSpy restart(&scene.window, &MainWindow::restartRequested);
        scene.window.setStatus(sampleStatus("stopped"));
        QVERIFY(!scene.button("restart")->isEnabled());
        QVERIFY(scene.button("run")->isSuggested());
        scene.button("run")->click();
        scene.window.setStatus(sampleStatus("ready"));
        scene.button("run")->click();
        scene.button("restart")->click();
        scene.button("copy")->click();
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("http://127.0.0.1:8765/mcp"));
        QCOMPARE(scene.text("facts")->text(), QStringLiteral("Copied http://127.0.0.1:8765/mcp"));
        scene.window.show();
        scene.window.setStatus(sampleStatus("stopping"));
        QTRY_VERIFY(scene.button("run")->isEnabled());
        scene.button("run")->click();
        QCOMPARE(start.size(), 1);
        QCOMPARE(stop.size(), 1);
        QCOMPARE(restart.size(), 1);
        QCOMPARE(force.size(), 1);
    }

    void aSecondClickOnStopDoesNotKill()
    {
        Scene scene;
        scene.window.setStatus(sampleStatus("stopping"));
        QVERIFY(!scene.button("run")->isEnabled());
        scene.window.show();
        QTRY_VERIFY(scene.button("run")->isEnabled()); // a second later it may be meant
    }

    void eachRemedyIsAButtonAndTheFirstIsSuggested()
    {
        Scene scene;
        QSignalSpy wished(&scene.window, &MainWindow::remedyRequested);
        const QList<Remedy> all{Remedy::UseAnotherPort, Remedy::AskOwnerToQuit,   Remedy::WatchIt,
                                Remedy::StopWatching,   Remedy::DownloadAndStart, Remedy::UseBuiltin,
                                Remedy::TryAgain,       Remedy::ShowError,        Remedy::OpenConfig,
                                Remedy::OpenSettings,   Remedy::AddFolder};
        Status status = sampleStatus("not-found");
        status.trouble->remedies = all;
        scene.window.setStatus(status);
        const QList<ActionButton *> buttons = scene.strip()->buttons();
        QCOMPARE(buttons.size(), all.size());
        for (qsizetype i = 0; i < all.size(); ++i) {
            QCOMPARE(buttons.at(i)->isSuggested(), i == 0);
            QVERIFY(!buttons.at(i)->text().isEmpty());
            buttons.at(i)->click();
            QCOMPARE(wished.last().first().value<Remedy>(), all.at(i));
        }
        scene.window.setStatus(sampleStatus("ready"));
        QVERIFY(scene.strip()->isHidden());
    }

    // D02
    void atMostOneButtonStandsOut_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const SampleStatus &sample : sampleStatuses())
            QTest::newRow(sample.name) << QByteArray(sample.name);
    }
    void atMostOneButtonStandsOut()
    {
        QFETCH(QByteArray, name);
        Scene scene;
        const Status status = sampleStatus(name.constData());
        scene.window.setStatus(status);
        int suggested = 0;
        for (const ActionButton *button : scene.window.findChildren<ActionButton *>())
            suggested += button->isSuggested() && button->isEnabled() && button->isVisibleTo(&scene.window);
        QVERIFY(suggested <= 1);
        const bool asks = status.trouble && !status.trouble->remedies.isEmpty();
        QCOMPARE(suggested == 1, asks || name == "stopped");
    }

    // D02: what happened, and what is done about it, in two lines each; the rest is folded.
    void troubleIsToldInTwoLines_data() { atMostOneButtonStandsOut_data(); }
    void troubleIsToldInTwoLines()
    {
        QFETCH(QByteArray, name);
        Scene scene;
        const Status status = sampleStatus(name.constData());
        scene.window.setStatus(status);
        scene.window.resize(1000, 700);
        scene.window.show();
        QCoreApplication::processEvents();
        for (const TextBlock *text : scene.window.findChildren<TextBlock *>()) {
            if (!text->isVisible() || text->text().isEmpty())
                continue;
            QVERIFY2(!text->isCut(), qPrintable(text->text()));
            QVERIFY2(text->heightForWidth(text->width()) <= 2 * text->fontMetrics().lineSpacing(),
                     qPrintable(text->text()));
        }
    }

    void detailsAreFoldedUntilSomebodyAsks()
    {
        Scene scene;
        auto *more = scene.window.findChild<QToolButton *>(QStringLiteral("more"));
        auto *details = scene.window.findChild<QPlainTextEdit *>(QStringLiteral("details"));
        scene.window.setStatus(sampleStatus("port-in-use"));
        QVERIFY(more->isHidden() && details->isHidden());
        scene.window.setStatus(sampleStatus("not-found"));
        QVERIFY(!more->isHidden() && details->isHidden());
        more->click();
        QVERIFY(!details->isHidden());
        QVERIFY(details->toPlainText().startsWith(QStringLiteral("Looked in /usr/local/bin, ")));
        scene.window.setStatus(sampleStatus("killed"));
        QVERIFY(!details->isHidden()); // as it was left
        QCOMPARE(details->toPlainText().count(u'\n'), 1);
        scene.window.setStatus(sampleStatus("ready"));
        scene.window.setStatus(sampleStatus("killed"));
        QVERIFY(details->isHidden());
    }

    void somebodyElsesBackendIsWatchedAndLeftFromTheStrip()
    {
        Scene scene;
        QSignalSpy wished(&scene.window, &MainWindow::remedyRequested);
        scene.window.setStatus(sampleStatus("port-in-use"));
        QVERIFY(scene.strip()->buttons().first()->text() == remedyText(Remedy::UseAnotherPort));
        ActionButton *watch = scene.strip()->buttons().last();
        QCOMPARE(watch->text(), QStringLiteral("&Watch it"));
        QVERIFY(!watch->isSuggested());
        watch->click();
        QCOMPARE(wished.last().first().value<Remedy>(), Remedy::WatchIt);

        scene.window.setStatus(sampleStatus("watching"));
        QCOMPARE(scene.text("message")->text(), QStringLiteral("Watching: 151 skills"));
        QVERIFY(scene.text("facts")->text().contains(QStringLiteral("process 4711")));
        QVERIFY(!scene.button("run")->isEnabled() && !scene.button("restart")->isEnabled());
        QCOMPARE(scene.strip()->buttons().size(), 1);
        QCOMPARE(scene.strip()->buttons().first()->text(), QStringLiteral("Stop &watching"));
        scene.strip()->buttons().first()->click();
        QCOMPARE(wished.last().first().value<Remedy>(), Remedy::StopWatching);
    }

    void troubleIsAnnouncedOnceAsAnAlert()
    {
        QAccessible::setActive(true);
        const auto before = QAccessible::installUpdateHandler(countAlerts);
        Scene scene;
        alertsSeen = 0;
        scene.window.setStatus(sampleStatus("port-in-use"));
        scene.window.setStatus(sampleStatus("port-in-use"));
        if (QAccessible::isActive()) // not on the offscreen platform
            QCOMPARE(alertsSeen, 1);
        QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(scene.strip());
        QVERIFY(interface);
        QCOMPARE(interface->role(), QAccessible::AlertMessage);
        QCOMPARE(interface->text(QAccessible::Name), sampleStatus("port-in-use").trouble->title);
        QAccessible::installUpdateHandler(before);
    }

    // U08
    void hostileTextIsPlainAndTheWindowKeepsItsSize()
    {
        Scene scene;
        Status status = sampleStatus("port-in-use");
        const QString hostile =
            QStringLiteral("<h1>big</h1> & <img src=http://sink>\x1b[2J\u202e") + QString(10'000, u'w');
        status.message = status.detail = status.trouble->title = status.trouble->text = hostile;
        scene.window.show();
        const QSize size = scene.window.size();
        scene.window.setStatus(status);
        scene.window.showNotice(hostile);
        QCoreApplication::processEvents();
        QCOMPARE(scene.window.size(), size);
        for (const QLabel *label : scene.window.findChildren<QLabel *>()) {
            if (!label->text().contains(QStringLiteral("big")))
                continue;
            QCOMPARE(label->textFormat(), Qt::PlainText);
            QVERIFY(label->text().startsWith(QStringLiteral("<h1>big</h1> & <img src=http://sink>")));
            QVERIFY(label->text().size() <= 1000);
            QVERIFY(!label->text().contains(QChar(0x1b)));
            QVERIFY(label->height() <= label->fontMetrics().lineSpacing() * 5);
            QVERIFY(!label->toolTip().contains(QStringLiteral("<h1>")));
        }
    }

    void withATrayClosingHidesAndTheUserIsToldOnce()
    {
        Scene scene;
        scene.window.setTrayAvailable(true);
        int told = 0;
        connect(&scene.window, &MainWindow::closedToTray, &scene.window,
                [&] { told += scene.window.choices().toldThatClosingHides ? 0 : 1; });
        QSignalSpy quit(&scene.window, &MainWindow::quitRequested);
        QSignalSpy choices(&scene.window, &MainWindow::choicesChanged);
        for (int i = 0; i < 2; ++i) {
            scene.window.bringToFront();
            QVERIFY(scene.window.isVisible());
            scene.window.close();
            QVERIFY(!scene.window.isVisible());
        }
        QCOMPARE(told, 1);
        QCOMPARE(quit.size(), 0);
        QVERIFY(!choices.isEmpty());
        QVERIFY(choices.last().first().value<WindowChoices>().toldThatClosingHides);
    }

    // U09
    void withoutATrayClosingAsksAndTheWindowStays()
    {
        Scene scene;
        QSignalSpy quit(&scene.window, &MainWindow::quitRequested);
        scene.window.show();
        scene.window.close();
        QVERIFY(scene.window.isVisible());
        QPointer<QMessageBox> box = boxOf(scene.window);
        QVERIFY(box && box->isVisible());
        scene.window.close();
        QCOMPARE(scene.window.findChildren<QMessageBox *>().size(), 1);
        boxButton(box, QMessageBox::RejectRole)->click();
        QTRY_VERIFY(!box);
        QVERIFY(scene.window.isVisible());
        QCOMPARE(quit.size(), 0);
        scene.window.close();
        boxButton(boxOf(scene.window), QMessageBox::AcceptRole)->click();
        QCOMPARE(quit.size(), 1);
    }

    void sizeAndChoicesComeBack()
    {
        WindowChoices left;
        {
            Scene scene;
            scene.window.show();
            scene.window.resize(700, 500);
            QSignalSpy changed(&scene.window, &MainWindow::choicesChanged);
            scene.window.resize(720, 510);
            QTRY_COMPARE(changed.size(), 1); // one for a whole drag
            left = changed.first().first().value<WindowChoices>();
        }
        left.hideHealthChecks = false;
        left.minimumLevel = 2;
        left.toldThatClosingHides = true;
        Scene scene;
        scene.window.applyChoices(left);
        QCOMPARE(scene.window.size(), QSize(720, 510));
        const WindowChoices now = scene.window.choices();
        QCOMPARE(now.hideHealthChecks, false);
        QCOMPARE(now.minimumLevel, 2);
        QCOMPARE(now.toldThatClosingHides, true);
    }

    void theKeyboardReachesEverything()
    {
        Scene scene;
        scene.window.setStatus(sampleStatus("port-in-use"));
        scene.window.show();
        for (const QAbstractButton *button : scene.window.findChildren<QAbstractButton *>()) {
            if (!button->isVisible() || qobject_cast<const QMenu *>(button->parent()))
                continue;
            const QByteArray name = (button->text() + button->objectName()).toUtf8();
            QVERIFY2(!button->text().isEmpty() || !button->accessibleName().isEmpty(), name.constData());
        }
        for (const ActionButton *button : scene.window.findChildren<ActionButton *>())
            QVERIFY(button->text().contains(u'&') && button->focusPolicy() & Qt::TabFocus);
        QSignalSpy quit(&scene.window, &MainWindow::quitRequested);
        QSignalSpy restart(&scene.window, &MainWindow::restartRequested);
        scene.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&scene.window));
        QTest::keyClick(&scene.window, Qt::Key_F5);
        QCOMPARE(restart.size(), 0); // nothing to restart
        scene.window.setStatus(sampleStatus("ready"));
        QTest::keyClick(&scene.window, Qt::Key_F5);
        QCOMPARE(restart.size(), 1);
        QTest::keyClick(&scene.window, Qt::Key_Q, Qt::ControlModifier);
        QCOMPARE(quit.size(), 1);
    }

    void nothingIsCutWhenNarrowOrLarge_data()
    {
        QTest::addColumn<int>("points");
        QTest::addColumn<int>("width");
        QTest::newRow("480 px") << 10 << 480;
        QTest::newRow("24 pt") << 24 << 1000;
        QTest::newRow("24 pt, 480 px") << 24 << 480;
    }

    void nothingIsCutWhenNarrowOrLarge()
    {
        QFETCH(int, points);
        QFETCH(int, width);
        const QFont before = QApplication::font();
        QFont large = before;
        large.setPointSize(points);
        QApplication::setFont(large);
        const QList<SampleStatus> samples = sampleStatuses();
        for (const SampleStatus &sample : samples) {
            Scene scene;
            scene.window.setStatus(sample.status);
            scene.window.resize(width, 1600); // all that wraps at 24 pt needs 1350
            scene.window.show();
            QVERIFY(QTest::qWaitForWindowExposed(&scene.window));
            QCoreApplication::processEvents();
            QCOMPARE(scene.window.width(), width);
            const QString where = QLatin1String(sample.name) + QStringLiteral(": ");
            for (const TextBlock *block : scene.window.findChildren<TextBlock *>()) {
                if (!block->isVisible())
                    continue;
                QVERIFY2(!block->isCut(), qPrintable(where + block->text()));
                QVERIFY2(block->height() >= block->heightForWidth(block->width()), qPrintable(where + block->text()));
            }
            for (const QAbstractButton *button : scene.window.findChildren<QAbstractButton *>()) {
                if (!button->isVisible() || !button->parentWidget())
                    continue;
                QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(where + button->text()));
                const QRect inWindow(button->mapTo(&scene.window, QPoint(0, 0)), button->size());
                QVERIFY2(scene.window.rect().contains(inWindow), qPrintable(where + button->text()));
            }
        }
        QApplication::setFont(before);
    }

    void everyTextCanBeRead_data()
    {
        QTest::addColumn<QPalette>("palette");
        QTest::newRow("light") << QPalette(QColor(0xef, 0xef, 0xef));
        QTest::newRow("dark") << QPalette(QColor(0x2d, 0x30, 0x38));
        QTest::newRow("middle") << QPalette(QColor(0x80, 0x80, 0x80));
        QTest::newRow("black") << QPalette(QColor(Qt::black));
        QPalette pale(QColor(0xef, 0xef, 0xef));
        pale.setColor(QPalette::WindowText, QColor(0xa0, 0xa0, 0xa0));
        QTest::newRow("a theme that is hard to read") << pale;
    }

    void everyTextCanBeRead()
    {
        QFETCH(QPalette, palette);
        for (const QPalette &strip : {amberPalette(palette), noticePalette(palette)}) {
            const QColor ground = strip.color(QPalette::Window);
            const QColor text = strip.color(QPalette::WindowText);
            QVERIFY(contrast(ground, text) >= 4.5);
            QVERIFY(contrast(ground, quietOn(ground, text)) >= 4.5);
        }
        for (const auto role : {QPalette::Window, QPalette::Base}) {
            const QColor ground = palette.color(role);
            QVERIFY(contrast(ground, quietOn(ground, palette.color(QPalette::WindowText))) >= 4.5);
        }
        const QPalette button = suggestedPalette(palette);
        QVERIFY(contrast(button.color(QPalette::Button), button.color(QPalette::ButtonText)) >= 4.5);
    }

    void aHiddenWindowDoesNotTick()
    {
        Scene scene;
        scene.window.setStatus(sampleStatus("starting"));
        for (const QTimer *timer : scene.window.findChildren<QTimer *>())
            QVERIFY(!timer->isActive());
        auto *header = scene.window.findChild<StatusHeader *>();
        const QString first = scene.text("facts")->text();
        scene.window.show();
        QTRY_VERIFY(scene.text("facts")->text() != first); // and once it is seen it does
        scene.window.hide();
        QVERIFY(!header->isVisible());
    }

    void thePortDialogProposesAndRefusesTheTakenOne()
    {
        PortDialog dialog(8765, 8766);
        QSignalSpy chosen(&dialog, &PortDialog::portChosen);
        dialog.open();
        QCOMPARE(dialog.port(), 8766);
        auto *spin = dialog.findChild<QSpinBox *>();
        QCOMPARE(spin->minimum(), 1024);
        QCOMPARE(spin->maximum(), 65535);
        spin->setValue(9000);
        dialog.accept();
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().first().toInt(), 9000);
    }

    void askingToQuitNamesTheProgramAndWaitsForYes()
    {
        PortOwner owner = *sampleStatus("port-in-use").failure->portOwner;
        owner.program = QStringLiteral("<b>evil</b> %2 %3");
        int agreed = 0;
        QPointer<QMessageBox> box = confirmAskToQuit(owner, 8765, nullptr, [&] { ++agreed; });
        QCOMPARE(box->textFormat(), Qt::PlainText);
        QVERIFY(box->text().contains(owner.program));
        for (const char *part : {"4711", "ada", "8765", "<b>evil</b> %2 %3"})
            QVERIFY(box->informativeText().contains(QLatin1String(part)));
        QCOMPARE(box->escapeButton(), boxButton(box, QMessageBox::RejectRole));
        box->escapeButton()->click();
        QTRY_VERIFY(!box);
        QCOMPARE(agreed, 0);
        box = confirmAskToQuit(owner, 8765, nullptr, [&] { ++agreed; });
        boxButton(box, QMessageBox::AcceptRole)->click();
        QTRY_VERIFY(!box);
        QCOMPARE(agreed, 1);
    }
};

QTEST_MAIN(MainWindowTest)
#include "tst_main_window.moc"
