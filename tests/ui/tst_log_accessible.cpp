// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/ui/log_view_fixture.h"

#include "tests/support/test_help.h"
#include "ui/log/log_accessible.h"
#include "ui/log/log_text.h"

#include <QAccessible>
#include <QElapsedTimer>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

// What a screen reader would have been told, newest last.
struct Told
{
    QAccessible::Event type = QAccessible::InvalidEvent;
    int child = -1;
    bool operator==(const Told &) const = default;
};

class TestLogAccessible : public LogViewFixture
{
    Q_OBJECT

private slots:
    void init();
    void rowsAreItemsOfAList();
    void aFoldedRecordTellsAndOpens();
    void theFocusGoesWithTheKeys();
    void whatIsSelectedIsTold();
    void aRowIsFoundByItsPlace();
    void newLinesAreToldOfOnceASecond();
    void rowsThatAreGoneAreInvalid();
    void aReaderThatWalksThroughAllRowsCostsLittle();

private:
    [[nodiscard]] QAccessibleInterface *list() const { return QAccessible::queryAccessibleInterface(m_panel->view()); }
    [[nodiscard]] qsizetype count(QAccessible::Event type) const;
    void focusLog();

    QList<Told> m_told;
};

// As if a screen reader had come after the window.
void TestLogAccessible::init()
{
    LogViewFixture::init();
    QAccessible::setActive(true);
    m_told.clear();
    connect(m_panel->view()->findChild<LogNews *>(), &LogNews::told, this, [this](QAccessible::Event type, int child) {
        m_told << Told{type, child};
    });
}

qsizetype TestLogAccessible::count(QAccessible::Event type) const
{
    return std::count_if(m_told.begin(), m_told.end(), [type](const Told &each) { return each.type == type; });
}

void TestLogAccessible::focusLog()
{
    m_panel->activateWindow();
    m_panel->view()->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
    QVERIFY(m_panel->view()->hasFocus());
}

void TestLogAccessible::rowsAreItemsOfAList()
{
    add(3);
    add(1, "broken", Level::Error);
    QAccessibleInterface *log = list();
    QVERIFY(log);
    QCOMPARE(log->role(), QAccessible::List);
    QCOMPARE(log->text(QAccessible::Name), u"Log"_s);
    QCOMPARE(log->childCount(), 4);
    QAccessibleInterface *row = log->child(3);
    QVERIFY(row && row->isValid());
    QCOMPARE(row->role(), QAccessible::ListItem);
    QCOMPARE(row->text(QAccessible::Name), shownTime(m_store->line(3).timeMs) + u", ERROR, backend, broken 3"_s);
    QVERIFY(log->child(0)->text(QAccessible::Name).endsWith(u", INFO, backend, line 0"_s));
    QCOMPARE(row->parent(), log);
    QCOMPARE(log->indexOfChild(row), 3);
    QCOMPARE(log->child(3), row); // the same object each time
    QVERIFY(!row->state().offscreen);
    QVERIFY(!log->child(4));
    QVERIFY(!log->child(-1));
}

void TestLogAccessible::aFoldedRecordTellsAndOpens()
{
    addTraceback();
    QAccessibleInterface *log = list();
    QCOMPARE(log->childCount(), 1);
    QAccessibleInterface *head = log->child(0);
    QVERIFY2(head->text(QAccessible::Name).endsWith(u"Error in background loading, 339 more lines"_s),
             qPrintable(head->text(QAccessible::Name)));
    QVERIFY(head->state().expandable && head->state().collapsed && !head->state().expanded);
    head->actionInterface()->doAction(QAccessibleActionInterface::toggleAction());
    QCOMPARE(log->childCount(), 340);
    QVERIFY(head->state().expanded);
    QCOMPARE(log->child(1)->text(QAccessible::Name), u"frame"_s);
    QVERIFY(!log->child(1)->state().expandable);
}

void TestLogAccessible::theFocusGoesWithTheKeys()
{
    add(50);
    focusLog();
    LogView *view = m_panel->view();
    QTest::keyClick(view, Qt::Key_Home);
    m_told.clear();
    QTest::keyClick(view, Qt::Key_Down);
    QCOMPARE(m_told.value(m_told.size() - 1), (Told{QAccessible::Focus, 1}));
    QAccessibleInterface *focus = list()->focusChild();
    QVERIFY(focus);
    QVERIFY(focus->text(QAccessible::Name).endsWith(u"line 1"_s));
    QVERIFY(focus->state().focused);
    QVERIFY(!list()->child(2)->state().focused);
    list()->child(40)->actionInterface()->doAction(QAccessibleActionInterface::setFocusAction());
    QCOMPARE(view->focusLine(), 40);
    QTRY_VERIFY_WITH_TIMEOUT(!list()->child(40)->state().offscreen, withRoom(5000));
}

void TestLogAccessible::whatIsSelectedIsTold()
{
    add(10);
    focusLog();
    LogView *view = m_panel->view();
    QTest::keyClick(view, Qt::Key_Home);
    m_told.clear();
    QTest::keyClick(view, Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(count(QAccessible::SelectionWithin), 1);
    QVERIFY(list()->child(0)->state().selected && list()->child(1)->state().selected);
    QVERIFY(!list()->child(2)->state().selected);
    QTest::keyClick(view, Qt::Key_Escape);
    QCOMPARE(count(QAccessible::SelectionWithin), 2);
    QVERIFY(!list()->child(0)->state().selected);
}

void TestLogAccessible::aRowIsFoundByItsPlace()
{
    add(200);
    LogView *view = m_panel->view();
    QTRY_VERIFY_WITH_TIMEOUT(isAtEnd(), withRoom(5000));
    const QPoint place = view->viewport()->mapToGlobal(rowPoint(2, 100));
    QAccessibleInterface *row = list()->childAt(place.x(), place.y());
    QVERIFY(row);
    QCOMPARE(list()->indexOfChild(row), bar()->value() + 2);
    QVERIFY(row->rect().contains(place));
    QVERIFY(list()->child(0)->rect().isEmpty());
    QVERIFY(list()->child(0)->state().offscreen);
}

void TestLogAccessible::newLinesAreToldOfOnceASecond()
{
    add(1);
    focusLog();
    m_told.clear();
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < 2500)
        add(20);
    const qint64 seconds = clock.elapsed() / 1000 + 1;
    const qsizetype times = count(QAccessible::ObjectReorder);
    QVERIFY(times >= 1);
    QVERIFY2(times <= seconds + 1, qPrintable(u"%1 in %2 s"_s.arg(times).arg(seconds)));
    // Who follows hears the newest line, as often and no more.
    QVERIFY(count(QAccessible::Focus) >= 1);
    QVERIFY(count(QAccessible::Focus) <= times);
    // The last ones are told of too, although nothing comes any more.
    QTRY_COMPARE_WITH_TIMEOUT(m_told.value(m_told.size() - 1),
                              (Told{QAccessible::Focus, int(m_panel->rows().count() - 1)}), withRoom(5000));
}

void TestLogAccessible::rowsThatAreGoneAreInvalid()
{
    add(10);
    QAccessibleInterface *row = list()->child(0);
    QVERIFY(row->isValid());
    while (m_store->firstNumber() == 0)
        add(500);
    QVERIFY(!row->isValid());
    QVERIFY(row->text(QAccessible::Name).isEmpty());
    QVERIFY(row->state().invalid);
    QCOMPARE(list()->indexOfChild(row), -1);
    QVERIFY(list()->child(0)->isValid());
}

void TestLogAccessible::aReaderThatWalksThroughAllRowsCostsLittle()
{
    add(3000);
    QAccessibleInterface *log = list();
    QSet<QAccessible::Id> ids;
    for (int i = 0; i < log->childCount(); ++i)
        ids << QAccessible::uniqueId(log->child(i));
    qsizetype alive = 0;
    for (const QAccessible::Id id : ids)
        alive += QAccessible::accessibleInterface(id) ? 1 : 0;
    QVERIFY2(alive <= 1024, qPrintable(QString::number(alive)));
}

QTEST_MAIN(TestLogAccessible)

#include "tst_log_accessible.moc"
