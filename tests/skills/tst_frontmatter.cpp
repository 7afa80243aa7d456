// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/frontmatter.h"
#include "core/skills/reading/yaml_reader.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

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
    for (const char *yaml : {"a: .inf", "a: -.INF", "a: .nan", "a: 1e999", "a: 99999999999999999999999999999e999",
                             "a: 1\na: 2", "1: a", "true: a", "a: !mine b", "a: &x {b: c}\nd:\n  <<: *x"})
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
    row("no fence", "name: x\n", 1);
    row("four hyphens", "----\nname: x\n---\n", 1);
    row("one fence", "---\nname: x\n", 1);
    row("nothing between", "---\n---\n", 2);
    row("a list", "---\n- a\n---\n", 2);
    row("a text", "---\njust text\n---\n", 2);
    row("colon in a text", "---\nname: x\ndescription: Use when: now\n---\n", 3);
    row("open quote", "---\nname: x\ny: \"z\n---\nmore\n", 4);
    row("two documents", "---\na: b\n...\nc: d\n---\n", 2);
    row("open bracket", "---\na: [b\n---\n", 3);
    row("tab", "---\na:\n\t- b\n---\n", 3);
    row("unknown alias", "---\na: b\nc: *d\n---\n", 3);
    row("not UTF-8 in it", "---\na: b\nc: \xC3\n---\n", 3);
    row("not UTF-8 below", "---\na: b\n---\n1\n2 \xFF\n", 5);
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
    QTest::addRow("large") << "a: " + QByteArray(70'000, 'x');
}

void TestFrontmatter::hostileInputIsRefusedAtOnce()
{
    QFETCH(QByteArray, yaml);
    QElapsedTimer elapsed;
    elapsed.start();
    const Frontmatter result = read(yaml);
    qInfo("%d ms: %s", int(elapsed.elapsed()), qPrintable(result.error));
    QVERIFY(!result.error.isEmpty());
    QVERIFY2(elapsed.elapsed() < 2'000, "it takes too long");
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
    QCOMPARE(result.oddity.isEmpty(), !file.startsWith('\xEF'));
}

QTEST_GUILESS_MAIN(TestFrontmatter)
#include "tst_frontmatter.moc"
