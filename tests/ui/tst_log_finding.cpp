// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "log_samples.h"

#include "ui/log/filter_bar.h"
#include "ui/log/find_bar.h"
#include "ui/log/log_colours.h"
#include "ui/log/log_panel.h"
#include "ui/log/log_view.h"

#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QTest>

/// What the find bar finds is seen, and nothing but a wish of the reader's moves the view.
class TestLogFinding : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aMatchIsSeenWhereverItIs_data();
    void aMatchIsSeenWhereverItIs();
    void aMatchThatIsSeenDoesNotMoveTheText();
    void anotherFilterDoesNotMoveTheView();
    void aFirstMatchMinutesLaterDoesNotMoveTheView();
    void theErrorThatWasAskedForStaysInSight();
    void theNextMatchIsSoughtFromTheCursor();
    void withoutACursorItIsSoughtFromWhatIsSeen();

private:
    void find(const QString &text);
    [[nodiscard]] QLineEdit *field() const { return m_panel->findChild<FindBar *>()->findChild<QLineEdit *>(); }
    [[nodiscard]] QString count() const { return m_panel->findChild<FindBar *>()->findChild<QLabel *>()->text(); }
    [[nodiscard]] LogView *view() const { return m_panel->view(); }
    /// Whether the highlight of the current match is on the screen.
    [[nodiscard]] bool isHighlightSeen() const;

    std::unique_ptr<LogStore> m_store;
    std::unique_ptr<LogPanel> m_panel;
};

void TestLogFinding::init()
{
    m_store = std::make_unique<LogStore>();
    m_panel = std::make_unique<LogPanel>(*m_store);
    m_panel->resize(800, 400);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
}

void TestLogFinding::cleanup()
{
    m_panel.reset();
    m_store.reset();
}

void TestLogFinding::find(const QString &text)
{
    m_panel->openFind();
    field()->setText(text);
}

bool TestLogFinding::isHighlightSeen() const
{
    const QImage image = view()->viewport()->grab().toImage();
    const QRgb wanted = LogColours(view()->palette()).currentMatch.rgb();
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixel(x, y) == wanted)
                return true;
        }
    }
    return false;
}

void TestLogFinding::aMatchIsSeenWhereverItIs_data() // B02
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<bool>("wraps");
    QTest::newRow("at the beginning") << QByteArray() << false;
    QTest::newRow("at column 600") << QByteArray(600, 'x') << false;
    QTest::newRow("at column 600, other letters") << QByteArray("\xe4\xbd\xa0").repeated(600) << false;
    QTest::newRow("far down a wrapped line") << QByteArray("words ").repeated(1200) << true;
    QTest::newRow("far down a wrapped line, other letters") << QByteArray("\xe4\xbd\xa0").repeated(2400) << true;
}

void TestLogFinding::aMatchIsSeenWhereverItIs()
{
    QFETCH(QByteArray, before);
    QFETCH(bool, wraps);
    view()->setWraps(wraps);
    m_store->append(QList<LogLine>(100, sampleLine("hay")));
    m_store->append(sampleLine(before + "needle" + QByteArray(800, 'y')));
    m_store->append(QList<LogLine>(100, sampleLine("hay")));
    QTRY_COMPARE(m_panel->rows().count(), 201);
    QVERIFY(!isHighlightSeen());
    find(QStringLiteral("needle"));
    QTRY_COMPARE(count(), QStringLiteral("1 of 1"));
    QTRY_VERIFY(isHighlightSeen());
}

void TestLogFinding::aMatchThatIsSeenDoesNotMoveTheText()
{
    m_store->append(sampleLine("a needle and " + QByteArray(2000, 'x') + " another needle"));
    m_store->append(sampleLine("a needle"));
    QTRY_COMPARE(m_panel->rows().count(), 2);
    find(QStringLiteral("needle"));
    QTRY_COMPARE(count(), QStringLiteral("1 of 2"));
    QTRY_VERIFY(isHighlightSeen());
    QCOMPARE(view()->horizontalScrollBar()->value(), 0);
    QTest::keyClick(field(), Qt::Key_Return);
    QTRY_COMPARE(count(), QStringLiteral("2 of 2"));
    QCOMPARE(view()->horizontalScrollBar()->value(), 0);
}

void TestLogFinding::anotherFilterDoesNotMoveTheView() // B03
{
    for (int i = 0; i < 40; ++i) {
        m_store->append(QList<LogLine>(10, sampleLine("hay")));
        m_store->append(sampleLine(i % 8 == 0 ? "needle" : "GET /health", Level::Info, Origin::Out,
                                   i % 8 == 0 ? quint8(0) : quint8(LogLine::HealthCheck)));
    }
    QTRY_COMPARE(m_panel->rows().hiddenHealthChecks(), 35);
    find(QStringLiteral("needle"));
    QTRY_COMPARE(count(), QStringLiteral("1 of 5"));
    view()->setFollow(true);
    QTRY_VERIFY(view()->follows());
    m_panel->findChild<FilterBar *>()->showEverything(true);
    QTRY_COMPARE(m_panel->rows().hiddenHealthChecks(), 0);
    QTRY_VERIFY(m_panel->find().isComplete());
    QTest::qWait(100); // frames, in which it could still move
    QVERIFY(view()->follows());
    QCOMPARE(count(), QStringLiteral("1 of 5"));
}

void TestLogFinding::aFirstMatchMinutesLaterDoesNotMoveTheView() // B03
{
    m_store->append(QList<LogLine>(300, sampleLine("hay")));
    QTRY_COMPARE(m_panel->rows().count(), 300);
    find(QStringLiteral("needle"));
    QTRY_COMPARE(count(), QStringLiteral("No match"));
    QVERIFY(view()->follows());
    m_store->append(sampleLine("a needle"));
    m_store->append(QList<LogLine>(300, sampleLine("hay")));
    QTRY_COMPARE(count(), QStringLiteral("1 match"));
    QVERIFY(view()->follows());
    QTest::keyClick(field(), Qt::Key_Return);
    QTRY_COMPARE(count(), QStringLiteral("1 of 1"));
    QTRY_VERIFY(!view()->follows());
    QTRY_VERIFY(isHighlightSeen());
}

void TestLogFinding::theErrorThatWasAskedForStaysInSight() // B03
{
    m_store->append(sampleLine("needle"));
    m_store->append(QList<LogLine>(300, sampleLine("hay")));
    m_store->append(sampleLine("it broke", Level::Error, Origin::Out));
    m_store->append(QList<LogLine>(300, sampleLine("needle")));
    QTRY_COMPARE(m_panel->rows().count(), 602);
    find(QStringLiteral("needle"));
    QTRY_VERIFY(m_panel->find().current() >= 0);
    // A filter hides the error; to show it, that is taken away.
    m_panel->findChild<FilterBar *>()->findChildren<QLineEdit *>().at(1)->setText(QStringLiteral("broke"));
    QTRY_COMPARE(m_panel->rows().count(), 601);
    m_panel->showLine(301);
    QTRY_COMPARE(m_panel->rows().count(), 602);
    QTRY_VERIFY(m_panel->find().isComplete());
    QTest::qWait(100);
    QVERIFY(!view()->rectOfRow(m_panel->rows().rowAtOrAfter(301)).isEmpty());
    QCOMPARE(view()->currentLine(), 301);
}

void TestLogFinding::theNextMatchIsSoughtFromTheCursor()
{
    for (int i = 0; i < 30; ++i)
        m_store->append(sampleLine(i % 10 == 3 ? "needle" : "hay"));
    QTRY_COMPARE(m_panel->rows().count(), 30);
    find(QStringLiteral("needle"));
    QTRY_VERIFY(m_panel->find().current() >= 0);
    view()->reveal(9);
    QTest::keyClick(view(), Qt::Key_F3);
    QTRY_COMPARE(m_panel->find().current(), 13);
    view()->reveal(20);
    QTest::keyClick(view(), Qt::Key_F3, Qt::ShiftModifier);
    QTRY_COMPARE(m_panel->find().current(), 13);
    view()->reveal(29);
    QTest::keyClick(view(), Qt::Key_F3);
    QTRY_COMPARE(m_panel->find().current(), 3); // around the end
}

void TestLogFinding::withoutACursorItIsSoughtFromWhatIsSeen() // B03
{
    for (int i = 0; i < 3000; ++i)
        m_store->append(sampleLine(i % 1000 == 3 ? "needle" : "hay"));
    QTRY_COMPARE(m_panel->rows().count(), 3000);
    view()->setFollow(true);
    view()->verticalScrollBar()->setValue(1500);
    QCOMPARE(view()->currentLine(), -1);
    m_panel->openFind();
    field()->setText(QStringLiteral("nothing of that kind"));
    QTRY_COMPARE(count(), QStringLiteral("No match"));
    find(QStringLiteral("needle"));
    QTRY_COMPARE(m_panel->find().current(), 2003);
}

QTEST_MAIN(TestLogFinding)
#include "tst_log_finding.moc"
