// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/ui/log_view_fixture.h"

#include "tests/support/test_help.h"
#include "ui/log/filter_bar.h"
#include "ui/log/log_time.h"
#include "ui/log/time_dialog.h"

#include <QAction>
#include <QClipboard>
#include <QDateTime>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

class TestLogCommands : public LogViewFixture
{
    Q_OBJECT

private slots:
    void everyCommandSaysWhatItDoesAndHasAKeyOfItsOwn();
    void theTextSizeIsChangedByKeysAndRemembered();
    void followingIsSwitchedByItsKey();
    void everythingIsFoldedAndUnfoldedAtOnce();
    void selectedLinesAreCopiedWithoutTheirColumns();
    void errorsAreWalkedThroughAroundTheEnd();
    void anErrorThatIsNotThereIsSaid();
    void aTimeIsUnderstood_data();
    void aTimeIsUnderstood();
    void aTimeIsGoneTo();
    void aWrongTimeIsExplained_data();
    void aWrongTimeIsExplained();

private:
    // One line each second from 18:44:00 on.
    void addSeconds(int count);
    [[nodiscard]] TimeDialog *openTimeDialog();
    void press(int key, Qt::KeyboardModifiers modifiers = {});
    static qint64 at(const QString &time) { return QDateTime::fromString(time, Qt::ISODateWithMs).toMSecsSinceEpoch(); }
};

void TestLogCommands::addSeconds(int count)
{
    QList<LogLine> lines;
    for (int i = 0; i < count; ++i) {
        lines << sampleLine("second " + QByteArray::number(i));
        lines.last().timeMs = at(u"2026-11-22T18:44:00.000"_s) + 1000 * i;
    }
    m_store->append(lines);
    QVERIFY(readAll(m_panel->rows()));
}

// Keys of actions go to the active window only.
void TestLogCommands::press(int key, Qt::KeyboardModifiers modifiers)
{
    m_panel->activateWindow();
    m_panel->view()->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
    QTest::keyClick(m_panel->view(), Qt::Key(key), modifiers);
}

TimeDialog *TestLogCommands::openTimeDialog()
{
    press(Qt::Key_G, Qt::ControlModifier);
    auto *dialog = m_panel->findChild<TimeDialog *>();
    return dialog && QTest::qWaitForWindowExposed(dialog) ? dialog : nullptr;
}

void TestLogCommands::everyCommandSaysWhatItDoesAndHasAKeyOfItsOwn()
{
    QList<QKeySequence> keys;
    QStringList texts;
    for (const QAction *action : m_panel->findChild<FilterBar *>()->findChild<QToolButton *>()->menu()->actions()) {
        if (action->isSeparator())
            continue;
        texts << action->text();
        QVERIFY2(action->toolTip() != action->text() && !action->toolTip().isEmpty(), qPrintable(action->text()));
        for (const QKeySequence &key : action->shortcuts()) {
            QVERIFY2(!keys.contains(key), qPrintable(key.toString()));
            keys << key;
        }
    }
    for (const char *text :
         {"Copy", "Copy text only", "Save as\u2026", "Find\u2026", "Go to time\u2026", "Next error", "Previous error",
          "Follow", "Fold all", "Unfold all", "Wrap long lines", "Larger text", "Smaller text", "Normal text size"})
        QVERIFY2(texts.contains(QString::fromUtf8(text)), text);
    for (const QKeySequence &key : {QKeySequence(Qt::CTRL | Qt::Key_G), QKeySequence(Qt::Key_F8),
                                    QKeySequence(Qt::SHIFT | Qt::Key_F8), QKeySequence(Qt::CTRL | Qt::Key_0)})
        QVERIFY2(keys.contains(key), qPrintable(key.toString()));
}

void TestLogCommands::theTextSizeIsChangedByKeysAndRemembered()
{
    add(3);
    QSignalSpy told(m_panel.get(), &LogPanel::choicesChanged);
    const QFont before = m_panel->view()->viewport()->font();
    press(Qt::Key_Plus, Qt::ControlModifier);
    press(Qt::Key_Equal, Qt::ControlModifier);
    QCOMPARE(m_panel->view()->viewport()->font().pointSizeF(), before.pointSizeF() + 2);
    QCOMPARE(told.size(), 2);
    const WindowChoices larger = m_panel->choices();
    QCOMPARE(larger.logFontSize, qRound(before.pointSizeF() + 2));
    press(Qt::Key_0, Qt::ControlModifier);
    QCOMPARE(m_panel->view()->viewport()->font(), before);
    QCOMPARE(m_panel->choices().logFontSize, 0);
    told.clear();
    m_panel->applyChoices(larger);
    QCOMPARE(m_panel->view()->viewport()->font().pointSize(), larger.logFontSize);
    QCOMPARE(told.size(), 0);
    press(Qt::Key_Minus, Qt::ControlModifier);
    QCOMPARE(m_panel->choices().logFontSize, larger.logFontSize - 1);
}

void TestLogCommands::followingIsSwitchedByItsKey()
{
    add(200);
    QTRY_VERIFY_WITH_TIMEOUT(isAtEnd(), withRoom(5000));
    press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!m_panel->view()->follows());
    press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_panel->view()->follows());
}

void TestLogCommands::everythingIsFoldedAndUnfoldedAtOnce()
{
    addTraceback();
    add(10);
    m_store->append(sampleLine("short record"));
    m_store->append(QList<LogLine>(5, sampleLine("more", Level::Info, Origin::Err, LogLine::Continuation)));
    m_store->append(sampleLine("wrapped message"));
    m_store->append(QList<LogLine>(2, sampleLine("its end", Level::Info, Origin::Err, LogLine::Continuation)));
    addTraceback();
    const qint64 lines = m_store->count();
    QTRY_COMPARE_WITH_TIMEOUT(m_panel->rows().count(), lines - 2 * 339, withRoom(5000));
    press(Qt::Key_Right, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_panel->rows().count(), lines, withRoom(5000));
    QCOMPARE(rowsOf(m_panel->rows()).last(), lines - 1);
    press(Qt::Key_Left, Qt::ControlModifier);
    // A message of three lines is nothing to fold.
    QTRY_COMPARE_WITH_TIMEOUT(m_panel->rows().count(), lines - 2 * 339 - 5, withRoom(5000));
    // One by one still works, and what comes later folds by its own length.
    m_panel->view()->setFolded(0, false);
    QCOMPARE(m_panel->rows().count(), lines - 339 - 5);
    addTraceback();
    QTRY_COMPARE_WITH_TIMEOUT(m_panel->rows().count(), lines - 339 - 5 + 1, withRoom(5000));
}

void TestLogCommands::selectedLinesAreCopiedWithoutTheirColumns()
{
    add(10, "\xc3\xa4 line");
    press(Qt::Key_Home);
    press(Qt::Key_Down, Qt::ShiftModifier);
    press(Qt::Key_C, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"\u00e4 line 0\n\u00e4 line 1\n"_s);
    press(Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QGuiApplication::clipboard()->text().contains(u" INFO "_s));
}

void TestLogCommands::errorsAreWalkedThroughAroundTheEnd()
{
    add(300);
    addTraceback(); // head 300
    add(200);
    add(1, "broken", Level::Critical); // 840
    add(100);
    LogView *view = m_panel->view();
    QTest::keyClick(view, Qt::Key_Home);
    press(Qt::Key_F8);
    QCOMPARE(view->selection().first().number, 300);
    QVERIFY(!m_panel->rows().recordOf(300)->folded);
    QVERIFY(!view->follows());
    QTRY_VERIFY_WITH_TIMEOUT(view->topLine() <= 300 && view->topLine() > 280, withRoom(5000));
    press(Qt::Key_F8);
    QCOMPARE(view->selection().first().number, 840);
    press(Qt::Key_F8);
    QCOMPARE(view->selection().first().number, 300);
    press(Qt::Key_F8, Qt::ShiftModifier);
    QCOMPARE(view->selection().first().number, 840);
    press(Qt::Key_F8, Qt::ShiftModifier);
    QCOMPARE(view->selection().first().number, 300);
}

void TestLogCommands::anErrorThatIsNotThereIsSaid()
{
    add(20);
    press(Qt::Key_F8);
    QCOMPARE(status(), u"There is no error in the log"_s);
    QVERIFY(m_panel->view()->selection().isEmpty());
    add(1, "broken", Level::Error);
    m_panel->findChild<FilterBar *>()->findChild<QLineEdit *>()->setText(u"line"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_panel->rows().count(), 20, withRoom(5000));
    press(Qt::Key_F8, Qt::ShiftModifier);
    QCOMPARE(status(), u"The filters let no error through"_s);
}

void TestLogCommands::aTimeIsUnderstood_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("from"); // empty: it is no time
    QTest::addColumn<qint64>("lengthMs");
    QTest::newRow("minute") << u"18:44"_s << u"2026-11-22T18:44:00.000"_s << qint64(60'000);
    QTest::newRow("second") << u" 18:44:02 "_s << u"2026-11-22T18:44:02.000"_s << qint64(1000);
    QTest::newRow("tenth") << u"18:44:02.1"_s << u"2026-11-22T18:44:02.100"_s << qint64(100);
    QTest::newRow("millisecond") << u"18:44:02,101"_s << u"2026-11-22T18:44:02.101"_s << qint64(1);
    QTest::newRow("early hour") << u"7:05"_s << u"2026-11-22T07:05:00.000"_s << qint64(60'000);
    QTest::newRow("evening before") << u"23:00"_s << u"2026-11-21T23:00:00.000"_s << qint64(60'000);
    QTest::newRow("with its day") << u"2026-11-20 23:00"_s << u"2026-11-20T23:00:00.000"_s << qint64(60'000);
    QTest::newRow("as in the file") << u"2026-11-20T23:00:01.5"_s << u"2026-11-20T23:00:01.500"_s << qint64(100);
    for (const char *wrong : {"", "noon", "25:00", "18:60", "18:44:61", "18", "2026-02-30 18:44", "18:44 pm"})
        QTest::newRow(wrong) << QString::fromLatin1(wrong) << QString() << qint64(0);
}

void TestLogCommands::aTimeIsUnderstood()
{
    QFETCH(QString, text);
    QFETCH(QString, from);
    QFETCH(qint64, lengthMs);
    const auto span = timeFromText(text, at(u"2026-11-22T19:30:00.000"_s));
    QCOMPARE(span.has_value(), !from.isEmpty());
    if (!span)
        return;
    QCOMPARE(span->fromMs, at(from));
    QCOMPARE(span->endMs - span->fromMs, lengthMs);
}

void TestLogCommands::aTimeIsGoneTo()
{
    addSeconds(600);
    TimeDialog *dialog = openTimeDialog();
    QVERIFY(dialog);
    auto *field = dialog->findChild<QLineEdit *>();
    QCOMPARE(field->text(), u"18:53:59"_s);
    field->setText(u"18:47"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(!dialog->isVisible());
    LogView *view = m_panel->view();
    QCOMPARE(view->selection().first().number, 180);
    QVERIFY(!view->follows());
    QTRY_VERIFY_WITH_TIMEOUT(view->topLine() <= 180 && view->topLine() > 150, withRoom(5000));
}

void TestLogCommands::aWrongTimeIsExplained_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("no time") << u"noon"_s << u"\u201cnoon\u201d is no time"_s;
    QTest::newRow("before the log") << u"12:00"_s << u"it goes from 2026-11-22 18:44:00"_s;
    QTest::newRow("after the log") << u"2026-11-23 12:00"_s << u"to 2026-11-22 18:53:59"_s;
}

void TestLogCommands::aWrongTimeIsExplained()
{
    QFETCH(QString, text);
    QFETCH(QString, says);
    addSeconds(600);
    TimeDialog *dialog = openTimeDialog();
    QVERIFY(dialog);
    auto *field = dialog->findChild<QLineEdit *>();
    field->setText(text);
    QTest::mouseClick(dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok), Qt::LeftButton);
    QVERIFY(dialog->isVisible());
    QString shown;
    for (const QLabel *label : dialog->findChildren<QLabel *>())
        shown += label->isVisible() ? label->text() : QString();
    QVERIFY2(shown.contains(says), qPrintable(shown));
    QVERIFY(field->accessibleDescription().contains(says));
    QVERIFY(m_panel->view()->selection().isEmpty());
    // It is still the user's turn.
    field->selectAll();
    QTest::keyClicks(field, u"18:44:30"_s);
    QVERIFY(field->accessibleDescription().isEmpty());
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(m_panel->view()->selection().first().number, 30);
}

QTEST_MAIN(TestLogCommands)

#include "tst_log_commands.moc"
