// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "raw_http.h"
#include "server_run.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QSaveFile>
#include <QTest>

using namespace Qt::StringLiterals;

/// JSON with ' for ", because moc 6.4 loses its way in raw strings.
static QByteArray q(const char *json)
{
    return QByteArray(json).replace('\'', '"');
}

/// A config that is changed while it is served.
class TestBackendConfig : public QObject
{
    Q_OBJECT

    static QString config(const ServerRun &server) { return server.file(u"skills.json"_s); }
    static void write(const QString &path, const QByteArray &bytes)
    {
        QDir().mkpath(path.left(path.lastIndexOf(u'/')));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    static void replace(const QString &path, const QByteArray &bytes)
    {
        QSaveFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
        QVERIFY(file.commit());
    }
    static void writeSkill(const QString &folder, const QByteArray &name)
    {
        write(folder + u'/' + QString::fromLatin1(name) + u"/SKILL.md"_s,
              "---\nname: " + name + "\ndescription: Sorts tables, as " + name + "\n---\nDo it.\n");
    }
    static QByteArray naming(const QString &folder, const QByteArray &more = {})
    {
        return q("{'auto_update_enabled': false, 'embedding_model': 'words', 'skill_sources': "
                 "[{'type': 'local', 'path': '") +
               folder.toUtf8() + q("'}]") + more + '}';
    }
    static QJsonObject health(const ServerRun &server)
    {
        RawConnection connection(server.port);
        return connection.get("/health").json();
    }
    static QByteArray listed(const ServerRun &server, const QByteArray &session)
    {
        RawConnection connection(server.port);
        return connection.post("/mcp", callMessage(1, "list_skills", "{}"), mcpHeaders(session)).body;
    }

private slots:
    void timesInHealthAreUtc()
    {
        ServerRun server;
        writeSkill(server.skillsFolder(), "alpha");
        QVERIFY2(server.start(), server.log.constData());
        QVERIFY(health(server).value(u"last_update_check"_s).isNull());
        replace(config(server), q("{'embedding_model': 'words', 'skill_sources': "
                                  "[{'type': 'github', 'url': 'https://github.com/a/b'}]}"));
        QTRY_VERIFY_WITH_TIMEOUT(health(server).value(u"next_update_check"_s).isString(), 10'000);
        for (const QString &key : {u"last_update_check"_s, u"next_update_check"_s}) {
            const QString text = health(server).value(key).toString();
            const QDateTime time = QDateTime::fromString(text, Qt::ISODate);
            QVERIFY2(text.endsWith(u'Z') && time.isValid(), qPrintable(text));
            QVERIFY(std::abs(time.secsTo(QDateTime::currentDateTimeUtc())) < 2 * 3600);
        }
    }

    void anotherSourceIsServedWithoutARestart_data()
    {
        QTest::addColumn<bool>("isReplaced");
        QTest::newRow("written") << false;
        QTest::newRow("replaced") << true;
    }
    void anotherSourceIsServedWithoutARestart()
    {
        QFETCH(bool, isReplaced);
        ServerRun server;
        writeSkill(server.skillsFolder(), "alpha");
        writeSkill(server.file(u"other"_s), "beta");
        QVERIFY2(server.start(), server.log.constData());
        QCOMPARE(health(server).value(u"config_error"_s), QJsonValue(QJsonValue::Null));
        RawConnection connection(server.port), stream(server.port);
        const QByteArray session = openSession(connection);
        QVERIFY(listed(server, session).contains("alpha"));
        QCOMPARE(stream.get("/mcp", mcpHeaders(session)).status, 200);
        for (const char *folder : {"other", "skills", "other"}) {
            const QByteArray text = naming(server.file(QString::fromLatin1(folder)));
            isReplaced ? replace(config(server), text) : write(config(server), text);
            const QByteArray wanted = *folder == 'o' ? "beta" : "alpha", gone = *folder == 'o' ? "alpha" : "beta";
            QTRY_VERIFY2_WITH_TIMEOUT(listed(server, session).contains(wanted), server.log.constData(), 10'000);
            QVERIFY(!listed(server, session).contains(gone));
            QVERIFY(stream.seesWithin("list_changed", int(2000 * room())));
        }
        QTRY_VERIFY(health(server).value(u"loading_complete"_s).toBool());
        QCOMPARE(health(server).value(u"skills_loaded"_s).toInt(), 1);
    }

    void aBrokenConfigKeepsWhatIsServed_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("half") << QByteArray("{\"skill_sources\": [");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("wrong value") << QByteArray(q("{'skill_sources': [], 'default_top_k': 'many'}"));
    }
    void aBrokenConfigKeepsWhatIsServed()
    {
        QFETCH(QByteArray, text);
        ServerRun server;
        writeSkill(server.skillsFolder(), "alpha");
        QVERIFY2(server.start(), server.log.constData());
        RawConnection connection(server.port);
        const QByteArray session = openSession(connection);
        write(config(server), text);
        QTRY_VERIFY(health(server).value(u"config_error"_s).toString().contains(u"skills.json"_s));
        QVERIFY(listed(server, session).contains("alpha"));
        QTRY_VERIFY(server.log.contains("The config stays as it was"));
        QVERIFY(QFile::remove(config(server)));
        QTRY_VERIFY(health(server).value(u"config_error"_s).toString().contains(u"no such file"_s));
        QVERIFY(listed(server, session).contains("alpha"));
        // It was only broken for a while.
        write(config(server), naming(server.skillsFolder()));
        QTRY_COMPARE(health(server).value(u"config_error"_s), QJsonValue(QJsonValue::Null));
        replace(config(server), naming(server.file(u"skills"_s), q(", 'allowed_origins': ['*', 'https://ok.example'], "
                                                                   "'allowed_hosts': ['ok.host:80']")));
        QTRY_COMPARE(health(server).value(u"config_error"_s).toString(),
                     u"\"allowed_hosts\" in the config: 'ok.host:80' is not a name or address without a port; "
                     "\"allowed_origins\" in the config: '*' is not an origin such as https://example.com"_s);
        QVERIFY(listed(server, session).contains("alpha"));
    }

    void nothingIsReadAgainForAnotherAnswer()
    {
        ServerRun server;
        for (const char *name : {"alpha", "beta", "gamma", "delta"})
            writeSkill(server.skillsFolder(), name);
        QVERIFY2(server.start(), server.log.constData());
        RawConnection connection(server.port);
        const QByteArray session = openSession(connection);
        const auto found = [&] {
            RawConnection asking(server.port);
            (void)asking.post("/mcp", callMessage(1, "find_helpful_skills", q("{'task_description':'sorts tables'}")),
                              mcpHeaders(session));
            const QJsonArray calls =
                asking.get("/activity", "Host: localhost\r\n" + secretHeader()).json().value(u"calls"_s).toArray();
            return calls.last()[u"results"_s].toArray().size();
        };
        QCOMPARE(found(), 3);
        const auto readings = server.log.count("Loaded skill");
        write(config(server), naming(server.skillsFolder(), q(", 'default_top_k': 2")));
        QTRY_COMPARE(found(), 2);
        QCOMPARE(server.log.count("Loaded skill"), readings);
    }

    void anotherNameIsLetIn()
    {
        ServerRun server;
        QVERIFY2(server.start(), server.log.constData());
        const auto status = [&] {
            RawConnection connection(server.port);
            return connection.get("/health", "Host: box.example\r\nOrigin: https://page.example\r\n").status;
        };
        QCOMPARE(status(), 403);
        write(config(server), naming(server.skillsFolder(), q(", 'allowed_hosts': ['box.example'], 'allowed_origins': "
                                                              "['https://page.example']")));
        QTRY_COMPARE(status(), 200);
        write(config(server), naming(server.skillsFolder()));
        QTRY_COMPARE(status(), 403);
    }

    void aLinkedConfigIsFollowed()
    {
        ServerRun server;
        writeSkill(server.skillsFolder(), "alpha");
        writeSkill(server.file(u"other"_s), "beta");
        const QString real = server.file(u"dotfiles/skills.json"_s);
        write(real, naming(server.skillsFolder()));
        QVERIFY(QFile::link(real, server.file(u"linked.json"_s)));
        QVERIFY2(server.start({u"--config"_s, server.file(u"linked.json"_s)}), server.log.constData());
        RawConnection connection(server.port);
        const QByteArray session = openSession(connection);
        replace(real, naming(server.file(u"other"_s)));
        QTRY_VERIFY2(listed(server, session).contains("beta"), server.log.constData());
    }
};

QTEST_GUILESS_MAIN(TestBackendConfig)
#include "tst_backend_config.moc"
