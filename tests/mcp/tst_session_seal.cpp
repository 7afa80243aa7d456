// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/protocol/mcp_session.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

/// What a session's id carries, and to whom.
class TestSessionSeal : public QObject
{
    Q_OBJECT

    const SessionFacts m_facts{u"2025-11-25"_s, u"some client"_s, u"1.2.3"_s};
    const QByteArray m_key = SessionSeal::newKey();

private slots:
    void anIdGoesBackToWhatItWasMadeOf_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("plain") << u"some client"_s;
        QTest::newRow("none") << QString();
        QTest::newRow("quoted") << u"\"a\\\n\""_s;
        QTest::newRow("elsewhere") << u"клиент 客户端 🙂"_s;
    }
    void anIdGoesBackToWhatItWasMadeOf()
    {
        QFETCH(QString, name);
        const SessionFacts facts{u"2025-06-18"_s, name, u"1"_s};
        const QByteArray id = SessionSeal(m_key).seal(facts);
        const auto opened = SessionSeal(m_key).open(id);
        QVERIFY(opened);
        QCOMPARE(opened->protocolVersion, facts.protocolVersion);
        QCOMPARE(opened->clientName, facts.clientName);
        QCOMPARE(opened->clientVersion, facts.clientVersion);
    }

    void noTwoIdsAreTheSame()
    {
        const SessionSeal seal(m_key);
        QVERIFY(seal.seal(m_facts) != seal.seal(m_facts));
    }

    void anIdFitsIntoAHeader()
    {
        const SessionFacts longest{u"2025-11-25"_s, QString(10'000, QChar(0x1)), u"🙂"_s.repeated(10'000)};
        const QByteArray id = SessionSeal(m_key).seal(longest);
        QVERIFY2(id.size() <= SessionSeal::LongestId, QByteArray::number(id.size()).constData());
        QVERIFY(std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < 127; }));
        const auto opened = SessionSeal(m_key).open(id);
        QVERIFY(opened);
        QVERIFY(longest.clientVersion.startsWith(opened->clientVersion));
    }

    void nobodyElseCanMakeOne()
    {
        const SessionSeal seal(m_key);
        const QByteArray id = seal.seal(m_facts);
        QVERIFY(!SessionSeal().open(id));
        for (qsizetype i = 0; i < id.size(); ++i) {
            QByteArray forged = id;
            forged[i] = forged[i] == 'A' ? 'B' : 'A';
            QVERIFY2(!seal.open(forged), QByteArray::number(i).constData());
        }
        QVERIFY(!seal.open(id.chopped(1)));
        QVERIFY(!seal.open(id + 'A'));
        QVERIFY(!seal.open(id + '='));
        QVERIFY(!seal.open(id + id));
        QVERIFY(!seal.open({}));
        QVERIFY(!seal.open("0123456789abcdef0123456789abcdef"));
        QVERIFY(!seal.open(QByteArray(100'000, 'A')));
    }

    void aSessionGoesOnInTheNextRun()
    {
        QList<quint64> closed;
        bool revived = false;
        McpSessions before{SessionSeal(m_key)};
        const QByteArray id = before.create(m_facts, closed).id;
        McpSessions after{SessionSeal(m_key)};
        McpSession *session = after.find(id, closed, revived);
        QVERIFY(session);
        QCOMPARE(session->id, id);
        QVERIFY(session->facts == m_facts);
        QVERIFY(revived);
        QCOMPARE(after.find(id, closed, revived), session);
        QVERIFY(!revived);
        QVERIFY(closed.isEmpty());
    }

    void anEndedSessionStaysEnded()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(u"ended"_s);
        QList<quint64> closed;
        bool revived = false;
        McpSessions first{SessionSeal(m_key), EndedSessions(file)};
        // It runs beside the first one.
        McpSessions second{SessionSeal(m_key), EndedSessions(file)};
        const QByteArray ended = first.create(m_facts, closed).id;
        const QByteArray open = first.create(m_facts, closed).id;
        first.end(ended);
        QVERIFY(!first.find(ended, closed, revived));
        QVERIFY(!second.find(ended, closed, revived));
        QVERIFY(second.find(open, closed, revived));
        McpSessions later{SessionSeal(m_key), EndedSessions(file)};
        QVERIFY(!later.find(ended, closed, revived));
        QVERIFY(later.find(open, closed, revived));
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QVERIFY(!written.readAll().contains(ended));
    }

    void whatIsRememberedIsBounded()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(u"ended"_s);
        EndedSessions ended(file);
        for (qsizetype i = 0; i < 3 * EndedSessions::Limit; ++i)
            ended.add(QByteArray::number(i));
        QVERIFY(QFileInfo(file).size() <= 2 * EndedSessions::Limit * 33);
        EndedSessions later(file);
        QVERIFY(later.contains(QByteArray::number(3 * EndedSessions::Limit - 1)));
        QVERIFY(!later.contains("0"));
        QVERIFY(!ended.contains("0"));
        QVERIFY(ended.contains(QByteArray::number(2 * EndedSessions::Limit + 1)));
    }
};

QTEST_GUILESS_MAIN(TestSessionSeal)
#include "tst_session_seal.moc"
