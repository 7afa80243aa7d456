// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/mcp/mcp_client.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;

constexpr int Limit = 4000;

/// Skills are called what their authors like. Whatever an answer calls one, by that it can be read.
class TestMcpOddNames : public QObject
{
    Q_OBJECT

    McpClient m_client{{}, briefConfig()};
    int m_count = 0;

    static SkillsConfig briefConfig()
    {
        SkillsConfig config = McpClient::smallConfig();
        config.answerCharacters = Limit;
        return config;
    }

    /// `name` as a text of JSON, which is YAML, too.
    void add(const QString &folder, const QString &name)
    {
        const QByteArray list = QJsonDocument(QJsonArray{name}).toJson(QJsonDocument::Compact);
        const QByteArray number = QByteArray::number(++m_count);
        m_client.write(folder + "/SKILL.md"_L1, "---\nname: " + list.sliced(1, list.size() - 2) +
                                                    "\ndescription: Does thing" + number +
                                                    " for whoever asks.\n---\n\nmarker" + number + "\n");
    }

    [[nodiscard]] static QString markerOf(const QString &text)
    {
        static const QRegularExpression Marker(u"marker\\d+"_s);
        return Marker.match(text).captured();
    }

    [[nodiscard]] QJsonArray whole(const QString &method, const QString &key)
    {
        QJsonArray all;
        QJsonObject params;
        do {
            const QJsonObject page = m_client.result(method, params);
            for (const QJsonValue &each : page[key].toArray())
                all.append(each);
            params = {{u"cursor"_s, page["nextCursor"_L1]}};
        } while (params.contains("cursor"_L1));
        return all;
    }

private slots:
    void initTestCase()
    {
        const QStringList names = {u"plain"_s,
                                   u"Release Notes"_s,
                                   u"group/skill"_s,
                                   u"../up"_s,
                                   u".."_s,
                                   u"a%2Fb"_s,
                                   u"100%"_s,
                                   u"what? #1 & more"_s,
                                   u"say \"hi\""_s,
                                   u"back\\slash"_s,
                                   u"two\nlines"_s,
                                   u"a\x1B[31mb"_s,
                                   u"zero"_s + QChar(0) + u"byte"_s,
                                   u"\u30EA\u30EA\u30FC\u30B9"_s,
                                   u"\U0001F680"_s,
                                   u"ends…"_s,
                                   u"skill://plain"_s,
                                   QString(150, u'n') + QString(1'500, u'm'),
                                   QString(150, u'n') + QString(1'500, u'o'),
                                   u"long "_s + u"word "_s.repeated(400),
                                   u"two/same"_s};
        for (const QString &name : names)
            add(u"x%1"_s.arg(m_count), name);
        add(u"one/same"_s, u"same"_s);
        add(u"two/same"_s, u"same"_s);
        add(u"two/deep/same"_s, u"same"_s);
        QVERIFY(m_client.start());
        (void)m_client.initialize();
        QCOMPARE(m_client.catalogue.current()->skills.size(), m_count);
    }

    void eachCanBeReadByItsName()
    {
        QSet<QString> markers;
        for (const auto &skill : m_client.catalogue.current()->skills) {
            const QString name = skill->calledName.isEmpty() ? skill->name : skill->calledName;
            const QString text =
                m_client.text(u"read_skill_document"_s, {{u"skill_name"_s, name}, {u"document_path"_s, u"SKILL.md"_s}});
            markers.insert(markerOf(text));
        }
        QCOMPARE(markers.size(), m_count);
        QVERIFY(!markers.contains(QString()));
    }

    void eachCanBeReadByTheNameThatASearchShows()
    {
        static const QRegularExpression Name(u"\\A- \\*\\*(.*?)\\*\\* \\(score"_s);
        for (int i = 1; i <= m_count; ++i) {
            const QString found = m_client.text(u"find_helpful_skills"_s,
                                                {{u"task_description"_s, u"thing%1"_s.arg(i)}, {u"top_k"_s, 1}});
            QVERIFY(found.size() <= Limit);
            QCOMPARE(markerOf(found), u"marker%1"_s.arg(i));
            const QString name = Name.match(found).captured(1);
            const QString text =
                m_client.text(u"read_skill_document"_s, {{u"skill_name"_s, name}, {u"document_path"_s, u"SKILL.md"_s}});
            QCOMPARE(markerOf(text), u"marker%1"_s.arg(i));
        }
    }

    void eachHasAnAddressOfItsOwn()
    {
        QSet<QString> addresses, markers;
        const QJsonArray resources = whole(u"resources/list"_s, u"resources"_s);
        for (const QJsonValue &resource : resources) {
            const QString uri = resource["uri"_L1].toString();
            addresses.insert(uri);
            const QJsonObject contents = m_client.result(u"resources/read"_s, {{u"uri"_s, uri}});
            markers.insert(markerOf(contents["contents"_L1][0]["text"_L1].toString()));
        }
        QCOMPARE(addresses.size(), m_count);
        QCOMPARE(markers.size(), m_count);
    }

    void eachIsAPrompt()
    {
        static const QRegularExpression Good(u"\\A[A-Za-z0-9_-]{1,70}\\z"_s);
        QSet<QString> markers;
        const QJsonArray prompts = whole(u"prompts/list"_s, u"prompts"_s);
        for (const QJsonValue &prompt : prompts) {
            const QString name = prompt["name"_L1].toString();
            QVERIFY2(Good.match(name).hasMatch(), qPrintable(name));
            const QJsonObject got = m_client.result(u"prompts/get"_s, {{u"name"_s, name}});
            const QString text = got["messages"_L1][0]["content"_L1]["text"_L1].toString();
            QVERIFY(text.size() <= Limit);
            markers.insert(markerOf(text));
        }
        QCOMPARE(markers.size(), m_count);
    }

    void theListGoesThroughAllOfThem()
    {
        static const QRegularExpression Further(u"list_skills (\\{.*\\})\\z"_s);
        QJsonObject arguments;
        int lines = 0, pages = 0;
        do {
            const QString page = m_client.text(u"list_skills"_s, arguments);
            QVERIFY(page.size() <= Limit);
            lines += int(page.count(u"\n- "_s));
            const QRegularExpressionMatch further = Further.match(page);
            arguments = QJsonDocument::fromJson(further.captured(1).toUtf8()).object();
            QVERIFY(++pages <= m_count);
        } while (!arguments.isEmpty());
        QCOMPARE(lines, m_count);
    }
};

QTEST_GUILESS_MAIN(TestMcpOddNames)
#include "tst_mcp_odd_names.moc"
