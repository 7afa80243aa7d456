// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "log_samples.h"
#include "tests/support/test_help.h"

#include "ui/log/filter_bar.h"
#include "ui/log/find_bar.h"
#include "ui/log/log_panel.h"
#include "ui/log/log_view.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QToolButton>

static constexpr int SearchMs = 60'000;

/// The find bar and the filter bar at work in a panel.
class TestLogSearching : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void linesWithATextAreHiddenAlsoWhenTheyComeLater();
    void aFolderIsNoRegularExpression();
    void whereNothingPassesThereIsAWayOut();
    void aLineThatIsAskedForTakesAwayNoMoreThanWhatHidesIt();
    void aBadPatternIsMarkedAtItsCharacter();
    void anEndlessPatternEndsInAMessage();
    void whatIsWrongWithAPatternWidensNothing();
    void theMatchIsCountedWhileLinesCome();
    void keysAreAnsweredWhileAMillionLinesAreSearched();

private:
    void add(int count, const QByteArray &text);
    [[nodiscard]] QLineEdit *filterField(int index) const
    {
        return m_panel->findChild<FilterBar *>()->findChildren<QLineEdit *>().at(index);
    }
    [[nodiscard]] QLineEdit *findField() const { return m_panel->findChild<FindBar *>()->findChild<QLineEdit *>(); }
    [[nodiscard]] QLabel *filterProblem() const { return m_panel->findChild<FilterBar *>()->findChild<QLabel *>(); }
    [[nodiscard]] QString findCount() const { return m_panel->findChild<FindBar *>()->findChild<QLabel *>()->text(); }
    [[nodiscard]] QLabel *findProblem() const
    {
        return m_panel->findChild<FindBar *>()->findChild<QLabel *>(QStringLiteral("problem"));
    }
    void setRegex(bool regex) const;

    std::unique_ptr<LogStore> m_store;
    std::unique_ptr<LogPanel> m_panel;
};

void TestLogSearching::init()
{
    m_store = std::make_unique<LogStore>(128 * 1024 * 1024);
    m_panel = std::make_unique<LogPanel>(*m_store);
    m_panel->resize(1000, 500);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
}

void TestLogSearching::cleanup()
{
    m_panel.reset();
    m_store.reset();
}

void TestLogSearching::add(int count, const QByteArray &text)
{
    m_store->append(QList<LogLine>(count, sampleLine(text)));
}

void TestLogSearching::setRegex(bool regex) const
{
    for (QToolButton *button : m_panel->findChild<FindBar *>()->findChildren<QToolButton *>()) {
        if (button->text() == QStringLiteral(".*"))
            return button->setChecked(regex);
    }
    QFAIL("no such button");
}

void TestLogSearching::linesWithATextAreHiddenAlsoWhenTheyComeLater()
{
    add(10, "skill loaded");
    add(20, "skill, some noise");
    add(5, "other noise 17");
    filterField(1)->setText(QStringLiteral("Noise"));
    QTRY_COMPARE(m_panel->rows().count(), 10);
    add(3, "more noise");
    add(2, "news");
    QTRY_COMPARE(m_panel->rows().count(), 12);
    QTRY_COMPARE(m_panel->rows().hiddenByFilter(), 28);
    filterField(0)->setText(QStringLiteral("skill"));
    QTRY_COMPARE(m_panel->rows().count(), 10);
    filterField(1)->setText(QStringLiteral("/SOME.noise/"));
    QTRY_COMPARE(m_panel->rows().count(), 30);
    filterField(1)->setText(QStringLiteral("/SOME.noise/i"));
    QTRY_COMPARE(m_panel->rows().count(), 10);
    // Half a pattern changes nothing; what the other field asks for works all the same.
    filterField(1)->setText(QStringLiteral("/noise(/"));
    QVERIFY(filterProblem()->isVisible());
    filterField(0)->clear();
    QTRY_COMPARE(m_panel->rows().count(), 20);
    // A line that is asked for is shown, whatever hides it.
    m_panel->showLine(12);
    QVERIFY(filterField(1)->text().isEmpty());
    QVERIFY(!filterProblem()->isVisible());
    QTRY_COMPARE(m_panel->rows().count(), 40);
}

void TestLogSearching::aFolderIsNoRegularExpression() // B10
{
    add(3, "read /var/log/syslog");
    add(2, "var.log");
    filterField(0)->setText(QStringLiteral("/var/log/"));
    QTRY_COMPARE(m_panel->rows().count(), 3);
    filterField(0)->setText(QStringLiteral("/var.log/"));
    QTRY_COMPARE(m_panel->rows().count(), 5);
    filterField(0)->setText(QStringLiteral("/\\/var\\/l[o]g/"));
    QTRY_COMPARE(m_panel->rows().count(), 3);
}

void TestLogSearching::whereNothingPassesThereIsAWayOut() // D17
{
    add(5, "hay");
    QTRY_COMPARE(m_panel->rows().count(), 5);
    LogView *view = m_panel->view();
    auto *showAll = view->findChild<QPushButton *>(QStringLiteral("showAll"));
    QVERIFY(showAll && !showAll->isVisible());
    m_panel->focusFilter();
    QTest::keyClicks(filterField(0), QStringLiteral("needle"));
    QTRY_VERIFY(showAll->isVisible());
    QTest::keyClick(filterField(0), Qt::Key_Escape);
    QTRY_COMPARE(m_panel->rows().count(), 5);
    QTRY_VERIFY(!showAll->isVisible());
    QVERIFY(filterField(0)->hasFocus());
    QTest::keyClick(filterField(0), Qt::Key_Escape);
    QVERIFY(view->hasFocus());
    filterField(1)->setText(QStringLiteral("hay"));
    QTRY_VERIFY(showAll->isVisible());
    showAll->click();
    QTRY_COMPARE(m_panel->rows().count(), 5);
}

void TestLogSearching::aLineThatIsAskedForTakesAwayNoMoreThanWhatHidesIt() // B10
{
    m_store->append(sampleLine("broken", Level::Error, Origin::Err));
    m_store->append(sampleLine("fine", Level::Info, Origin::Out));
    m_store->append(sampleLine("ours", Level::Info, Origin::Tray));
    WindowChoices choices = m_panel->choices();
    choices.minimumLevel = 1;
    choices.origin = 3; // standard output
    m_panel->applyChoices(choices);
    filterField(0)->setText(QStringLiteral("o"));
    QTRY_COMPARE(m_panel->rows().count(), 0);
    QSignalSpy remembered(m_panel.get(), &LogPanel::choicesChanged);
    m_panel->showLine(0);
    QTRY_COMPARE(rowsOf(m_panel->rows()), QList<qint64>({0, 2}));
    QCOMPARE(filterField(0)->text(), QStringLiteral("o"));
    QCOMPARE(m_panel->rows().filter().minimum, Level::Info);
    QCOMPARE(remembered.size(), 0);
}

void TestLogSearching::aBadPatternIsMarkedAtItsCharacter()
{
    QLineEdit *field = filterField(0);
    // Where something red is, from and to, in a picture of the field.
    const auto marked = [field] {
        const QImage image = field->grab().toImage();
        std::pair<int, int> range{-1, -1};
        for (int x = 0; x < image.width(); ++x) {
            for (int y = 0; y < image.height(); ++y) {
                const QColor seen = image.pixelColor(x, y);
                if (seen.red() > seen.green() + 100 && seen.red() > seen.blue() + 100)
                    range = {range.first < 0 ? x : range.first, x};
            }
        }
        return range;
    };
    QPalette light = field->palette();
    light.setColor(QPalette::Base, Qt::white);
    light.setColor(QPalette::Text, Qt::black);
    field->setPalette(light);
    field->setText(QStringLiteral("/iiii*)iiiiiiii/"));
    field->setCursorPosition(3);
    const auto middle = marked();
    QVERIFY(middle.first > 0);
    // No wider than the one character.
    QVERIFY(middle.second - middle.first <= field->fontMetrics().horizontalAdvance(u')') + 2);
    field->setText(QStringLiteral("/iiii*(iiiiiiii/"));
    QVERIFY(marked().first > middle.second);
    field->setText(QStringLiteral("/iiii*iiiiiiii/"));
    QCOMPARE(marked().first, -1);
    field->setText(QStringLiteral("/[/"));
    QVERIFY(marked().first > 0);
    field->clear();
    QCOMPARE(marked().first, -1);
}

void TestLogSearching::anEndlessPatternEndsInAMessage()
{
    add(10'000, QByteArray(60, 'a') + "b");
    QTRY_COMPARE_WITH_TIMEOUT(m_panel->rows().count(), 10'000, SearchMs);
    // From the first line on, where following would begin with the last ones.
    QTest::keyClick(m_panel->view(), Qt::Key_Home);
    m_panel->openFind();
    setRegex(true);
    findField()->setText(QStringLiteral("(a+)+$"));
    QTRY_COMPARE_WITH_TIMEOUT(findProblem()->text(), QStringLiteral("Stopped: this pattern takes too long"), SearchMs);
    QVERIFY(findCount().isEmpty());
    findField()->setText(QStringLiteral("a+b$"));
    QTRY_COMPARE_WITH_TIMEOUT(findCount(), QStringLiteral("1 of %L1").arg(10'000), SearchMs);
    QVERIFY(!findProblem()->isVisible());

    filterField(0)->setText(QStringLiteral("/(a+)+$/"));
    QTRY_VERIFY_WITH_TIMEOUT(filterProblem()->isVisible(), SearchMs);
    QVERIFY2(filterProblem()->text().contains(QStringLiteral("takes too long")), qPrintable(filterProblem()->text()));
    filterField(0)->setText(QStringLiteral("ab"));
    QVERIFY(!filterProblem()->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(m_panel->rows().count(), 10'000, SearchMs);
    filterField(1)->setText(QStringLiteral("/(a+)+$/"));
    QTRY_VERIFY_WITH_TIMEOUT(filterProblem()->isVisible(), SearchMs);
}

void TestLogSearching::whatIsWrongWithAPatternWidensNothing()
{
    m_panel->openFind();
    setRegex(true);
    const int before = m_panel->minimumSizeHint().width();
    findField()->setText(QStringLiteral("(never closed"));
    QTRY_VERIFY(findProblem()->isVisible());
    QVERIFY2(findProblem()->text().contains(QStringLiteral("parenthesis")), qPrintable(findProblem()->text()));
    QCOMPARE(m_panel->minimumSizeHint().width(), before);
    findField()->setText(QStringLiteral("closed"));
    QTRY_VERIFY(!findProblem()->isVisible());
}

void TestLogSearching::theMatchIsCountedWhileLinesCome()
{
    for (int i = 0; i < 51; ++i) {
        add(7, "hay");
        add(1, "a needle");
    }
    QTRY_COMPARE_WITH_TIMEOUT(m_panel->rows().count(), 51 * 8, SearchMs);
    QTest::keyClick(m_panel->view(), Qt::Key_Home);
    m_panel->openFind();
    findField()->setText(QStringLiteral("needle"));
    QTRY_COMPARE_WITH_TIMEOUT(findCount(), QStringLiteral("1 of 51"), SearchMs);
    QTest::keyClick(findField(), Qt::Key_Return);
    QTest::keyClick(findField(), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(findCount(), QStringLiteral("3 of 51"), SearchMs);
    add(1, "another needle");
    QTRY_COMPARE_WITH_TIMEOUT(findCount(), QStringLiteral("3 of 52"), SearchMs);
    filterField(1)->setText(QStringLiteral("another"));
    QTRY_COMPARE_WITH_TIMEOUT(findCount(), QStringLiteral("3 of 51"), SearchMs);
}

void TestLogSearching::keysAreAnsweredWhileAMillionLinesAreSearched()
{
    for (int i = 0; i < 1000; ++i) {
        add(999, "INFO:     Loaded skill 17 from /srv/skills/scientific/number-17/SKILL.md, as long as lines are " +
                     QByteArray::number(i));
        add(1, QByteArray(60, 'a') + "b");
    }
    QTRY_COMPARE_WITH_TIMEOUT(m_panel->rows().count(), 1'000'000, SearchMs);
    m_panel->openFind();
    setRegex(true);

    QElapsedTimer turn;
    double longest = 0;
    const auto note = [&] {
        longest = std::max(longest, static_cast<double>(turn.nsecsElapsed()) / 1e6);
        turn.start();
    };
    QTimer wake;
    wake.setTimerType(Qt::PreciseTimer);
    connect(&wake, &QTimer::timeout, this, note);
    for (const char *pattern : {"number-1[0-9]", "(a+)+$", "L.*17.*[0-9]{3}$"}) {
        for (const bool asFilter : {false, true}) {
            QLineEdit *field = asFilter ? filterField(0) : findField();
            const QString text = QString::fromUtf8(pattern);
            longest = 0;
            QElapsedTimer clock;
            clock.start();
            turn.start();
            wake.start(1);
            field->setText(asFilter ? QStringLiteral("/%1/").arg(text) : text);
            note();
            const double key = longest;
            // Found elsewhere: nothing can be complete before the event loop turns.
            QVERIFY(!(asFilter ? m_panel->rows().isComplete() : m_panel->find().isComplete()));
            QTRY_VERIFY_WITH_TIMEOUT(m_panel->find().isComplete() && m_panel->rows().isComplete(), SearchMs);
            note();
            wake.stop();
            qInfo("%s %s: the key took %.1f ms, all of it %lld ms, the longest turn of the event loop %.1f ms",
                  asFilter ? "filter" : "find", pattern, key, clock.elapsed(), longest);
        }
        findField()->clear();
        filterField(0)->clear();
        QTRY_COMPARE_WITH_TIMEOUT(m_panel->rows().count(), 1'000'000, SearchMs);
    }
}

QTEST_MAIN(TestLogSearching)

#include "tst_log_searching.moc"
