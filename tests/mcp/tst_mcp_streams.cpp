// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/mcp/mcp_client.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

/// JSON with ' for ", because moc 6.4 loses its way in raw strings.
static QByteArray q(const char *json)
{
    return QByteArray(json).replace('\'', '"');
}

/// What clients hear that hold a stream open.
class TestMcpStreams : public QObject
{
    Q_OBJECT

    /// A server with one skill, and what it says on streams.
    struct Scene
    {
        McpClient client;
        QList<std::pair<quint64, QJsonObject>> heard;
        QList<quint64> ended;

        Scene()
        {
            client.writeSkill(u"alpha"_s);
            QObject::connect(&client.server, &McpServer::messageReady, &client.server,
                             [this](quint64 stream, const QByteArray &message) {
                                 heard.append({stream, QJsonDocument::fromJson(message).object()});
                             });
            QObject::connect(&client.server, &McpServer::streamEnded, &client.server,
                             [this](quint64 stream) { ended.append(stream); });
        }

        [[nodiscard]] McpReply get()
        {
            McpRequest request = client.headers;
            request.method = "GET";
            request.accept = "text/event-stream";
            return client.server.handle(request);
        }
        [[nodiscard]] McpReply listen(const QJsonObject &filter, const QByteArray &id = "1")
        {
            return client.server.handle(
                McpClient::modern(u"subscriptions/listen"_s, {{u"notifications"_s, filter}}, id));
        }
        /// Methods heard on a stream, in order.
        [[nodiscard]] QStringList methods(quint64 stream) const
        {
            QStringList list;
            for (const auto &[from, message] : heard) {
                if (from == stream)
                    list.append(message["method"_L1].toString());
            }
            return list;
        }
        void change() { client.writeSkill(u"alpha"_s, QByteArray::number(++m_version)); }

    private:
        int m_version = 0;
    };

    const QString ListChanged = u"notifications/resources/list_changed"_s;
    const QString PromptsChanged = u"notifications/prompts/list_changed"_s;
    const QString Updated = u"notifications/resources/updated"_s;
    const QString Acknowledged = u"notifications/subscriptions/acknowledged"_s;

private slots:
    void aSessionHearsOfAChange()
    {
        Scene scene;
        QVERIFY(scene.client.start());
        (void)scene.client.initialize();
        const McpReply stream = scene.get();
        QVERIFY(stream.opensStream);
        QCOMPARE(stream.status, 200);
        QCOMPARE(stream.contentType, QByteArray("text/event-stream"));
        QVERIFY(stream.body.isEmpty());
        QVERIFY(stream.streamId != 0);
        scene.change();
        QTRY_VERIFY(scene.methods(stream.streamId).contains(ListChanged));
        QCOMPARE(scene.methods(stream.streamId).count(Updated), 0);
        QVERIFY(!scene.heard[0].second.contains("id"_L1));
    }

    void otherPromptsAreToldAndNoMore()
    {
        Scene scene;
        QVERIFY(scene.client.start());
        (void)scene.client.initialize();
        const McpReply stream = scene.get();
        const McpReply listener = scene.listen({{u"promptsListChanged"_s, true}}, "5");
        scene.change(); // of the content: the list of prompts stays as it is
        QTRY_VERIFY(scene.methods(stream.streamId).contains(ListChanged));
        QVERIFY(!scene.methods(stream.streamId).contains(PromptsChanged));
        scene.client.writeSkill(u"beta"_s);
        QTRY_COMPARE(scene.methods(stream.streamId).count(PromptsChanged), 1);
        QCOMPARE(scene.methods(listener.streamId), QStringList({Acknowledged, PromptsChanged}));
    }

    void aSubscriberHearsOfItsFile()
    {
        Scene scene;
        scene.client.write(u"alpha/other.md"_s, "x");
        QVERIFY(scene.client.start());
        (void)scene.client.initialize();
        const McpReply stream = scene.get();
        for (const char *uri : {"skill://alpha/SKILL.md", "skill://alpha/other.md"}) {
            QCOMPARE(scene.client.ask(u"resources/subscribe"_s, {{u"uri"_s, QString::fromLatin1(uri)}})["result"_L1],
                     QJsonValue(QJsonObject()));
        }
        scene.change();
        QTRY_VERIFY(scene.methods(stream.streamId).contains(Updated));
        for (const auto &[from, message] : scene.heard) {
            if (message["method"_L1] == Updated)
                QCOMPARE(message["params"_L1]["uri"_L1].toString(), u"skill://alpha/SKILL.md"_s);
        }
        (void)scene.client.ask(u"resources/unsubscribe"_s, {{u"uri"_s, u"skill://alpha/SKILL.md"_s}});
        const auto before = scene.methods(stream.streamId).count(Updated);
        const auto lists = scene.methods(stream.streamId).count(ListChanged);
        scene.change();
        QTRY_VERIFY(scene.methods(stream.streamId).count(ListChanged) > lists);
        QCOMPARE(scene.methods(stream.streamId).count(Updated), before);
    }

    void aChangeBeforeTheStreamIsToldWhenItOpens()
    {
        Scene scene;
        QVERIFY(scene.client.start());
        (void)scene.client.initialize();
        const auto before = scene.client.catalogue.current();
        scene.change();
        QTRY_VERIFY(scene.client.catalogue.current() != before);
        const McpReply stream = scene.get();
        QVERIFY(scene.heard.isEmpty());
        QTRY_COMPARE(scene.methods(stream.streamId), QStringList(ListChanged));
    }

    void aSubscriberHearsOfAChangeThatItMissed()
    {
        Scene scene;
        scene.client.write(u"alpha/other.md"_s, "x");
        QVERIFY(scene.client.start());
        (void)scene.client.initialize();
        const McpReply first = scene.get();
        for (const char *uri : {"skill://alpha/SKILL.md", "skill://alpha/other.md"})
            (void)scene.client.ask(u"resources/subscribe"_s, {{u"uri"_s, QString::fromLatin1(uri)}});
        scene.client.server.streamClosed(first.streamId);
        const auto before = scene.client.catalogue.current();
        scene.change();
        QTRY_VERIFY(scene.client.catalogue.current() != before);
        const McpReply second = scene.get();
        QTRY_COMPARE(scene.methods(second.streamId), QStringList({ListChanged, Updated}));
        QCOMPARE(scene.heard.last().second["params"_L1]["uri"_L1].toString(), u"skill://alpha/SKILL.md"_s);
    }

    void whatWentIntoALostStreamIsToldOnTheNextOne()
    {
        Scene scene;
        scene.client.write(u"alpha/other.md"_s, "x");
        QVERIFY(scene.client.start());
        (void)scene.client.initialize();
        for (const char *uri : {"skill://alpha/SKILL.md", "skill://alpha/other.md"})
            (void)scene.client.ask(u"resources/subscribe"_s, {{u"uri"_s, QString::fromLatin1(uri)}});
        // Nobody knows whether the first still reads.
        const McpReply first = scene.get();
        scene.change();
        scene.client.writeSkill(u"beta"_s);
        QTRY_VERIFY(scene.methods(first.streamId).contains(PromptsChanged));
        QTRY_VERIFY(scene.methods(first.streamId).contains(Updated));
        const McpReply second = scene.get();
        QTRY_COMPARE(scene.methods(second.streamId), QStringList({PromptsChanged, ListChanged, Updated}));
        QCOMPARE(scene.heard.last().second["params"_L1]["uri"_L1].toString(), u"skill://alpha/SKILL.md"_s);
        // Nor whether the second did. What it no longer wants to hear is not told.
        (void)scene.client.ask(u"resources/unsubscribe"_s, {{u"uri"_s, u"skill://alpha/SKILL.md"_s}});
        scene.client.server.streamClosed(first.streamId);
        scene.client.server.streamClosed(second.streamId);
        const McpReply third = scene.get();
        QTRY_COMPARE(scene.methods(third.streamId), QStringList({PromptsChanged, ListChanged}));
    }

    void whatFoundNoRoomForItsStreamIsToldOnTheNextOne()
    {
        Scene scene;
        QVERIFY(scene.client.start());
        (void)scene.client.initialize();
        const auto before = scene.client.catalogue.current();
        scene.change();
        QTRY_VERIFY(scene.client.catalogue.current() != before);
        // As the carrier does with one stream too many.
        scene.client.server.streamClosed(scene.get().streamId);
        const McpReply stream = scene.get();
        QTRY_COMPARE(scene.methods(stream.streamId), QStringList(ListChanged));
    }

    void aSubscriptionMadeAgainChangesNothing()
    {
        Scene scene;
        QVERIFY(scene.client.start());
        (void)scene.client.initialize();
        const QJsonObject alpha{{u"uri"_s, u"skill://alpha/SKILL.md"_s}};
        (void)scene.client.ask(u"resources/subscribe"_s, alpha);
        const auto before = scene.client.catalogue.current();
        scene.change();
        QTRY_VERIFY(scene.client.catalogue.current() != before);
        // It has not been told yet, and asks again before its stream is there.
        (void)scene.client.ask(u"resources/subscribe"_s, alpha);
        const McpReply stream = scene.get();
        QTRY_COMPARE(scene.methods(stream.streamId), QStringList({ListChanged, Updated}));
    }

    void aSessionMayHaveAFewStreams()
    {
        Scene scene;
        QVERIFY(scene.client.start());
        (void)scene.client.initialize();
        QList<quint64> streams;
        for (qsizetype i = 0; i < SessionProtocol::StreamsPerSession; ++i)
            streams.append(scene.get().streamId);
        QVERIFY(scene.ended.isEmpty());
        // The newest hears of it; when that is gone, the one before it, also of what the newest may not have got.
        scene.change();
        QTRY_COMPARE(scene.methods(streams.last()), QStringList(ListChanged));
        scene.client.server.streamClosed(streams.takeLast());
        QTRY_COMPARE(scene.methods(streams.last()), QStringList(ListChanged));
        scene.change();
        QTRY_COMPARE(scene.methods(streams.last()), QStringList({ListChanged, ListChanged}));
        QVERIFY(scene.methods(streams.first()).isEmpty());
        // One too many: the oldest goes.
        streams.append(scene.get().streamId);
        QVERIFY(scene.ended.isEmpty());
        (void)scene.get();
        QCOMPARE(scene.ended, QList<quint64>{streams.first()});
    }

    void subscribingAgainAndAgainCostsNothing()
    {
        Scene scene;
        QVERIFY(scene.client.start());
        (void)scene.client.initialize();
        const QJsonObject alpha{{u"uri"_s, u"skill://alpha/SKILL.md"_s}};
        for (int i = 0; i < 5'000; ++i)
            QVERIFY(scene.client.ask(u"resources/subscribe"_s, alpha).contains("result"_L1));
        // It was one subscription, and one word ends it.
        (void)scene.client.ask(u"resources/unsubscribe"_s, alpha);
        const McpReply stream = scene.get();
        scene.change();
        QTRY_VERIFY(scene.methods(stream.streamId).contains(ListChanged));
        QVERIFY(!scene.methods(stream.streamId).contains(Updated));
    }

    void subscriptionsAreBounded()
    {
        Scene scene;
        for (qsizetype i = 0; i <= WatchedAddresses::Limit; ++i)
            scene.client.write(u"alpha/%1.md"_s.arg(i), "x");
        QVERIFY(scene.client.start());
        (void)scene.client.initialize();
        const auto subscribe = [&](qsizetype i) {
            return scene.client.ask(u"resources/subscribe"_s, {{u"uri"_s, u"skill://alpha/%1.md"_s.arg(i)}});
        };
        for (qsizetype i = 0; i < WatchedAddresses::Limit; ++i)
            QVERIFY(subscribe(i).contains("result"_L1));
        QCOMPARE(subscribe(WatchedAddresses::Limit)["error"_L1]["code"_L1].toInt(), -32602);
        QVERIFY(subscribe(0).contains("result"_L1));
    }

    void streamsNeedASession_data()
    {
        QTest::addColumn<QByteArray>("session");
        QTest::addColumn<QByteArray>("version");
        QTest::addColumn<QByteArray>("accept");
        QTest::addColumn<int>("status");
        QTest::newRow("none") << QByteArray() << QByteArray() << QByteArray("text/event-stream") << 405;
        QTest::newRow("unknown") << QByteArray("x") << QByteArray() << QByteArray("text/event-stream") << 404;
        QTest::newRow("browser") << QByteArray("x") << QByteArray() << QByteArray("text/html") << 406;
        QTest::newRow("bad version") << QByteArray("x") << QByteArray("1999-01-01") << QByteArray("text/event-stream")
                                     << 400;
        QTest::newRow("modern") << QByteArray() << QByteArray("2026-07-28") << QByteArray("text/event-stream") << 405;
    }
    void streamsNeedASession()
    {
        QFETCH(QByteArray, session);
        QFETCH(QByteArray, version);
        QFETCH(QByteArray, accept);
        QFETCH(int, status);
        Scene scene;
        McpRequest request;
        request.method = "GET";
        request.sessionId = session;
        request.protocolVersion = version;
        request.accept = accept;
        const McpReply reply = scene.client.server.handle(request);
        QCOMPARE(reply.status, status);
        QVERIFY(!reply.opensStream);
    }

    void endingASessionEndsItsStream()
    {
        Scene scene;
        (void)scene.client.initialize();
        const McpReply stream = scene.get();
        McpRequest end = scene.client.headers;
        end.method = "DELETE";
        QCOMPARE(scene.client.server.handle(end).status, 200);
        QCOMPARE(scene.ended, QList<quint64>{stream.streamId});
    }

    void aListenerHearsWhatItAskedFor()
    {
        Scene scene;
        QVERIFY(scene.client.start());
        const QJsonArray addresses{u"skill://alpha/SKILL.md"_s};
        const McpReply both = scene.listen({{u"resourcesListChanged"_s, true},
                                            {u"toolsListChanged"_s, true},
                                            {u"promptsListChanged"_s, true},
                                            {u"resourceSubscriptions"_s, addresses}},
                                           "9007199254740993");
        QVERIFY(both.opensStream);
        QVERIFY(scene.heard.isEmpty());
        const McpReply nothing = scene.listen({}, "\"two\"");
        QTRY_COMPARE(scene.methods(nothing.streamId), QStringList(Acknowledged));
        QCOMPARE(scene.methods(both.streamId), QStringList(Acknowledged));
        QCOMPARE(scene.heard[0].second["params"_L1]["notifications"_L1].toObject(),
                 QJsonObject({{u"resourcesListChanged"_s, true},
                              {u"promptsListChanged"_s, true},
                              {u"resourceSubscriptions"_s, addresses}}));
        QCOMPARE(scene.heard[1].second["params"_L1]["notifications"_L1].toObject(), QJsonObject());
        scene.change();
        QTRY_VERIFY(scene.methods(both.streamId).contains(Updated));
        QVERIFY(scene.methods(both.streamId).contains(ListChanged));
        QCOMPARE(scene.methods(nothing.streamId), QStringList(Acknowledged));
        for (const auto &[from, message] : scene.heard) {
            const QJsonValue id = message["params"_L1]["_meta"_L1]["io.modelcontextprotocol/subscriptionId"_L1];
            QCOMPARE(id, from == both.streamId ? QJsonValue(qint64(9007199254740993)) : QJsonValue(u"two"_s));
        }
    }

    void aClosedListenerHearsNothingMore()
    {
        Scene scene;
        QVERIFY(scene.client.start());
        const McpReply closed = scene.listen({{u"resourcesListChanged"_s, true}}, "1");
        const McpReply open = scene.listen({{u"resourcesListChanged"_s, true}}, "2");
        scene.client.server.streamClosed(closed.streamId);
        scene.client.server.streamClosed(closed.streamId);
        scene.client.server.streamClosed(999);
        scene.change();
        QTRY_VERIFY(scene.methods(open.streamId).contains(ListChanged));
        QVERIFY(!scene.methods(closed.streamId).contains(ListChanged));
    }

    void theEndIsSaid()
    {
        Scene scene;
        (void)scene.client.initialize();
        const McpReply session = scene.get();
        const McpReply listener = scene.listen({{u"resourcesListChanged"_s, true}}, "\"bye\"");
        QTRY_COMPARE(scene.heard.size(), 1);
        scene.client.server.endStreams();
        QCOMPARE(scene.heard.size(), 2);
        QCOMPARE(scene.heard[1].first, listener.streamId);
        QCOMPARE(scene.heard[1].second["id"_L1].toString(), u"bye"_s);
        QCOMPARE(scene.heard[1].second["result"_L1]["resultType"_L1].toString(), u"complete"_s);
        QCOMPARE(scene.ended, QList<quint64>({listener.streamId, session.streamId}));
    }

    void standardOutputCarriesEverything()
    {
        Scene scene;
        QVERIFY(scene.client.start());
        const auto line = [&](const QByteArray &text) { return scene.client.server.handle(McpClient::line(text)); };
        const McpRequest listen = McpClient::modern(
            u"subscriptions/listen"_s, {{u"notifications"_s, QJsonObject{{u"resourcesListChanged"_s, true}}}}, "77");
        const McpReply opened = line(listen.body);
        QVERIFY(opened.body.isEmpty());
        QTRY_COMPARE(scene.methods(opened.streamId), QStringList(Acknowledged));
        QVERIFY(line(listen.body).body.contains("-32600"));
        QVERIFY(!line(q("{'jsonrpc':'2.0','id':1,'method':'initialize','params':{'protocolVersion':'2025-11-25'}}"))
                     .body.isEmpty());
        // The session hears of nothing before it is ready, the other one at once.
        scene.change();
        QTRY_VERIFY(scene.methods(opened.streamId).contains(ListChanged));
        QVERIFY(scene.methods(0).isEmpty());
        QVERIFY(line(q("{'jsonrpc':'2.0','method':'notifications/initialized'}")).body.isEmpty());
        scene.change();
        QTRY_VERIFY(scene.methods(0).contains(ListChanged));
        QVERIFY(
            line(q("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':77}}")).body.isEmpty());
        scene.heard.clear();
        scene.change();
        QTRY_VERIFY(scene.methods(0).contains(ListChanged));
        QVERIFY(scene.methods(opened.streamId).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestMcpStreams)
#include "tst_mcp_streams.moc"
