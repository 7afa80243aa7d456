// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "raw_http.h"
#include "server_run.h"

#include <skills_tray_version.h>

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;

class TestBackendHttp : public QObject
{
    Q_OBJECT

    ServerRun m_server;

private slots:
    void initTestCase()
    {
        m_server.writeSkills(12);
        QVERIFY2(m_server.start(), m_server.log.constData());
    }

    void healthHasTheOriginalsKeysAndOurs()
    {
        RawConnection connection(m_server.port);
        const RawAnswer answer = connection.get("/health");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("Content-Type"), QByteArray("application/json"));
        const QJsonObject health = answer.json();
        QCOMPARE(health.value(u"status"_s).toString(), u"ok"_s);
        QCOMPARE(health.value(u"version"_s).toString(), QStringLiteral(SKILLS_TRAY_VERSION));
        QCOMPARE(health.value(u"skills_loaded"_s).toInt(), 12);
        QCOMPARE(health.value(u"skills_total"_s).toInt(), 12);
        QCOMPARE(health.value(u"skills_nonconforming"_s).toInt(-1), 0);
        QCOMPARE(health.value(u"models_loaded"_s).toBool(), true);
        QCOMPARE(health.value(u"loading_complete"_s).toBool(), true);
        QCOMPARE(health.value(u"auto_update_enabled"_s), QJsonValue(false));
        QCOMPARE(health.value(u"backend"_s).toString(), u"skills-tray"_s);
        QCOMPARE(health.value(u"update_errors"_s), QJsonValue(QJsonArray()));
        QCOMPARE(health.value(u"github_authenticated"_s), QJsonValue(false));
        for (const QString &key :
             {u"next_update_check"_s, u"last_update_check"_s, u"github_api_calls_this_hour"_s, u"github_api_limit"_s})
            QVERIFY2(health.contains(key), qPrintable(key));
    }

    void strangeNamesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::newRow("another host") << QByteArray("Host: evil.example\r\n");
        QTest::newRow("two hosts") << QByteArray("Host: localhost\r\nHost: evil.example\r\n");
        QTest::newRow("another origin") << QByteArray("Host: localhost\r\nOrigin: http://evil.example\r\n");
        QTest::newRow("no origin") << QByteArray("Host: localhost\r\nOrigin: null\r\n");
    }

    void strangeNamesAreRefused()
    {
        QFETCH(QByteArray, headers);
        for (const QByteArray &path : {QByteArray("/mcp"), QByteArray("/health"), QByteArray("/activity")}) {
            RawConnection connection(m_server.port);
            const int status = connection.get(path, headers).status;
            QVERIFY2(status == 403 || status == 400, QByteArray::number(status).constData());
        }
        RawConnection connection(m_server.port);
        connection.send("POST /mcp HTTP/1.1\r\n" + headers + mcpHeaders() + "Content-Length: " +
                        QByteArray::number(initializeMessage().size()) + "\r\n\r\n" + initializeMessage());
        const int status = connection.answer().status;
        QVERIFY2(status == 403 || status == 400, QByteArray::number(status).constData());
    }

    void ourOwnOriginIsServed()
    {
        RawConnection connection(m_server.port);
        QCOMPARE(connection.get("/health", "Host: localhost:1\r\nOrigin: http://localhost:6274\r\n").status, 200);
    }

    void servesAtTheLoopbackOfIPv6()
    {
        if (!QTcpServer().listen(QHostAddress::LocalHostIPv6))
            QSKIP("This machine has no ::1.");
        ServerRun server;
        server.writeConfig();
        server.launch({u"--host"_s, u"::1"_s, u"--port"_s, u"0"_s, u"--config"_s, server.file(u"skills.json"_s)});
        const QByteArray place = "Serving at http://[::1]:";
        QTRY_VERIFY2_WITH_TIMEOUT(server.log.contains(place), server.log.constData(), 20'000);
        const QByteArray rest = server.log.mid(server.log.indexOf(place) + place.size());
        const quint16 port = rest.left(rest.indexOf('/')).toUShort();
        const QByteArray here = "Host: [::1]:" + QByteArray::number(port) + "\r\n";
        QVERIFY(!server.log.contains("Other machines can reach"));

        RawConnection connection(port, RawConnection::IPv6);
        QVERIFY(connection.isOpen());
        QCOMPARE(connection.get("/health", here).status, 200);
        QCOMPARE(connection.get("/health", here + "Origin: http://[::1]:6274\r\n").status, 200);
        QCOMPARE(connection.get("/activity", here + secretHeader()).status, 200); // it counts as this machine
        RawConnection stranger(port, RawConnection::IPv6);
        QCOMPARE(stranger.get("/health", "Host: [2001:db8::1]\r\n").status, 403);
        QVERIFY(!RawConnection(port, RawConnection::IPv4).isOpen());
        const QByteArray session = openSession(connection);
        QVERIFY(!session.isEmpty());
        QCOMPARE(connection.post("/mcp", callMessage(1, "list_skills", "{}"), mcpHeaders(session)).status, 200);
    }

    void wrongRequestsGetTheirStatus_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        QTest::newRow("unknown path") << QByteArray("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n") << 404;
        QTest::newRow("dots in the path") << QByteArray("GET /../health HTTP/1.1\r\nHost: localhost\r\n\r\n") << 404;
        QTest::newRow("method") << QByteArray("PUT /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
                                << 405;
        QTest::newRow("post to health")
            << QByteArray("POST /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}") << 405;
        QTest::newRow("after is no number")
            << "GET /activity?after=x HTTP/1.1\r\nHost: localhost\r\n" + secretHeader() + "\r\n"
            << 400;
    }

    void wrongRequestsGetTheirStatus()
    {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        RawConnection connection(m_server.port);
        connection.send(request);
        QCOMPARE(connection.answer().status, status);
    }

    void wrongJsonIsAnError_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("cut off") << QByteArray(R"({"jsonrpc":"2.0","id":1,)");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("text") << QByteArray("hello");
        QTest::newRow("zero bytes") << QByteArray(64, '\0');
        QTest::newRow("not UTF-8") << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\xfe\"}");
        QTest::newRow("deep") << QByteArray(100'000, '[');
    }

    void wrongJsonIsAnError()
    {
        QFETCH(QByteArray, body);
        RawConnection connection(m_server.port);
        const RawAnswer answer = connection.post("/mcp", body, mcpHeaders());
        QVERIFY2(answer.status >= 400 && answer.status < 500, QByteArray::number(answer.status).constData());
        QVERIFY(answer.json().value(u"error"_s).isObject());
        RawConnection other(m_server.port);
        QCOMPARE(other.get("/health").status, 200);
    }

    void aBodyMayHaveOneMebibyte()
    {
        const QByteArray start = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"_meta\":{\"x\":\"";
        const QByteArray end = "\"}}}";
        const QByteArray full = start + QByteArray(1024 * 1024 - start.size() - end.size(), 'x') + end;
        RawConnection connection(m_server.port);
        const QByteArray session = openSession(connection);
        QVERIFY(!session.isEmpty());
        QCOMPARE(connection.post("/mcp", full, mcpHeaders(session)).status, 200);

        RawConnection tooLarge(m_server.port);
        QCOMPARE(tooLarge.post("/mcp", full + ' ', mcpHeaders(session)).status, 413);

        RawConnection chunked(m_server.port);
        QByteArray body;
        for (int i = 0; i < 17; ++i)
            body += "10000\r\n" + QByteArray(0x10000, ' ') + "\r\n";
        chunked.send("POST /mcp HTTP/1.1\r\nHost: localhost\r\n" + mcpHeaders(session) +
                     "Transfer-Encoding: chunked\r\n\r\n" + body + "0\r\n\r\n");
        QCOMPARE(chunked.answer().status, 413);

        RawConnection asking(m_server.port);
        asking.send("POST /mcp HTTP/1.1\r\nHost: localhost\r\n" + mcpHeaders(session) +
                    "Expect: 100-continue\r\nContent-Length: 9999999999\r\n\r\n");
        QCOMPARE(asking.answer().status, 413);
    }

    void headersWithoutEndAreRefused()
    {
        RawConnection connection(m_server.port);
        connection.send("GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + QByteArray(200'000, 'x'));
        const RawAnswer answer = connection.answer();
        QVERIFY2(answer.status == 0 || answer.status == 413 || answer.status == 431,
                 QByteArray::number(answer.status).constData());
    }

    void toolCallsAreRemembered()
    {
        RawConnection connection(m_server.port);
        const QByteArray session = openSession(connection);
        const RawAnswer found = connection.post(
            "/mcp", callMessage(1, "find_helpful_skills", R"({"task_description":"compare maps with poems"})"),
            mcpHeaders(session));
        QCOMPARE(found.status, 200);
        const QJsonArray calls =
            connection.get("/activity", "Host: localhost\r\n" + secretHeader()).json().value(u"calls"_s).toArray();
        QVERIFY(!calls.isEmpty());
        const QJsonObject last = calls.last().toObject();
        QVERIFY2(QString::fromUtf8(QJsonDocument(last).toJson()).contains(u"compare maps with poems"_s),
                 QJsonDocument(last).toJson().constData());
        const QByteArray id = QByteArray::number(last.value(u"id"_s).toInteger());
        const RawAnswer later = connection.get("/activity?after=" + id, "Host: localhost\r\n" + secretHeader());
        QCOMPARE(later.json().value(u"calls"_s), QJsonValue(QJsonArray()));
    }

    void theMemoryOfCallsCanBeSwitchedOff()
    {
        ServerRun silent;
        QVERIFY(silent.start({u"--no-activity"_s}));
        RawConnection connection(silent.port);
        QCOMPARE(connection.get("/activity", "Host: localhost\r\n" + secretHeader()).status, 404);
    }

    void callsAreShownToTheTrayAlone()
    {
        RawConnection connection(m_server.port);
        QCOMPARE(connection.get("/activity").status, 401);
        QByteArray secret = secretHeader();
        QCOMPARE(connection.get("/activity", "Host: localhost\r\n" + secret.replace("Bearer", "bearer")).status, 200);
        for (const char *wrong : {"Bearer sesam", "Bearer sesame2", "Bearer", "Basic sesame", "sesame"})
            QCOMPARE(
                connection.get("/activity", QByteArray("Host: localhost\r\nAuthorization: ") + wrong + "\r\n").status,
                401);
        ServerRun nobodys;
        QProcessEnvironment environment = nobodys.process.processEnvironment();
        environment.remove(u"SKILLS_BACKEND_SECRET"_s);
        nobodys.process.setProcessEnvironment(environment);
        QVERIFY(nobodys.start());
        RawConnection other(nobodys.port);
        QCOMPARE(other.get("/activity", "Host: localhost\r\nAuthorization: Bearer \r\n").status, 404);
        QCOMPARE(other.get("/activity", "Host: localhost\r\n" + secretHeader()).status, 404);
    }

    void aPageOfThisMachineMayRead()
    {
        const QByteArray page = "Host: localhost\r\nOrigin: http://localhost:6274\r\n";
        RawConnection connection(m_server.port);
        connection.send("OPTIONS /mcp HTTP/1.1\r\n" + page +
                        "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type, "
                        "mcp-session-id\r\nAccess-Control-Request-Private-Network: true\r\n\r\n");
        const RawAnswer preflight = connection.answer();
        QCOMPARE(preflight.status, 204);
        QCOMPARE(preflight.header("Access-Control-Allow-Origin"), QByteArray("http://localhost:6274"));
        QVERIFY(preflight.header("Access-Control-Allow-Methods").contains("DELETE"));
        QCOMPARE(preflight.header("Access-Control-Allow-Headers"), QByteArray("content-type, mcp-session-id"));
        QCOMPARE(preflight.header("Access-Control-Allow-Private-Network"), QByteArray("true"));
        for (const char *path : {"/health", "/mcp"}) { // an answer, and an error
            const RawAnswer answer = connection.get(path, page);
            QCOMPARE(answer.header("Access-Control-Allow-Origin"), QByteArray("http://localhost:6274"));
            QCOMPARE(answer.header("Access-Control-Expose-Headers"), QByteArray("Mcp-Session-Id"));
            QCOMPARE(answer.header("Vary"), QByteArray("Origin"));
        }
        QVERIFY(connection.get("/activity", page + secretHeader()).header("Access-Control-Allow-Origin").isEmpty());
        QVERIFY(connection.get("/health").header("Access-Control-Allow-Origin").isEmpty());
        RawConnection stranger(m_server.port);
        stranger.send("OPTIONS /mcp HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n"
                      "Access-Control-Request-Method: POST\r\n\r\n");
        const RawAnswer refused = stranger.answer();
        QCOMPARE(refused.status, 403);
        QVERIFY(refused.header("Access-Control-Allow-Origin").isEmpty());
    }

    void aStrangerIsLetInWhereSomebodyAllowsIt()
    {
        ServerRun server;
        QVERIFY(
            server.start({u"--allowed-host"_s, u"box.example"_s, u"--allowed-origin"_s, u"https://page.example"_s}));
        RawConnection connection(server.port);
        QCOMPARE(connection.get("/health", "Host: box.example:1\r\nOrigin: https://page.example\r\n").status, 200);
        QVERIFY(!server.log.contains("Refused"));
        for (int i = 0; i < 3; ++i) {
            RawConnection stranger(server.port);
            QCOMPARE(stranger.get("/health", "Host: other.example\r\n").status, 403);
            RawConnection page(server.port);
            QCOMPARE(page.get("/health", "Host: localhost\r\nOrigin: https://other.example\r\n").status, 403);
        }
        QTRY_VERIFY(server.log.contains("--allowed-origin https://other.example"));
        QCOMPARE(server.log.count("--allowed-host other.example"), 1);
        QCOMPARE(server.log.count("Refused"), 2);
    }

    void blanksAroundAHeaderAreNoPartOfIt()
    {
        RawConnection connection(m_server.port);
        QCOMPARE(connection.get("/health", "Host: \t localhost \t\r\nOrigin:  http://localhost\t\r\n").status, 200);
        const QByteArray session = openSession(connection);
        QCOMPARE(
            connection.post("/mcp", R"({"jsonrpc":"2.0","id":1,"method":"ping"})", mcpHeaders("  " + session + " \t"))
                .status,
            200);
    }

    void aWholeAddressIsUnderstood()
    {
        RawConnection connection(m_server.port);
        QCOMPARE(connection.get("http://localhost:8765/health").status, 200);
        QCOMPARE(connection.get("HTTP://127.0.0.1/health?x=1").status, 200);
        QCOMPARE(connection.get("http://localhost").status, 404);
        QCOMPARE(connection.get("http://evil.example/health").status, 403);
        RawConnection strange(m_server.port);
        QCOMPARE(strange.get("http://localhost/health", "Host: evil.example\r\n").status, 403);
    }

    void localhostIsServedInBothFamilies()
    {
        if (!QTcpServer().listen(QHostAddress::LocalHostIPv6))
            QSKIP("This machine has no ::1.");
        RawConnection connection(m_server.port, RawConnection::IPv6);
        QVERIFY(connection.isOpen());
        QCOMPARE(connection.get("/health").status, 200);
        const QByteArray session = openSession(connection);
        QVERIFY(!session.isEmpty());
        RawConnection stream(m_server.port, RawConnection::IPv6);
        QCOMPARE(stream.get("/mcp", mcpHeaders(session)).status, 200);
        QCOMPARE(
            RawConnection(m_server.port).post("/mcp", callMessage(1, "list_skills", "{}"), mcpHeaders(session)).status,
            200);
        // Somebody else's place there is no reason not to serve.
        ServerRun other;
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHostIPv6));
        QVERIFY2(other.start({u"--port"_s, QString::number(taken.serverPort())}), other.log.constData());
    }

    void whoOnlyLooksIsToldSo()
    {
        RawConnection connection(m_server.port);
        const RawAnswer answer = connection.get("/mcp", "Host: localhost\r\nAccept: */*\r\n");
        QCOMPARE(answer.status, 405);
        QVERIFY(answer.header("Allow").contains("POST"));
    }

    void aChangedSkillIsToldToAnOpenStream()
    {
        RawConnection connection(m_server.port);
        const QByteArray session = openSession(connection);
        RawConnection stream(m_server.port);
        const RawAnswer opened = stream.get("/mcp", mcpHeaders(session));
        QCOMPARE(opened.status, 200);
        QVERIFY(opened.header("Content-Type").startsWith("text/event-stream"));
        QCOMPARE(opened.header("X-Accel-Buffering"), QByteArray("no"));
        QElapsedTimer clock;
        clock.start();
        m_server.writeSkill(u"skill-new"_s, "Sorts letters by their age");
        QVERIFY(stream.seesWithin("list_changed", int(2000 * room())));
        qInfo("told after %lld ms", clock.elapsed());
    }

    void aChangeAfterALostStreamIsToldOnTheNextOne_data()
    {
        QTest::addColumn<bool>("reset");
        QTest::newRow("FIN") << false;
        QTest::newRow("RST") << true;
    }
    void aChangeAfterALostStreamIsToldOnTheNextOne()
    {
        QFETCH(bool, reset);
        m_server.writeSkill(u"watched"_s, "Counts sheep");
        RawConnection asking(m_server.port);
        const QByteArray session = openSession(asking);
        const auto post = [&](const QByteArray &method) {
            return asking.post("/mcp",
                               R"({"jsonrpc":"2.0","id":1,"method":")" + method +
                                   R"(","params":{"uri":"skill://watched/SKILL.md"}})",
                               mcpHeaders(session));
        };
        QTRY_VERIFY_WITH_TIMEOUT(post("resources/subscribe").body.contains("\"result\":{}"), 10'000);
        RawConnection lost(m_server.port);
        QCOMPARE(lost.get("/mcp", mcpHeaders(session)).status, 200);
        QVERIFY(lost.seesWithin(": open", int(2000 * room())));
        lost.close(reset ? RawConnection::Reset : RawConnection::Finish);
        const QByteArray news = reset ? "Counts wolves" : "Counts goats";
        m_server.writeSkill(u"watched"_s, news);
        // It is served, so it has been told, into the connection that is gone.
        QTRY_VERIFY_WITH_TIMEOUT(post("skills/get").body.contains(news), 10'000);
        RawConnection next(m_server.port);
        QCOMPARE(next.get("/mcp", mcpHeaders(session)).status, 200);
        QVERIFY(next.seesWithin("resources/list_changed", int(2000 * room())));
        QVERIFY(next.seesWithin("resources/updated", int(2000 * room())));
    }

    void aSessionThatIsDeletedIsGone()
    {
        RawConnection connection(m_server.port);
        const QByteArray session = openSession(connection);
        connection.send("DELETE /mcp HTTP/1.1\r\nHost: localhost\r\nMcp-Session-Id: " + session + "\r\n\r\n");
        const int deleted = connection.answer().status;
        QVERIFY2(deleted == 200 || deleted == 202 || deleted == 204, QByteArray::number(deleted).constData());
        QCOMPARE(connection.post("/mcp", R"({"jsonrpc":"2.0","id":1,"method":"ping"})", mcpHeaders(session)).status,
                 404);
    }
};

QTEST_GUILESS_MAIN(TestBackendHttp)
#include "tst_backend_http.moc"
