// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/ui/log_view_fixture.h"

#include "core/log/log_format.h"
#include "core/log/log_intake.h"
#include "ui/log/filter_bar.h"
#include "ui/log/log_export.h"

#include <QApplication>
#include <QClipboard>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class TestLogSelection : public LogViewFixture
{
    Q_OBJECT

private slots:
    void aSelectionSurvivesNewLines();
    void selectedLinesAreCopiedWithTheirColumns();
    void selectedTextIsCopiedAsItIs();
    void selectAllCopiesWhatTheFilterShows();
    void whatIsHiddenLeavesTheClipboardAlone();
    void whatIsCopiedIsWhatWasWritten();
    void aCopyDoesNotEndASave();
    void aClipboardGetsNoGigabytes();
    void aSecretIsNotCopied();
    void aDoubleClickSelectsAWord_data();
    void aDoubleClickSelectsAWord();
    void aThirdClickSelectsTheLine();
    void whatIsSelectedIsOfferedAtOnce();

private:
    void pressAt(QPoint position, quint64 timeMs) const;
};

void TestLogSelection::aSelectionSurvivesNewLines()
{
    add(20);
    LogView *view = m_panel->view();
    QTest::keyClick(view, Qt::Key_Home);
    QTest::keyClick(view, Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(view, Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(view->selection().first().number, 0);
    QCOMPARE(view->selection().last().number, 2);
    add(500);
    QCOMPARE(view->selection().first().number, 0);
    QCOMPARE(view->selection().last().number, 2);
    QVERIFY(view->selection().partOf(1));
    QVERIFY(!view->selection().partOf(3));
    while (m_store->firstNumber() <= 2)
        add(500);
    QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
    QTest::keyClick(view, Qt::Key_Down);
    QVERIFY(view->selection().isEmpty());
}

void TestLogSelection::selectedLinesAreCopiedWithTheirColumns()
{
    add(10);
    LogView *view = m_panel->view();
    QTest::keyClick(view, Qt::Key_Home);
    QTest::keyClick(view, Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
    const QByteArray expected = formatLine(m_store->line(0)) + '\n' + formatLine(m_store->line(1)) + '\n';
    QCOMPARE(QGuiApplication::clipboard()->text().toUtf8(), expected);
    QVERIFY(status().startsWith(QLatin1String("Copied 2 lines")));
}

void TestLogSelection::selectedTextIsCopiedAsItIs()
{
    add(3, "alpha beta");
    LogView *view = m_panel->view();
    QTRY_COMPARE(m_panel->rows().count(), 3);
    const QFontMetricsF metrics(view->viewport()->font());
    const int text = textX();
    QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, rowPoint(1, text));
    QCOMPARE(view->selection().first().number, 1);
    QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("alpha"));

    QTest::mousePress(view->viewport(), Qt::LeftButton, {}, rowPoint(0, text));
    QTest::mouseMove(view->viewport(), rowPoint(1, int(text + metrics.horizontalAdvance(QStringLiteral("alpha")))));
    QTest::mouseRelease(view->viewport(), Qt::LeftButton, {},
                        rowPoint(1, int(text + metrics.horizontalAdvance(QStringLiteral("alpha")))));
    QVERIFY(!view->follows());
    QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
    QVERIFY2(QGuiApplication::clipboard()->text().endsWith(QStringLiteral("beta 0\nalpha")),
             qPrintable(QGuiApplication::clipboard()->text()));
}

void TestLogSelection::selectAllCopiesWhatTheFilterShows()
{
    add(2, "keep");
    m_store->append(sampleLine("GET /health", Level::Info, Origin::Out, LogLine::HealthCheck));
    addTraceback();
    QTest::keyClick(m_panel->view(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(m_panel->view(), Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
    // What is folded is copied too, what the filter hides is not.
    QCOMPARE(lines.size(), 2 + 1 + 339);
    QVERIFY(lines.last().endsWith(QStringLiteral("OSError: no network")));
    QVERIFY(!lines.join(u'\n').contains(QStringLiteral("/health")));
}

void TestLogSelection::whatIsHiddenLeavesTheClipboardAlone() // B05
{
    add(3, "alpha beta");
    LogView *view = m_panel->view();
    QTRY_COMPARE(m_panel->rows().count(), 3);
    for (const bool wholeLine : {true, false}) {
        if (wholeLine)
            view->showRecord(1);
        else
            QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, rowPoint(1, textX()));
        QGuiApplication::clipboard()->setText(u"precious"_s);
        m_panel->findChild<FilterBar *>()->findChildren<QLineEdit *>().at(1)->setText(u"alpha"_s);
        QTRY_COMPARE(m_panel->rows().count(), 0);
        QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
        QTRY_VERIFY2(status().startsWith(u"Nothing was copied"), qPrintable(status()));
        QCOMPARE(QGuiApplication::clipboard()->text(), u"precious"_s);
        m_panel->findChild<FilterBar *>()->findChildren<QLineEdit *>().at(1)->clear();
        QTRY_COMPARE(m_panel->rows().count(), 3);
    }
}

void TestLogSelection::whatIsCopiedIsWhatWasWritten() // B06: tabs, and what is folded
{
    m_store->append(sampleLine("a\tb\tc", Level::Error));
    for (int i = 0; i < 20; ++i)
        m_store->append(
            sampleLine("frame\t" + QByteArray::number(i), Level::Error, Origin::Err, LogLine::Continuation));
    m_store->append(sampleLine("after"));
    LogView *view = m_panel->view();
    QTRY_COMPARE(m_panel->rows().count(), 2);
    const QFontMetricsF metrics(view->viewport()->font());
    QTest::mousePress(view->viewport(), Qt::LeftButton, {}, rowPoint(0, textX()));
    const QPoint end = rowPoint(1, int(textX() + metrics.horizontalAdvance(u"after"_s)) + 2);
    QTest::mouseMove(view->viewport(), end);
    QTest::mouseRelease(view->viewport(), Qt::LeftButton, {}, end);
    QTest::keyClick(view, Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n');
    QCOMPARE(lines.size(), 22);
    QCOMPARE(lines.first(), u"a\tb\tc"_s);
    QCOMPARE(lines.at(20), u"frame\t19"_s);
    QCOMPARE(lines.last(), u"after"_s);
}

void TestLogSelection::aCopyDoesNotEndASave() // B06
{
    LogStore store(256 * 1024 * 1024);
    for (int i = 0; i < 200; ++i) // so many that they take more than one slice
        store.append(QList<LogLine>(10'000, sampleLine("a line of some length, as lines are")));
    LogRows rows(store);
    QVERIFY(readAll(rows));
    LogExport both(store, rows);
    QSignalSpy saved(&both, &LogExport::saved);
    QSignalSpy copied(&both, &LogExport::copied);
    const QTemporaryDir directory;
    both.toFile(directory.filePath(u"log"_s), 0, store.endNumber());
    QCOMPARE(saved.size(), 0);
    both.toClipboard(0, 2);
    QCOMPARE(copied.size(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, 30'000);
    QCOMPARE(saved.first().at(1).toLongLong(), 2'000'000);
    QFile file(directory.filePath(u"log"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().count('\n'), 2'000'000);
}

void TestLogSelection::aClipboardGetsNoGigabytes() // B06
{
    LogStore store(256 * 1024 * 1024);
    store.append(QList<LogLine>(12'000, sampleLine(QByteArray(8000, 'x'))));
    LogRows rows(store);
    QVERIFY(readAll(rows));
    LogExport copies(store, rows);
    QSignalSpy copied(&copies, &LogExport::copied);
    copies.toClipboard(0, store.endNumber());
    QTRY_COMPARE_WITH_TIMEOUT(copied.size(), 1, 30'000);
    QVERIFY(!copied.first().at(1).toBool());
    const qsizetype size = QGuiApplication::clipboard()->text().size();
    QVERIFY(size >= LogExport::MostCopiedBytes && size < LogExport::MostCopiedBytes + 10'000);
    QGuiApplication::clipboard()->clear();
}

void TestLogSelection::aSecretIsNotCopied() // X04
{
    const QByteArray canary = "canary/of+no.known~shape=17";
    const QByteArray known = "ghp_" + QByteArray(36, 'Q');
    LogIntake intake(*m_store, nullptr);
    intake.setSecrets({canary});
    intake.readStandardError("token " + canary + " or " + known + " or https://me:" + canary + "@example.com/\n");
    intake.addEvent(QStringLiteral("Started x --token ") + QString::fromLatin1(canary));
    QTRY_COMPARE(m_panel->rows().count(), 2);
    QTest::keyClick(m_panel->view(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(m_panel->view(), Qt::Key_C, Qt::ControlModifier);
    const QClipboard *clipboard = QGuiApplication::clipboard();
    QTRY_COMPARE(clipboard->text().count(QStringLiteral("[redacted]")) >= 3, true);
    for (const QClipboard::Mode mode : {QClipboard::Clipboard, QClipboard::Selection}) {
        const QString text = clipboard->text(mode);
        QVERIFY2(!text.contains(QString::fromLatin1(canary)) && !text.contains(QString::fromLatin1(known)),
                 qPrintable(text));
    }
}

void TestLogSelection::aDoubleClickSelectsAWord_data()
{
    QTest::addColumn<QString>("text"); // the click goes to the letter after the bar
    QTest::addColumn<QString>("word");
    QTest::newRow("name") << u"Loaded can|vas_design2 now"_s << u"canvas_design2"_s;
    QTest::newRow("its first letter") << u"Loaded |skill now"_s << u"skill"_s;
    QTest::newRow("its last letter") << u"Loaded skil|l now"_s << u"skill"_s;
    QTest::newRow("path in quotes") << u"read '/srv/sk|ills/SKILL.md', done"_s << u"/srv/skills/SKILL.md"_s;
    QTest::newRow("home") << u"from ~/.claude/|skills."_s << u"~/.claude/skills"_s;
    QTest::newRow("address in brackets") << u"(http://127.0.0|.1:8765/mcp)"_s << u"http://127.0.0.1:8765/mcp"_s;
    QTest::newRow("place in the source") << u"at server.|py:203: failed"_s << u"server.py:203"_s;
    QTest::newRow("option") << u"uvx --pyt|hon 3.12"_s << u"--python"_s;
    QTest::newRow("full stop") << u"It is do|ne."_s << u"done"_s;
    QTest::newRow("spaces") << u"a |  b"_s << u"   "_s;
    QTest::newRow("frame") << u"\u2502\u2502|\u2502 text"_s << u"\u2502\u2502\u2502"_s;
    QTest::newRow("accents") << u"die Gr\u00f6|\u00dfe, bitte"_s << u"Gr\u00f6\u00dfe"_s;
    QTest::newRow("wide letters") << u"\u6f22|\u5b57 x"_s << u"\u6f22\u5b57"_s;
}

void TestLogSelection::aDoubleClickSelectsAWord()
{
    QFETCH(QString, text);
    QFETCH(QString, word);
    const qsizetype letter = text.indexOf(u'|');
    text.remove(letter, 1);
    m_store->append(sampleLine(text.toUtf8()));
    QVERIFY(readAll(m_panel->rows()));
    LogView *view = m_panel->view();
    const QFontMetricsF metrics(view->viewport()->font());
    // The letter's right half: the word is that of the letter, not of the nearest gap between two.
    const qreal x = metrics.horizontalAdvance(text.left(letter)) + metrics.horizontalAdvance(text.at(letter)) * 0.75;
    QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, rowPoint(0, textX() + int(x)));
    QCOMPARE(view->selectedText(), word);
}

void TestLogSelection::pressAt(QPoint position, quint64 timeMs) const
{
    QWidget *viewport = m_panel->view()->viewport();
    for (const QEvent::Type type : {QEvent::MouseButtonPress, QEvent::MouseButtonRelease}) {
        QMouseEvent event(type, position, viewport->mapToGlobal(position), Qt::LeftButton,
                          type == QEvent::MouseButtonPress ? Qt::LeftButton : Qt::NoButton, Qt::NoModifier);
        event.setTimestamp(timeMs);
        QCoreApplication::sendEvent(viewport, &event);
    }
}

void TestLogSelection::aThirdClickSelectsTheLine()
{
    add(3, "alpha beta");
    LogView *view = m_panel->view();
    const QPoint point = rowPoint(1, textX());
    QMouseEvent second(QEvent::MouseButtonDblClick, point, view->viewport()->mapToGlobal(point), Qt::LeftButton,
                       Qt::LeftButton, Qt::NoModifier);
    second.setTimestamp(100'000);
    QCoreApplication::sendEvent(view->viewport(), &second);
    QCOMPARE(view->selectedText(), u"alpha"_s);
    pressAt(point, 100'000 + quint64(QApplication::doubleClickInterval()) - 1);
    QVERIFY(view->selection().wholeLines());
    QCOMPARE(view->selection().first().number, 1);
    QCOMPARE(view->selection().last().number, 1);
    // Too late, or elsewhere, it is a click as any other.
    QCoreApplication::sendEvent(view->viewport(), &second);
    pressAt(point, 100'000 + quint64(QApplication::doubleClickInterval()));
    QVERIFY(view->selection().isEmpty());
    QCoreApplication::sendEvent(view->viewport(), &second);
    pressAt(rowPoint(2, textX()), 100'001);
    QVERIFY(view->selection().isEmpty());
}

void TestLogSelection::whatIsSelectedIsOfferedAtOnce()
{
    add(2, "keep");
    m_store->append(sampleLine("GET /health", Level::Info, Origin::Out, LogLine::HealthCheck));
    add(1, "last");
    LogView *view = m_panel->view();
    QTest::mousePress(view->viewport(), Qt::LeftButton, {}, rowPoint(0, textX() + int(letterWidth() * 2)));
    QTest::mouseMove(view->viewport(), rowPoint(2, textX() + int(letterWidth() * 4)));
    QTest::mouseRelease(view->viewport(), Qt::LeftButton, {}, rowPoint(2, textX() + int(letterWidth() * 4)));
    QCOMPARE(view->selectedText(), u"ep 0\nkeep 1\nlast"_s);
    view->selectAll();
    QCOMPARE(view->selectedText().toUtf8(), formatLine(m_store->line(0)) + '\n' + formatLine(m_store->line(1)) + '\n' +
                                                formatLine(m_store->line(3)) + '\n');
    m_store->append(QList<LogLine>(LogView::MostOfferedLines, sampleLine("x")));
    QVERIFY(readAll(m_panel->rows()));
    view->selectAll();
    QCOMPARE(view->selectedText(), QString());
}

QTEST_MAIN(TestLogSelection)

#include "tst_log_selection.moc"
