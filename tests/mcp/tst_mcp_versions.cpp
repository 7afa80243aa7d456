// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/mcp/mcp_client.h"

#include "core/mcp/protocol/protocol.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

/// JSON with ' for ", because moc 6.4 loses its way in raw strings.
static QByteArray q(const char *json)
{
    return QByteArray(json).replace('\'', '"');
}

/// What each dated version of the protocol asks for around the methods.
class TestMcpVersions : public QObject
{
    Q_OBJECT

    McpClient m_client;

    static int code(const McpReply &reply) { return McpClient::json(reply)["error"_L1]["code"_L1].toInt(); }

private slots:
    void initTestCase()
    {
        m_client.writeSkill(u"alpha"_s);
        QVERIFY(m_client.start());
    }

    void initializeAgreesOnAVersion_data()
    {
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("answered");
        for (const char *same : {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"})
            QTest::newRow(same) << QString::fromLatin1(same) << QString::fromLatin1(same);
        for (const char *other : {"2026-07-28", "2099-01-01", "1999-01-01", "", "nonsense"})
            QTest::newRow(other) << QString::fromLatin1(other) << u"2025-11-25"_s;
    }
    void initializeAgreesOnAVersion()
    {
        QFETCH(QString, asked);
        QFETCH(QString, answered);
        const QJsonObject result = m_client.initialize(asked);
        QCOMPARE(result["protocolVersion"_L1].toString(), answered);
        QCOMPARE(result["serverInfo"_L1]["name"_L1].toString(), u"skills-backend"_s);
        QVERIFY(result["capabilities"_L1]["tools"_L1].isObject());
        QCOMPARE(result["capabilities"_L1]["prompts"_L1]["listChanged"_L1], QJsonValue(true));
        QVERIFY(result["capabilities"_L1]["completions"_L1].isObject());
        QCOMPARE(result["capabilities"_L1]["resources"_L1]["listChanged"_L1], QJsonValue(true));
        QCOMPARE(result["capabilities"_L1]["extensions"_L1]["io.modelcontextprotocol/skills"_L1]["directoryRead"_L1],
                 QJsonValue(true));
        QVERIFY(m_client.headers.sessionId.size() >= 32);

        m_client.headers.protocolVersion = answered.toLatin1();
        const McpReply noted = m_client.post(q("{'jsonrpc':'2.0','method':'notifications/initialized'}"));
        QCOMPARE(noted.status, 202);
        QVERIFY(noted.body.isEmpty());
        QCOMPARE(m_client.ask(u"ping"_s)["result"_L1], QJsonValue(QJsonObject()));
        QCOMPARE(m_client.result(u"tools/list"_s)["tools"_L1].toArray().size(), 3);
    }

    void toolsShowWhatTheVersionKnows_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<bool>("annotations");
        QTest::addColumn<bool>("structured");
        QTest::newRow("2024-11-05") << u"2024-11-05"_s << false << false;
        QTest::newRow("2025-03-26") << u"2025-03-26"_s << true << false;
        QTest::newRow("2025-06-18") << u"2025-06-18"_s << true << true;
        QTest::newRow("2025-11-25") << u"2025-11-25"_s << true << true;
    }
    void toolsShowWhatTheVersionKnows()
    {
        QFETCH(QString, version);
        QFETCH(bool, annotations);
        QFETCH(bool, structured);
        McpClient client({}, McpClient::originalConfig());
        (void)client.initialize(version);
        const QJsonObject result = client.result(u"tools/list"_s);
        QVERIFY(!result.contains("resultType"_L1));
        for (const QJsonValue &tool : result["tools"_L1].toArray()) {
            QCOMPARE(tool["annotations"_L1]["readOnlyHint"_L1].toBool(), annotations);
            QCOMPARE(tool["outputSchema"_L1].isObject(), structured);
            QCOMPARE(tool["inputSchema"_L1]["type"_L1].toString(), u"object"_s);
            // Some clients refuse a type of two.
            for (const QJsonValue &property : tool["inputSchema"_L1]["properties"_L1].toObject())
                QVERIFY(property["type"_L1].isString());
        }
        QCOMPARE(client.call(u"list_skills"_s).contains("structuredContent"_L1), structured);
    }

    void aSessionIsNeeded()
    {
        (void)m_client.initialize();
        m_client.headers.sessionId.clear();
        McpReply reply = m_client.post(q("{'jsonrpc':'2.0','id':7,'method':'tools/list'}"));
        QCOMPARE(reply.status, 400);
        QCOMPARE(McpClient::json(reply)["id"_L1].toInt(), 7);
        QCOMPARE(code(reply), -32600);
        m_client.headers.sessionId = "0123456789abcdef0123456789abcdef";
        reply = m_client.post(q("{'jsonrpc':'2.0','id':7,'method':'tools/list'}"));
        QCOMPARE(reply.status, 404);
        QCOMPARE(code(reply), -32600);
        QCOMPARE(m_client.post(q("{'jsonrpc':'2.0','method':'notifications/initialized'}")).status, 404);
    }

    void aSessionCanBeEnded()
    {
        (void)m_client.initialize();
        McpRequest end = m_client.headers;
        end.method = "DELETE";
        QCOMPARE(m_client.server.handle(end).status, 200);
        QCOMPARE(m_client.server.handle(end).status, 404);
        QCOMPARE(m_client.post(q("{'jsonrpc':'2.0','id':7,'method':'tools/list'}")).status, 404);
        end.sessionId.clear();
        QCOMPARE(m_client.server.handle(end).status, 400);
    }

    void theOldestOfTooManySessionsGoes()
    {
        (void)m_client.initialize();
        const QByteArray first = m_client.headers.sessionId;
        (void)m_client.initialize();
        const QByteArray used = m_client.headers.sessionId;
        for (std::size_t i = 0; i < McpSessions::Limit - 1; ++i) {
            (void)m_client.initialize();
            McpRequest keep = m_client.headers;
            keep.sessionId = used;
            keep.body = q("{'jsonrpc':'2.0','id':1,'method':'ping'}");
            QCOMPARE(m_client.server.handle(keep).status, 200);
        }
        QCOMPARE(m_client.server.sessionCount(), McpSessions::Limit);
        // It comes back when it is used again.
        m_client.headers.sessionId = first;
        QCOMPARE(m_client.post(q("{'jsonrpc':'2.0','id':7,'method':'ping'}")).status, 200);
        QCOMPARE(m_client.server.sessionCount(), McpSessions::Limit);
    }

    void aPingAndALevelAreAlwaysAnswered()
    {
        McpRequest request = m_client.headers;
        request.sessionId.clear();
        request.body = q("{'jsonrpc':'2.0','id':7,'method':'ping'}");
        QCOMPARE(m_client.server.handle(request).body, q("{'jsonrpc':'2.0','id':7,'result':{}}"));
        request.body = q("[{'jsonrpc':'2.0','id':7,'method':'ping'}]");
        QCOMPARE(m_client.server.handle(request).status, 400);
        (void)m_client.initialize();
        const QJsonObject answer = m_client.ask(u"logging/setLevel"_s, {{u"level"_s, u"debug"_s}});
        QCOMPARE(answer["result"_L1], QJsonValue(QJsonObject()));
    }

    void whoTakesOnlyEventsGetsOne()
    {
        McpRequest request = m_client.headers;
        request.sessionId.clear();
        request.protocolVersion.clear();
        request.accept = "text/event-stream";
        request.body = q("{'jsonrpc':'2.0','id':1,'method':'initialize','params':{'protocolVersion':'2025-11-25'}}");
        const McpReply reply = m_client.server.handle(request);
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.contentType, QByteArray("text/event-stream"));
        QVERIFY(!reply.opensStream);
        QVERIFY(!reply.sessionId.isEmpty());
        QVERIFY(reply.body.startsWith("event: message\ndata: {"));
        QVERIFY(reply.body.endsWith("}\n\n"));
        // What went wrong is said in JSON, with its status.
        request.body = "{nonsense";
        QCOMPARE(m_client.server.handle(request).contentType, QByteArray("application/json"));
    }

    void batchesBelongToOneVersion_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<int>("status");
        QTest::newRow("2024-11-05") << u"2024-11-05"_s << 400;
        QTest::newRow("2025-03-26") << u"2025-03-26"_s << 200;
        QTest::newRow("2025-06-18") << u"2025-06-18"_s << 400;
        QTest::newRow("2025-11-25") << u"2025-11-25"_s << 400;
    }
    void batchesBelongToOneVersion()
    {
        QFETCH(QString, version);
        QFETCH(int, status);
        (void)m_client.initialize(version);
        const McpReply reply = m_client.post(
            q("[{'jsonrpc':'2.0','id':1,'method':'ping'},"
              "{'jsonrpc':'2.0','method':'notifications/x'},{'jsonrpc':'2.0','id':'b','method':'none'},{'id':3}]"));
        QCOMPARE(reply.status, status);
        if (status != 200) {
            QCOMPARE(code(reply), -32600);
            return;
        }
        const QJsonArray replies = QJsonDocument::fromJson(reply.body).array();
        QCOMPARE(replies.size(), 3);
        QCOMPARE(replies[0]["result"_L1], QJsonValue(QJsonObject()));
        QCOMPARE(replies[1]["id"_L1].toString(), u"b"_s);
        QCOMPARE(replies[1]["error"_L1]["code"_L1].toInt(), -32601);
        QCOMPARE(replies[2]["error"_L1]["code"_L1].toInt(), -32600);
        QCOMPARE(m_client.post(q("[{'jsonrpc':'2.0','method':'notifications/x'}]")).status, 202);
        const McpReply again = m_client.post(q("[{'jsonrpc':'2.0','id':1,'method':'initialize','params':{}}]"));
        QCOMPARE(QJsonDocument::fromJson(again.body).array()[0]["error"_L1]["code"_L1].toInt(), -32600);
    }

    void wrongRequestsGetTheRightError_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("errorCode");
        const auto row = [](const char *name, const QByteArray &body, int status, int code) {
            QTest::newRow(name) << QByteArray(body) << status << code;
        };
        row("no JSON", "{nonsense", 400, -32700);
        row("no message", q("{'a':1}"), 400, -32600);
        row("list params", q("{'jsonrpc':'2.0','id':1,'method':'ping','params':[]}"), 400, -32602);
        row("unknown method", q("{'jsonrpc':'2.0','id':1,'method':'tools/burn'}"), 200, -32601);
        row("a client's method", q("{'jsonrpc':'2.0','id':1,'method':'sampling/createMessage'}"), 200, -32601);
        row("initialize without version", q("{'jsonrpc':'2.0','id':1,'method':'initialize','params':{}}"), 200, -32602);
        row("tool without name", q("{'jsonrpc':'2.0','id':1,'method':'tools/call'}"), 200, -32602);
        row("unknown tool", q("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'rm'}}"), 200, -32602);
        row("arguments no object",
            q("{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'list_skills','arguments':[]}}"), 200,
            -32602);
        row("wrong cursor", q("{'jsonrpc':'2.0','id':1,'method':'resources/list','params':{'cursor':'zzz'}}"), 200,
            -32602);
        row("number for cursor", q("{'jsonrpc':'2.0','id':1,'method':'resources/list','params':{'cursor':1}}"), 200,
            -32602);
        row("read without uri", q("{'jsonrpc':'2.0','id':1,'method':'resources/read'}"), 200, -32602);
        row("read nothing", q("{'jsonrpc':'2.0','id':1,'method':'resources/read','params':{'uri':'skill://no/x'}}"),
            200, -32002);
        row("subscribe to nothing",
            q("{'jsonrpc':'2.0','id':1,'method':'resources/subscribe','params':{'uri':'skill://no/x'}}"), 200, -32002);
        row("modern listen in a session", q("{'jsonrpc':'2.0','id':1,'method':'subscriptions/listen'}"), 200, -32601);
    }
    void wrongRequestsGetTheRightError()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(int, errorCode);
        (void)m_client.initialize();
        const McpReply reply = m_client.post(body);
        QCOMPARE(reply.status, status);
        QCOMPARE(code(reply), errorCode);
        QVERIFY(!McpClient::json(reply)["error"_L1]["message"_L1].toString().isEmpty());
    }

    void wrongHeadersGetTheRightStatus()
    {
        (void)m_client.initialize();
        McpRequest request = m_client.headers;
        request.body = q("{'jsonrpc':'2.0','id':1,'method':'ping'}");
        request.contentType = "text/plain";
        QCOMPARE(m_client.server.handle(request).status, 415);
        request.contentType = "application/json; charset=utf-8";
        QCOMPARE(m_client.server.handle(request).status, 200);
        request.accept = "text/html";
        QCOMPARE(m_client.server.handle(request).status, 406);
        for (const char *accept :
             {"*/*", "application/*", "APPLICATION/JSON", "text/html, application/json;q=0.9", ""}) {
            request.accept = accept;
            QCOMPARE(m_client.server.handle(request).status, 200);
            QCOMPARE(m_client.server.handle(request).contentType, QByteArray("application/json"));
        }
        request.protocolVersion = "1999-01-01";
        QCOMPARE(m_client.server.handle(request).status, 400);
        QCOMPARE(code(m_client.server.handle(request)), -32022);
        // The version agreed on counts; before 2025-06-18 there was no such header.
        request.protocolVersion.clear();
        QCOMPARE(m_client.server.handle(request).status, 200);
        request.body = QByteArray(MaxRpcBytes + 1, ' ');
        QCOMPARE(m_client.server.handle(request).status, 413);
        request.method = "PUT";
        QCOMPARE(m_client.server.handle(request).status, 405);
    }

    void discoverTellsAllVersions()
    {
        const McpReply reply = m_client.server.handle(McpClient::modern(u"server/discover"_s));
        QCOMPARE(reply.status, 200);
        QVERIFY(reply.sessionId.isEmpty());
        const QJsonObject result = McpClient::json(reply)["result"_L1].toObject();
        QCOMPARE(result["supportedVersions"_L1].toArray(),
                 QJsonArray({u"2026-07-28"_s, u"2025-11-25"_s, u"2025-06-18"_s, u"2025-03-26"_s, u"2024-11-05"_s}));
        QCOMPARE(result["resultType"_L1].toString(), u"complete"_s);
        QVERIFY(result["ttlMs"_L1].toInt(-1) >= 0);
        QCOMPARE(result["cacheScope"_L1].toString(), u"public"_s);
        QCOMPARE(result["_meta"_L1]["io.modelcontextprotocol/serverInfo"_L1]["name"_L1].toString(),
                 u"skills-backend"_s);
        QVERIFY(result["capabilities"_L1]["extensions"_L1]["io.modelcontextprotocol/skills"_L1].isObject());
    }

    void modernRequestsNeedNoSession_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QJsonObject>("params");
        QTest::addColumn<bool>("cacheable");
        QTest::newRow("tools/list") << u"tools/list"_s << QJsonObject() << true;
        QTest::newRow("tools/call") << u"tools/call"_s << QJsonObject{{u"name"_s, u"list_skills"_s}} << false;
        QTest::newRow("resources/list") << u"resources/list"_s << QJsonObject() << true;
        QTest::newRow("templates") << u"resources/templates/list"_s << QJsonObject() << true;
        QTest::newRow("read") << u"resources/read"_s << QJsonObject{{u"uri"_s, u"skill://alpha/SKILL.md"_s}} << true;
        QTest::newRow("skills/list") << u"skills/list"_s << QJsonObject() << true;
        QTest::newRow("skills/get") << u"skills/get"_s << QJsonObject{{u"uri"_s, u"skill://alpha/SKILL.md"_s}} << true;
        QTest::newRow("directory") << u"resources/directory/read"_s << QJsonObject{{u"uri"_s, u"skill://alpha"_s}}
                                   << false;
    }
    void modernRequestsNeedNoSession()
    {
        QFETCH(QString, method);
        QFETCH(QJsonObject, params);
        QFETCH(bool, cacheable);
        const McpReply reply = m_client.server.handle(McpClient::modern(method, params, "\"q-1\""));
        QCOMPARE(reply.status, 200);
        const QJsonObject message = McpClient::json(reply);
        QCOMPARE(message["id"_L1].toString(), u"q-1"_s);
        QCOMPARE(message["result"_L1]["resultType"_L1].toString(), u"complete"_s);
        QCOMPARE(message["result"_L1]["ttlMs"_L1].isDouble(), cacheable);
        QCOMPARE(message["result"_L1]["cacheScope"_L1].isString(), cacheable);
    }

    void modernRequestsAreChecked_data()
    {
        QTest::addColumn<McpRequest>("request");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("errorCode");
        const auto row = [](const char *name, const McpRequest &request, int status, int errorCode) {
            QTest::newRow(name) << request << status << errorCode;
        };
        const QJsonObject list{{u"name"_s, u"list_skills"_s}};
        McpRequest request = McpClient::modern(u"tools/list"_s);
        request.protocolVersion.clear();
        row("version header missing", request, 400, -32020);
        request.protocolVersion = "2025-11-25";
        row("version header differs", request, 400, -32020);
        request = McpClient::modern(u"tools/list"_s);
        request.mcpMethod.clear();
        row("method header missing", request, 400, -32020);
        request.mcpMethod = "Tools/list";
        row("method header differs", request, 400, -32020);
        request = McpClient::modern(u"tools/call"_s, list);
        request.mcpName.clear();
        row("name header missing", request, 400, -32020);
        request.mcpName = "find_helpful_skills";
        row("name header differs", request, 400, -32020);
        request.mcpName = "=?base64?" + QByteArray("list_skills").toBase64() + "?=";
        row("name header encoded", request, 200, 0);
        request.mcpName = "=?base64?***?=";
        row("name header encoded badly", request, 400, -32020);
        request = McpClient::modern(u"resources/read"_s, {{u"uri"_s, u"skill://alpha/none"_s}});
        row("resource not found", request, 200, -32602);
        request.mcpName = "skill://alpha/SKILL.md";
        row("uri header differs", request, 400, -32020);

        request = McpClient::modern(u"tools/list"_s);
        request.body.replace("2026-07-28", "2099-01-01");
        request.protocolVersion = "2099-01-01";
        row("version unknown", request, 400, -32022);
        request.body.replace("2099-01-01", "2025-11-25");
        request.protocolVersion = "2025-11-25";
        row("legacy version without a session", request, 400, -32022);
        request = McpClient::modern(u"tools/list"_s);
        request.body = q("{'jsonrpc':'2.0','id':1,'method':'tools/list'}");
        row("no _meta", request, 400, -32602);
        request.body = q("{'jsonrpc':'2.0','id':1,'method':'tools/list','params':{'_meta':{'io.modelcontextprotocol/"
                         "protocolVersion':'2026-07-28'}}}");
        row("no capabilities", request, 400, -32602);
        request.body = q("{'jsonrpc':'2.0','id':1,'method':'server/discover'}");
        request.protocolVersion.clear();
        row("discover without anything", request, 400, -32602);
        row("unknown method", McpClient::modern(u"tools/burn"_s), 404, -32601);
        row("initialize is gone", McpClient::modern(u"initialize"_s), 404, -32601);
        request = McpClient::modern(u"initialize"_s);
        request.body = q("{'jsonrpc':'2.0','id':1,'method':'initialize','params':{'protocolVersion':'2026-07-28'}}");
        row("initialize with the header alone", request, 404, -32601);
        row("ping is gone", McpClient::modern(u"ping"_s), 404, -32601);
        row("subscribe is gone", McpClient::modern(u"resources/subscribe"_s), 404, -32601);
        request = McpClient::modern(u"tools/list"_s);
        request.body.replace("\"2.0\"", "\"1.0\"");
        row("broken message", request, 400, -32600);
        request = McpClient::modern(u"tools/list"_s);
        request.method = "GET";
        row("no GET", request, 405, -32600);
        request.method = "DELETE";
        row("no DELETE", request, 405, -32600);
        row("listen without a filter", McpClient::modern(u"subscriptions/listen"_s), 400, -32602);
    }
    void modernRequestsAreChecked()
    {
        QFETCH(McpRequest, request);
        QFETCH(int, status);
        QFETCH(int, errorCode);
        const McpReply reply = m_client.server.handle(request);
        QCOMPARE(reply.status, status);
        QCOMPARE(code(reply), errorCode);
        if (errorCode == -32022)
            QCOMPARE(McpClient::json(reply)["error"_L1]["data"_L1]["supported"_L1].toArray(), supportedVersions());
    }

    void modernAndSessionsLiveSideBySide()
    {
        (void)m_client.initialize();
        QCOMPARE(m_client.server.handle(McpClient::modern(u"tools/list"_s)).status, 200);
        QCOMPARE(m_client.result(u"tools/list"_s)["tools"_L1].toArray().size(), 3);
        McpRequest notification = McpClient::modern(u"notifications/cancelled"_s);
        notification.body.replace(q("'id':1,"), "");
        const McpReply reply = m_client.server.handle(notification);
        QCOMPARE(reply.status, 202);
        QVERIFY(reply.body.isEmpty());
    }

    void standardInputSpeaksBoth()
    {
        McpClient client;
        McpServer &server = client.server;
        const auto line = [&](const QByteArray &text) { return server.handle(McpClient::line(text)); };
        QCOMPARE(code(line(q("{'jsonrpc':'2.0','id':1,'method':'tools/list'}"))), -32600);
        QCOMPARE(line(q("{'jsonrpc':'2.0','id':1,'method':'ping'}")).body, (q("{'jsonrpc':'2.0','id':1,'result':{}}")));
        QCOMPARE(code(line(q("{'jsonrpc':'2.0','id':1,'method':'server/discover'}"))), -32602);
        QCOMPARE(code(line("{nonsense")), -32700);
        McpRequest modern = McpClient::modern(u"tools/list"_s);
        QVERIFY(McpClient::json(server.handle(McpClient::line(modern.body)))["result"_L1].isObject());
        const McpReply begun =
            line(q("{'jsonrpc':'2.0','id':1,'method':'initialize','params':{'protocolVersion':'2025-03-26'}}"));
        QCOMPARE(McpClient::json(begun)["result"_L1]["protocolVersion"_L1].toString(), u"2025-03-26"_s);
        QVERIFY(line(q("{'jsonrpc':'2.0','method':'notifications/initialized'}")).body.isEmpty());
        QVERIFY(McpClient::json(line(q("{'jsonrpc':'2.0','id':1,'method':'tools/list'}")))["result"_L1].isObject());
        QCOMPARE(line(q("[{'jsonrpc':'2.0','id':1,'method':'ping'}]")).body,
                 (q("[{'jsonrpc':'2.0','id':1,'result':{}}]")));
        QVERIFY(line(q("{'jsonrpc':'2.0','id':1,'result':{}}")).body.isEmpty());
        QVERIFY(!line(q("{'jsonrpc':'2.0','id':1,'method':'skills/list'}")).body.contains('\n'));
    }
};

QTEST_GUILESS_MAIN(TestMcpVersions)
#include "tst_mcp_versions.moc"
