// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "health_watch.h"
#include "raw_http.h"
#include "server_run.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>

#include <memory>
#include <vector>

#include <sys/resource.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

/// JSON with ' for ", because moc 6.4 loses its way in raw strings.
static QByteArray q(const char *json)
{
    return QByteArray(json).replace('\'', '"');
}

/// What takes long to answer, if one is not careful, holds up nobody else: /health answers within a tenth of a second.
class TestBackendHostile : public QObject
{
    Q_OBJECT

    static constexpr qsizetype NearlyAll = 1000 * 1000; // of the MiB that a message may have

    static void verify(const HealthWatch &health)
    {
        qInfo("%d answers of /health, the longest after %.1f ms", health.answers(), health.longest());
        QVERIFY(health.answers() > 0);
        QCOMPARE(health.failures(), 0);
        QVERIFY(health.longest() <= 100 * room());
    }
    static QByteArray base64(qsizetype size)
    {
        QRandomGenerator random(7);
        QByteArray bytes(size * 3 / 4, Qt::Uninitialized);
        for (char &byte : bytes)
            byte = char(random.bounded(256));
        return bytes.toBase64();
    }
    static QByteArray words(qsizetype size)
    {
        QRandomGenerator random(7);
        QByteArray text;
        while (text.size() < size) {
            for (quint32 i = random.bounded(3U, 12U); i > 0; --i)
                text += char('a' + random.bounded(26));
            text += ' ';
        }
        return text;
    }
    static QByteArray request(const QByteArray &method, const QByteArray &params)
    {
        return q("{'jsonrpc':'2.0','id':1,'method':'") + method + q("','params':") + params + '}';
    }
    /// With a skill of many documents, beside others.
    void startServer()
    {
        m_server = std::make_unique<ServerRun>();
        m_server->writeSkills(109);
        for (int i = 0; i < 2000; ++i) {
            QFile file(m_server->skillsFolder() + u"/skill-001/document-number-%1.md"_s.arg(i));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("A document.\n");
        }
        QVERIFY2(m_server->start(), m_server->log.constData());
    }
    std::unique_ptr<ServerRun> m_server; // for long requests

private slots:
    void longRequestsHoldUpNobody_data()
    {
        QTest::addColumn<QByteArray>("message");
        const auto find = [](const QByteArray &question) {
            return callMessage(1, "find_helpful_skills", q("{'task_description':'") + question + "\"}");
        };
        const auto read = [](const QByteArray &path) {
            return callMessage(1, "read_skill_document",
                               q("{'skill_name':'skill-001','document_path':'") + path + "\"}");
        };
        QTest::newRow("a question of base64") << find(base64(20'000));
        QTest::newRow("a large question of base64") << find(base64(NearlyAll));
        QTest::newRow("a question of many words") << find(words(NearlyAll));
        QTest::newRow("a question of one letter") << find(QByteArray(NearlyAll, 'a'));
        QTest::newRow("sets that never close") << read(QByteArray("*[a").repeated(NearlyAll / 3));
        QTest::newRow("sets that close late") << read(QByteArray("*[a").repeated(NearlyAll / 3) + ']');
        QTest::newRow("stars and letters") << read(QByteArray("*e").repeated(NearlyAll / 2));
        QTest::newRow("one long set") << read("*[" + QByteArray(NearlyAll, 'q') + "]x");
        QTest::newRow("all documents") << read("*");
        QTest::newRow("a long name") << callMessage(1, "read_skill_document",
                                                    q("{'skill_name':'") + QByteArray(NearlyAll, 'x') + "\"}");
        QTest::newRow("a long address") << request(
            "resources/read", q("{'uri':'skill://") + QByteArray("a/%41").repeated(NearlyAll / 5) + "\"}");
        QTest::newRow("a subscription to it") << request(
            "resources/subscribe", q("{'uri':'skill://") + QByteArray("a/%41").repeated(NearlyAll / 5) + "\"}");
        QTest::newRow("a directory of it") << request(
            "resources/directory/read", q("{'uri':'skill://") + QByteArray("a/").repeated(NearlyAll / 2) + "\"}");
        QTest::newRow("a prompt") << request("prompts/get", q("{'name':'") + QByteArray(NearlyAll, 'x') + "\"}");
        QTest::newRow("a prompt's task") << request("prompts/get", q("{'name':'skill-001','arguments':{'task':'") +
                                                                       words(NearlyAll) + "\"}}");
        QTest::newRow("a completion") << request(
            "completion/complete",
            q("{'ref':{'type':'ref/resource','uri':'skill://{skill}/SKILL.md'},'argument':{'name':'skill','value':'") +
                QByteArray(NearlyAll, 's') + "\"}}");
        QTest::newRow("many numbers") << request("tools/call", q("{'name':'list_skills','arguments':{'from':[") +
                                                                   QByteArray("1,").repeated(NearlyAll / 2) + "1]}}");
        QTest::newRow("many keys") << request("tools/call", q("{'name':'list_skills','arguments':{") +
                                                                QByteArray(q("'a':1,")).repeated(NearlyAll / 6) +
                                                                q("'b':1}}"));
        QTest::newRow("an unknown method") << request(words(NearlyAll), "{}");
        QTest::newRow("a cursor") << request("resources/list", q("{'cursor':'") + base64(NearlyAll) + "\"}");
        QTest::newRow("no JSON") << QByteArray(NearlyAll, '[');
    }
    void longRequestsHoldUpNobody()
    {
        QFETCH(QByteArray, message);
        if (!m_server)
            startServer();
        RawConnection connection(m_server->port);
        const QByteArray session = openSession(connection);
        // A machine that was busy with others for a moment says nothing about us.
        for (int round = 0; round < 3; ++round) {
            const HealthWatch health(m_server->port);
            QElapsedTimer clock;
            clock.start();
            for (int i = 0; i < 10; ++i)
                QVERIFY(connection.post("/mcp", message, mcpHeaders(session)).status != 0);
            qInfo("one takes %.1f ms", double(clock.elapsed()) / 10);
            if (health.longest() <= 100 * room() || round == 2)
                return verify(health);
        }
    }

    void aPipeAmongTheFilesHoldsUpNobody()
    {
        ServerRun server;
        server.writeSkills(3);
        for (const char *folder : {"piped", "with-pipe", "plugin/.claude-plugin", "plugin/inner"})
            QDir().mkpath(server.skillsFolder() + u'/' + QString::fromLatin1(folder));
        server.writeSkill(u"with-pipe"_s, "Has a pipe among its documents");
        server.writeSkill(u"plugin/inner"_s, "Has a pipe for its manifest");
        for (const char *pipe :
             {"piped/SKILL.md", "with-pipe/notes.md", "with-pipe/picture.png", "plugin/.claude-plugin/plugin.json"})
            QCOMPARE(
                ::mkfifo(QFile::encodeName(server.skillsFolder() + u'/' + QString::fromLatin1(pipe)).constData(), 0600),
                0);
        QVERIFY2(server.start(), server.log.constData());
        const HealthWatch health(server.port);
        RawConnection connection(server.port);
        const QByteArray session = openSession(connection);
        const auto call = [&](const QByteArray &tool, const QByteArray &arguments) {
            return connection.post("/mcp", callMessage(1, tool, arguments), mcpHeaders(session)).body;
        };
        const QByteArray list = call("list_skills", "{}");
        QVERIFY(list.contains("with-pipe") && list.contains("inner") && !list.contains("piped"));
        QTRY_VERIFY(server.log.contains("piped/SKILL.md, line 1: it cannot be read"));
        for (const char *path : {"notes.md", "picture.png", "*"}) {
            QVERIFY(call("read_skill_document", q("{'skill_name':'with-pipe','include_base64':true,'document_path':'") +
                                                    QByteArray(path) + "\"}")
                        .contains("matches nothing"));
        }
        // One that comes later, in the place of a document.
        QVERIFY(QFile::remove(server.skillsFolder() + u"/with-pipe/notes.md"_s));
        server.writeSkill(u"later"_s, "Comes later");
        QTRY_VERIFY(call("list_skills", "{}").contains("later"));
        QVERIFY(QFile::remove(server.skillsFolder() + u"/later/SKILL.md"_s));
        QCOMPARE(::mkfifo(QFile::encodeName(server.skillsFolder() + u"/later/SKILL.md"_s).constData(), 0600), 0);
        QTRY_VERIFY(!call("list_skills", "{}").contains("later"));
        verify(health);
    }

    void fewDescriptorsAreEnough()
    {
        rlimit own = {};
        ::getrlimit(RLIMIT_NOFILE, &own);
        own.rlim_cur = std::min<rlim_t>(4096, own.rlim_max);
        ::setrlimit(RLIMIT_NOFILE, &own);
        if (own.rlim_cur < 2048)
            QSKIP("This machine does not allow 2048 open files.");
        ServerRun server;
        server.process.setChildProcessModifier([] {
            rlimit limit = {1024, 1024};
            ::setrlimit(RLIMIT_NOFILE, &limit);
        });
        server.writeSkills(3);
        QVERIFY2(server.start(), server.log.constData());
        const HealthWatch health(server.port);
        std::vector<RawConnection> idle;
        for (int i = 0; i < 1200; ++i)
            idle.emplace_back(server.port);
        // Those that have begun to ask and do not go on take their place, too.
        for (int i = 0; i < 1200; ++i) {
            idle.emplace_back(server.port);
            (void)idle.back().send("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");
        }
        QTest::qWait(1000);
        verify(health);
    }
};

QTEST_GUILESS_MAIN(TestBackendHostile)
#include "tst_backend_hostile.moc"
