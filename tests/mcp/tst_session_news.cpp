// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/protocol/session_news.h"

#include <QTest>

using namespace std::chrono_literals;

using Messages = QList<QByteArray>;

class TestSessionNews : public QObject
{
    Q_OBJECT

    const SessionNews::Clock::time_point m_start = SessionNews::Clock::now();
    const SessionNews::Clock::time_point m_inDoubt = m_start + SessionNews::Doubt;
    const SessionNews::Clock::time_point m_arrived = m_start + SessionNews::Doubt + 1ms;

private slots:
    void eachMessageIsToldOnce()
    {
        SessionNews news;
        for (int i = 0; i < 1000; ++i) {
            news.add("b");
            news.add("a");
        }
        QCOMPARE(news.take(1, m_start), Messages({"a", "b"}));
        QCOMPARE(news.take(1, m_start), Messages());
        QCOMPARE(news.take(2, m_start), Messages());
        news.add("a");
        QCOMPARE(news.take(1, m_start), Messages({"a"}));
    }

    void aWriteThatFailsComesWithinTheDoubt()
    {
        // Told just after a comment into a closed connection: the next comment fails, with room for a late timer.
        QVERIFY(SessionNews::Doubt >= SessionNews::CommentInterval + 10s);
    }

    void onANewStreamWhatIsInDoubtIsToldAgain()
    {
        SessionNews news;
        news.add("old");
        (void)news.take(1, m_start - 1ms);
        news.add("a");
        (void)news.take(1, m_start);
        news.doubtAll(m_inDoubt);
        QCOMPARE(news.take(2, m_inDoubt), Messages({"a"}));
        // The telling counts, not what it was told first.
        news.doubtAll(m_arrived);
        QCOMPARE(news.take(3, m_arrived), Messages({"a"}));
    }

    void whatHasArrivedIsNotToldAgain()
    {
        SessionNews news;
        news.add("a");
        (void)news.take(1, m_start);
        news.doubt(1, m_arrived);
        QCOMPARE(news.take(2, m_arrived), Messages());
        news.doubtAll(m_arrived);
        QCOMPARE(news.take(2, m_arrived), Messages());
    }

    void whatALostStreamMayNotHaveGotWaitsForEver()
    {
        SessionNews news;
        news.add("a");
        (void)news.take(1, m_start);
        news.add("b");
        (void)news.take(2, m_start);
        news.doubt(1, m_inDoubt);
        QCOMPARE(news.take(3, m_start + 24h), Messages({"a"}));
    }

    void whatIsNoLongerWantedIsNotTold()
    {
        SessionNews news;
        news.add("told");
        (void)news.take(1, m_start);
        news.add("waiting");
        news.remove("told");
        news.remove("waiting");
        news.remove("unknown");
        news.doubtAll(m_start);
        QCOMPARE(news.take(2, m_start), Messages());
    }
};

QTEST_APPLESS_MAIN(TestSessionNews)
#include "tst_session_news.moc"
