// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/ui/log_view_fixture.h"

#include "core/log/log_format.h"
#include "tests/support/test_help.h"
#include "ui/log/filter_bar.h"
#include "ui/log/find_bar.h"
#include "ui/log/log_colours.h"
#include "ui/shared/readable_colours.h"

#include <QHelpEvent>
#include <QImage>
#include <QLineEdit>
#include <QPalette>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

#include <cstdlib>
#include <ctime>

using namespace Qt::StringLiterals;

static bool farApart(const QColor &a, const QColor &b, int least = 24)
{
    return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue()) >= least;
}

class TestLogPainting : public LogViewFixture
{
    Q_OBJECT

private slots:
    void theToolTipNamesTheSource();
    void nothingIsTouchedWhileHidden();
    void everyColourCanBeRead_data();
    void everyColourCanBeRead();
    void matchesAreSeenInWhatIsSelected();
    void longAndStrangeLinesArePaintedQuickly();
    void everythingFitsAtSmallestWidth();
};

void TestLogPainting::theToolTipNamesTheSource()
{
    LogLine line = sampleLine("Initializing");
    line.source = "http_server.py:203";
    m_store->append(line);
    QTRY_COMPARE(m_panel->rows().count(), 1);
    QWidget *viewport = m_panel->view()->viewport();
    const QPoint point = rowPoint(0, 300);
    QHelpEvent help(QEvent::ToolTip, point, viewport->mapToGlobal(point));
    QCoreApplication::sendEvent(viewport, &help);
    QVERIFY2(QToolTip::text().contains(QStringLiteral("http_server.py:203")), qPrintable(QToolTip::text()));
    QToolTip::hideText();
}

void TestLogPainting::nothingIsTouchedWhileHidden()
{
    add(10);
    QTRY_COMPARE(m_panel->rows().count(), 10);
    m_panel->hide();
    QSignalSpy refreshed(m_panel->view(), &LogView::refreshed);
    QSignalSpy changed(&m_panel->rows(), &LogRows::changed);
    for (int i = 0; i < 1000; ++i)
        m_store->append(sampleLine("unseen"));
    QCoreApplication::processEvents();
    QCOMPARE(refreshed.size(), 0);
    QCOMPARE(changed.size(), 0);
    m_panel->show();
    QTRY_COMPARE(m_panel->rows().count(), 1010);
    QTRY_VERIFY(isAtEnd() && bar()->maximum() > 900);
}

void TestLogPainting::everyColourCanBeRead_data()
{
    QTest::addColumn<QColor>("base");
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("highlight");
    QTest::addColumn<QColor>("highlightedText");
    const QColor blue(0x3d, 0x7d, 0xf5);
    QTest::newRow("light") << QColor(Qt::white) << QColor(0x1f, 0x23, 0x28) << blue << QColor(Qt::white);
    QTest::newRow("dark") << QColor(0x1d, 0x1f, 0x25) << QColor(0xe6, 0xe7, 0xeb) << blue << QColor(Qt::white);
    QTest::newRow("high contrast, black")
        << QColor(Qt::black) << QColor(Qt::white) << QColor(Qt::white) << QColor(Qt::black);
    QTest::newRow("high contrast, white")
        << QColor(Qt::white) << QColor(Qt::black) << QColor(Qt::black) << QColor(Qt::white);
    QTest::newRow("yellow on black") << QColor(Qt::black) << QColor(Qt::yellow) << QColor(Qt::yellow)
                                     << QColor(Qt::black);
    QTest::newRow("cream") << QColor(0xfd, 0xf6, 0xe3) << QColor(0x58, 0x6e, 0x75) << QColor(0x26, 0x8b, 0xd2)
                           << QColor(0xfd, 0xf6, 0xe3);
    QTest::newRow("yellow on blue") << QColor(0x00, 0x00, 0x80) << QColor(Qt::yellow) << QColor(0xf5, 0xa6, 0x1d)
                                    << QColor(Qt::white);
}

void TestLogPainting::everyColourCanBeRead()
{
    QFETCH(QColor, base);
    QFETCH(QColor, text);
    QFETCH(QColor, highlight);
    QFETCH(QColor, highlightedText);
    QPalette palette;
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::Highlight, highlight);
    palette.setColor(QPalette::HighlightedText, highlightedText);
    const LogColours colours(palette);
    for (const QColor &row : {colours.base, colours.warningRow, colours.errorRow}) {
        QVERIFY(contrast(row, colours.text) >= 4.5);
        QVERIFY(contrast(row, colours.quiet) >= 4.5);
    }
    for (const Level level : {Level::None, Level::Debug, Level::Info, Level::Warning, Level::Error, Level::Critical})
        QVERIFY2(contrast(colours.rowOf(level), colours.textOf(level)) >= 4.5, levelName(level).data());
    QVERIFY(contrast(colours.match, colours.matchText) >= 4.5);
    QVERIFY(contrast(colours.currentMatch, colours.currentMatchText) >= 4.5);
    QVERIFY(contrast(colours.selection, colours.selectedText) >= 4.5);
    QVERIFY(contrast(colours.selectedMatch, colours.selectedMatchText) >= 4.5);
    QVERIFY(contrast(colours.selectedCurrentMatch, colours.selectedCurrentMatchText) >= 4.5);
    // A match within the selection is neither the one nor the other, and the one we stand on is another still.
    for (const QColor &other : {colours.selection, colours.match, colours.currentMatch})
        QVERIFY(farApart(colours.selectedMatch, other));
    QVERIFY(farApart(colours.selectedCurrentMatch, colours.selectedMatch));
    QVERIFY(farApart(colours.selectedCurrentMatch, colours.selection));
}

void TestLogPainting::matchesAreSeenInWhatIsSelected()
{
    add(3, "a needle and a needle");
    LogView *view = m_panel->view();
    const LogColours colours(view->palette());
    m_panel->openFind();
    auto *field = m_panel->findChild<FindBar *>()->findChild<QLineEdit *>();
    field->setText(u"needle"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_panel->find().count(), 3, withRoom(5000));
    QTRY_VERIFY_WITH_TIMEOUT(m_panel->find().current() == 0, withRoom(5000));
    const int height = rowPoint(1, 0).y() - rowPoint(0, 0).y();
    const auto painted = [view, height](const QColor &colour, int row) {
        const QImage image = view->viewport()->grab().toImage();
        for (int y = row * height + 2; y < (row + 1) * height - 2; ++y)
            for (int x = 0; x < image.width(); ++x)
                if (!farApart(image.pixelColor(x, y), colour, 3))
                    return true;
        return false;
    };
    QVERIFY(painted(colours.currentMatch, 0));
    QVERIFY(painted(colours.match, 1));
    view->selectAll();
    QVERIFY(painted(colours.selectedCurrentMatch, 0));
    QVERIFY(!painted(colours.currentMatch, 0));
    QVERIFY(painted(colours.selectedMatch, 1));
    QVERIFY(painted(colours.selection, 1));
    QVERIFY(!painted(colours.match, 1));
    // Only one of the two words in the second line.
    QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, rowPoint(1, textX() + int(letterWidth() * 3)));
    QCOMPARE(view->selectedText(), u"needle"_s);
    QVERIFY(painted(colours.match, 1));
    QVERIFY(painted(colours.selectedMatch, 1));
    QVERIFY(!painted(colours.selection, 1));
}

void TestLogPainting::longAndStrangeLinesArePaintedQuickly()
{
    QByteArray wide;
    while (wide.size() < 8000)
        wide += "\xe6\xbc\xa2\xcc\x81\t";
    for (int i = 0; i < 30; ++i)
        m_store->append({sampleLine(QByteArray(8000, 'x')), sampleLine(wide), sampleLine({})});
    QTRY_COMPARE(m_panel->rows().count(), m_store->count());
    m_panel->openFind();
    m_panel->findChild<FindBar *>()->findChild<QLineEdit *>()->setText(QStringLiteral("x"));
    QTRY_VERIFY(m_panel->find().count() > 0);
    QTRY_VERIFY_WITH_TIMEOUT(m_panel->find().isComplete(), withRoom(5000));
    // What painting costs, not how long others hold the processors.
    const std::clock_t before = std::clock();
    for (int i = 0; i < 5; ++i)
        m_panel->view()->viewport()->repaint();
    const double each = double(std::clock() - before) / CLOCKS_PER_SEC / 5 * 1000;
    qInfo("a page of long lines is painted in %.1f ms", each);
    QVERIFY(each < 200);
    QVERIFY(m_panel->view()->horizontalScrollBar()->maximum() > 0);
    m_panel->view()->horizontalScrollBar()->setValue(2000);
    m_panel->view()->viewport()->repaint();
}

void TestLogPainting::everythingFitsAtSmallestWidth()
{
    add(5);
    m_panel->openFind();
    m_panel->resize(480, 400);
    QVERIFY(m_panel->minimumSizeHint().width() <= 480);
    for (QWidget *bar : {static_cast<QWidget *>(m_panel->findChild<FilterBar *>()),
                         static_cast<QWidget *>(m_panel->findChild<FindBar *>())}) {
        for (const QWidget *child : bar->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly)) {
            if (child->isVisible())
                QVERIFY2(bar->rect().contains(child->geometry()), qPrintable(child->accessibleName()));
        }
    }
}

QTEST_MAIN(TestLogPainting)

#include "tst_log_painting.moc"
