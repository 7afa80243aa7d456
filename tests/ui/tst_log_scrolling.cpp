// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/ui/log_view_fixture.h"

#include "ui/log/filter_bar.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

class TestLogScrolling : public LogViewFixture
{
    Q_OBJECT

private slots:
    void followsTheEndUntilTheUserScrolls();
    void theButtonTellsWhatIsNewAndTakesHimBack();
    void theFollowBoxMirrorsTheView();
    void whatIsReadStaysInSightWhileLinesComeAndGo();
    void aFoldOpensAndClosesByKeyAndByClick();
    void showLineOpensTheRecordWhateverHidIt();
};

void TestLogScrolling::followsTheEndUntilTheUserScrolls()
{
    add(200);
    QTRY_VERIFY(bar()->maximum() > 100);
    QTRY_VERIFY(isAtEnd());
    bar()->triggerAction(QScrollBar::SliderSingleStepSub);
    QVERIFY(!m_panel->view()->follows());
    const qint64 top = m_panel->view()->topLine();
    add(50);
    QTRY_VERIFY(bar()->maximum() - bar()->value() >= 50);
    QCOMPARE(m_panel->view()->topLine(), top);
    // Back at the end by himself.
    bar()->setValue(bar()->maximum());
    QVERIFY(m_panel->view()->follows());
    add(50);
    QTRY_VERIFY(bar()->maximum() > 250 && isAtEnd());
}

void TestLogScrolling::theButtonTellsWhatIsNewAndTakesHimBack()
{
    add(200);
    QTRY_VERIFY(isAtEnd());
    auto *button = m_panel->view()->findChild<QPushButton *>(QStringLiteral("newLines"));
    QVERIFY(button);
    QVERIFY(button->isHidden());
    QTest::keyClick(m_panel->view(), Qt::Key_Home);
    QVERIFY(!m_panel->view()->follows());
    QTRY_VERIFY(button->isVisible());
    add(12);
    QTRY_COMPARE(button->text(), QStringLiteral("\u2193 12 new lines"));
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(m_panel->view()->follows());
    QVERIFY(isAtEnd());
    QVERIFY(button->isHidden());
    QTest::keyClick(m_panel->view(), Qt::Key_PageUp);
    QTest::keyClick(m_panel->view(), Qt::Key_PageUp);
    QVERIFY(!isAtEnd());
    QTest::keyClick(m_panel->view(), Qt::Key_End);
    QVERIFY(m_panel->view()->follows() && isAtEnd());
}

void TestLogScrolling::theFollowBoxMirrorsTheView()
{
    add(200);
    QTRY_VERIFY(isAtEnd());
    QCheckBox *box = nullptr;
    for (QCheckBox *each : m_panel->findChildren<QCheckBox *>()) {
        if (each->text() == QLatin1String("Follow"))
            box = each;
    }
    QVERIFY(box && box->isChecked());
    bar()->setValue(3);
    QVERIFY(!box->isChecked());
    box->setChecked(true);
    QVERIFY(m_panel->view()->follows() && isAtEnd());
    box->setChecked(false);
    const qint64 top = m_panel->view()->topLine();
    add(20);
    QTRY_VERIFY(!isAtEnd());
    QCOMPARE(m_panel->view()->topLine(), top);
}

void TestLogScrolling::whatIsReadStaysInSightWhileLinesComeAndGo()
{
    add(4000);
    QTRY_VERIFY(isAtEnd());
    bar()->setValue(3800);
    QCOMPARE(m_panel->view()->topLine(), 3800);
    while (m_store->dropped() == 0)
        add(200);
    QVERIFY(m_store->firstNumber() < 3800);
    QTRY_COMPARE(bar()->maximum() > bar()->value(), true);
    QTRY_COMPARE(m_panel->view()->topLine(), 3800);
    // Another filter, and still.
    m_panel->findChild<FilterBar *>()->findChild<QLineEdit *>()->setText(QStringLiteral("/0$/"));
    QTRY_COMPARE(m_panel->view()->topLine(), 3800);
    // Until it is dropped itself: then the oldest line there is.
    while (m_store->firstNumber() <= 3800)
        add(500);
    QTRY_COMPARE(m_panel->view()->topLine(), m_panel->rows().numberAt(m_panel->rows().firstRow()));
}

void TestLogScrolling::aFoldOpensAndClosesByKeyAndByClick()
{
    addTraceback();
    LogView *view = m_panel->view();
    QCOMPARE(m_panel->rows().count(), 1);
    QTest::keyClick(view, Qt::Key_Home);
    QTest::keyClick(view, Qt::Key_Right);
    QCOMPARE(m_panel->rows().count(), 340);
    QTest::keyClick(view, Qt::Key_Down);
    QTest::keyClick(view, Qt::Key_Left);
    QCOMPARE(m_panel->rows().count(), 1);
    const qreal letter = QFontMetricsF(view->viewport()->font()).horizontalAdvance(u'0');
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, rowPoint(0, int(letter * 30.5)));
    QCOMPARE(m_panel->rows().count(), 340);
}

void TestLogScrolling::showLineOpensTheRecordWhateverHidIt()
{
    add(300);
    addTraceback();
    add(300);
    m_panel->findChild<FilterBar *>()->findChild<QLineEdit *>()->setText(QStringLiteral("absent"));
    QTRY_COMPARE(m_panel->rows().count(), 0);
    m_panel->showLine(300);
    QTRY_COMPARE(m_panel->rows().count(), 300 + 340 + 300);
    LogView *view = m_panel->view();
    QVERIFY(!view->follows());
    QTRY_VERIFY(view->topLine() <= 300 && view->topLine() > 280);
    QCOMPARE(view->selection().first().number, 300);
    // Numbers that are not there are nobody's fault.
    m_panel->showLine(-5);
    m_panel->showLine(1'000'000);
    QCOMPARE(view->selection().first().number, 300);
}

QTEST_MAIN(TestLogScrolling)

#include "tst_log_scrolling.moc"
