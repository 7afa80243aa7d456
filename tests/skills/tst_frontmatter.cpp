// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/frontmatter/block_finder.h"
#include "core/skills/frontmatter/frontmatter.h"
#include "core/skills/frontmatter/yaml_reader.h"
#include "tests/support/test_help.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

class TestFrontmatter : public QObject
{
    Q_OBJECT

private slots:
    void valuesAreJson_data();
    void valuesAreJson();
    void whatOthersReadDifferentlyIsSaid_data();
    void whatOthersReadDifferentlyIsSaid();
    void faultsNameTheirLine_data();
    void faultsNameTheirLine();
    void hostileInputIsRefusedAtOnce_data();
    void hostileInputIsRefusedAtOnce();
    void whatOthersLoadIsReadAndSaid_data();
    void whatOthersLoadIsReadAndSaid();
    void aLineOfAByteOrderMarkAloneIsBlank();
    void yamlThatIsFineIsLeftAlone();
    void theBodyIsWhatFollows_data();
    void theBodyIsWhatFollows();
};

static Frontmatter read(const QByteArray &yaml)
{
    return readFrontmatter("---\n" + yaml + "\n---\nBody\n");
}

void TestFrontmatter::valuesAreJson_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const QByteArray &yaml, const QByteArray &json) {
        QTest::addRow("%s", yaml.constData()) << yaml << json;
    };
    row("a: b", R"({"a":"b"})");
    row("a: 'true'", R"({"a":"true"})");
    row("a: \"5\"", R"({"a":"5"})");
    row("a: true", R"({"a":true})");
    row("a: False", R"({"a":false})");
    row("a: yes", R"({"a":"yes"})");
    row("a: null", R"({"a":null})");
    row("a: ~", R"({"a":null})");
    row("a:", R"({"a":null})");
    row("a: 12", R"({"a":12})");
    row("a: -7", R"({"a":-7})");
    row("a: 007", R"({"a":7})");
    row("a: 0o17", R"({"a":15})");
    row("a: 0xFf", R"({"a":255})");
    row("a: 1.5", R"({"a":1.5})");
    row("a: .5", R"({"a":0.5})");
    row("a: 1e3", R"({"a":1000})");
    row("a: 1.4.0", R"({"a":"1.4.0"})");
    row("a: 2026-11-23", R"({"a":"2026-11-23"})");
    row("a: 9007199254740993", R"({"a":9007199254740993})");
    row("a: !!str 5", R"({"a":"5"})");
    row("a: [1, two, [3]]", R"({"a":[1,"two",[3]]})");
    row("a:\n  b:\n    - c\n    - d: e", R"({"a":{"b":["c",{"d":"e"}]}})");
    row("a: |\n  one\n  two", R"({"a":"one\ntwo\n"})");
    row("a: >-\n  one\n  two", R"({"a":"one two"})");
    row("a: one\n  two", R"({"a":"one two"})");
    row("a: &x [1, 2]\nb: *x", R"({"a":[1,2],"b":[1,2]})");
    row("a: \"\\u00e4 \\\"\"", "{\"a\":\"\u00e4 \\\"\"}");
    row("a: b # comment", R"({"a":"b"})");
}

void TestFrontmatter::valuesAreJson()
{
    QFETCH(QByteArray, yaml);
    QFETCH(QByteArray, json);
    const Frontmatter result = read(yaml);
    QCOMPARE(result.error, QString());
    QCOMPARE(result.oddity, QString());
    QCOMPARE(QJsonDocument(result.values).toJson(QJsonDocument::Compact), json);
}

void TestFrontmatter::whatOthersReadDifferentlyIsSaid_data()
{
    QTest::addColumn<QByteArray>("yaml");
    for (const char *yaml :
         {"a: .inf", "a: -.INF", "a: .nan", "a: 1e999", "a: 99999999999999999999999999999e999", "a: 1\na: 2",
          "\"\": 1\n\"\": 2", "~: 1\n~: 2", "1: a", "true: a", "a: !mine b", "a: &x {b: c}\nd:\n  <<: *x"})
        QTest::addRow("%s", yaml) << QByteArray(yaml);
}

void TestFrontmatter::whatOthersReadDifferentlyIsSaid()
{
    QFETCH(QByteArray, yaml);
    const Frontmatter result = read(yaml);
    QCOMPARE(result.error, QString());
    QVERIFY(!result.oddity.isEmpty());
    QVERIFY(!QJsonDocument(result.values).toJson().isEmpty());
}

void TestFrontmatter::faultsNameTheirLine_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("line");
    const auto row = [](const char *title, const QByteArray &file, int line) {
        QTest::addRow("%s", title) << file << line;
    };
    row("empty", "", 1);
    row("only a fence", "---\n", 1);
    row("blanks", " \n\t\n", 1);
    row("a checked-out link", "../../pool/x/SKILL.md", 1);
    row("a checked-out link with @", "@../../pool/x/SKILL.md\n", 1);
    row("TOML", "\n+++\nname = \"x\"\n+++\n", 2);
    row("a list", "---\n- a\n---\n", 2);
    row("a text", "---\njust text\n---\n", 2);
    row("open quote", "---\nx: y\ny: \"z\n---\nmore\n", 4);
    row("no YAML behind a comment", "\n<!-- a -->\n---\ndescription: [b\n---\n", 5);
    row("two documents", "---\na: b\n...\nc: d\n---\n", 2);
    row("open bracket", "---\na: [b\n---\n", 3);
    row("unknown alias", "---\na: b\nc: *d\n---\n", 3);
    row("not UTF-8 at all", QByteArray("\xFF\xFE-\0-\0-\0", 8), 1);
    row("a list as a key", "---\n? [a]\n: b\n---\n", 2);
}

void TestFrontmatter::faultsNameTheirLine()
{
    QFETCH(QByteArray, file);
    QFETCH(int, line);
    const Frontmatter result = readFrontmatter(file);
    QVERIFY(!result.error.isEmpty());
    QCOMPARE(result.line, line);
}

static QByteArray billionLaughs()
{
    QByteArray yaml = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
    for (int i = 1; i < 12; ++i) {
        const QByteArray before = "*a" + QByteArray::number(i - 1);
        yaml += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " [" + (before + ", ").repeated(8) +
                before + "]\n";
    }
    return yaml;
}

void TestFrontmatter::hostileInputIsRefusedAtOnce_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addRow("alias bomb") << billionLaughs();
    QTest::addRow("long text by aliases")
        << "a: &a " + QByteArray(50'000, 'x') + "\nb: [" + QByteArray("*a, ").repeated(2'000) + "]";
    QTest::addRow("alias of itself") << QByteArray("a: &a [*a]");
    QTest::addRow("deep, flow") << "a: " + QByteArray(30'000, '[');
    QTest::addRow("deep, closed") << "a: " + QByteArray(1'000, '[') + QByteArray(1'000, ']');
    QTest::addRow("deep, mappings") << "a: " + QByteArray("{a: ").repeated(5'000);
    QTest::addRow("deep, lists") << QByteArray("- ").repeated(10'000) + "a";
    QTest::addRow("deep, keys") << QByteArray("? ").repeated(10'000) + "a";
    QTest::addRow("many values") << QByteArray("a: [") + QByteArray("1, ").repeated(20'000) + "]";
    QTest::addRow("large") << "a: " + QByteArray(300'000, 'x');
    QTest::addRow("many large fields") << QByteArray("a: " + QByteArray(30'000, 'x') + "\n").repeated(60) + "b: [";
}

void TestFrontmatter::hostileInputIsRefusedAtOnce()
{
    QFETCH(QByteArray, yaml);
    QElapsedTimer elapsed;
    elapsed.start();
    const Frontmatter result = read(yaml);
    qInfo("%d ms: %s", int(elapsed.elapsed()), qPrintable(result.error));
    QVERIFY(!result.error.isEmpty());
    QVERIFY2(elapsed.elapsed() < withRoom(2'000), "it takes too long");
}

void TestFrontmatter::whatOthersLoadIsReadAndSaid_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("said");
    QTest::addColumn<QString>("body");
    const auto file = [](const char *title, const QByteArray &bytes, const char *json, const char *said) {
        QTest::addRow("%s", title) << bytes << QByteArray(json) << QString::fromUtf8(said) << u"Body"_s;
    };
    const auto yaml = [&file](const QByteArray &block, const char *json, const char *said) {
        file(block.constData(), "---\n" + block + "\n---\nBody\n", json, said);
    };
    yaml("name: x\ndescription: Use when: now", R"({"description":"Use when: now","name":"x"})",
         "line 3: \"description\"");
    yaml("name: x\ndescription: One\n  two: three", R"({"description":"One two: three","name":"x"})", "line 3");
    yaml("name: x\ndescription: One.\n\n  Keywords: a, b\nlicense: MIT",
         R"({"description":"One.\nKeywords: a, b","license":"MIT","name":"x"})", "line 3");
    yaml("name: x\nread_when: a: b", R"({"name":"x","read_when":"a: b"})", "\"read_when\" is read as");
    yaml("name: x\nread_when:\n  - a: \"b\" or c\n  - d", R"({"name":"x"})", "\"read_when\" is left out");
    yaml("name: x\nhint: [a] [b]", R"({"name":"x"})", "\"hint\" is left out");
    yaml("name: x\nhint: [a[b], c]", R"({"name":"x"})", "\"hint\" is left out");
    yaml("name: x\nallowed-tools: *", R"({"name":"x"})", "\"allowed-tools\" is left out");
    yaml("name: x\nallowed-tools: Bash(git commit: *), Read",
         R"({"allowed-tools":"Bash(git commit: *), Read","name":"x"})", "\"allowed-tools\" is read as");
    yaml("name: x\ndescription: **Use** it", R"({"description":"**Use** it","name":"x"})", "line 3");
    yaml("name: x\ndescription: `run` it", R"({"description":"`run` it","name":"x"})", "line 3");
    yaml("name: x\ndescription: @team has it", R"({"description":"@team has it","name":"x"})", "line 3");
    yaml("name: x\ndescription: %done", R"({"description":"%done","name":"x"})", "line 3");
    yaml("name: x\ndescription: \"Say \"hi\" first\"", R"({"description":"Say \"hi\" first","name":"x"})", "line 3");
    yaml("name: x\ndescription: \"C:\\Users\\notes\"", R"({"description":"C:\\Users\\notes","name":"x"})", "line 3");
    yaml("name: x\ndescription: 'when it's done'", R"({"description":"when it's done","name":"x"})", "line 3");
    yaml("name: x\ndescription: > in its own line", R"({"description":"in its own line","name":"x"})", "line 3");
    yaml("name: x\nmetadata:\n\ta: b", R"({"metadata":{"a":"b"},"name":"x"})", "tabs");
    const char *plain = R"({"name":"x"})";
    file("two marks", "\xEF\xBB\xBF\xEF\xBB\xBF---\nname: x\n---\nBody\n", plain, "2 byte order marks");
    file("old Mac", "---\rname: x\r---\rBody\r", plain, "old Mac");
    file("blank lines", "\n\n---\nname: x\n---\nBody\n", plain, "blank lines");
    file("comments", "<!-- a -->\n<!--\n---\n-->\n---\nname: x\n---\nBody\n", plain, "a comment");
    file("heading", "# Title\n\n---\nname: x\n---\nBody\n", plain, "a heading");
    file("indented", "  ---\n  name: x\n  ---\nBody\n", plain, "indented");
    file("four hyphens", "----\nname: x\n----\nBody\n", plain, "fence is not");
    file("code fence", "```skill\n---\nname: x\n---\nBody\n```\n", plain, "a code fence");
    file("code fence around the block", "```yaml\n---\nname: x\n---\n```\n\nBody\n", plain, "a code fence");
    file("tag", "<skill>\n---\nname: x\n---\nBody\n</skill>\n", plain, "a tag");
    file("dots", "---\nname: x\n...\nBody\n", plain, "...");
    file("no end", "---\nname: x\n\nBody\n", plain, "no second line");
    file("no block", "Body\n", "{}", "does not begin with");
    file("a rule of Markdown", "# Title\n\n---\n\nText: more\n\n---\n", "{}", "does not begin with");
}

void TestFrontmatter::whatOthersLoadIsReadAndSaid()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, json);
    QFETCH(QString, said);
    QFETCH(QString, body);
    const Frontmatter result = readFrontmatter(file);
    QCOMPARE(result.error, QString());
    QCOMPARE(QJsonDocument(result.values).toJson(QJsonDocument::Compact), json);
    QVERIFY2(result.leniencies.join(u'\n').contains(said), qPrintable(result.leniencies.join(u'\n')));
    QVERIFY2(result.body.contains(body) || result.body.contains(u"Text: more"_s), qPrintable(result.body));
    QVERIFY2(!result.body.contains(u"```"_s) && !result.body.contains(u"</"_s), qPrintable(result.body));
}

// Found by fuzz_frontmatter: such a line has bytes, and no text.
void TestFrontmatter::aLineOfAByteOrderMarkAloneIsBlank()
{
    const QByteArray file = "---\nname: x\n# Old\n\xEF\xBB\xBF\nhint: [a\n---\nBody\n";
    QVERIFY(!findBlockBeforeProse(file, findBlock(file)).isThere);
}

void TestFrontmatter::yamlThatIsFineIsLeftAlone()
{
    // JSON escapes what is beyond 16 bits in two halves, and JSON is YAML.
    const Frontmatter emoji = read("name: x\nmetadata: {\"a\": \"\\ud83d\\udd2d\", \"b\": [\"\\\\ud83d\"]}");
    QCOMPARE(emoji.error, QString());
    QCOMPARE(emoji.leniencies, QStringList());
    QCOMPARE(emoji.values.value(u"metadata").toObject().value(u"a").toString(), u"\U0001F52D"_s);
    const Frontmatter flow = read("name: x\nhint: [a]\ntools: [Read, Bash(git status:*)]\nskill: [a: b, {c: d,},]");
    QCOMPARE(flow.error, QString());
    QCOMPARE(flow.leniencies, QStringList());
}

void TestFrontmatter::theBodyIsWhatFollows_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("body");
    const auto row = [](const char *title, const QByteArray &file, const char *body) {
        QTest::addRow("%s", title) << file << QString::fromUtf8(body);
    };
    row("plain", "---\na: b\n---\n\n# Title\n\ntext\n\n", "# Title\n\ntext");
    row("CRLF", "---\r\na: b\r\n---\r\nx\r\ny\r\n", "x\ny");
    row("spaces after the fences", "---  \na: b\n--- \t\nx\n", "x");
    row("another rule below", "---\na: b\n---\nx\n\n---\n\ny\n", "x\n\n---\n\ny");
    row("indented", "---\na: b\n---\n\n    code\n  text\n\n", "    code\n  text");
    row("blank lines with blanks", "---\na: b\n---\n  \n\t\n  text  \n", "  text");
    row("CRLF", "---\r\na: b\r\n---\r\n\r\n\tx\r\n", "\tx");
    row("no body", "---\na: b\n---", "");
    row("byte order mark", "\xEF\xBB\xBF---\na: b\n---\nx", "x");
    row("hyphens in a value", "---\na: |\n  ---\n  b\n---\nx", "x");
}

void TestFrontmatter::theBodyIsWhatFollows()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, body);
    const Frontmatter result = readFrontmatter(file);
    QCOMPARE(result.error, QString());
    QCOMPARE(result.body, body);
    QCOMPARE(result.leniencies.isEmpty(), !file.startsWith('\xEF'));
}

QTEST_GUILESS_MAIN(TestFrontmatter)
#include "tst_frontmatter.moc"
