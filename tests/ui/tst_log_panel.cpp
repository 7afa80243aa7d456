// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/ui/log_view_fixture.h"

#include "core/log/log_format.h"
#include "ui/log/filter_bar.h"
#include "ui/log/find_bar.h"
#include "ui/log/log_export.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

class TestLogPanel : public LogViewFixture
{
    Q_OBJECT

private slots:
    void healthChecksAreHiddenAndCounted();
    void aBadPatternExplainsItselfAndKeepsTheLastGoodOne();
    void findingOpensFoldsAndCounts();
    void clearedLinesComeBack();
    void theLogIsSavedForItsOwnerOnly();
    void aFileThatCannotBeSavedIsNamed();
    void choicesAreAppliedAndTold();
};

void TestLogPanel::healthChecksAreHiddenAndCounted()
{
    add(389 - 14);
    for (int i = 0; i < 14; ++i)
        m_store->append(sampleLine("GET /health", Level::Info, Origin::Out, LogLine::HealthCheck));
    QTRY_COMPARE(status(), QStringLiteral("389 lines \u00b7 14 hidden (health checks)"));
    QCOMPARE(m_panel->rows().count(), 375);
    add(1, "broken", Level::Error);
    QTRY_COMPARE(status(), QStringLiteral("390 lines \u00b7 14 hidden (health checks) \u00b7 1 error"));
    WindowChoices choices = m_panel->choices();
    choices.hideHealthChecks = false;
    m_panel->applyChoices(choices);
    QTRY_COMPARE(status(), QStringLiteral("390 lines \u00b7 1 error"));
    QCOMPARE(m_panel->rows().count(), 390);
}

void TestLogPanel::aBadPatternExplainsItselfAndKeepsTheLastGoodOne()
{
    add(100);
    auto *filterBar = m_panel->findChild<FilterBar *>();
    auto *field = filterBar->findChild<QLineEdit *>();
    field->setText(QStringLiteral("/7$/"));
    QTRY_COMPARE(m_panel->rows().count(), 10);
    field->setText(QStringLiteral("/7(/"));
    auto *problem = filterBar->findChild<QLabel *>();
    QVERIFY(problem->isVisible());
    QVERIFY2(problem->text().contains(u'3'), qPrintable(problem->text()));
    QCOMPARE(m_panel->rows().count(), 10);
    field->setText(QStringLiteral("LINE 3"));
    QVERIFY(!problem->isVisible());
    QTRY_COMPARE(m_panel->rows().count(), 11);
    field->setText(QStringLiteral("/LINE 3/"));
    QTRY_COMPARE(m_panel->rows().count(), 0);
    field->setText(QStringLiteral("/LINE 3/i"));
    QTRY_COMPARE(m_panel->rows().count(), 11);
}

void TestLogPanel::findingOpensFoldsAndCounts()
{
    add(100);
    addTraceback();
    add(100);
    QTest::keyClick(m_panel->view(), Qt::Key_Home);
    m_panel->openFind();
    auto *findBar = m_panel->findChild<FindBar *>();
    QVERIFY(findBar->isVisible());
    auto *field = findBar->findChild<QLineEdit *>();
    QTest::keyClicks(field, QStringLiteral("oserror"));
    QTRY_COMPARE(m_panel->find().current(), 100 + 339);
    QTRY_COMPARE(findBar->findChild<QLabel *>()->text(), QStringLiteral("1 of 1"));
    QTRY_COMPARE(m_panel->rows().count(), 540);
    const qint64 row = m_panel->rows().rowAtOrAfter(439);
    QTRY_VERIFY(bar()->value() <= row && row < bar()->value() + bar()->pageStep());
    QVERIFY(!m_panel->view()->follows());

    field->setText(QStringLiteral("line 1"));
    QTRY_COMPARE(findBar->findChild<QLabel *>()->text(), QStringLiteral("1 of 11"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(findBar->findChild<QLabel *>()->text(), QStringLiteral("2 of 11"));
    QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(findBar->findChild<QLabel *>()->text(), QStringLiteral("11 of 11"));
    QTest::keyClick(field, Qt::Key_Escape);
    QVERIFY(!findBar->isVisible());
    QVERIFY(!m_panel->find().matcher());
}

void TestLogPanel::clearedLinesComeBack()
{
    add(50);
    const auto trigger = [this](const QString &text) {
        for (QAction *action : m_panel->findChild<FilterBar *>()->findChild<QToolButton *>()->menu()->actions()) {
            if (action->text() == text)
                return action->trigger();
        }
        QFAIL("no such action");
    };
    trigger(QStringLiteral("Clear view"));
    QCOMPARE(m_panel->rows().count(), 0);
    add(3);
    QCOMPARE(m_panel->rows().count(), 3);
    QTRY_COMPARE(status(), QStringLiteral("53 lines \u00b7 50 cleared"));
    trigger(QStringLiteral("Show cleared lines"));
    QTRY_COMPARE(m_panel->rows().count(), 53);
}

void TestLogPanel::theLogIsSavedForItsOwnerOnly()
{
    m_store->append(sampleLine("GET /health", Level::Info, Origin::Out, LogLine::HealthCheck));
    add(1000);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("saved.log"));
    LogExport writer(*m_store, m_panel->rows());
    QSignalSpy saved(&writer, &LogExport::saved);
    writer.toFile(path, 0, m_store->endNumber());
    QTRY_COMPARE(saved.size(), 1);
    QCOMPARE(saved.first().at(1).toLongLong(), 1000);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
    const QList<QByteArray> lines = file.readAll().split('\n');
    QCOMPARE(lines.size(), 1001);
    QCOMPARE(lines.first(), formatLine(m_store->line(1)));
}

void TestLogPanel::aFileThatCannotBeSavedIsNamed()
{
    add(1);
    LogExport writer(*m_store, m_panel->rows());
    QSignalSpy failed(&writer, &LogExport::failed);
    writer.toFile(QStringLiteral("/nonexistent/folder/x.log"), 0, 1);
    QCOMPARE(failed.size(), 1);
    const QString reason = failed.first().first().toString();
    QVERIFY2(reason.startsWith(QStringLiteral("Cannot save the log to /nonexistent/folder/x.log: ")),
             qPrintable(reason));
}

void TestLogPanel::choicesAreAppliedAndTold()
{
    QSignalSpy told(m_panel.get(), &LogPanel::choicesChanged);
    WindowChoices choices;
    choices.minimumLevel = 2;
    choices.origin = 1;
    choices.hideHealthChecks = false;
    m_panel->applyChoices(choices);
    QCOMPARE(m_panel->choices(), choices);
    QCOMPARE(m_panel->rows().filter().minimum, Level::Warning);
    QCOMPARE(m_panel->rows().filter().origins, LogFilter::Origins::Backend);
    // Being told what to be is no news.
    QCOMPARE(told.size(), 0);
    m_panel->findChild<FilterBar *>()->findChild<QComboBox *>()->setCurrentIndex(3);
    QCOMPARE(told.size(), 1);
    QCOMPARE(m_panel->choices().minimumLevel, 3);
    // A file that somebody edited.
    choices.minimumLevel = 99;
    choices.origin = -4;
    m_panel->applyChoices(choices);
    QCOMPARE(m_panel->choices().minimumLevel, 0);
    QCOMPARE(m_panel->choices().origin, 0);
}

QTEST_MAIN(TestLogPanel)

#include "tst_log_panel.moc"
