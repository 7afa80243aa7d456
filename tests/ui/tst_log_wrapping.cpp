// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/ui/log_view_fixture.h"

#include "tests/support/test_help.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace Qt::StringLiterals;

class TestLogWrapping : public LogViewFixture
{
    Q_OBJECT

private slots:
    void aLongLineTakesAsManyRowsOfTheScreenAsItNeeds();
    void linesAreBrokenBetweenWords();
    void theSwitchIsRemembered();
    void itFollowsTheEndOfLongLines();
    void aLineLongerThanThePageIsScrolledThrough();
    void whatIsReadStaysInSightWhenTheWindowIsResized();
    void pagesLeaveNothingOut();
    void wideLettersAreWrappedToo();
    void whatIsFoldedIsCountedBesideTheText();

private:
    [[nodiscard]] LogView *view() const { return m_panel->view(); }
    [[nodiscard]] int rowHeight() const { return rowPoint(1, 0).y() - rowPoint(0, 0).y(); }
    // Rows of the screen that a row of the log takes, as far as it is seen.
    [[nodiscard]] int piecesSeen(qint64 row) const { return view()->rectOfRow(row).height() / rowHeight(); }
    [[nodiscard]] int columns() const { return int((view()->viewport()->width() - textX() + 2) / letterWidth()); }
    void append(const QByteArray &text);
    void turnWheel(int steps) const;
};

void TestLogWrapping::append(const QByteArray &text)
{
    m_store->append(sampleLine(text));
    QVERIFY(readAll(m_panel->rows()));
    QSignalSpy refreshed(view(), &LogView::refreshed);
    QVERIFY(refreshed.wait(withRoom(5000)));
}

void TestLogWrapping::turnWheel(int steps) const
{
    QWidget *viewport = view()->viewport();
    const QPointF place(50, 50);
    QWheelEvent event(place, viewport->mapToGlobal(place), {}, QPoint(0, 120 * steps), Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(viewport, &event);
}

void TestLogWrapping::aLongLineTakesAsManyRowsOfTheScreenAsItNeeds()
{
    append(QByteArray(columns() * 2 + 5, 'x'));
    append("short");
    QCOMPARE(piecesSeen(0), 1);
    view()->setWraps(true);
    QCOMPARE(piecesSeen(0), 3);
    QCOMPARE(piecesSeen(1), 1);
    QCOMPARE(view()->rectOfRow(1).top(), 3 * rowHeight());
    QCOMPARE(view()->horizontalScrollBar()->maximum(), 0);
    // The third row of the screen is the end of the same line.
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, rowPoint(2, textX() + int(letterWidth() * 5)));
    QCOMPARE(view()->focusLine(), 0);
    QTest::mouseDClick(view()->viewport(), Qt::LeftButton, {}, rowPoint(3, textX() + int(letterWidth() * 2)));
    QCOMPARE(view()->selectedText(), u"short"_s);
    view()->setWraps(false);
    QCOMPARE(piecesSeen(0), 1);
}

void TestLogWrapping::linesAreBrokenBetweenWords()
{
    const QByteArray words = "word " + QByteArray("another ").repeated(40);
    append(words.trimmed());
    view()->setWraps(true);
    const int pieces = piecesSeen(0);
    QVERIFY(pieces >= 3);
    // The first word of each piece is a whole one, and nothing is left out between the first and the last piece.
    for (int piece = 1; piece < pieces; ++piece) {
        QTest::mouseDClick(view()->viewport(), Qt::LeftButton, {}, rowPoint(piece, textX()));
        QCOMPARE(view()->selectedText(), u"another"_s);
    }
    QTest::mousePress(view()->viewport(), Qt::LeftButton, {}, rowPoint(0, textX() - 2));
    QTest::mouseRelease(view()->viewport(), Qt::LeftButton, {}, rowPoint(0, textX() - 2));
    QTest::mousePress(view()->viewport(), Qt::LeftButton, {}, rowPoint(0, textX()));
    QTest::mouseMove(view()->viewport(), rowPoint(pieces - 1, view()->viewport()->width() - 1));
    QTest::mouseRelease(view()->viewport(), Qt::LeftButton, {}, rowPoint(pieces - 1, view()->viewport()->width() - 1));
    QCOMPARE(view()->selectedText().toUtf8(), words.trimmed());
}

void TestLogWrapping::theSwitchIsRemembered()
{
    append("line");
    QSignalSpy changed(m_panel.get(), &LogPanel::choicesChanged);
    QVERIFY(!m_panel->choices().wrapLines);
    m_panel->activateWindow();
    view()->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
    QTest::keyClick(view(), Qt::Key_Z, Qt::AltModifier);
    QVERIFY(view()->wraps());
    QCOMPARE(changed.size(), 1);
    WindowChoices choices = m_panel->choices();
    QVERIFY(choices.wrapLines);
    choices.wrapLines = false;
    m_panel->applyChoices(choices);
    QVERIFY(!view()->wraps());
    QCOMPARE(changed.size(), 1);
}

void TestLogWrapping::itFollowsTheEndOfLongLines()
{
    view()->setWraps(true);
    for (int i = 0; i < 60; ++i) {
        append(QByteArray(1 + i * 37 % 900, 'a' + char(i % 20)));
        const qint64 last = m_panel->rows().endRow() - 1;
        const QRect rect = view()->rectOfRow(last);
        QVERIFY(view()->follows());
        QVERIFY(isAtEnd());
        QVERIFY2(!rect.isEmpty() && rect.height() % rowHeight() == 0, qPrintable(QString::number(i)));
        // Its end is on the page, and what is left below is less than a row.
        QVERIFY(rect.bottom() < view()->viewport()->height());
        if (bar()->maximum() > 0)
            QVERIFY(view()->viewport()->height() - rect.bottom() <= 2 * rowHeight());
    }
}

void TestLogWrapping::aLineLongerThanThePageIsScrolledThrough()
{
    append("first");
    append(QByteArray(8000, 'x'));
    append("last");
    view()->setWraps(true);
    QVERIFY(isAtEnd());
    QVERIFY(bar()->maximum() > 0);
    const int page = view()->viewport()->height() / rowHeight();
    QCOMPARE(piecesSeen(1), page - 1);
    int turns = 0;
    while (view()->rectOfRow(0).isEmpty() && turns < 1000) {
        turnWheel(1);
        ++turns;
        QVERIFY(!view()->follows());
        QVERIFY(!view()->rectOfRow(1).isEmpty());
    }
    QVERIFY2(turns > 8000 / columns() / QApplication::wheelScrollLines() - page, qPrintable(QString::number(turns)));
    QCOMPARE(view()->rectOfRow(0).top(), 0);
    turnWheel(1); // there is nothing above
    QCOMPARE(view()->rectOfRow(0).top(), 0);
    for (int i = 0; i < turns && !view()->follows(); ++i)
        turnWheel(-1);
    QVERIFY(view()->follows() && isAtEnd());
    QVERIFY(!view()->rectOfRow(2).isEmpty());
    // The bar's own steps reach both ends too.
    bar()->setValue(0);
    QVERIFY(!view()->follows());
    QVERIFY(!view()->rectOfRow(0).isEmpty());
    bar()->setValue(bar()->maximum());
    QVERIFY(view()->follows());
    QVERIFY(!view()->rectOfRow(2).isEmpty());
}

void TestLogWrapping::whatIsReadStaysInSightWhenTheWindowIsResized()
{
    for (int i = 0; i < 10; ++i)
        m_store->append(QList<LogLine>(20, sampleLine(QByteArray(i * 90 + 10, 'x'))));
    QVERIFY(readAll(m_panel->rows()));
    view()->setWraps(true);
    bar()->setValue(117);
    QCOMPARE(view()->topLine(), 117);
    for (const int width : {500, 1200, 700, 900}) {
        m_panel->resize(width, 400);
        QTRY_COMPARE_WITH_TIMEOUT(m_panel->width(), width, withRoom(5000));
        QCOMPARE(view()->topLine(), 117);
    }
    view()->setWraps(false);
    QCOMPARE(view()->topLine(), 117);
    add(500);
    QCOMPARE(view()->topLine(), 117);
}

void TestLogWrapping::pagesLeaveNothingOut()
{
    RandomLines random(7);
    m_store->append(random.next(300));
    for (int i = 0; i < 20; ++i)
        m_store->append(sampleLine(QByteArray(random.below(4000), 'y')));
    QVERIFY(readAll(m_panel->rows()));
    view()->setWraps(true);
    bar()->setValue(0);
    const auto lastInSight = [this] {
        qint64 row = m_panel->rows().rowAtOrAfter(view()->topLine());
        while (row + 1 < m_panel->rows().endRow() && !view()->rectOfRow(row + 1).isEmpty())
            ++row;
        return row;
    };
    qint64 seen = lastInSight();
    int pages = 0;
    while (!isAtEnd() && ++pages < 1000) {
        for (int step = 0; step < view()->viewport()->height() / rowHeight() / QApplication::wheelScrollLines(); ++step)
            turnWheel(-1);
        QVERIFY(m_panel->rows().rowAtOrAfter(view()->topLine()) <= seen + 1);
        seen = lastInSight();
    }
    QCOMPARE(seen, m_panel->rows().endRow() - 1);
    // By keys, every row comes into sight as it becomes the current one.
    for (int i = 0; i < 400 && m_panel->rows().rowAtOrAfter(view()->focusLine()) > 0; ++i) {
        QTest::keyClick(view(), Qt::Key_Up);
        QVERIFY(!view()->rectOfRow(m_panel->rows().rowAtOrAfter(view()->focusLine())).isEmpty());
    }
    QTest::keyClick(view(), Qt::Key_Home);
    QCOMPARE(view()->topLine(), m_panel->rows().numberAt(m_panel->rows().firstRow()));
}

void TestLogWrapping::wideLettersAreWrappedToo()
{
    append(QByteArray("\xe6\xbc\xa2\xcc\x81\t ").repeated(300));
    append("below");
    view()->setWraps(true);
    view()->viewport()->repaint();
    bar()->setValue(0);
    QVERIFY(piecesSeen(0) > 3);
}

void TestLogWrapping::whatIsFoldedIsCountedBesideTheText()
{
    const int room = columns();
    m_store->append(sampleLine(QByteArray(room - 5, 'x'), Level::Error));
    m_store->append(QList<LogLine>(50, sampleLine("frame", Level::Error, Origin::Err, LogLine::Continuation)));
    m_store->append(sampleLine("after"));
    QVERIFY(readAll(m_panel->rows()));
    view()->setWraps(true);
    QCOMPARE(m_panel->rows().count(), 2);
    // The text fits one row of the screen, the count needs the next.
    QCOMPARE(piecesSeen(0), 2);
}

QTEST_MAIN(TestLogWrapping)

#include "tst_log_wrapping.moc"
