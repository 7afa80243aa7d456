// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "raw_http.h"
#include "server_run.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;

class TestBackendStdio : public QObject
{
    Q_OBJECT

    static void launch(ServerRun &server)
    {
        server.writeConfig();
        server.launch({u"--stdio"_s, u"--config"_s, server.file(u"skills.json"_s)});
    }

    static QJsonObject line(const ServerRun &server, int number)
    {
        return QJsonDocument::fromJson(server.out.split('\n').value(number)).object();
    }

    static QByteArray initializedMessage() { return R"({"jsonrpc":"2.0","method":"notifications/initialized"})"; }

    /// The answer to the request of that id; empty: none yet.
    static QJsonObject answerTo(const ServerRun &server, int id)
    {
        const QList<QByteArray> lines = server.out.split('\n');
        for (const QByteArray &text : lines) {
            const QJsonObject message = QJsonDocument::fromJson(text).object();
            if (message.value(u"id"_s).toInt(-1) == id)
                return message;
        }
        return {};
    }

    /// How many skills list_skills counts; 0: it has not answered.
    static int listed(const QJsonObject &answer)
    {
        const QString text = answer.value(u"result"_s)[u"content"][0][u"text"].toString();
        return text.section(u" skills by name"_s, 0, 0).section(u'\n', -1).toInt();
    }

private slots:
    void servesOverStandardInputAndOutput()
    {
        ServerRun server;
        server.writeSkills(5);
        launch(server);
        server.process.write(initializeMessage() + '\n');
        QTRY_VERIFY_WITH_TIMEOUT(server.out.contains('\n'), 10'000);
        QCOMPARE(line(server, 0).value(u"result"_s).toObject().value(u"protocolVersion"_s).toString(), u"2025-11-25"_s);
        server.process.write(initializedMessage() + "\n\n");
        QTRY_VERIFY_WITH_TIMEOUT(server.log.contains("Loaded 5 skills"), 10'000);
        server.process.write(callMessage(1, "list_skills", "{}") + '\n');
        QTRY_VERIFY_WITH_TIMEOUT(server.out.contains("skill-004"), 10'000);
        for (const QByteArray &text : server.out.trimmed().split('\n'))
            QCOMPARE(QJsonDocument::fromJson(text).object().value(u"jsonrpc"_s).toString(), u"2.0"_s);
        server.process.closeWriteChannel();
        QCOMPARE(server.exitStatus(), 0);
    }

    void aCallThatComesWithTheStartHearsOfAllSkills()
    {
        ServerRun server;
        server.writeSkills(40);
        launch(server);
        server.process.write(initializeMessage() + '\n' + initializedMessage() + '\n' +
                             callMessage(1, "list_skills", "{}") + '\n' +
                             R"({"jsonrpc":"2.0","id":2,"method":"skills/list"})" + '\n' +
                             R"({"jsonrpc":"2.0","id":3,"method":"ping"})" + '\n');
        server.process.closeWriteChannel();
        QCOMPARE(server.exitStatus(), 0);
        QCOMPARE(listed(answerTo(server, 1)), 40);
        QVERIFY(!answerTo(server, 2).value(u"result"_s)[u"skills"].toArray().isEmpty());
        // What needs no skills waits for none.
        QVERIFY(server.out.indexOf("\"id\":3,") < server.out.indexOf("\"id\":1,"));
    }

    void everyCallThatWaitedIsAnsweredBeforeTheEnd()
    {
        ServerRun server;
        server.writeSkills(400);
        launch(server);
        server.process.write(initializeMessage() + '\n' + initializedMessage() + '\n');
        constexpr int Calls = 50;
        for (int id = 1; id <= Calls; ++id)
            server.process.write(callMessage(id, "read_skill_document", R"({"skill_name":"nobody"})") + '\n');
        server.process.closeWriteChannel();
        QCOMPARE(server.exitStatus(), 0);
        for (int id = 1; id <= Calls; ++id)
            QVERIFY2(!answerTo(server, id).isEmpty(), QByteArray::number(id).constData());
    }

    void aCallDoesNotWaitForASlowSourceForLong()
    {
        QTcpServer silent; // where GitHub would be: takes every connection, answers none
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        ServerRun server;
        server.writeSkills(5);
        server.askGitHubAt(u"http://127.0.0.1:%1"_s.arg(silent.serverPort()));
        server.writeConfig(R"(, {"type": "github", "url": "nobody/nothing"})");
        server.launch({u"--stdio"_s, u"--config"_s, server.file(u"skills.json"_s)});
        server.process.write(initializeMessage() + '\n' + initializedMessage() + '\n' +
                             callMessage(1, "list_skills", "{}") + '\n');
        QTRY_VERIFY_WITH_TIMEOUT(!answerTo(server, 1).isEmpty(), 20'000);
        // It was answered before that source was given up, and says so.
        QVERIFY2(server.out.contains("Skills are still being read (5 of "), server.out.constData());
        QCOMPARE(listed(answerTo(server, 1)), 5);
    }

    void aCancelledCallIsNotAnsweredWhenTheSkillsAreThere()
    {
        ServerRun server;
        server.writeSkills(40);
        launch(server);
        server.process.write(initializeMessage() + '\n' + initializedMessage() + '\n' +
                             callMessage(1, "list_skills", "{}") + '\n' + callMessage(2, "list_skills", "{}") + '\n' +
                             R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}})" + '\n');
        server.process.closeWriteChannel();
        QCOMPARE(server.exitStatus(), 0);
        QVERIFY(answerTo(server, 1).isEmpty());
        QCOMPARE(listed(answerTo(server, 2)), 40);
    }

    void noNewsComesBeforeTheClientIsReady()
    {
        ServerRun server;
        server.writeSkills(5);
        launch(server);
        server.process.write(initializeMessage() + '\n' + callMessage(1, "list_skills", "{}") + '\n');
        QTRY_COMPARE_WITH_TIMEOUT(listed(answerTo(server, 1)), 5, 10'000);
        server.writeSkill(u"early"_s, "Comes before the client is ready");
        int id = 1;
        const auto servesEarly = [&] {
            server.process.write(callMessage(++id, "list_skills", "{}") + '\n');
            return server.out.contains("Comes before");
        };
        QTRY_VERIFY_WITH_TIMEOUT(servesEarly(), 10'000);
        QVERIFY2(!server.out.contains("list_changed"), server.out.constData());

        server.process.write(initializedMessage() + '\n' + callMessage(++id, "list_skills", "{}") + '\n');
        QTRY_VERIFY_WITH_TIMEOUT(!answerTo(server, id).isEmpty(), 10'000);
        server.writeSkill(u"late"_s, "Comes after the client is ready");
        QTRY_VERIFY_WITH_TIMEOUT(server.out.contains("list_changed"), 10'000);
    }

    void anInputThatEndsAtOnceEndsItCleanly()
    {
        for (int i = 0; i < 10; ++i) {
            ServerRun server;
            server.writeSkills(60);
            launch(server);
            server.process.closeWriteChannel();
            QCOMPARE(server.exitStatus(), 0);
            QCOMPARE(server.out, QByteArray());
            // The folder is there, only not read any more.
            QVERIFY2(!server.log.contains("does not exist"), server.log.constData());
        }
    }

    void answersTheLastLineAlsoWithoutItsEnd()
    {
        ServerRun server;
        launch(server);
        server.process.write(R"({"jsonrpc":"2.0","id":7,"method":"ping"})");
        server.process.closeWriteChannel();
        QCOMPARE(server.exitStatus(), 0);
        QCOMPARE(line(server, 0).value(u"id"_s).toInt(), 7);
    }

    void wrongLinesAreErrorsAndNothingMore()
    {
        ServerRun server;
        launch(server);
        server.process.write("hello\n{\"jsonrpc\":\n" + QByteArray(1024 * 1024 + 1, 'x') + "\n" +
                             R"({"jsonrpc":"2.0","id":8,"method":"ping"})" + "\n");
        server.process.closeWriteChannel();
        QCOMPARE(server.exitStatus(), 0);
        QCOMPARE(server.out.count('\n'), 4);
        for (int i = 0; i < 3; ++i)
            QVERIFY(line(server, i).value(u"error"_s).isObject());
        QCOMPARE(line(server, 3).value(u"id"_s).toInt(), 8);
    }

    void manyAnswersReachASlowReaderWhole()
    {
        ServerRun server;
        server.writeSkills(60);
        launch(server);
        server.process.write(initializeMessage() + '\n');
        QTRY_VERIFY_WITH_TIMEOUT(server.out.contains('\n'), 10'000);
        server.process.write(initializedMessage() + '\n');
        QTRY_VERIFY_WITH_TIMEOUT(server.log.contains("Loaded 60 skills"), 10'000);
        constexpr int Calls = 700;
        for (int i = 0; i < Calls; ++i)
            server.process.write(callMessage(i, "list_skills", "{}") + '\n');
        server.process.closeWriteChannel();
        QCOMPARE(server.exitStatus(60'000), 0);
        // Besides the answers a list-changed notification may have come.
        int answers = 0;
        for (const QByteArray &text : server.out.trimmed().split('\n')) {
            const QJsonDocument message = QJsonDocument::fromJson(text);
            QVERIFY(message.isObject());
            answers += message.object().contains(u"result"_s);
        }
        QCOMPARE(answers, Calls + 1);
    }

    void aSignalSaysGoodByeToWhoListens()
    {
        ServerRun server;
        launch(server);
        server.process.write(
            R"({"jsonrpc":"2.0","id":"news","method":"subscriptions/listen","params":{"notifications":{"resourcesListChanged":true},)"
            R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}})"
            "\n");
        QTRY_VERIFY_WITH_TIMEOUT(server.out.contains("acknowledged"), 10'000);
        server.terminate();
        QCOMPARE(server.exitStatus(), 0);
        const QJsonObject last = line(server, int(server.out.count('\n')) - 1);
        QCOMPARE(last.value(u"id"_s).toString(), u"news"_s);
        QCOMPARE(last.value(u"result"_s).toObject().value(u"resultType"_s).toString(), u"complete"_s);
    }

    void aSignalEndsIt()
    {
        ServerRun server;
        launch(server);
        QTRY_VERIFY_WITH_TIMEOUT(server.log.contains("Serving on standard input"), 10'000);
        QElapsedTimer clock;
        clock.start();
        server.terminate();
        QCOMPARE(server.exitStatus(), 0);
        qInfo("exit after %lld ms", clock.elapsed());
        QVERIFY(double(clock.elapsed()) < 300 * room());
    }
};

QTEST_GUILESS_MAIN(TestBackendStdio)
#include "tst_backend_stdio.moc"
