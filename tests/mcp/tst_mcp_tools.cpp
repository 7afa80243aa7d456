// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/mcp/mcp_client.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;

/// What the three tools answer with "answers": "original", beyond the words that tst_mcp_original compares.
class TestMcpTools : public QObject
{
    Q_OBJECT

    McpClient m_client{{}, McpClient::originalConfig()};

    [[nodiscard]] QJsonObject read(const QString &skill, const QJsonValue &path, bool base64 = false)
    {
        return m_client.call(u"read_skill_document"_s,
                             {{u"skill_name"_s, skill}, {u"document_path"_s, path}, {u"include_base64"_s, base64}});
    }

private slots:
    void initTestCase()
    {
        m_client.writeSkill(u"invoices"_s, "# Invoices\nWrite invoices with VAT and send reminders.\n");
        m_client.write(u"invoices/scripts/sum.py"_s, "print(1)\n");
        m_client.write(u"invoices/data.txt"_s, "secret of invoices\n");
        m_client.write(u"invoices/small.png"_s, "\x89PNG small");
        m_client.write(u"invoices/large.png"_s, "\x89PNG" + QByteArray(4000, 'x'));
        m_client.writeSkill(u"gardening"_s, "# Gardening\nPlant tulips in autumn.\n");
        m_client.write(u"outside.txt"_s, "outside of any skill\n");
        QVERIFY(QFile::link(m_client.folder() + u"/outside.txt"_s, m_client.folder() + u"/invoices/link.txt"_s));
        QVERIFY(QFile::link(u"/etc/passwd"_s, m_client.folder() + u"/invoices/passwd.txt"_s));
        QVERIFY(m_client.start());
        (void)m_client.initialize();
    }

    void findingTellsTheSameInWordsAndStructure()
    {
        const QJsonObject answer =
            m_client.call(u"find_helpful_skills"_s, {{u"task_description"_s, u"write an invoice with VAT"_s}});
        QCOMPARE(answer["isError"_L1], QJsonValue(false));
        const QJsonObject best = answer["structuredContent"_L1]["skills"_L1][0].toObject();
        QCOMPARE(best["name"_L1].toString(), u"invoices"_s);
        QVERIFY(best["score"_L1].toDouble() > 0 && best["score"_L1].toDouble() <= 1);
        QCOMPARE(best["uri"_L1].toString(), u"skill://invoices/SKILL.md"_s);
        QVERIFY(best["content"_L1].toString().startsWith("# Invoices"_L1));
        QCOMPARE(best["truncated"_L1], QJsonValue(false));
        QVERIFY(best["documents"_L1].toArray().size() >= 4);
        const QString text = answer["content"_L1][0]["text"_L1].toString();
        QVERIFY(text.contains("Skill 1: invoices"_L1));
        QVERIFY(text.contains("scripts/sum.py (text, 0.0 KB)"_L1));
    }

    void nothingFittingIsSaid()
    {
        const QJsonObject answer = m_client.call(u"find_helpful_skills"_s, {{u"task_description"_s, u"zzqxy wvvkt"_s}});
        QCOMPARE(answer["content"_L1][0]["text"_L1].toString(),
                 u"No relevant skills found for the given task description."_s);
        QCOMPARE(answer["structuredContent"_L1]["skills"_L1].toArray().size(), 0);
    }

    void contentIsCutAtTheConfiguredLength()
    {
        SkillsConfig config = McpClient::originalConfig();
        config.maxSkillContentChars = 5;
        McpClient client({}, config);
        client.writeSkill(u"emoji"_s, QByteArray("\xf0\x9f\x97\x92").repeated(9) + " tulips\n");
        QVERIFY(client.start());
        (void)client.initialize();
        const QJsonObject answer = client.call(u"find_helpful_skills"_s, {{u"task_description"_s, u"emoji"_s}});
        const QJsonObject best = answer["structuredContent"_L1]["skills"_L1][0].toObject();
        QCOMPARE(best["content"_L1].toString(), u"🗒"_s.repeated(5));
        QCOMPARE(best["truncated"_L1], QJsonValue(true));
        const QString text = answer["content"_L1][0]["text"_L1].toString();
        QVERIFY(text.contains(u"🗒"_s.repeated(5) + "..."_L1));
        QVERIFY(text.contains("[Content truncated at 5 characters. View full skill at: "_L1));
    }

    void wrongArgumentsAreErrorsThatAModelCanMend_data()
    {
        QTest::addColumn<QString>("tool");
        QTest::addColumn<QJsonObject>("arguments");
        QTest::addColumn<QString>("sentence");
        const QString find = u"find_helpful_skills"_s;
        const QString read = u"read_skill_document"_s;
        const QJsonObject task{{u"task_description"_s, u"x"_s}};
        const auto with = [](QJsonObject object, const QString &key, const QJsonValue &value) {
            object.insert(key, value);
            return object;
        };
        QTest::newRow("no task") << find << QJsonObject() << u"task_description is required"_s;
        QTest::newRow("empty task") << find << QJsonObject{{u"task_description"_s, QString()}}
                                    << u"task_description is required"_s;
        QTest::newRow("number as task") << find << QJsonObject{{u"task_description"_s, 5}}
                                        << u"task_description must be a string"_s;
        QTest::newRow("zero") << find << with(task, u"top_k"_s, 0) << u"top_k must be at least 1"_s;
        QTest::newRow("half") << find << with(task, u"top_k"_s, 1.5) << u"top_k must be a whole number"_s;
        QTest::newRow("word") << find << with(task, u"top_k"_s, u"many"_s) << u"top_k must be a whole number"_s;
        QTest::newRow("no flag") << find << with(task, u"list_documents"_s, 1)
                                 << u"list_documents must be true or false"_s;
        QTest::newRow("null for the task")
            << find << QJsonObject{{u"task_description"_s, QJsonValue()}} << u"task_description is required"_s;
        QTest::newRow("no skill") << read << QJsonObject() << u"skill_name is required"_s;
        QTest::newRow("list as path") << read
                                      << QJsonObject{{u"skill_name"_s, u"invoices"_s},
                                                     {u"document_path"_s, QJsonArray()}}
                                      << u"document_path must be a string"_s;
    }
    void wrongArgumentsAreErrorsThatAModelCanMend()
    {
        QFETCH(QString, tool);
        QFETCH(QJsonObject, arguments);
        QFETCH(QString, sentence);
        const QJsonObject answer = m_client.call(tool, arguments);
        QCOMPARE(answer["isError"_L1], QJsonValue(true));
        QVERIFY(!answer.contains("structuredContent"_L1));
        QCOMPARE(answer["content"_L1][0]["text"_L1].toString(), sentence);
    }

    void argumentsAreReadAsLenientlyAsTheOriginalDoes_data()
    {
        QTest::addColumn<QJsonValue>("topK");
        QTest::newRow("number") << QJsonValue(1);
        QTest::newRow("whole fraction") << QJsonValue(1.0);
        QTest::newRow("string") << QJsonValue(u" 1 "_s);
        QTest::newRow("null") << QJsonValue();
        QTest::newRow("huge") << QJsonValue(qint64(9007199254740993));
    }
    void argumentsAreReadAsLenientlyAsTheOriginalDoes()
    {
        QFETCH(QJsonValue, topK);
        const QJsonObject answer = m_client.call(
            u"find_helpful_skills"_s,
            {{u"task_description"_s, u"invoices"_s}, {u"top_k"_s, topK}, {u"list_documents"_s, u"False"_s}});
        QCOMPARE(answer["isError"_L1], QJsonValue(false));
        QCOMPARE(answer["structuredContent"_L1]["skills"_L1].toArray().size(), 1);
        QVERIFY(!answer["structuredContent"_L1]["skills"_L1][0].toObject().contains("documents"_L1));
    }

    void nothingOutsideASkillIsRead_data()
    {
        QTest::addColumn<QString>("path");
        for (const char *path : {"../outside.txt",
                                 "../*",
                                 "*/../../outside.txt",
                                 "..",
                                 "../gardening/SKILL.md",
                                 "/etc/passwd",
                                 "//etc/passwd",
                                 "%2e%2e/outside.txt",
                                 "..%2foutside.txt",
                                 "%2Fetc%2Fpasswd",
                                 "scripts/../../outside.txt",
                                 "./../outside.txt",
                                 "..\\outside.txt",
                                 "file:///etc/passwd",
                                 "skill://gardening/SKILL.md",
                                 "SKILL.md",
                                 "link.txt",
                                 "passwd.txt",
                                 "\xef\xbc\x8e\xef\xbc\x8e/outside.txt",
                                 "data.txt/../../outside.txt",
                                 "~/.ssh/id_rsa"})
            QTest::newRow(path) << QString::fromUtf8(path);
        QTest::newRow("NUL") << (u"data.txt"_s + QChar::Null);
        QTest::newRow("long") << u"../"_s.repeated(20'000) + "etc/passwd"_L1;
    }
    void nothingOutsideASkillIsRead()
    {
        QFETCH(QString, path);
        const QJsonObject answer = read(u"invoices"_s, path);
        QCOMPARE(answer["structuredContent"_L1]["documents"_L1].toArray().size(), 0);
        const QString text = answer["content"_L1][0]["text"_L1].toString();
        QCOMPARE(text, u"No documents matching '"_s + path + "' found in skill 'invoices'."_L1);
    }

    void aPatternForEverythingStaysInside()
    {
        const QJsonObject answer = read(u"invoices"_s, u"*"_s);
        const QString text = answer["content"_L1][0]["text"_L1].toString();
        QVERIFY(text.contains("secret of invoices"_L1));
        QVERIFY(!text.contains("outside of any skill"_L1));
        QVERIFY(!text.contains("root:"_L1));
        for (const QJsonValue &document : answer["structuredContent"_L1]["documents"_L1].toArray())
            QVERIFY(!document["path"_L1].toString().contains("link"_L1));
    }

    void noSkillNameLeadsOutside_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"..", "../invoices", "/etc", "", "invoices/scripts", "Invoices", "invoices "})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void noSkillNameLeadsOutside()
    {
        QFETCH(QString, name);
        const QJsonObject answer = read(name, u"*"_s);
        if (name.isEmpty())
            QCOMPARE(answer["isError"_L1], QJsonValue(true));
        else
            QCOMPARE(answer["structuredContent"_L1]["found"_L1], QJsonValue(false));
    }

    void anImageComesAsAnImage()
    {
        const QJsonObject answer = read(u"invoices"_s, u"small.png"_s, true);
        const QJsonObject image = answer["content"_L1][1].toObject();
        QCOMPARE(image["type"_L1].toString(), u"image"_s);
        QCOMPARE(image["mimeType"_L1].toString(), u"image/png"_s);
        QCOMPARE(QByteArray::fromBase64(image["data"_L1].toString().toLatin1()), QByteArray("\x89PNG small"));
    }

    void anImageOverTheCapOrUnaskedComesAsALink_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("base64");
        QTest::newRow("unasked") << u"small.png"_s << false;
        QTest::newRow("too large") << u"large.png"_s << true;
    }
    void anImageOverTheCapOrUnaskedComesAsALink()
    {
        QFETCH(QString, path);
        QFETCH(bool, base64);
        const QJsonObject answer = read(u"invoices"_s, path, base64);
        QCOMPARE(answer["content"_L1].toArray().size(), 2);
        const QJsonObject link = answer["content"_L1][1].toObject();
        QCOMPARE(link["type"_L1].toString(), u"resource_link"_s);
        QCOMPARE(link["uri"_L1].toString(), QString("skill://invoices/"_L1 + path));
        QVERIFY(
            m_client.result(u"resources/read"_s, {{u"uri"_s, link["uri"_L1]}})["contents"_L1][0]["blob"_L1].isString());
    }

    void aFileThatJustChangedIsNeverMixedUp()
    {
        m_client.write(u"invoices/data.txt"_s, "changed\n");
        const QJsonObject first = read(u"invoices"_s, u"data.txt"_s);
        const QString text = first["content"_L1][0]["text"_L1].toString();
        QVERIFY2(text == "'data.txt' of skill 'invoices' has just changed; ask again."_L1 ||
                     text.endsWith("\nchanged\n"_L1),
                 qPrintable(text));
        QTRY_VERIFY(
            read(u"invoices"_s, u"data.txt"_s)["content"_L1][0]["text"_L1].toString().endsWith("\nchanged\n"_L1));
    }

    void eachCallIsRecorded()
    {
        const QJsonArray before = m_client.activity.after(0);
        const quint64 last = quint64(before.last()["id"_L1].toInteger());
        (void)m_client.call(u"find_helpful_skills"_s, {{u"task_description"_s, u"invoices"_s}});
        (void)read(u"invoices"_s, u"scripts/*"_s);
        (void)m_client.call(u"find_helpful_skills"_s);
        (void)m_client.call(u"rm"_s);
        (void)m_client.server.handle(McpClient::modern(u"tools/call"_s, {{u"name"_s, u"list_skills"_s}}));
        const QJsonArray calls = m_client.activity.after(last);
        QCOMPARE(calls.size(), 5);
        QCOMPARE(calls[0]["id"_L1].toInteger(), qint64(last) + 1);
        QCOMPARE(calls[0]["subject"_L1].toString(), u"invoices"_s);
        QCOMPARE(calls[0]["results"_L1][0]["skill"_L1].toString(), u"invoices"_s);
        QVERIFY(calls[0]["results"_L1][0]["score"_L1].toDouble() > 0);
        QVERIFY(calls[0]["milliseconds"_L1].toDouble() >= 0);
        QVERIFY(calls[0]["time"_L1].toString().endsWith(u'Z'));
        QCOMPARE(calls[0]["client"_L1]["name"_L1].toString(), u"test"_s);
        QCOMPARE(calls[0]["client"_L1]["version"_L1].toString(), u"1.2"_s);
        QVERIFY(calls[0]["error"_L1].isNull());
        QCOMPARE(calls[1]["subject"_L1].toString(), u"invoices/scripts/*"_s);
        QCOMPARE(calls[2]["error"_L1].toString(), u"task_description is required"_s);
        QCOMPARE(calls[3]["error"_L1].toString(), u"Unknown tool: rm"_s);
        QCOMPARE(calls[4]["client"_L1]["name"_L1].toString(), u"modern test"_s);
        QVERIFY(m_client.activity.after(last + 5).isEmpty());
    }

    void onlyTheLastCallsAreKept()
    {
        Activity activity;
        ToolCall call;
        call.subject = QString(1'000'000, u'x');
        for (int i = 0; i < Activity::Limit + 10; ++i)
            activity.add(call);
        const QJsonArray calls = activity.after(0);
        QCOMPARE(calls.size(), Activity::Limit);
        QCOMPARE(calls.first()["id"_L1].toInt(), 11);
        QVERIFY(calls.first()["subject"_L1].toString().size() < 10'000);
        Activity off(false);
        off.add({});
        QVERIFY(off.after(0).isEmpty());
        QVERIFY(!off.isEnabled());
    }

    void beforeAnythingIsReadTheAnswerSaysSo()
    {
        McpClient client({}, McpClient::originalConfig());
        client.writeSkill(u"later"_s);
        (void)client.initialize();
        QCOMPARE(client.text(u"list_skills"_s),
                 u"[LOADING: Skills are being loaded in the background, please wait...]\n"
                 "No skills loaded yet. Please wait for skills to load."_s);
        QVERIFY(client.text(u"find_helpful_skills"_s, {{u"task_description"_s, u"x"_s}})
                    .endsWith("No skills loaded yet. Please wait for skills to load and try again."_L1));
    }
};

QTEST_GUILESS_MAIN(TestMcpTools)
#include "tst_mcp_tools.moc"
