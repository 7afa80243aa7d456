// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "log_samples.h"

#include "core/log/log_intake.h"
#include "ui/log/log_panel.h"
#include "ui/log/log_view.h"

#include <QElapsedTimer>
#include <QLineEdit>
#include <QTest>
#include <QTimer>

#include <algorithm>

class TestLogFlood : public QObject
{
    Q_OBJECT

private slots:
    void theWindowStaysUsableUnderAMillionLines_data();
    void theWindowStaysUsableUnderAMillionLines();
};

/// Asks to be woken every millisecond and notes how much too late that was.
class LatencyProbe : public QObject
{
public:
    LatencyProbe()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(1);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            m_late.append(double(m_clock.nsecsElapsed()) / 1e6 - 1.0);
            m_clock.restart();
        });
        m_clock.start();
        m_timer.start();
    }
    [[nodiscard]] double percentile(double share)
    {
        std::sort(m_late.begin(), m_late.end());
        return m_late.isEmpty() ? 0 : m_late.at(qsizetype(share * double(m_late.size() - 1)));
    }
    [[nodiscard]] qsizetype count() const { return m_late.size(); }

private:
    QTimer m_timer;
    QElapsedTimer m_clock;
    QList<double> m_late;
};

void TestLogFlood::theWindowStaysUsableUnderAMillionLines_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<bool>("follow");
    QTest::newRow("following") << QString() << true;
    QTest::newRow("scrolled up") << QString() << false;
    QTest::newRow("with a text filter") << QStringLiteral("skill 7") << true;
}

void TestLogFlood::theWindowStaysUsableUnderAMillionLines()
{
    QFETCH(QString, filter);
    QFETCH(bool, follow);
    static constexpr int Lines = 1'000'000;
    LogStore store;
    LogIntake intake(store, nullptr);
    LogPanel panel(store);
    panel.resize(1000, 600);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    panel.view()->setFollow(follow);
    const auto fields = panel.findChildren<QLineEdit *>();
    QVERIFY(!fields.isEmpty());
    fields.first()->setText(filter);

    // What the pipe delivers: pieces of 64 KiB that know nothing of lines.
    QByteArray flood;
    for (int i = 0; i < 10'000; ++i)
        flood += QStringLiteral("INFO:     Loaded skill %1 from /srv/skills/scientific/number-%1/SKILL.md, "
                                "with some more text to be as long as lines are\n")
                     .arg(i)
                     .toUtf8();
    static constexpr qsizetype Piece = 64 * 1024;
    qint64 at = 0;
    const qint64 all = qint64(flood.size()) * (Lines / 10'000);
    QTimer pipe;
    connect(&pipe, &QTimer::timeout, this, [&] {
        const qsizetype from = at % flood.size();
        QByteArray piece = flood.mid(from, std::min<qsizetype>(Piece, flood.size() - from));
        at += piece.size();
        intake.readStandardError(piece);
        if (at >= all)
            pipe.stop();
    });

    QElapsedTimer clock;
    clock.start();
    LatencyProbe probe;
    pipe.start(0);
    QTRY_VERIFY_WITH_TIMEOUT(!pipe.isActive(), 60'000);
    const qint64 took = clock.elapsed();
    QTRY_VERIFY_WITH_TIMEOUT(panel.rows().isComplete(), 20'000);
    const double p99 = probe.percentile(0.99);
    qInfo("1 M lines in %lld ms; event loop late by p50 %.1f, p99 %.1f, at most %.1f ms (%lld samples)", took,
          probe.percentile(0.5), p99, probe.percentile(1), qint64(probe.count()));
    QCOMPARE(store.received(), Lines);
    QVERIFY(store.dropped() > 0);
    // The goal is 50 ms; four times that where other work holds the processors.
    QVERIFY2(p99 < 200, "the window could not be used during the flood");
    QVERIFY(probe.count() > 20);
    QVERIFY(panel.rows().count() > 0);
    QCOMPARE(panel.rows().numberAt(panel.rows().endRow() - 1) >= Lines - 10'000, true);
}

QTEST_MAIN(TestLogFlood)
#include "tst_log_flood.moc"
