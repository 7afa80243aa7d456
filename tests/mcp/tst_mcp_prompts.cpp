// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/mcp/mcp_client.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;

/// Skills as prompts, and the completion of what is typed for them and for the resource templates.
class TestMcpPrompts : public QObject
{
    Q_OBJECT

    McpClient m_client;

    /// A result in the session, or without one as 2026-07-28 wants it.
    [[nodiscard]] QJsonObject result(bool modern, const QString &method, const QJsonObject &params = {})
    {
        if (!modern)
            return m_client.result(method, params);
        return McpClient::json(m_client.server.handle(McpClient::modern(method, params)))["result"_L1].toObject();
    }

    [[nodiscard]] QStringList completed(const QJsonObject &reference, const QString &name, const QString &value,
                                        const QJsonObject &context = {})
    {
        const QJsonObject argument{{u"name"_s, name}, {u"value"_s, value}};
        const QJsonArray values =
            m_client
                .result(u"completion/complete"_s,
                        {{u"ref"_s, reference},
                         {u"argument"_s, argument},
                         {u"context"_s, QJsonObject{{u"arguments"_s, context}}}})["completion"_L1]["values"_L1]
                .toArray();
        QStringList list;
        for (const QJsonValue &each : values)
            list.append(each.toString());
        return list;
    }

private slots:
    void initTestCase()
    {
        m_client.writeSkill(u"tulips"_s, "# Tulips\nPlant tulips.\n");
        m_client.write(u"tulips/scripts/dig.py"_s, "print(1)\n");
        m_client.write(u"tulips/notes.md"_s, "notes\n");
        m_client.writeSkill(u"turnips"_s);
        m_client.write(u"mine/SKILL.md"_s,
                       "---\nname: mine\ndescription: Kept for the user\ndisable-model-invocation: true\n---\nGo.\n");
        m_client.write(u"quiet/SKILL.md"_s,
                       "---\nname: quiet\ndescription: No command\nuser-invocable: false\n---\nHush.\n");
        m_client.write(u"odd/SKILL.md"_s, "---\nname: \"Größe: 2 & mehr/so\"\ndescription: Odd\n---\nOdd.\n");
        m_client.write(u"odder/SKILL.md"_s, "---\nname: \"Gr e: 2 & mehr/so\"\ndescription: Odder\n---\nOdder.\n");
        m_client.writeSkill(u"long"_s, QByteArray("## Part\n\nWords and words.\n\n").repeated(5000));
        QVERIFY(m_client.start());
        (void)m_client.initialize();
    }

    void skillsThatAUserMayCallArePrompts_data()
    {
        QTest::addColumn<bool>("modern");
        QTest::newRow("2025-11-25") << false;
        QTest::newRow("2026-07-28") << true;
    }
    void skillsThatAUserMayCallArePrompts()
    {
        QFETCH(bool, modern);
        const QJsonObject list = result(modern, u"prompts/list"_s);
        QStringList names;
        for (const QJsonValue &prompt : list["prompts"_L1].toArray()) {
            names.append(prompt["name"_L1].toString());
            static const QRegularExpression Valid(u"\\A[A-Za-z0-9_-]{1,64}\\z"_s);
            QVERIFY2(Valid.match(names.last()).hasMatch(), qPrintable(names.last()));
            QCOMPARE(prompt["arguments"_L1].toArray().size(), 1);
            QCOMPARE(prompt["arguments"_L1][0]["name"_L1].toString(), u"task"_s);
            QCOMPARE(prompt["arguments"_L1][0]["required"_L1], QJsonValue(false));
        }
        QCOMPARE(names, QStringList({u"Gr-e-2-mehr-so"_s, u"Gr-e-2-mehr-so-2"_s, u"long"_s, u"mine"_s, u"tulips"_s,
                                     u"turnips"_s}));
        QCOMPARE(list.contains("resultType"_L1), modern);
        QCOMPARE(list.contains("ttlMs"_L1), modern);
        QVERIFY(!list.contains("nextCursor"_L1));
    }

    void aPromptIsTheSkillsGuidanceWithTheTask_data() { skillsThatAUserMayCallArePrompts_data(); }
    void aPromptIsTheSkillsGuidanceWithTheTask()
    {
        QFETCH(bool, modern);
        const QJsonObject got =
            result(modern, u"prompts/get"_s,
                   {{u"name"_s, u"tulips"_s}, {u"arguments"_s, QJsonObject{{u"task"_s, u"dig up the bed"_s}}}});
        QCOMPARE(got["description"_L1].toString(), u"About tulips."_s);
        QCOMPARE(got["messages"_L1].toArray().size(), 1);
        QCOMPARE(got["messages"_L1][0]["role"_L1].toString(), u"user"_s);
        const QString text = got["messages"_L1][0]["content"_L1]["text"_L1].toString();
        QVERIFY2(text.startsWith("Follow the skill tulips for this task: dig up the bed\n"_L1), qPrintable(text));
        QVERIFY(text.contains("2 documents: notes.md, scripts/dig.py; they lie in "_L1 + m_client.folder()));
        QVERIFY(text.endsWith("# Tulips\nPlant tulips.\n"_L1));
    }

    void aPromptNeedsNoTask_data()
    {
        QTest::addColumn<QJsonObject>("params");
        QTest::newRow("none") << QJsonObject();
        QTest::newRow("no arguments") << QJsonObject{{u"arguments"_s, QJsonObject()}};
        QTest::newRow("null") << QJsonObject{{u"arguments"_s, QJsonObject{{u"task"_s, QJsonValue()}}}};
        QTest::newRow("blank") << QJsonObject{{u"arguments"_s, QJsonObject{{u"task"_s, u" "_s}}}};
    }
    void aPromptNeedsNoTask()
    {
        QFETCH(QJsonObject, params);
        params.insert(u"name"_s, u"mine"_s);
        const QString text =
            m_client.result(u"prompts/get"_s, params)["messages"_L1][0]["content"_L1]["text"_L1].toString();
        QCOMPARE(text, u"Follow the skill mine.\n\nSKILL.md of mine:\n\nGo.\n"_s);
    }

    void aLongPromptIsCutAndSaysHowToReadOn()
    {
        const QString text =
            m_client.result(u"prompts/get"_s, {{u"name"_s, u"long"_s}})["messages"_L1][0]["content"_L1]["text"_L1]
                .toString();
        QVERIFY(text.size() <= 20'000 && text.size() > 15'000);
        QVERIFY(text.contains("To read on: read_skill_document {\"skill_name\": \"long\", "_L1));
    }

    void aLongTaskLeavesRoomForTheCallThatReadsTheSkill_data()
    {
        QTest::addColumn<int>("length");
        QTest::newRow("half") << 10'000;
        QTest::newRow("nearly all") << 19'700;
    }
    void aLongTaskLeavesRoomForTheCallThatReadsTheSkill()
    {
        QFETCH(int, length);
        const QString task = u"🗻"_s.repeated(length / 2);
        for (const char *name : {"long", "tulips"}) {
            const QString text = m_client
                                     .result(u"prompts/get"_s, {{u"name"_s, QString::fromLatin1(name)},
                                                                {u"arguments"_s, QJsonObject{{u"task"_s, task}}}})
                                     .value("messages"_L1)[0]["content"_L1]["text"_L1]
                                     .toString();
            QVERIFY2(text.size() <= 20'000, qPrintable(QString::number(text.size())));
            QVERIFY(text.contains(task));
            QVERIFY2(text.contains("read_skill_document {\"skill_name\": \""_L1) || text.contains("Plant tulips."_L1),
                     qPrintable(text.right(300)));
        }
    }

    void aTaskThatNoPromptHasRoomForIsRefused()
    {
        const QJsonObject error =
            m_client
                .ask(u"prompts/get"_s,
                     {{u"name"_s, u"tulips"_s},
                      {u"arguments"_s, QJsonObject{{u"task"_s, u"x"_s.repeated(90'000)}}}})["error"_L1]
                .toObject();
        QCOMPARE(error["code"_L1].toInt(), -32602);
        QCOMPARE(
            error["message"_L1].toString(),
            u"\"task\" is too long: it has 90000 characters, and a prompt at most 20000 with all that belongs to it "
            "(\"answer_characters\")"_s);
    }

    void whatIsNoPromptIsAnError_data()
    {
        QTest::addColumn<QJsonObject>("params");
        QTest::newRow("none") << QJsonObject();
        QTest::newRow("unknown") << QJsonObject{{u"name"_s, u"nobody"_s}};
        QTest::newRow("not for users") << QJsonObject{{u"name"_s, u"quiet"_s}};
        QTest::newRow("number") << QJsonObject{{u"name"_s, 5}};
        QTest::newRow("number as task") << QJsonObject{{u"name"_s, u"mine"_s},
                                                       {u"arguments"_s, QJsonObject{{u"task"_s, 5}}}};
    }
    void whatIsNoPromptIsAnError()
    {
        QFETCH(QJsonObject, params);
        QCOMPARE(m_client.errorCode(u"prompts/get"_s, params), -32602);
    }

    void manyPromptsComeInPages()
    {
        McpClient client;
        for (int i = 0; i < 1100; ++i)
            client.writeSkill(u"skill-%1"_s.arg(i, 4, 10, QLatin1Char('0')));
        QVERIFY(client.start());
        (void)client.initialize();
        QSet<QString> names;
        QJsonObject params;
        int pages = 0;
        do {
            const QJsonObject page = client.result(u"prompts/list"_s, params);
            for (const QJsonValue &prompt : page["prompts"_L1].toArray())
                names.insert(prompt["name"_L1].toString());
            params = page.contains("nextCursor"_L1) ? QJsonObject{{u"cursor"_s, page["nextCursor"_L1]}} : QJsonObject();
            ++pages;
        } while (!params.isEmpty() && pages < 20);
        QCOMPARE(names.size(), 1100);
        QCOMPARE(pages, 3);
        QCOMPARE(client.errorCode(u"prompts/list"_s, {{u"cursor"_s, u"nonsense"_s}}), -32602);
    }

    void templatesAreCompleted()
    {
        const QJsonObject skillMd{{u"type"_s, u"ref/resource"_s}, {u"uri"_s, u"skill://{skill}/SKILL.md"_s}};
        const QJsonObject file{{u"type"_s, u"ref/resource"_s}, {u"uri"_s, u"skill://{skill}/{+path}"_s}};
        QCOMPARE(completed(skillMd, u"skill"_s, u"TU"_s), QStringList({u"tulips"_s, u"turnips"_s}));
        QCOMPARE(completed(skillMd, u"skill"_s, u"nips"_s), QStringList(u"turnips"_s));
        QCOMPARE(completed(file, u"skill"_s, u"tul"_s), QStringList(u"tulips"_s));
        const QJsonObject tulips{{u"skill"_s, u"tulips"_s}};
        QCOMPARE(completed(file, u"path"_s, QString(), tulips),
                 QStringList({u"SKILL.md"_s, u"notes.md"_s, u"scripts/dig.py"_s}));
        QCOMPARE(completed(file, u"path"_s, u"scr"_s, tulips), QStringList(u"scripts/dig.py"_s));
        QCOMPARE(completed(file, u"path"_s, u"scr"_s), QStringList());
    }

    void promptArgumentsAreCompleted()
    {
        const QJsonObject prompt{{u"type"_s, u"ref/prompt"_s}, {u"name"_s, u"tulips"_s}};
        const QJsonObject argument{{u"name"_s, u"task"_s}, {u"value"_s, u"pl"_s}};
        for (const bool modern : {false, true}) {
            const QJsonObject answer =
                result(modern, u"completion/complete"_s, {{u"ref"_s, prompt}, {u"argument"_s, argument}});
            QCOMPARE(answer["completion"_L1].toObject(),
                     QJsonObject({{u"values"_s, QJsonArray()}, {u"total"_s, 0}, {u"hasMore"_s, false}}));
        }
    }

    void wrongCompletionsAreErrors_data()
    {
        QTest::addColumn<QJsonObject>("reference");
        QTest::addColumn<QJsonObject>("argument");
        const QJsonObject prompt{{u"type"_s, u"ref/prompt"_s}, {u"name"_s, u"tulips"_s}};
        const QJsonObject task{{u"name"_s, u"task"_s}, {u"value"_s, QString()}};
        QTest::newRow("nothing") << QJsonObject() << QJsonObject();
        QTest::newRow("no reference") << QJsonObject() << task;
        QTest::newRow("no value") << prompt << QJsonObject{{u"name"_s, u"task"_s}};
        QTest::newRow("other argument") << prompt << QJsonObject{{u"name"_s, u"x"_s}, {u"value"_s, QString()}};
        QTest::newRow("other prompt") << QJsonObject{{u"type"_s, u"ref/prompt"_s}, {u"name"_s, u"x"_s}} << task;
        QTest::newRow("other template") << QJsonObject{{u"type"_s, u"ref/resource"_s}, {u"uri"_s, u"file:///{x}"_s}}
                                        << QJsonObject{{u"name"_s, u"x"_s}, {u"value"_s, QString()}};
        QTest::newRow("path of the SKILL.md")
            << QJsonObject{{u"type"_s, u"ref/resource"_s}, {u"uri"_s, u"skill://{skill}/SKILL.md"_s}}
            << QJsonObject{{u"name"_s, u"path"_s}, {u"value"_s, QString()}};
    }
    void wrongCompletionsAreErrors()
    {
        QFETCH(QJsonObject, reference);
        QFETCH(QJsonObject, argument);
        QCOMPARE(m_client.errorCode(u"completion/complete"_s, {{u"ref"_s, reference}, {u"argument"_s, argument}}),
                 -32602);
    }

    void aSkillKeptForTheUserIsMarkedInTheLists()
    {
        for (const QJsonValue &resource : m_client.result(u"resources/list"_s)["resources"_L1].toArray()) {
            const bool isMine = resource["uri"_L1].toString() == "skill://mine/SKILL.md"_L1;
            QCOMPARE(resource["annotations"_L1]["audience"_L1][0].toString(), isMine ? u"user"_s : QString());
        }
    }
};

QTEST_GUILESS_MAIN(TestMcpPrompts)
#include "tst_mcp_prompts.moc"
