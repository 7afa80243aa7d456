// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/mcp/tools/skill_language.h"
#include "core/mcp/tools/text_portion.h"
#include "core/skills/frontmatter/blank_ends.h"
#include "tests/mcp/mcp_client.h"

#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

constexpr int Limit = 4000;

/// The answers that a model can afford: short, whole where it matters, and with a way to read on.
class TestMcpBrief : public QObject
{
    Q_OBJECT

    McpClient m_client{{}, briefConfig()};
    QString m_long; // the text of the long document, and of the long skill's guidance

    static SkillsConfig briefConfig()
    {
        SkillsConfig config = McpClient::smallConfig();
        config.answerCharacters = Limit;
        return config;
    }

    [[nodiscard]] QString find(const QString &question, int topK = 3)
    {
        return m_client.text(u"find_helpful_skills"_s, {{u"task_description"_s, question}, {u"top_k"_s, topK}});
    }

    [[nodiscard]] QString read(const QString &skill, const QString &path)
    {
        return m_client.text(u"read_skill_document"_s, {{u"skill_name"_s, skill}, {u"document_path"_s, path}});
    }

    /// What the call that an answer names at its end answers; empty: it names none.
    [[nodiscard]] QString readOn(const QString &answer)
    {
        static const QRegularExpression Call(u"To read on: (\\w+) (\\{.*\\})\\)$"_s);
        const QRegularExpressionMatch match = Call.match(answer.trimmed());
        if (!match.hasMatch())
            return {};
        return m_client.text(match.captured(1), QJsonDocument::fromJson(match.captured(2).toUtf8()).object());
    }

    /// An answer's portion without the sentence that tells how to read on.
    static QString portion(const QString &answer)
    {
        const qsizetype end = answer.lastIndexOf("\n\n(Cut before line "_L1);
        return end < 0 ? answer : answer.first(end);
    }

private slots:
    void initTestCase()
    {
        for (int i = 1; i <= 60; ++i)
            m_long += u"## Part %1\n\nGlaciers move %1 metres, as is known of step %1 and of those before it.\n\n```\n"
                      "# no heading\n```\n\n"_s.arg(i);
        m_client.writeSkill(u"glaciers"_s, m_long.toUtf8());
        m_client.write(u"glaciers/references/long.md"_s, m_long.toUtf8());
        m_client.write(u"glaciers/references/line.txt"_s, QString(u"🗻"_s.repeated(5000) + "\nlast\n"_L1).toUtf8());
        m_client.write(u"cactus-one/indented.yaml"_s, "\n  a: 1\n  b: 2\n");
        m_client.write(u"glaciers/scripts/sum.py"_s, "print('```')\n");
        m_client.write(u"glaciers/small.png"_s, "\x89PNG small");
        m_client.write(u"glaciers/large.png"_s, "\x89PNG" + QByteArray(4000, 'x'));
        m_client.writeSkill(u"tulips"_s, "# Tulips\nPlant tulips in autumn.\n");
        for (const char *name : {"cactus-one", "cactus-two"})
            m_client.writeSkill(QString::fromLatin1(name), "Water a prickly thing rarely.\n");
        for (int i = 0; i < 20; ++i)
            m_client.write(u"tulips/notes/note-%1.md"_s.arg(i, 2, 10, QLatin1Char('0')), QByteArray(400, 'n'));
        m_client.write(u"wordy/SKILL.md"_s, "---\nname: wordy\ndescription: Volcanoes " + QByteArray(9000, 'v') +
                                                "\n---\nVolcanoes erupt.\n");
        for (int i = 0; i < 200; ++i)
            m_client.writeSkill(u"basalt-%1"_s.arg(i, 3, 10, QLatin1Char('0')), "Basalt is a rock.\n");
        m_client.write(u"wish/SKILL.md"_s,
                       "---\nname: wish\ndescription: Deploys to Jupiter\ndisable-model-invocation: true\n---\nGo.\n");
        QVERIFY(m_client.start());
        (void)m_client.initialize();
    }

    void theAnswerIsTextAlone()
    {
        for (const QJsonValue &tool : m_client.result(u"tools/list"_s)["tools"_L1].toArray())
            QVERIFY(!tool.toObject().contains("outputSchema"_L1));
        const QJsonObject answer =
            m_client.call(u"find_helpful_skills"_s, {{u"task_description"_s, u"plant tulips"_s}});
        QCOMPARE(answer["isError"_L1], QJsonValue(false));
        QVERIFY(!answer.contains("structuredContent"_L1));
        QCOMPARE(answer["content"_L1].toArray().size(), 1);
    }

    void whatIsFoundIsToldOnceWithItsPlaceAndItsDocuments()
    {
        const QString text = find(u"plant tulips in autumn"_s, 1);
        QVERIFY2(text.startsWith("- **tulips** (score 0."_L1), qPrintable(text));
        QVERIFY(text.contains("): About tulips.\n"_L1));
        QVERIFY(text.contains(m_client.folder() + "/tulips/SKILL.md, 6 lines, "_L1));
        QVERIFY(text.contains("; 20 documents: notes/note-00.md, "_L1));
        QVERIFY(text.contains(u"notes/note-09.md, …\n"_s));
        QVERIFY(!text.contains("note-10"_L1));
        QVERIFY(text.endsWith("\nSKILL.md of tulips:\n\n# Tulips\nPlant tulips in autumn."_L1));
        QCOMPARE(text.count("About tulips."_L1), 1);
    }

    void aSecondSkillThatMayBeRightAsWellComesAlong()
    {
        const QString text = find(u"water a prickly cactus"_s, 3);
        QVERIFY2(text.contains("SKILL.md of cactus-one:"_L1) && text.contains("SKILL.md of cactus-two:"_L1),
                 qPrintable(text));
    }

    void longGuidanceIsCutBeforeAHeadingAndReadOn()
    {
        QString answer = find(u"how glaciers move"_s, 1);
        QVERIFY(answer.size() <= Limit);
        QString all = portion(answer.sliced(answer.indexOf("## Part 1\n"_L1)));
        int portions = 1;
        for (answer = readOn(answer); !answer.isEmpty(); answer = readOn(answer)) {
            QVERIFY2(answer.size() <= Limit, qPrintable(QString::number(answer.size())));
            QVERIFY2(answer.startsWith("## Part "_L1), qPrintable(answer.left(80)));
            all += "\n\n"_L1 + portion(answer);
            QVERIFY(++portions < 20);
        }
        QVERIFY(portions > 1);
        QCOMPARE(all, m_long.trimmed());
    }

    void theLineToReadOnFromIsThatOfTheFile_data()
    {
        QTest::addColumn<QByteArray>("lineEnd");
        QTest::addColumn<QByteArray>("tail");
        QTest::newRow("plain") << QByteArray("\n") << QByteArray();
        QTest::newRow("CRLF") << QByteArray("\r\n") << QByteArray();
        QTest::newRow("blank lines at the end") << QByteArray("\n") << QByteArray("\n \n\n");
    }
    void theLineToReadOnFromIsThatOfTheFile()
    {
        QFETCH(QByteArray, lineEnd);
        QFETCH(QByteArray, tail);
        McpClient client({}, briefConfig());
        const QByteArray head = "---\nname: glaciers\ndescription: How glaciers move\n---\n\n\n";
        QByteArray file = head + m_long.toUtf8() + tail;
        client.write(u"glaciers/SKILL.md"_s, file.replace("\n", lineEnd));
        QVERIFY(client.start());
        (void)client.initialize();
        const QString text = client.text(u"find_helpful_skills"_s, {{u"task_description"_s, u"how glaciers move"_s}});
        static const QRegularExpression Call(u"To read on: \\w+ (\\{.*\\})\\)$"_s);
        const QString rest = client.text(u"read_skill_document"_s,
                                         QJsonDocument::fromJson(Call.match(text).captured(1).toUtf8()).object());
        const QString last = portion(text).section("## Part "_L1, -1).section(u'\n', 0, 0);
        QVERIFY2(rest.startsWith(u"## Part %1\n"_s.arg(last.toInt() + 1)), qPrintable(rest.left(60)));
    }

    void aLongDocumentComesInPortionsThatMissNothing()
    {
        QString answer = read(u"glaciers"_s, u"references/long.md"_s);
        QString all = portion(answer);
        int portions = 1;
        for (answer = readOn(answer); !answer.isEmpty(); answer = readOn(answer)) {
            QVERIFY(answer.size() <= Limit);
            all += "\n\n"_L1 + portion(answer);
            QVERIFY(++portions < 20);
        }
        QVERIFY(portions > 1);
        QCOMPARE(all, m_long.trimmed());
    }

    void theFirstLineKeepsWhatItIsIndentedBy()
    {
        QCOMPARE(read(u"cactus-one"_s, u"indented.yaml"_s), u"  a: 1\n  b: 2"_s);
        QVERIFY(m_client
                    .text(u"read_skill_document"_s, {{u"skill_name"_s, u"cactus-one"_s},
                                                     {u"document_path"_s, u"indented.yaml"_s},
                                                     {u"from_line"_s, 3}})
                    .startsWith("  b: 2"_L1));
    }

    void aLineThatIsTooLongIsCutBetweenCharacters()
    {
        QString answer = read(u"glaciers"_s, u"references/line.txt"_s);
        QString all;
        for (int portions = 0; !answer.isEmpty(); answer = readOn(answer)) {
            QVERIFY(answer.size() <= Limit);
            QVERIFY(!answer.contains(QChar::ReplacementCharacter));
            all += portion(answer);
            QVERIFY(++portions < 20);
        }
        QCOMPARE(all, QString(u"🗻"_s.repeated(5000) + "\nlast"_L1));
    }

    void skillMdIsReadLikeADocument()
    {
        QCOMPARE(read(u"tulips"_s, u"SKILL.md"_s),
                 u"---\nname: tulips\ndescription: About tulips.\n---\n# Tulips\nPlant tulips in autumn."_s);
        QCOMPARE(m_client.text(
                     u"read_skill_document"_s,
                     {{u"skill_name"_s, u"tulips"_s}, {u"document_path"_s, u"SKILL.md"_s}, {u"from_line"_s, u"6"_s}}),
                 u"Plant tulips in autumn."_s);
        QCOMPARE(m_client.text(
                     u"read_skill_document"_s,
                     {{u"skill_name"_s, u"tulips"_s}, {u"document_path"_s, u"SKILL.md"_s}, {u"from_line"_s, 1000}}),
                 u"SKILL.md has only 6 lines."_s);
        QCOMPARE(m_client.text(u"read_skill_document"_s, {{u"skill_name"_s, u"tulips"_s}, {u"from_line"_s, 1000}}),
                 u"The list of documents has only 21 lines."_s);
        QCOMPARE(read(u" tulips\u00a0\n"_s, u"SKILL.md"_s), read(u"tulips"_s, u"SKILL.md"_s));
    }

    void namesAreForgivenBlanksAndTheWayTheirAccentsAreWritten()
    {
        McpClient client({}, briefConfig());
        client.write(u"two/SKILL.md"_s, "---\nname: two  words\ndescription: About.\n---\nx\n");
        client.write(u"two/a.md"_s, "A\n");
        client.write(u"two/re\u0301sume\u0301.md"_s, "Taken apart\n");
        client.write(u"two/na\u00efve.md"_s, "In one piece\n");
        QVERIFY(client.start());
        (void)client.initialize();
        const auto document = [&client](const QString &skill, const QString &path) {
            return client.text(u"read_skill_document"_s, {{u"skill_name"_s, skill}, {u"document_path"_s, path}});
        };
        for (const QString &path : {u"a.md"_s, u" a.md"_s, u"a.md\n"_s})
            QCOMPARE(document(u"two words"_s, path), u"A"_s);
        QCOMPARE(document(u"two  words"_s, u"a.md"_s), u"A"_s);
        QCOMPARE(document(u"two words"_s, u"r\u00e9sum\u00e9.md"_s), u"Taken apart"_s);
        QCOMPARE(document(u"two words"_s, u"re\u0301sum*"_s), u"Taken apart"_s);
        QCOMPARE(document(u"two words"_s, u"nai\u0308ve.md"_s), u"In one piece"_s);
        QVERIFY(document(u"two words"_s, {}).contains("a.md, 2 characters"_L1));
    }

    void aListThatBeginsBehindTheLastNameSaysSo()
    {
        QVERIFY(m_client.text(u"list_skills"_s, {{u"from"_s, u"zzz"_s}})
                    .endsWith("None of their names is \"zzz\" or comes after it."_L1));
    }

    void manyDocumentsShareTheAnswerAndTheRestIsNamed()
    {
        const QString text = read(u"tulips"_s, u"notes/*"_s);
        QVERIFY(text.size() <= Limit);
        QVERIFY(text.startsWith("## notes/note-00.md\n\nnnn"_L1));
        QVERIFY(text.contains("Too long to be shown here, too; ask for each by its path: "_L1));
        QVERIFY(text.contains("notes/note-19.md"_L1));
    }

    void whatFindsNoPlaceIsNotEvenRead()
    {
        McpClient client({}, briefConfig());
        client.writeSkill(u"many"_s);
        for (int i = 0; i < 1000; ++i)
            client.write(u"many/%1.md"_s.arg(i, 4, 10, QLatin1Char('0')), "A note.\n");
        QVERIFY(client.start());
        (void)client.initialize();
        for (int i = 300; i < 1000; ++i) // to read one of these would fail
            QVERIFY(QFile::remove(client.folder() + u"/many/%1.md"_s.arg(i, 4, 10, QLatin1Char('0'))));
        const QString text =
            client.text(u"read_skill_document"_s, {{u"skill_name"_s, u"many"_s}, {u"document_path"_s, u"*.md"_s}});
        QVERIFY2(text.startsWith("## 0000.md"_L1), qPrintable(text.first(100)));
        QVERIFY(text.size() <= Limit && text.endsWith(" more; without document_path, the answer lists all"_L1));
    }

    void theOriginalsAnswerAsksForFewerDocuments()
    {
        McpClient client({}, McpClient::originalConfig());
        client.writeSkill(u"many"_s);
        for (int i = 0; i <= 500; ++i)
            client.write(u"many/%1.md"_s.arg(i), "A note.\n");
        QVERIFY(client.start());
        (void)client.initialize();
        const QJsonObject all =
            client.call(u"read_skill_document"_s, {{u"skill_name"_s, u"many"_s}, {u"document_path"_s, u"*.md"_s}});
        QVERIFY(all["isError"_L1].toBool());
        QCOMPARE(all["content"_L1][0]["text"_L1].toString(), u"501 documents match '*.md'; ask for fewer than 501."_s);
        QVERIFY(!client
                     .call(u"read_skill_document"_s,
                           {{u"skill_name"_s, u"many"_s}, {u"document_path"_s, u"1*.md"_s}})["isError"_L1]
                     .toBool());
    }

    void theFirstOfManyIsShownInPartIfItIsTooLong()
    {
        const QString text = read(u"glaciers"_s, u"*"_s);
        QVERIFY2(text.size() <= Limit, qPrintable(QString::number(text.size())));
        QVERIFY(text.contains(u"## references/line.txt\n\n🗻🗻"_s) && text.contains("references/long.md"_L1));
        QVERIFY(text.contains("scripts/sum.py\n\n````\nprint('```')\n````"_L1));
        QVERIFY(
            text.contains("large.png: an image of 4004 bytes, skill://glaciers/large.png; too large to be sent"_L1));
        QVERIFY(text.contains("small.png: an image of 10 bytes, skill://glaciers/small.png; include_base64 "_L1));
    }

    void imagesComeAsImagesUpToTheCap()
    {
        const QJsonObject answer = m_client.call(
            u"read_skill_document"_s,
            {{u"skill_name"_s, u"glaciers"_s}, {u"document_path"_s, u"*.png"_s}, {u"include_base64"_s, true}});
        const QJsonArray content = answer["content"_L1].toArray();
        QCOMPARE(content.size(), 2);
        QVERIFY(content[0]["text"_L1].toString().contains("large.png: an image of 4004 bytes"_L1));
        QVERIFY(content[0]["text"_L1].toString().endsWith("too large to be sent"_L1));
        QCOMPARE(QByteArray::fromBase64(content[1]["data"_L1].toString().toLatin1()), QByteArray("\x89PNG small"));
    }

    void documentsAreListedAndAWrongPathIsToldWhatThereIs_data()
    {
        QTest::addColumn<QJsonValue>("path");
        QTest::addColumn<QString>("begin");
        QTest::newRow("none") << QJsonValue() << u"SKILL.md\nlarge.png (image), 4004 bytes\nreferences/line.txt, "_s;
        QTest::newRow("wrong") << QJsonValue(u"guide.md"_s)
                               << u"'guide.md' matches nothing of skill 'glaciers', which has:\nSKILL.md\n"_s;
        QTest::newRow("outside") << QJsonValue(u"../tulips/SKILL.md"_s) << u"'../tulips/SKILL.md' matches nothing"_s;
        QTest::newRow("long") << QJsonValue(u"../"_s.repeated(20'000)) << u"'../../"_s;
    }
    void documentsAreListedAndAWrongPathIsToldWhatThereIs()
    {
        QFETCH(QJsonValue, path);
        QFETCH(QString, begin);
        const QString text =
            m_client.text(u"read_skill_document"_s, {{u"skill_name"_s, u"glaciers"_s}, {u"document_path"_s, path}});
        QVERIFY2(text.startsWith(begin), qPrintable(text));
        QVERIFY(text.contains("scripts/sum.py, 13 characters"_L1));
        QVERIFY(text.size() < 1000);
    }

    void anUnknownSkillIsToldHowToFindOne()
    {
        QCOMPARE(read(u"Tulip"_s, u"*"_s),
                 u"There is no skill 'Tulip'. find_helpful_skills finds one for a task, list_skills names all."_s);
        QVERIFY(read(QString(100'000, u'x'), u"*"_s).size() < 400);
    }

    void aDescriptionLikeABookIsShortened()
    {
        const QString text = find(u"volcanoes"_s, 1);
        QVERIFY2(text.size() < 1000, qPrintable(text));
        QVERIFY(text.contains("Volcanoes vvv"_L1));
    }

    void noQuestionGetsMoreThanTheLimit()
    {
        const QString text = find(u"basalt rock"_s, 100);
        QVERIFY2(text.size() <= Limit, qPrintable(QString::number(text.size())));
        QVERIFY(text.contains(QRegularExpression(u"- and \\d+ more that fit less well"_s)));
    }

    void theListHasALineASkillAndGoesOn()
    {
        QStringList names;
        QString call;
        QJsonObject arguments;
        do {
            const QString text = m_client.text(u"list_skills"_s, arguments);
            QVERIFY2(text.size() <= Limit, qPrintable(QString::number(text.size())));
            static const QRegularExpression Line(u"(?m)^- ([^ :]+)"_s);
            for (const QRegularExpressionMatch &match : Line.globalMatch(text))
                names.append(match.captured(1));
            call = text.section(u'\n', -1);
            arguments = QJsonDocument::fromJson(call.section(u"list_skills "_s, 1).toUtf8()).object();
        } while (call.contains("more: list_skills {\"from\": "_L1));
        QCOMPARE(names.size(), m_client.catalogue.current()->skills.size());
        QStringList sorted = names;
        sorted.sort();
        QCOMPARE(names, sorted);
        QVERIFY(m_client.text(u"list_skills"_s, {{u"from"_s, u"wi"_s}})
                    .contains("- wish (only when the user asks for it): Deploys to Jupiter"_L1));
    }

    void whatItsAuthorKeepsForTheUserIsNotFoundButRead()
    {
        QVERIFY(!find(u"deploys to Jupiter"_s).contains("wish"_L1));
        QVERIFY(read(u"wish"_s, u"SKILL.md"_s).endsWith("Go."_L1));
    }

    void theQuestionIsAskedForInTheSkillsLanguage()
    {
        const QJsonArray tools = m_client.result(u"tools/list"_s)["tools"_L1].toArray();
        const QString said =
            tools[0]["inputSchema"_L1]["properties"_L1]["task_description"_L1]["description"_L1].toString();
        QVERIFY2(said.endsWith("Write it in English: the skills are written in English."_L1), qPrintable(said));
    }

    void aQuestionInAnotherLanguageIsToldSo()
    {
        McpClient client({}, briefConfig());
        client.write(u"a/SKILL.md"_s, "---\nname: a\ndescription: How to plant tulips in the garden\n---\nx\n");
        QVERIFY(client.start());
        (void)client.initialize();
        const auto ask = [&](const QString &question) {
            return client.text(u"find_helpful_skills"_s, {{u"task_description"_s, question}});
        };
        QCOMPARE(ask(u"一个月的发票怎么核对"_s),
                 u"No skill fits, but the question is in Chinese and the skills are written in English: ask again in "
                 "English. list_skills names the one there is."_s);
        QVERIFY(ask(u"Wie erstelle ich eine Rechnung mit der Mehrwertsteuer?"_s).contains("is in German"_L1));
        QCOMPARE(ask(u"what is the price of a rocket"_s),
                 u"No skill fits. Other words may find one; list_skills names the one there is."_s);
    }

    void languagesAreTold_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("language");
        const auto row = [](const char *language, const QString &text) {
            QTest::newRow(language) << text << QString::fromLatin1(language);
        };
        row("English", u"Read the notes of a meeting and list what was decided"_s);
        row("German", u"Wie kann ich die Daten aus dem Gerät auswerten"_s);
        row("French", u"Comment analyser les données de séquençage avec un modèle"_s);
        row("Spanish", u"Cómo puedo analizar los datos con el programa"_s);
        row("Portuguese", u"Como posso analisar os dados com um modelo"_s);
        row("Italian", u"Come posso analizzare i dati della sequenza con il programma"_s);
        row("Dutch", u"Hoe kan ik de gegevens van het apparaat uitlezen met een script"_s);
        row("Russian", u"как анализировать данные RNA"_s);
        row("Japanese", u"単一細胞RNAデータを解析する"_s);
        row("Chinese", u"分析单细胞RNA测序数据"_s);
        row("Korean", u"단일 세포 데이터를 분석"_s);
        row("Arabic", u"تحليل البيانات"_s);
        QTest::newRow("nothing") << u"DESeq2 scanpy"_s << QString();
        QTest::newRow("empty") << QString() << QString();
    }
    void languagesAreTold()
    {
        QFETCH(QString, text);
        QTEST(languageOf(text), "language");
    }

    void theLanguagesOfSkillsAreCounted()
    {
        SkillSet skills;
        const auto add = [&](const QString &description, int count) {
            for (int i = 0; i < count; ++i) {
                auto skill = std::make_shared<Skill>();
                skill->description = description;
                skills.skills.append(skill);
            }
        };
        add(u"分析数据"_s, 3);
        add(u"Reads the mail and answers it"_s, 20);
        add(u"Liest die Post und der Rest ist nicht wichtig"_s, 1);
        QCOMPARE(languagesOf(skills), QStringList({u"English"_s, u"Chinese"_s}));
        QCOMPARE(eitherOf(languagesOf(skills)), u"English or Chinese"_s);
        QCOMPARE(eitherOf({u"a"_s, u"b"_s, u"c"_s}), u"a, b or c"_s);
    }

    void internalSkillsAreServedOnlyIfTheConfigSaysSo_data()
    {
        QTest::addColumn<bool>("served");
        QTest::newRow("not") << false;
        QTest::newRow("served") << true;
    }
    void internalSkillsAreServedOnlyIfTheConfigSaysSo()
    {
        QFETCH(bool, served);
        SkillsConfig config = briefConfig();
        config.serveInternalSkills = served;
        McpClient client({}, config);
        client.write(u"hidden/SKILL.md"_s,
                     "---\nname: hidden\ndescription: Bakes bread\nmetadata:\n  internal: true\n---\nBake.\n");
        client.writeSkill(u"open"_s, "Bake bread, too.\n");
        QVERIFY(client.start());
        (void)client.initialize();
        QCOMPARE(client.text(u"list_skills"_s).contains("hidden"_L1), served);
        QCOMPARE(
            client.text(u"find_helpful_skills"_s, {{u"task_description"_s, u"bake bread"_s}}).contains("hidden"_L1),
            served);
        QCOMPARE(
            client.text(u"read_skill_document"_s, {{u"skill_name"_s, u"hidden"_s}, {u"document_path"_s, u"SKILL.md"_s}})
                .contains("Bake."_L1),
            served);
        QCOMPARE(client.errorCode(u"resources/read"_s, {{u"uri"_s, u"skill://hidden/SKILL.md"_s}}) == 0, served);
        QCOMPARE(client.errorCode(u"prompts/get"_s, {{u"name"_s, u"hidden"_s}}) == 0, served);
    }

    void beforeAnythingIsReadTheAnswerSaysSo()
    {
        McpClient client;
        client.writeSkill(u"later"_s);
        (void)client.initialize();
        QCOMPARE(client.text(u"list_skills"_s), u"Skills are still being read; ask again in a moment for all."_s);
        QVERIFY(client.text(u"find_helpful_skills"_s, {{u"task_description"_s, u"x"_s}})
                    .startsWith("Skills are still being read"_L1));
    }

    void portionsStopWhereItIsWorthIt_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("limit");
        QTest::addColumn<QString>("first");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("character");
        QTest::newRow("whole") << u"a\nb\n"_s << 10 << u"a\nb"_s << 0 << 0;
        QTest::newRow("heading") << u"aaaaaaaa\n# B\nccccc\n\nddddddddd"_s << 15 << u"aaaaaaaa"_s << 2 << 1;
        QTest::newRow("no heading in a fence")
            << u"```\n# a\n# b\n# c\n```\n\nddddddd"_s << 16 << u"```\n# a\n# b\n# c"_s << 5 << 1;
        QTest::newRow("paragraph") << u"aaaaaaaa\n\nbb\nccccccccccc"_s << 16 << u"aaaaaaaa"_s << 3 << 1;
        QTest::newRow("line") << u"aaaaaaaa\nbbb\nccccccccccc"_s << 16 << u"aaaaaaaa\nbbb"_s << 3 << 1;
        QTest::newRow("character") << QString(u"aaa"_s + u"🗻"_s.repeated(9)) << 10 << QString(u"aaa🗻🗻🗻"_s) << 1 << 10;
    }
    void portionsStopWhereItIsWorthIt()
    {
        QFETCH(QString, text);
        QFETCH(int, limit);
        QFETCH(int, line);
        QFETCH(int, character);
        const TextPortion portion = portionOf(text, {}, limit, true);
        QTEST(portion.text, "first");
        QCOMPARE(portion.next.value_or(TextPlace{0, 0}), (TextPlace{line, character}));
    }

    void aPortionNeverBeginsWithinACharacter()
    {
        QCOMPARE(portionOf(u"🗻a"_s, {1, 2}, 10, false).text, u"🗻a"_s);
        QCOMPARE(portionOf(u"🗻a"_s, {1, 3}, 10, false).text, u"a"_s);
    }

    void blankEndsGoAndIndentationStays()
    {
        QCOMPARE(withoutBlankEnds(u" \n\n  a\n b \n \n"_s), u"  a\n b"_s);
        QCOMPARE(withoutBlankEnds(u"  a"_s), u"  a"_s);
        QCOMPARE(withoutBlankEnds(u" \n "_s), QString());
        QCOMPARE(withoutBlankEnds(QString()), QString());
    }

    void whatIsShortenedEndsAfterAWord()
    {
        QCOMPARE(shortened(u"one two  three"_s, 100), u"one two three"_s);
        QCOMPARE(shortened(u"one two, three"_s, 12), u"one two…"_s);
        QCOMPARE(shortened(QString(50, u'x'), 10), u"xxxxxxxxx…"_s);
        QCOMPARE(shortened(u"🗻"_s.repeated(9), 10), QString(u"🗻"_s.repeated(4) + u"…"_s));
    }
};

QTEST_GUILESS_MAIN(TestMcpBrief)
#include "tst_mcp_brief.moc"
