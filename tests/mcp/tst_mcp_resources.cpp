// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/mcp/mcp_client.h"

#include <QFile>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;

class TestMcpResources : public QObject
{
    Q_OBJECT

    McpClient m_client;

    [[nodiscard]] QJsonObject contents(const QString &uri)
    {
        return m_client.result(u"resources/read"_s, {{u"uri"_s, uri}})["contents"_L1][0].toObject();
    }

private slots:
    void aPageThatEndsBeforeRareLettersLosesNone()
    {
        // By code points the last two come in this order, by the halves of UTF-16 in the other one.
        McpClient client;
        client.writeSkill(u"full"_s);
        for (int i = 0; i < 998; ++i)
            client.write(u"full/%1.txt"_s.arg(i, 3, 10, QLatin1Char('0')), "x");
        client.write(u"full/\uFF5E.txt"_s, "x");
        client.write(u"full/\U0001F600.txt"_s, "x");
        QVERIFY(client.start());
        (void)client.initialize();
        const QJsonObject first = client.result(u"resources/list"_s);
        QCOMPARE(first["resources"_L1].toArray().size(), 1000);
        const QJsonObject second = client.result(u"resources/list"_s, {{u"cursor"_s, first["nextCursor"_L1]}});
        QCOMPARE(second["resources"_L1].toArray().size(), 1);
        const QString uri = second["resources"_L1][0]["uri"_L1].toString();
        QCOMPARE(uri, u"skill://full/%F0%9F%98%80.txt"_s);
        QCOMPARE(client.result(u"resources/read"_s, {{u"uri"_s, uri}})["contents"_L1][0]["text"_L1].toString(), u"x"_s);
    }

    void aBookInPlaceOfADescriptionIsCutInTheList()
    {
        McpClient client;
        client.write(u"long/SKILL.md"_s,
                     "---\nname: long\ndescription: " + QByteArray("word ").repeated(10'000) + "\n---\nBody\n");
        QVERIFY(client.start());
        (void)client.initialize();
        const QJsonArray resources = client.result(u"resources/list"_s)["resources"_L1].toArray();
        const QString description = resources[0]["description"_L1].toString();
        QVERIFY(description.size() <= 1024 && description.endsWith(QChar(0x2026)));
    }

    void initTestCase()
    {
        m_client.writeSkill(u"alpha"_s);
        m_client.write(u"alpha/a b/ü#?%41.txt"_s, "odd\n");
        m_client.write(u"alpha/crlf.txt"_s, "one\r\ntwo\r\n");
        m_client.write(u"alpha/bom.txt"_s, "\xef\xbb\xbfmarked");
        m_client.write(u"alpha/broken.txt"_s, "\xff\xfe");
        m_client.write(u"alpha/picture.png"_s, QByteArray("\x89PNG\0\1", 6));
        m_client.write(u"alpha/empty.md"_s, "");
        m_client.writeSkill(u"alpha/inner"_s, "nested\n");
        m_client.writeSkill(u"many"_s);
        for (int i = 0; i < 1200; ++i)
            m_client.write(u"many/files/%1.txt"_s.arg(i, 4, 10, QLatin1Char('0')), "x");
        m_client.write(u"top.txt"_s, "outside\n");
        QVERIFY(m_client.start());
        (void)m_client.initialize();
    }

    void pagesShowEachFileOnce()
    {
        QSet<QString> seen;
        QJsonObject params;
        int pages = 0;
        do {
            const QJsonObject result = m_client.result(u"resources/list"_s, params);
            for (const QJsonValue &resource : result["resources"_L1].toArray()) {
                const QString uri = resource["uri"_L1].toString();
                QVERIFY2(!seen.contains(uri), qPrintable(uri));
                seen.insert(uri);
                QVERIFY(resource["name"_L1].isString());
                QVERIFY(resource["size"_L1].isDouble());
            }
            params = {{u"cursor"_s, result["nextCursor"_L1]}};
            ++pages;
        } while (params.contains("cursor"_L1));
        QVERIFY(pages >= 2);
        QVERIFY(seen.contains(u"skill://alpha/SKILL.md"_s));
        QVERIFY(seen.contains(u"skill://alpha/a%20b/%C3%BC%23%3F%2541.txt"_s));
        QVERIFY(seen.contains(u"skill://many/files/1199.txt"_s));
        QVERIFY(!seen.contains(u"skill://top.txt"_s));
    }

    void theSkillFileIsDescribed()
    {
        const QJsonArray resources = m_client.result(u"resources/list"_s)["resources"_L1].toArray();
        for (const QJsonValue &resource : resources) {
            if (resource["uri"_L1] != "skill://alpha/SKILL.md"_L1)
                continue;
            QCOMPARE(resource["name"_L1].toString(), u"alpha"_s);
            QCOMPARE(resource["description"_L1].toString(), u"About alpha."_s);
            QCOMPARE(resource["mimeType"_L1].toString(), u"text/markdown"_s);
            return;
        }
        QFAIL("SKILL.md is not listed");
    }

    void aFileComesBackByteForByte_data()
    {
        QTest::addColumn<QString>("uri");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("isText");
        QTest::newRow("odd name") << u"skill://alpha/a%20b/%C3%BC%23%3F%2541.txt"_s << QByteArray("odd\n") << true;
        QTest::newRow("line ends") << u"skill://alpha/crlf.txt"_s << QByteArray("one\r\ntwo\r\n") << true;
        QTest::newRow("byte order mark") << u"skill://alpha/bom.txt"_s << QByteArray("\xef\xbb\xbfmarked") << false;
        QTest::newRow("no UTF-8") << u"skill://alpha/broken.txt"_s << QByteArray("\xff\xfe") << false;
        QTest::newRow("picture") << u"skill://alpha/picture.png"_s << QByteArray("\x89PNG\0\1", 6) << false;
        QTest::newRow("empty") << u"skill://alpha/empty.md"_s << QByteArray("") << true;
        QTest::newRow("nested skill") << u"skill://alpha/inner/SKILL.md"_s
                                      << QByteArray(
                                             "---\nname: alpha/inner\ndescription: About alpha/inner.\n---\nnested\n")
                                      << true;
    }
    void aFileComesBackByteForByte()
    {
        QFETCH(QString, uri);
        QFETCH(QByteArray, bytes);
        QFETCH(bool, isText);
        const QJsonObject file = contents(uri);
        QCOMPARE(file["uri"_L1].toString(), uri);
        QCOMPARE(file.contains("text"_L1), isText);
        QCOMPARE(file.contains("blob"_L1), !isText);
        QCOMPARE(isText ? file["text"_L1].toString().toUtf8()
                        : QByteArray::fromBase64(file["blob"_L1].toString().toLatin1()),
                 bytes);
    }

    void whatIsNoFileOfASkillIsNotFound_data()
    {
        QTest::addColumn<QString>("uri");
        for (const char *uri : {"skill://",
                                "skill:///",
                                "skill://alpha",
                                "skill://alpha/",
                                "skill://alpha/../top.txt",
                                "skill://../top.txt",
                                "skill://alpha/%2e%2e/top.txt",
                                "skill://alpha/..%2ftop.txt",
                                "skill://top.txt",
                                "skill:///etc/passwd",
                                "skill://alpha//etc/passwd",
                                "skill://alpha/%2Fetc%2Fpasswd",
                                "skill://alpha/SKILL.md/",
                                "skill://alpha/SKILL.md%00",
                                "skill://alpha/SKILL.md?x",
                                "skill://alpha/SKILL.md#x",
                                "skill://alpha/./SKILL.md",
                                "skill://alpha/%2541",
                                "skill://ALPHA/skill.md",
                                "Skill://alpha/SKILL.md",
                                "file:///etc/passwd",
                                "/etc/passwd",
                                "alpha/SKILL.md",
                                "https://example.org/",
                                "skill://alpha/a%20b",
                                "skill://%",
                                "skill://alpha/%zz"})
            QTest::newRow(uri) << QString::fromLatin1(uri);
        QTest::newRow("long") << u"skill://"_s + u"a/"_s.repeated(100'000);
    }
    void whatIsNoFileOfASkillIsNotFound()
    {
        QFETCH(QString, uri);
        QCOMPARE(m_client.errorCode(u"resources/read"_s, {{u"uri"_s, uri}}), -32002);
        QCOMPARE(m_client.errorCode(u"skills/get"_s, {{u"uri"_s, uri}}), -32602);
    }

    void aCursorStaysGoodWhileSkillsComeAndGo()
    {
        const QJsonObject first = m_client.result(u"resources/list"_s);
        const QJsonValue cursor = first["nextCursor"_L1];
        QVERIFY(cursor.isString());
        const auto before = m_client.catalogue.current();
        m_client.writeSkill(u"aaa"_s);
        QTRY_VERIFY(m_client.catalogue.current() != before);
        QTRY_VERIFY(m_client.catalogue.current()->find(u"aaa"_s));
        const QJsonObject second = m_client.result(u"resources/list"_s, {{u"cursor"_s, cursor}});
        QVERIFY(!second["resources"_L1].toArray().isEmpty());
        const auto resources = first["resources"_L1].toArray();
        QVERIFY(!resources.contains(second["resources"_L1][0]));
        QCOMPARE(m_client.errorCode(u"skills/list"_s, {{u"cursor"_s, cursor}}), -32602);
    }

    void templatesNameTheAddresses()
    {
        const QJsonArray templates = m_client.result(u"resources/templates/list"_s)["resourceTemplates"_L1].toArray();
        QCOMPARE(templates.size(), 2);
        QCOMPARE(templates[0]["uriTemplate"_L1].toString(), u"skill://{skill}/SKILL.md"_s);
    }

    void aChangedFileIsReadAnew()
    {
        m_client.write(u"alpha/crlf.txt"_s, "three\n");
        QTRY_COMPARE(contents(u"skill://alpha/crlf.txt"_s)["text"_L1].toString(), u"three\n"_s);
        QVERIFY(QFile::remove(m_client.folder() + u"/alpha/crlf.txt"_s));
        QTRY_COMPARE(m_client.errorCode(u"resources/read"_s, {{u"uri"_s, u"skill://alpha/crlf.txt"_s}}), -32002);
    }
};

QTEST_GUILESS_MAIN(TestMcpResources)
#include "tst_mcp_resources.moc"
