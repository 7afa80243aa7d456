// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/log_archive.h"
#include "core/log/log_file.h"
#include "tests/support/test_help.h"
#include "tests/ui/log_samples.h"
#include "ui/log/log_panel.h"
#include "ui/log/log_runs.h"
#include "ui/log/log_view.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

class TestLogRuns : public QObject
{
    Q_OBJECT

private slots:
    void thePreviousRunTakesThePlaceOfThisOne();
    void choicesGoAlongBothWays();
    void anEmptyRunSaysSo();

private:
    static QAction *command(const LogPanel &panel, const QString &text)
    {
        for (const QToolButton *button : panel.findChildren<QToolButton *>())
            for (QAction *action : button->menu() ? button->menu()->actions() : QList<QAction *>())
                if (action->text() == text)
                    return action;
        return nullptr;
    }
};

void TestLogRuns::thePreviousRunTakesThePlaceOfThisOne()
{
    // A real file, written by the run before and by this one, and read back.
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"backend.log"_s);
    LogFile file(path);
    const auto write = [&file](const QByteArray &text, Level level = Level::Info) {
        file.append({sampleLine(text, level, Origin::Tray)});
    };
    write(runMark(7001).toUtf8());
    write("before one");
    write("before two", Level::Error);
    write(runMark(7002).toUtf8());
    write("of this run");
    file.flush();
    PreviousLog previous(path, LogStore::DefaultCapBytes, nullptr, 7002);
    QSignalSpy loaded(&previous, &PreviousLog::loaded);
    previous.load();
    QTRY_COMPARE_WITH_TIMEOUT(loaded.size(), 1, withRoom(5000));

    LogStore store(256 * 1024);
    store.append(sampleLine("of this run"));
    LogRuns runs(store);
    runs.resize(900, 400);
    runs.show();
    QVERIFY(QTest::qWaitForWindowExposed(&runs));
    QSignalSpy asked(&runs, &LogRuns::previousRequested);
    QAction *open = command(runs.thisRun(), u"Open the previous run\u2019s log"_s);
    QVERIFY(open);
    open->trigger();
    QCOMPARE(asked.size(), 1);
    QCOMPARE(&runs.shown(), &runs.thisRun()); // until there is something to show
    runs.showPrevious(previous.store());
    QVERIFY(&runs.shown() != &runs.thisRun());
    QVERIFY(runs.shown().isVisible() && !runs.thisRun().isVisible());
    QVERIFY(readAll(runs.shown().rows()));
    QCOMPARE(runs.shown().rows().count(), 3);
    bool named = false;
    for (const QLabel *label : runs.findChildren<QLabel *>())
        named = named || (label->isVisible() && label->text().startsWith(u"The previous run, "_s));
    QVERIFY(named);
    // The same view: its errors are walked through, too.
    QVERIFY(runs.shown().view()->goToNextError());
    QCOMPARE(runs.shown().view()->focusLine(), 2);

    QSignalSpy closed(&runs, &LogRuns::previousClosed);
    QAction *back = command(runs.shown(), u"Back to this run"_s);
    QVERIFY(back);
    back->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(closed.size(), 1, withRoom(5000));
    QCOMPARE(&runs.shown(), &runs.thisRun());
    QVERIFY(runs.thisRun().isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(runs.thisRun().rows().count(), 1, withRoom(5000));
}

void TestLogRuns::choicesGoAlongBothWays()
{
    LogStore store(256 * 1024);
    LogStore before(256 * 1024);
    before.append(sampleLine("x"));
    LogRuns runs(store);
    WindowChoices choices = runs.choices();
    choices.minimumLevel = 2;
    choices.wrapLines = true;
    runs.applyChoices(choices);
    runs.showPrevious(before);
    QCOMPARE(runs.shown().choices(), choices);
    QSignalSpy changed(&runs, &LogRuns::choicesChanged);
    runs.shown().view()->setWraps(false);
    QCOMPARE(changed.size(), 1);
    QVERIFY(!runs.choices().wrapLines);
    runs.showThisRun();
    QVERIFY(!runs.choices().wrapLines);
    QCOMPARE(runs.choices().minimumLevel, 2);
}

void TestLogRuns::anEmptyRunSaysSo()
{
    LogStore store(256 * 1024);
    LogStore before(256 * 1024);
    LogRuns runs(store);
    runs.showPrevious(before);
    QStringList texts;
    for (const QLabel *label : runs.findChildren<QLabel *>())
        texts << label->text();
    QVERIFY2(texts.contains(u"The previous run logged nothing"_s), qPrintable(texts.join(u'|')));
    // Another one takes its place.
    before.append(sampleLine("x"));
    runs.showPrevious(before);
    QCOMPARE(runs.shown().rows().filter(), runs.thisRun().rows().filter());
}

QTEST_MAIN(TestLogRuns)

#include "tst_log_runs.moc"
