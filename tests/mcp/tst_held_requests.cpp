// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/transport/held_requests.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestHeldRequests : public QObject
{
    Q_OBJECT

    static QByteArray request(const QByteArray &id, const QByteArray &method)
    {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\"}";
    }

    static QByteArray cancellation(const QByteArray &id)
    {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":" + id + "}}";
    }

    static QList<QByteArray> takeAll(HeldRequests &held)
    {
        QList<QByteArray> bodies;
        while (!held.isEmpty())
            bodies.append(held.takeFirst());
        return bodies;
    }

private slots:
    void keepsWhatOnlyTheSkillsCanAnswer_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("kept");
        for (const char *method :
             {"tools/call", "resources/list", "resources/read", "resources/subscribe", "resources/directory/read",
              "skills/list", "skills/get", "prompts/list", "prompts/get", "completion/complete"})
            QTest::newRow(method) << request("1", method) << true;
        for (const char *method : {"initialize", "ping", "tools/list", "server/discover", "resources/templates/list"})
            QTest::newRow(method) << request("1", method) << false;
        QTest::newRow("batch with one") << '[' + request("1", "ping") + ',' + request("2", "tools/call") + ']' << true;
        QTest::newRow("batch without") << '[' + request("1", "ping") + ']' << false;
        QTest::newRow("notification") << QByteArray(R"({"jsonrpc":"2.0","method":"tools/call"})") << false;
        QTest::newRow("response") << QByteArray(R"({"jsonrpc":"2.0","id":1,"result":{}})") << false;
        QTest::newRow("no JSON") << QByteArray("tools/call") << false;
        QTest::newRow("nothing") << QByteArray() << false;
    }

    void keepsWhatOnlyTheSkillsCanAnswer()
    {
        QFETCH(QByteArray, body);
        QFETCH(bool, kept);
        HeldRequests held;
        QCOMPARE(held.keep(body), kept);
        QCOMPARE(held.isEmpty(), !kept);
        QCOMPARE(held.bytes(), kept ? body.size() : 0);
        QCOMPARE(takeAll(held), kept ? QList<QByteArray>{body} : QList<QByteArray>());
        QCOMPARE(held.bytes(), 0);
    }

    void aCancellationDropsWhatItNamesAndNothingElse()
    {
        HeldRequests held;
        const QByteArray number = request("1", "tools/call");
        const QByteArray text = request("\"1\"", "tools/call");
        const QByteArray other = request("2", "tools/call");
        const QByteArray batch = '[' + request("1", "tools/call") + ']';
        for (const QByteArray &body : {number, text, other, batch})
            QVERIFY(held.keep(body));
        QVERIFY(!held.keep(cancellation("1")));
        QVERIFY(!held.keep(cancellation("3")));
        QVERIFY(!held.keep(cancellation("null")));
        QVERIFY(!held.keep(R"({"jsonrpc":"2.0","method":"notifications/cancelled"})"));
        QCOMPARE(held.bytes(), text.size() + other.size() + batch.size());
        QCOMPARE(takeAll(held), (QList<QByteArray>{text, other, batch}));
        QCOMPARE(held.bytes(), 0);
    }
};

QTEST_GUILESS_MAIN(TestHeldRequests)
#include "tst_held_requests.moc"
