// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/text_portion.h"
#include "tests/mcp/mcp_client.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

/// Whatever things are called and however long they are: an answer keeps its limit, and the next one goes on.
class TestMcpBounds : public QObject
{
    Q_OBJECT

    static QString readIn(McpClient &client, const QString &skill, const QString &path)
    {
        return client.text(u"read_skill_document"_s, {{u"skill_name"_s, skill}, {u"document_path"_s, path}});
    }

private slots:
    void aPortionNeverStaysWhereItIs()
    {
        for (const QString &text : {u"🗻🗻🗻"_s, u"a\n\n🗻\n"_s, u"# a\n🗻b"_s}) {
            for (const int limit : {1, 2, 3}) {
                TextPlace from;
                int portions = 0;
                for (auto next = portionOf(text, from, limit, true).next; next;
                     next = portionOf(text, from, limit, true).next) {
                    QVERIFY(next->line > from.line || (next->line == from.line && next->character > from.character));
                    from = *next;
                    QVERIFY(++portions <= text.size());
                }
            }
        }
    }

    void aPathOfAnyLengthIsReadToItsEnd_data()
    {
        QTest::addColumn<int>("levels"); // of 200 letters each, which JSON writes as 400
        QTest::newRow("one") << 1;
        QTest::newRow("four") << 4;
        QTest::newRow("fifteen") << 15;
    }
    void aPathOfAnyLengthIsReadToItsEnd()
    {
        QFETCH(int, levels);
        SkillsConfig config = McpClient::smallConfig();
        config.answerCharacters = 4'000;
        McpClient client({}, config);
        client.writeSkill(u"deep"_s);
        const QString path = (u"\""_s.repeated(200) + u'/').repeated(levels) + "a.md"_L1;
        client.write("deep/"_L1 + path, "One line.\n" + QByteArray("Word and word.\n").repeated(700));
        client.write(u"deep/b.md"_s, QByteArray("Word and word.\n").repeated(700));
        QVERIFY(client.start());
        (void)client.initialize();
        static const QRegularExpression Next(u"\"from_line\": (\\d+)(?:, \"from_character\": (\\d+))?\\}?\\)$"_s);
        const auto portionsOf = [&client](QJsonObject arguments) {
            for (int portions = 1; portions < 30; ++portions) {
                const QString text = client.text(u"read_skill_document"_s, arguments);
                if (text.size() > 4'000)
                    return -1;
                const QRegularExpressionMatch next = Next.match(text);
                if (!next.hasMatch())
                    return portions;
                arguments.insert(u"from_line"_s, next.captured(1).toInt());
                arguments.insert(u"from_character"_s, std::max(next.captured(2).toInt(), 1));
            }
            return 0;
        };
        const int document = portionsOf({{u"skill_name"_s, u"deep"_s}, {u"document_path"_s, path}});
        QVERIFY2(document >= 3 && document < 12, QByteArray::number(document).constData());
        QVERIFY(portionsOf({{u"skill_name"_s, u"deep"_s}}) > 0);
        for (const char *pattern : {"*", "*/a.md", "nothing"}) {
            const QString text = readIn(client, u"deep"_s, QString::fromLatin1(pattern));
            QVERIFY2(text.size() <= 4'000, qPrintable(QString::number(text.size())));
        }
        const QString prompt =
            client.result(u"prompts/get"_s, {{u"name"_s, u"deep"_s}})["messages"_L1][0]["content"_L1]["text"_L1]
                .toString();
        QVERIFY(!prompt.isEmpty() && prompt.size() <= 4'000);
    }

    void theListGoesOnAlsoWhereNamesBeginAlike()
    {
        SkillsConfig config = McpClient::smallConfig();
        config.answerCharacters = 4'000;
        McpClient client({}, config);
        const QByteArray begin(230, 'n');
        for (int i = 0; i < 40; ++i)
            client.write(u"s%1/SKILL.md"_s.arg(i), "---\nname: " + begin + QByteArray::number(100 + i) +
                                                       "\ndescription: One of many\n---\nBody " +
                                                       QByteArray::number(i));
        for (int i = 0; i < 20; ++i) // no answer has room for these to go on from
            client.write(u"t%1/SKILL.md"_s.arg(i), "---\nname: " + QByteArray(900, 'o') + QByteArray::number(100 + i) +
                                                       "\ndescription: One of many\n---\nBody " +
                                                       QByteArray::number(i));
        client.writeSkill(u"zoo"_s);
        QVERIFY(client.start());
        (void)client.initialize();
        QJsonObject arguments;
        int answers = 0, listed = 0;
        QString text;
        do {
            text = client.text(u"list_skills"_s, arguments);
            QVERIFY2(text.size() <= 4'000, qPrintable(QString::number(text.size())));
            listed += int(text.count("- nnn"_L1));
            arguments =
                QJsonDocument::fromJson(text.section(u'\n', -1).section(u"list_skills "_s, 1).toUtf8()).object();
            QVERIFY(++answers < 20);
        } while (!arguments.isEmpty());
        QCOMPARE(listed, 40);
        QVERIFY(text.contains("- zoo: "_L1));
    }

    void whatIsAboveTheMostSkillsCountsAsThatAsTheSchemaSays()
    {
        McpClient client;
        for (int i = 0; i < 110; ++i)
            client.writeSkill(u"tulip-%1"_s.arg(i));
        QVERIFY(client.start());
        (void)client.initialize();
        const QJsonObject tool = client.result(u"tools/list"_s)["tools"_L1][0].toObject();
        const QString told = tool["inputSchema"_L1]["properties"_L1]["top_k"_L1]["description"_L1].toString();
        QVERIFY2(told.contains("(1 to 100; what is above counts as 100)"_L1), qPrintable(told));
        const auto find = [&client](const QJsonValue &topK) {
            return client.text(u"find_helpful_skills"_s, {{u"task_description"_s, u"tulip"_s}, {u"top_k"_s, topK}});
        };
        const QString most = find(100);
        for (const QJsonValue &topK : {QJsonValue(101), QJsonValue(u"5000000000"_s), QJsonValue(1e300)})
            QCOMPARE(find(topK), most);
        QVERIFY(find(99) != most);
    }

    void aPathIsTakenAsItIsMeant_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("plain") << u"scripts/sum.py"_s;
        QTest::newRow("from here") << u"./scripts/sum.py"_s;
        QTest::newRow("twice from here") << u"././scripts//sum.py"_s;
        QTest::newRow("there and back") << u"references/../scripts/sum.py"_s;
        QTest::newRow("pattern") << u"./scripts/*.py"_s;
        QTest::newRow("whole") << u"FOLDER/sums/scripts/sum.py"_s;
    }
    void aPathIsTakenAsItIsMeant()
    {
        QFETCH(QString, path);
        McpClient client;
        client.writeSkill(u"sums"_s);
        client.write(u"sums/scripts/sum.py"_s, "print(1)\n");
        client.write(u"sums/references/a.md"_s, "Not this one.\n");
        QVERIFY(client.start());
        (void)client.initialize();
        QCOMPARE(readIn(client, u"sums"_s, path.replace("FOLDER"_L1, client.folder())), u"print(1)"_s);
    }

    void whatIsCalledAnImageAndIsNoneIsNotSent()
    {
        for (const bool isBrief : {true, false}) {
            McpClient client({}, isBrief ? McpClient::smallConfig() : McpClient::originalConfig());
            client.writeSkill(u"pictures"_s);
            client.write(u"pictures/fake.png"_s, "no image");
            client.write(u"pictures/empty.webp"_s, "");
            client.write(u"pictures/photo.png"_s, "\xFF\xD8\xFF\xE0 JPEG");
            client.write(u"pictures/drawing.svg"_s, "<?xml version='1.0'?>\n<!-- x -->\n<svg/>");
            client.write(u"pictures/small.webp"_s, "RIFF\1\2\3\4WEBP");
            QVERIFY(client.start());
            (void)client.initialize();
            const QJsonArray content =
                client
                    .call(u"read_skill_document"_s,
                          {{u"skill_name"_s, u"pictures"_s}, {u"document_path"_s, u"*"_s}, {u"include_base64"_s, true}})
                    .value("content"_L1)
                    .toArray();
            QStringList types;
            for (const QJsonValue &each : content) {
                if (each["type"_L1].toString() == "image"_L1)
                    types.append(each["mimeType"_L1].toString());
            }
            QCOMPARE(types, QStringList({u"image/svg+xml"_s, u"image/jpeg"_s, u"image/webp"_s}));
            const QString text = content[0]["text"_L1].toString();
            QCOMPARE(text.count("its bytes are no image"_L1), 2);
            QVERIFY(text.contains("fake.png"_L1) && text.contains("empty.webp"_L1));
            const QString alone = client.text(
                u"read_skill_document"_s,
                {{u"skill_name"_s, u"pictures"_s}, {u"document_path"_s, u"fake.png"_s}, {u"include_base64"_s, true}});
            QVERIFY2(alone.contains("skill://pictures/fake.png"_L1) && alone.contains("its bytes are no"_L1),
                     qPrintable(alone));
        }
    }

    void theFileOfExactlyThatNameIsMeant()
    {
        McpClient client;
        client.writeSkill(u"stars"_s);
        client.write(u"stars/*.md"_s, "A star.\n");
        client.write(u"stars/a.md"_s, "No star.\n");
        client.write(u"stars/[ab].md"_s, "Brackets.\n");
        QVERIFY(client.start());
        (void)client.initialize();
        QCOMPARE(readIn(client, u"stars"_s, u"*.md"_s), u"A star."_s);
        QCOMPARE(readIn(client, u"stars"_s, u"./[ab].md"_s), u"Brackets."_s);
        QVERIFY(readIn(client, u"stars"_s, u"?.md"_s).contains("No star."_L1));
    }
};

QTEST_GUILESS_MAIN(TestMcpBounds)
#include "tst_mcp_bounds.moc"
