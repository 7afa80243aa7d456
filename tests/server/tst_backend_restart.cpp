// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "raw_http.h"
#include "server_run.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;

/// Clients that go on with their session after a restart, as most of them do.
class TestBackendRestart : public QObject
{
    Q_OBJECT

    static bool startAgain(ServerRun &server)
    {
        server.log.clear();
        return server.start({u"--port"_s, QString::number(server.port)});
    }
    static QString keyOf(const ServerRun &server) { return server.file(u"state/skills-tray/session.key"_s); }
    static int pingStatus(const ServerRun &server, const QByteArray &session)
    {
        RawConnection connection(server.port);
        return connection.post("/mcp", R"({"jsonrpc":"2.0","id":1,"method":"ping"})", mcpHeaders(session)).status;
    }

private slots:
    void aSessionOutlastsManyRestarts()
    {
        ServerRun server;
        server.writeSkill(u"alpha"_s, "About alpha");
        QVERIFY2(server.start(), server.log.constData());
        QByteArray session;
        {
            RawConnection connection(server.port);
            session = openSession(connection);
        }
        QVERIFY(!session.isEmpty());
        for (int i = 0; i < 5; ++i) {
            if (i % 2 == 0) {
                server.process.kill();
                QTRY_COMPARE(server.process.state(), QProcess::NotRunning);
            } else {
                server.terminate();
                QCOMPARE(server.exitStatus(), 0);
            }
            QVERIFY2(startAgain(server), server.log.constData());
            RawConnection connection(server.port);
            const RawAnswer answer = connection.post("/mcp", callMessage(1, "list_skills", "{}"), mcpHeaders(session));
            QCOMPARE(answer.status, 200);
            QVERIFY2(answer.body.contains("alpha"), answer.body.constData());
            // Who made it is known too.
            const RawAnswer calls = connection.get("/activity", "Host: localhost\r\n" + secretHeader());
            QVERIFY2(calls.body.contains(R"("raw")"), calls.body.constData());
        }
    }

    void whoAsksInTheFirstMomentHearsOfAllSkills()
    {
        constexpr int Skills = 300;
        ServerRun server;
        server.writeSkills(Skills);
        QVERIFY2(server.start(), server.log.constData());
        QByteArray session;
        {
            RawConnection connection(server.port);
            session = openSession(connection);
        }
        server.process.kill();
        QTRY_COMPARE(server.process.state(), QProcess::NotRunning);
        server.log.clear();
        server.launch({u"--port"_s, QString::number(server.port), u"--config"_s, server.file(u"skills.json"_s)});
        const QList<std::pair<QByteArray, QByteArray>> questions = {
            {R"({"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"skill-299"}})", "\"messages\""},
            {R"({"jsonrpc":"2.0","id":1,"method":"prompts/list"})", "skill-299"},
            {R"({"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"skill://skill-299/SKILL.md"}})",
             "\"contents\""},
            {R"({"jsonrpc":"2.0","id":1,"method":"resources/subscribe","params":{"uri":"skill://skill-299/SKILL.md"}})",
             "\"result\":{}"},
            {R"({"jsonrpc":"2.0","id":1,"method":"skills/get","params":{"uri":"skill://skill-299/SKILL.md"}})",
             "\"frontmatter\""},
            {R"({"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/resource",)"
             R"("uri":"skill://{skill}/SKILL.md"},"argument":{"name":"skill","value":"skill-29"}}})",
             "skill-299"},
            {callMessage(1, "read_skill_document", R"({"skill_name":"skill-299"})"), "SKILL.md"},
            {callMessage(1, "list_skills", "{}"), "300 skills by name"},
        };
        std::vector<RawConnection> clients;
        QTRY_VERIFY_WITH_TIMEOUT(RawConnection(server.port).isOpen(), 10'000);
        for (const auto &[question, expected] : questions) {
            clients.emplace_back(server.port);
            QVERIFY(clients.back().send("POST /mcp HTTP/1.1\r\nHost: localhost\r\n" + mcpHeaders(session) +
                                        "Content-Length: " + QByteArray::number(question.size()) + "\r\n\r\n" +
                                        question));
        }
        for (size_t i = 0; i < clients.size(); ++i) {
            const RawAnswer answer = clients[i].answer();
            const auto &[question, expected] = questions.at(qsizetype(i));
            QVERIFY2(answer.body.contains(expected), QByteArray(question + '\n' + answer.body).constData());
        }
    }

    void whatIsNotReadInTimeIsSaidToBeComing()
    {
        QTcpServer silent; // where GitHub would be: takes every connection, answers none
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        ServerRun server;
        server.writeSkills(5);
        server.askGitHubAt(u"http://127.0.0.1:%1"_s.arg(silent.serverPort()));
        server.writeConfig(R"(, {"type": "github", "url": "nobody/nothing"})");
        server.launch({u"--port"_s, u"0"_s, u"--config"_s, server.file(u"skills.json"_s)});
        static const QRegularExpression place(u"Serving at http://[^ ]*:(\\d+)/mcp"_s);
        QTRY_VERIFY_WITH_TIMEOUT(place.match(QString::fromUtf8(server.log)).hasMatch(), 10'000);
        server.port = place.match(QString::fromUtf8(server.log)).captured(1).toUShort();
        RawConnection connection(server.port);
        const QByteArray session = openSession(connection);
        const RawAnswer there = connection.post(
            "/mcp", callMessage(1, "read_skill_document", R"({"skill_name":"skill-004"})"), mcpHeaders(session));
        QVERIFY2(there.body.contains("SKILL.md"), there.body.constData());
        const RawAnswer document = connection.post(
            "/mcp", callMessage(1, "read_skill_document", R"({"skill_name":"nothing"})"), mcpHeaders(session));
        QVERIFY2(document.body.contains("There is no skill 'nothing' yet: skills are still being read (5 of "),
                 document.body.constData());
        for (const char *method : {"prompts/get", "resources/read", "resources/subscribe", "skills/get"}) {
            const RawAnswer answer =
                connection.post("/mcp",
                                R"({"jsonrpc":"2.0","id":1,"method":")" + QByteArray(method) +
                                    R"(","params":{"name":"nothing","uri":"skill://nothing/SKILL.md"}})",
                                mcpHeaders(session));
            QVERIFY2(answer.body.contains("yet: skills are still being read (5 of "), answer.body.constData());
        }
    }

    void itsStreamOpensAgainAndTellsThatSomethingMayHaveChanged()
    {
        ServerRun server;
        server.writeSkill(u"alpha"_s, "About alpha");
        QVERIFY2(server.start(), server.log.constData());
        RawConnection connection(server.port);
        const QByteArray session = openSession(connection);
        server.terminate();
        QCOMPARE(server.exitStatus(), 0);
        QVERIFY2(startAgain(server), server.log.constData());
        RawConnection stream(server.port);
        QCOMPARE(stream.get("/mcp", mcpHeaders(session)).status, 200);
        QVERIFY(stream.seesWithin("list_changed", int(2000 * room())));
        RawConnection asking(server.port);
        const RawAnswer subscribed = asking.post(
            "/mcp",
            R"({"jsonrpc":"2.0","id":1,"method":"resources/subscribe","params":{"uri":"skill://alpha/SKILL.md"}})",
            mcpHeaders(session));
        QVERIFY2(subscribed.body.contains(R"("result":{})"), subscribed.body.constData());
        server.writeSkill(u"alpha"_s, "About alpha, and more");
        QVERIFY(stream.seesWithin("resources/updated", int(2000 * room())));
    }

    void aStreamThatAKillEndsHasEndedAndIsOpenedAgainAfterAWhile()
    {
        ServerRun server;
        QVERIFY2(server.start(), server.log.constData());
        RawConnection connection(server.port);
        const QByteArray session = openSession(connection);
        RawConnection stream(server.port);
        const RawAnswer opened = stream.get("/mcp", mcpHeaders(session));
        QCOMPARE(opened.status, 200);
        // Without chunks there is none that a kill tears off.
        QCOMPARE(opened.header("Transfer-Encoding"), QByteArray());
        QCOMPARE(opened.header("Connection").toLower(), QByteArray("close"));
        QVERIFY(stream.seesWithin("retry: 3000\n", int(2000 * room())));
        server.process.kill();
        QVERIFY(stream.isClosedWithin(int(2000 * room())));
    }

    void anEndedSessionAndAStrangersAreUnknown()
    {
        ServerRun server, other;
        QVERIFY2(server.start(), server.log.constData());
        QVERIFY2(other.start(), other.log.constData());
        RawConnection connection(server.port), elsewhere(other.port);
        const QByteArray ended = openSession(connection), open = openSession(connection);
        const QByteArray foreign = openSession(elsewhere);
        connection.send("DELETE /mcp HTTP/1.1\r\nHost: localhost\r\nMcp-Session-Id: " + ended + "\r\n\r\n");
        QCOMPARE(connection.answer().status, 200);
        QByteArray forged = open;
        forged[forged.size() / 2] = forged[forged.size() / 2] == 'x' ? 'y' : 'x';
        for (int run = 0; run < 2; ++run) {
            QCOMPARE(pingStatus(server, open), 200);
            QCOMPARE(pingStatus(server, ended), 404);
            QCOMPARE(pingStatus(server, foreign), 404);
            QCOMPARE(pingStatus(server, forged), 404);
            server.terminate();
            QCOMPARE(server.exitStatus(), 0);
            QVERIFY2(startAgain(server), server.log.constData());
        }
    }

    void theKeyIsOursAlone()
    {
        ServerRun server;
        QVERIFY2(server.start(), server.log.constData());
        const auto mine = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
        QCOMPARE(QFileInfo(keyOf(server)).permissions(), mine);
        QCOMPARE(QFileInfo(keyOf(server)).size(), 32);
        RawConnection connection(server.port);
        const QByteArray session = openSession(connection);
        // Others have seen it: it is no secret any more.
        QVERIFY(QFile::setPermissions(keyOf(server), mine | QFile::ReadOther));
        server.terminate();
        QCOMPARE(server.exitStatus(), 0);
        QVERIFY2(startAgain(server), server.log.constData());
        QCOMPARE(pingStatus(server, session), 404);
        QCOMPARE(QFileInfo(keyOf(server)).permissions(), mine);
    }

    void twoThatStartAtOnceAgree()
    {
        for (int i = 0; i < 5; ++i) {
            ServerRun first, second;
            second.process.setProcessEnvironment(first.process.processEnvironment());
            first.writeConfig();
            const QStringList arguments{u"--port"_s, u"0"_s, u"--config"_s, first.file(u"skills.json"_s)};
            first.launch(arguments);
            second.launch(arguments);
            const auto portOf = [](ServerRun &server) {
                const QByteArray place = "Serving at http://127.0.0.1:";
                const qsizetype at = server.log.indexOf(place);
                const QByteArray rest = server.log.mid(at + place.size());
                return at < 0 ? quint16(0) : rest.left(rest.indexOf('/')).toUShort();
            };
            QTRY_VERIFY_WITH_TIMEOUT((first.port = portOf(first)) != 0, 20'000);
            QTRY_VERIFY_WITH_TIMEOUT((second.port = portOf(second)) != 0, 20'000);
            RawConnection connection(first.port);
            const QByteArray session = openSession(connection);
            QCOMPARE(pingStatus(second, session), 200);
        }
    }

    void aFolderThatCannotBeWrittenToIsToldOf()
    {
        ServerRun server;
        QFile file(server.file(u"state"_s)); // in the place of the folder
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY2(server.start(), server.log.constData());
        QVERIFY2(server.log.contains("sessions end with this run"), server.log.constData());
        RawConnection connection(server.port);
        const QByteArray session = openSession(connection);
        QCOMPARE(pingStatus(server, session), 200);
    }
};

QTEST_GUILESS_MAIN(TestBackendRestart)
#include "tst_backend_restart.moc"
