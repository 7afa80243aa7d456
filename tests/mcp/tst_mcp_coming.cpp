// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/mcp/mcp_client.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;

/// What is said of skills that are not there and may come.
class TestMcpComing : public QObject
{
    Q_OBJECT

    static constexpr char Later[] = " cannot be read now: more skills may come later";

    /// Where GitHub would be: hangs up on everybody, or answers nobody.
    struct NoGitHub : QTcpServer
    {
        explicit NoGitHub(bool isSilent)
        {
            if (!isSilent)
                connect(this, &QTcpServer::newConnection, this, [this] { nextPendingConnection()->abort(); });
            QVERIFY(listen(QHostAddress::LocalHost));
            qputenv("SKILLS_BACKEND_GITHUB_URL", "http://127.0.0.1:" + QByteArray::number(serverPort()));
        }
    };

    [[nodiscard]] static SkillsConfig with(const McpClient &client, int repositories)
    {
        SkillsConfig config = McpClient::smallConfig();
        config.autoUpdateEnabled = false;
        SkillSource folder;
        folder.path = client.folder();
        config.sources = {folder};
        for (int i = 0; i < repositories; ++i) {
            SkillSource repository;
            repository.kind = SkillSource::GitHub;
            repository.owner = u"nobody"_s;
            repository.repository = u"nothing-%1"_s.arg(i);
            config.sources.append(repository);
        }
        return config;
    }

    [[nodiscard]] static QString message(McpClient &client, const QString &method, const QJsonObject &params)
    {
        return client.ask(method, params)["error"_L1]["message"_L1].toString();
    }

private slots:
    void whatCouldNotBeFetchedMayComeLater_data()
    {
        QTest::addColumn<int>("repositories");
        QTest::addColumn<QString>("who");
        QTest::newRow("none") << 0 << QString();
        QTest::newRow("one") << 1 << u"One source of skills"_s;
        QTest::newRow("three") << 3 << u"3 sources of skills"_s;
    }
    void whatCouldNotBeFetchedMayComeLater()
    {
        QFETCH(int, repositories);
        QFETCH(QString, who);
        NoGitHub gitHub(false);
        McpClient client;
        client.writeSkill(u"tulips"_s, "Plant tulips in autumn.\n");
        client.catalogue.use(with(client, repositories));
        QVERIFY(client.start());
        (void)client.initialize();
        const QString later = who.isEmpty() ? QString() : who + QLatin1String(Later);
        const QString none = client.text(u"read_skill_document"_s, {{u"skill_name"_s, u"pdf"_s}});
        QCOMPARE(none,
                 u"There is no skill 'pdf'. "_s +
                     (later.isEmpty() ? u"find_helpful_skills finds one for a task, list_skills names all"_s : later) +
                     u'.');
        const auto begins = [&](const QString &text) {
            return later.isEmpty() ? !text.contains(QLatin1String(Later)) : text.startsWith(later + ".\n"_L1);
        };
        const QString unfit = client.text(u"find_helpful_skills"_s, {{u"task_description"_s, u"zyzzyva"_s}});
        QVERIFY2(begins(unfit) && unfit.contains("No skill fits"_L1), qPrintable(unfit));
        const QString list = client.text(u"list_skills"_s);
        QVERIFY2(begins(list) && list.contains("tulips"_L1), qPrintable(list));
        // What was found is found.
        const QString found = client.text(u"find_helpful_skills"_s, {{u"task_description"_s, u"plant tulips"_s}});
        QVERIFY2(found.startsWith("- **tulips**"_L1), qPrintable(found));
        const QString end = later.isEmpty() ? QString() : ". "_L1 + later;
        QCOMPARE(message(client, u"prompts/get"_s, {{u"name"_s, u"pdf"_s}}), u"There is no prompt 'pdf'"_s + end);
        for (const char *method : {"resources/read", "skills/get", "resources/directory/read"}) {
            const QString text = message(client, QString::fromLatin1(method), {{u"uri"_s, u"skill://pdf/SKILL.md"_s}});
            QVERIFY2(!text.isEmpty() && text.endsWith(end), qPrintable(text));
            QCOMPARE(text.contains(QLatin1String(Later)), !later.isEmpty());
        }
    }

    void whatIsReadAnewIsWholeMeanwhile()
    {
        NoGitHub gitHub(true);
        McpClient client;
        client.writeSkill(u"tulips"_s);
        QVERIFY(client.start());
        (void)client.initialize();
        for (int repositories = 1; repositories < 3; ++repositories) { // twice: the earliest set is served on
            client.catalogue.use(with(client, repositories));
            QTRY_VERIFY(!client.catalogue.progress().complete);
            const QString list = client.text(u"list_skills"_s);
            QVERIFY2(list.startsWith("Sources of skills are being read anew; ask again in a moment for all.\n"_L1) &&
                         list.contains("tulips"_L1),
                     qPrintable(list));
            QCOMPARE(client.text(u"read_skill_document"_s, {{u"skill_name"_s, u"pdf"_s}}),
                     u"There is no skill 'pdf' yet: sources of skills are being read anew; ask again in a moment."_s);
        }
    }

    void whatWasNotWholeIsCountedAnew()
    {
        NoGitHub gitHub(true);
        McpClient client;
        client.writeSkill(u"tulips"_s);
        client.catalogue.use(with(client, 1));
        client.catalogue.start();
        (void)client.initialize();
        client.catalogue.use(with(client, 2));
        QTRY_VERIFY(client.catalogue.progress().loaded > 0);
        const QString list = client.text(u"list_skills"_s);
        QVERIFY2(list.startsWith("Skills are still being read (1 of 1 so far); "_L1), qPrintable(list));
    }

    void theOriginalsTextsStay()
    {
        NoGitHub gitHub(false);
        McpClient client({}, McpClient::originalConfig());
        client.writeSkill(u"tulips"_s);
        client.catalogue.use(with(client, 1));
        QVERIFY(client.start());
        (void)client.initialize();
        QCOMPARE(client.catalogue.progress().unread, 1);
        QCOMPARE(client.text(u"read_skill_document"_s, {{u"skill_name"_s, u"pdf"_s}}),
                 u"Skill 'pdf' not found. Please use find_helpful_skills to find valid skill names."_s);
        QVERIFY(client.text(u"list_skills"_s).startsWith("Total skills loaded: 1\n"_L1));
    }
};

QTEST_GUILESS_MAIN(TestMcpComing)
#include "tst_mcp_coming.moc"
