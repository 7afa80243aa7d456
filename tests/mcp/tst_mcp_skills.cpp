// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/mcp/mcp_client.h"

#include <QCryptographicHash>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;

/// The Skills extension (SEP-2640), as a strict host checks it.
class TestMcpSkills : public QObject
{
    Q_OBJECT

    McpClient m_client;

    [[nodiscard]] QByteArray bytesOf(const QString &uri)
    {
        const QJsonObject file = m_client.result(u"resources/read"_s, {{u"uri"_s, uri}})["contents"_L1][0].toObject();
        return file.contains("text"_L1) ? file["text"_L1].toString().toUtf8()
                                        : QByteArray::fromBase64(file["blob"_L1].toString().toLatin1());
    }

    [[nodiscard]] QJsonObject skill(const QString &name)
    {
        return m_client.result(u"skills/get"_s, {{u"uri"_s, QString("skill://"_L1 + name + "/SKILL.md"_L1)}})
            .value("skill"_L1)
            .toObject();
    }

    [[nodiscard]] bool isTrue(const QJsonObject &entry)
    {
        for (const QJsonValue &file : entry["resources"_L1].toArray()) {
            const QByteArray bytes = bytesOf(file["uri"_L1].toString());
            const QByteArray digest = "sha256:" + QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
            if (file["digest"_L1].toString().toLatin1() != digest || file["size"_L1].toInteger() != bytes.size())
                return false;
        }
        return !entry["resources"_L1].toArray().isEmpty();
    }

private slots:
    void initTestCase()
    {
        m_client.write(u"full/SKILL.md"_s,
                       "---\nname: full\ndescription: Has everything\nlicense: MIT\nallowed-tools: [Read, Grep]\n"
                       "metadata:\n  version: \"1.0\"\n  year: \"2026\"\n---\nBody\n");
        m_client.write(u"full/templates/invoice.md"_s, "i\n");
        m_client.write(u"full/templates/regional/eu.md"_s, "e\n");
        m_client.write(u"full/logo.bin"_s, QByteArray("\0\1\2", 3));
        m_client.writeSkill(u"plain"_s);
        m_client.write(u"wrong/SKILL.md"_s,
                       "---\nname: another-name\ndescription: Lies in the wrong folder\n---\nBody\n");
        m_client.write(u"capital/SKILL.md"_s, "---\nname: Capital\ndescription: Written large\n---\nBody\n");
        QVERIFY(m_client.start());
        (void)m_client.initialize();
    }

    void conformingSkillsAreListed()
    {
        const QJsonObject result = m_client.result(u"skills/list"_s);
        QCOMPARE(result["resultType"_L1].toString(), u"complete"_s);
        QVERIFY(result["ttlMs"_L1].toInt(-1) >= 0);
        QVERIFY(result["cacheScope"_L1].isString());
        QVERIFY(!result.contains("nextCursor"_L1));
        QSet<QString> names;
        for (const QJsonValue &entry : result["skills"_L1].toArray()) {
            names.insert(entry["frontmatter"_L1]["name"_L1].toString());
            QCOMPARE(entry.toObject().keys(), QStringList({u"frontmatter"_s, u"resources"_s, u"uri"_s}));
            QVERIFY(isTrue(entry.toObject()));
        }
        QCOMPARE(names, QSet<QString>({u"full"_s, u"plain"_s}));
        // The tools serve the others all the same.
        QVERIFY(m_client.text(u"list_skills"_s).startsWith("4 skills "_L1));
    }

    void anEntryIsWhole()
    {
        const QJsonObject entry = skill(u"full"_s);
        QCOMPARE(entry["uri"_L1].toString(), u"skill://full/SKILL.md"_s);
        QCOMPARE(entry["frontmatter"_L1].toObject(),
                 QJsonObject({{u"name"_s, u"full"_s},
                              {u"description"_s, u"Has everything"_s},
                              {u"license"_s, u"MIT"_s},
                              {u"allowed-tools"_s, QJsonArray{u"Read"_s, u"Grep"_s}},
                              {u"metadata"_s, QJsonObject{{u"version"_s, u"1.0"_s}, {u"year"_s, u"2026"_s}}}}));
        QCOMPARE(entry["resources"_L1].toArray().size(), 4);
        QVERIFY(isTrue(entry));
    }

    void whatIsNoConformingSkillIsRefused_data()
    {
        QTest::addColumn<QJsonObject>("params");
        for (const char *uri :
             {"skill://full", "skill://full/templates/invoice.md", "skill://nobody/SKILL.md", "skill://wrong/SKILL.md",
              "skill://another-name/SKILL.md", "skill://Capital/SKILL.md", "skill://capital/SKILL.md", ""})
            QTest::newRow(uri) << QJsonObject{{u"uri"_s, QString::fromLatin1(uri)}};
        QTest::newRow("no uri") << QJsonObject();
        QTest::newRow("number") << QJsonObject{{u"uri"_s, 5}};
    }
    void whatIsNoConformingSkillIsRefused()
    {
        QFETCH(QJsonObject, params);
        QCOMPARE(m_client.errorCode(u"skills/get"_s, params), -32602);
    }

    void aDirectoryShowsItsDirectChildren()
    {
        const auto list = [&](const QString &uri) {
            QMap<QString, QString> children;
            const QJsonObject result = m_client.result(u"resources/directory/read"_s, {{u"uri"_s, uri}});
            for (const QJsonValue &child : result["resources"_L1].toArray())
                children.insert(child["uri"_L1].toString(), child["mimeType"_L1].toString());
            return children;
        };
        const auto root = list(u"skill://full"_s);
        QCOMPARE(root.size(), 3);
        QCOMPARE(root.value(u"skill://full/SKILL.md"_s), u"text/markdown"_s);
        QCOMPARE(root.value(u"skill://full/templates"_s), u"inode/directory"_s);
        const auto templates = list(u"skill://full/templates"_s);
        QCOMPARE(templates.keys(),
                 QStringList({u"skill://full/templates/invoice.md"_s, u"skill://full/templates/regional"_s}));
        QCOMPARE(list(u"skill://full/templates/regional"_s).size(), 1);
    }

    void whatIsNoDirectoryIsRefused_data()
    {
        QTest::addColumn<QString>("uri");
        for (const char *uri :
             {"skill://full/SKILL.md", "skill://full/templates/", "skill://full/..", "skill://nobody",
              "skill://full/temp", "skill://", "skill://full/templates/../templates", "file:///etc", ""})
            QTest::newRow(uri) << QString::fromLatin1(uri);
    }
    void whatIsNoDirectoryIsRefused()
    {
        QFETCH(QString, uri);
        QCOMPARE(m_client.errorCode(u"resources/directory/read"_s, {{u"uri"_s, uri}}), -32602);
    }

    void longListsComeInPages()
    {
        McpClient client;
        for (int i = 0; i < 450; ++i)
            client.writeSkill(u"skill-%1"_s.arg(i, 3, 10, QLatin1Char('0')));
        QVERIFY(client.start());
        (void)client.initialize();
        QSet<QString> names;
        QJsonObject params;
        int pages = 0;
        do {
            const QJsonObject result = client.result(u"skills/list"_s, params);
            for (const QJsonValue &entry : result["skills"_L1].toArray())
                names.insert(entry["uri"_L1].toString());
            params = {{u"cursor"_s, result["nextCursor"_L1]}};
            ++pages;
        } while (params.contains("cursor"_L1));
        QCOMPARE(names.size(), 450);
        QVERIFY(pages > 1);
    }

    void entriesStayTrueWhileFilesChange()
    {
        for (int round = 0; round < 5; ++round) {
            const QByteArray text = "round " + QByteArray::number(round) + '\n';
            m_client.write(u"full/templates/invoice.md"_s, text);
            const QByteArray digest = "sha256:" + QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex();
            const auto served = [&] {
                for (const QJsonValue &file : skill(u"full"_s)["resources"_L1].toArray()) {
                    if (file["digest"_L1].toString().toLatin1() == digest)
                        return true;
                }
                return false;
            };
            QTRY_VERIFY(served());
            QVERIFY(isTrue(skill(u"full"_s)));
        }
    }
};

QTEST_GUILESS_MAIN(TestMcpSkills)
#include "tst_mcp_skills.moc"
