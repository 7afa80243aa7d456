// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
// Files as people and models write them. Each row: what becomes of one, and what is said of it.
#include "core/skills/reading/skill_reader.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestWildSkills : public QObject
{
    Q_OBJECT

private slots:
    void eachIsReadAsItIsMeant_data();
    void eachIsReadAsItIsMeant();
    void whatIsNoSkillIsNamed_data();
    void whatIsNoSkillIsNamed();
    void firstWordsStandInForADescription_data();
    void firstWordsStandInForADescription();
    void whatIsKeptFromOthersStaysSo_data();
    void whatIsKeptFromOthersStaysSo();
    void whatStandsInNoFrontmatterIsKeptFromOthersToo_data();
    void whatStandsInNoFrontmatterIsKeptFromOthersToo();
    void manyFaultsAreSummedUp();
};

static SkillReading read(const QByteArray &file, Skill &skill)
{
    return skillFromBytes(file, u"/skills/folder/SKILL.md"_s, skill);
}

void TestWildSkills::eachIsReadAsItIsMeant_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("description");
    QTest::addColumn<QString>("said"); // a part of it; empty: nothing is said
    QTest::addColumn<QString>("content");
    const auto file = [](const char *title, const QByteArray &bytes, const char *name, const char *description,
                         const char *said, const char *content = "# Body\n\nText.") {
        QTest::addRow("%s", title) << bytes << QString::fromUtf8(name) << QString::fromUtf8(description)
                                   << QString::fromUtf8(said) << QString::fromUtf8(content);
    };
    const auto block = [&file](const char *title, const QByteArray &yaml, const char *name, const char *description,
                               const char *said) {
        file(title, "---\n" + yaml + "\n---\n\n# Body\n\nText.\n", name, description, said);
    };
    block("a bracketed word first", "name: x\ndescription: [Beta] Does things", "x", "[Beta] Does things", "quoted");
    block("a placeholder first", "name: x\ndescription: {tool} helper: runs it", "x", "{tool} helper: runs it",
          "quoted");
    block("two quoted words", "name: x\ndescription: \"a\" and \"b\"", "x", "\"a\" and \"b\"", "quoted");
    block("quoted words inside of quotes", "name: x\ndescription: \"Say \"a\" or \"b\" now\"", "x",
          "Say \"a\" or \"b\" now", "quoted");
    block("an apostrophe at a word's end", "name: x\ndescription: 'Reads the users' files'", "x",
          "Reads the users' files", "quoted");
    block("words for nothing", "name: x\ndescription: ~", "x", "Text.", "stand in");
    block("null", "name: x\ndescription: null # to do", "x", "Text.", "stand in");
    block("a name that is a word for nothing", "name: null # really\ndescription: y", "null", "y", "");
    block("a name that is a list, with a comment", "name: [a] # b\ndescription: y", "[a]", "y", "");
    block("the next field indented", "name: x\n  description: Does y", "x", "Does y", "field by field");
    block("the next fields indented", "name: x\n description: Does y\n license: MIT", "x", "Does y", "field by field");
    block("a text with a word and a colon in its second line", "name: x\ndescription: Does y.\n  Note: not z.", "x",
          "Does y. Note: not z.", "quoted");
    block("all of it indented, and no YAML", "  name: x\n  description: Use when: now", "x", "Use when: now", "quoted");
    block("no blank behind a colon", "name:x\ndescription:Does y", "x", "Does y", "no blank behind its colon");
    block("no blank behind the second colon", "name: x\ndescription:Does y", "x", "Does y", "no blank");
    block("blanks that do not break", "name:\xC2\xA0x\ndescription:\xC2\xA0 Does y", "x", "Does y", "no blank");
    block("colons of another script", "name\xEF\xBC\x9Ax\ndescription\xEF\xBC\x9A Does y", "x", "Does y", "no blank");
    block("capitals", "Name: x\nDescription: Does y", "x", "Does y", "has to be written");
    block("control characters", "name: \"a\\e[31mb\\0c\"\ndescription: y", "a [31mb c", "y", "");
    block("a second line that is not indented", "name: x\ndescription: Does y\nand z", "x", "Does y and z", "quoted");
    block("a paragraph that is not indented", "name: x\ndescription: First.\n\nSecond: too.\nversion: 1", "x", "First.",
          "");
    block("the first field indented", " name: x\ndescription: Use when: now", "x", "Use when: now", "quoted");
    block("a block that is not indented", "name: x\ndescription: >\nDoes y\nwell.\nversion: 1", "x", "Does y well.",
          "has to be indented");
    block("a word between brackets of its own", "name: x<y>\ndescription: y", "x<y>", "y", "");
    file("a fence that names its language", "---yaml\nname: x\ndescription: y\n---\n\n# Body\n\nText.\n", "x", "y",
         "fence is not");
    file("a fence with a comment", "--- # begin\nname: x\ndescription: y\n--- # end\n\n# Body\n\nText.\n", "x", "y",
         "fence is not");
    file("JSON", "---json\n{\"name\": \"x\", \"description\": \"a: b\"}\n---\n\n# Body\n\nText.\n", "x", "a: b",
         "fence is not");
    file("a letter that nobody sees", "\xE2\x80\x8B---\nname: x\ndescription: y\n---\n\n# Body\n\nText.\n", "x", "y",
         "zero width space");
    file("a comment of a program", "// generated\n---\nname: x\ndescription: y\n---\n\n# Body\n\nText.\n", "x", "y",
         "a comment");
    file("a list of differences in the text", "---\nname: x\ndescription: y\n---\n\n<<<<<<< a\n=======\n>>>>>>> b\n",
         "x", "y", "", "<<<<<<< a\n=======\n>>>>>>> b");
    file("no fences", "name: x\ndescription: Does y\n\n# Body\n\nText.\n", "x", "Does y",
         "does not stand between two lines");
    file("no first fence", "name: x\ndescription: Does y\n---\n\n# Body\n\nText.\n", "x", "Does y", "no first line");
    file("no first fence, and a blank line before the other",
         "name: x\ndescription: Does y\n\n---\n\n# Body\n\nText.\n", "x", "Does y", "no first line");
    file("no first fence, and no name", "description: Does y\n---\n\n# Body\n\nText.\n", "folder", "Does y",
         "no first line");
    file("no fences, in a code block", "```yaml\nname: x\ndescription: Does y\n```\n\n# Body\n\nText.\n", "x", "Does y",
         "a code fence");
    file("nothing in the frontmatter", "---\n---\n# Deploy\n\nHow to deploy.\n", "folder", "How to deploy.",
         "no \"name\"", "# Deploy\n\nHow to deploy.");
    file("but a comment in the frontmatter", "---\n# later\n---\n# Deploy\n\nHow to deploy.\n", "folder",
         "How to deploy.", "no \"name\"", "# Deploy\n\nHow to deploy.");
    file("a name that a text begins with", "name: people call it so\n\nText.\n", "folder", "name: people call it so",
         "does not begin with", "name: people call it so\n\nText.");
    file("a rule behind the title", "# Mail\n\n---\n\n## Usage\n\nUse it so.\n\nname: is given\n\n---\n\nEnd.\n",
         "folder", "Use it so.", "does not begin with",
         "# Mail\n\n---\n\n## Usage\n\nUse it so.\n\nname: is given\n\n---\n\nEnd.");
    file("no second fence, a rule in the text",
         "---\nname: x\ndescription: Does y.\n\n# Body\n\nText.\n\n---\n\nMore.\n", "x", "Does y.", "no second line",
         "# Body\n\nText.\n\n---\n\nMore.");
    file("a comment of YAML in it",
         "---\nname: x\ndescription: Use: y\n\n# optional\nlicense: MIT\n---\n\n# Body\n\nText.\n", "x", "Use: y",
         "quoted");
    file("a long licence in front",
         "<!--\n" + QByteArray("All rights are somebody's.\n").repeated(100) +
             "-->\n---\nname: x\ndescription: Does y\n---\n\n# Body\n\nText.\n",
         "x", "Does y", "a comment stands before");
    file("a byte that is not UTF-8", "---\nname: x\ndescription: Does y\n---\n\n# Body \x96 1\n", "x", "Does y",
         "line 6 is not UTF-8", "# Body \xEF\xBF\xBD 1");
    file("a large block",
         "---\nname: x\ndescription: Does y\nmore:\n" + QByteArray("  - some text of no use\n").repeated(3'000) +
             "---\n\n# Body\n\nText.\n",
         "x", "Does y", "larger than 64 KiB");
    file("a very large block",
         "---\nname: x\nmore:\n" + QByteArray("  - some text of no use\n").repeated(50'000) +
             "description: Does y\n---\n\n# Body\n\nText.\n",
         "x", "Does y", "\"more\" is left out");
}

void TestWildSkills::eachIsReadAsItIsMeant()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, name);
    QFETCH(QString, description);
    QFETCH(QString, said);
    QFETCH(QString, content);
    Skill skill;
    const SkillReading reading = read(file, skill);
    QCOMPARE(reading.error, QString());
    QCOMPARE(skill.name, name);
    QCOMPARE(skill.description.section(u'\n', 0, 0), description);
    QCOMPARE(skill.content, content);
    const QString all = skill.leniencies.join(u'\n');
    QVERIFY2(said.isEmpty() || all.contains(said), qPrintable(all));
    QCOMPARE(skill.brokenRule.isEmpty(), skill.leniencies.isEmpty());
}

void TestWildSkills::whatIsNoSkillIsNamed_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *title, const QByteArray &bytes, const char *reason) {
        QTest::addRow("%s", title) << bytes << QString::fromUtf8(reason);
    };
    row("UTF-16", QByteArray("\xFF\xFE-\0-\0-\0\n\0", 10), "it is UTF-16");
    row("UTF-16, the other way", QByteArray("\xFE\xFF\0-\0-\0-\0\n", 10), "it is UTF-16");
    row("a program",
        QByteArray("\x7F"
                   "ELF\2\1\1\0\0\0\0",
                   11),
        "it is no text");
    row("a placeholder", "---\nname: {{name}}\ndescription: {{description}}\n---\n", "placeholder");
    row("a placeholder in angle brackets", "---\nname: <skill-name>\ndescription: y\n---\n", "placeholder");
    row("two versions", "---\nname: x\n<<<<<<< HEAD\ndescription: a\n=======\ndescription: b\n>>>>>>> c\n---\n",
        "two versions");
    row("Git LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 1\n", "Git LFS");
    row("a page", "<!DOCTYPE html>\n<html><body>404</body></html>\n", "HTML");
    row("TOML behind a fence", "---toml\nname = \"x\"\n---\n", "TOML");
    row("nothing", "\n\n", "it is empty");
    row("fields without a text", "---\nname: x\n---\n", "no \"description\"");
}

void TestWildSkills::whatIsNoSkillIsNamed()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, reason);
    Skill skill;
    const SkillReading reading = read(file, skill);
    QVERIFY2(reading.skipped.reason.contains(reason), qPrintable(reading.skipped.reason));
}

void TestWildSkills::firstWordsStandInForADescription_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("description");
    const auto row = [](const char *title, const QByteArray &body, const char *description) {
        QTest::addRow("%s", title) << body << QString::fromUtf8(description);
    };
    row("a paragraph", "# Title\n\nOne\ntwo.\n\nThree.\n", "One two.");
    row("a heading", "# Title\n", "Title");
    row("a comment", "<!--\nA licence.\nMore of it.\n-->\n# Title\n\nWords.\n", "Words.");
    row("a comment in one line", "<!-- A licence. -->\nWords.\n", "Words.");
    row("pictures", "# Title\n[![Build](https://x/y.svg)](https://x)\n![Logo](a.png)\n\nWords.\n", "Words.");
    row("a title that is underlined", "Title\n=====\n\nWords.\n", "Words.");
    row("nothing but a title that is underlined", "Title\n=====\n", "Title");
    row("a quotation", "# Title\n\n> Words that\n> are quoted.\n", "Words that are quoted.");
    row("a table", "| a | b |\n|---|---|\n| 1 | 2 |\n\nWords.\n", "Words.");
    row("a rule", "***\n\nWords.\n", "Words.");
    row("code", "```sh\nrm -rf /\n```\n\nWords.\n", "Words.");
    row("what MDX imports", "import X from \"./x\"\nexport const a = 1\n\nWords.\n", "Words.");
    row("a NUL", QByteArray("One \0 word.\n", 12), "One   word.");
    row("control characters", "A\x1B[31m red\x07 word.\n", "A [31m red  word.");
    row("a comment that begins in code", "```html\n<!--\n```\n\nWords.\n", "Words.");
}

void TestWildSkills::firstWordsStandInForADescription()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, description);
    Skill skill;
    QCOMPARE(read("---\nname: x\n---\n" + body, skill).error, QString());
    QCOMPARE(skill.description, description);
}

void TestWildSkills::whatIsKeptFromOthersStaysSo_data()
{
    QTest::addColumn<QByteArray>("yaml");
    QTest::addColumn<bool>("internal");
    QTest::addColumn<bool>("forModels");
    const auto row = [](const char *title, const QByteArray &yaml, bool internal, bool forModels) {
        QTest::addRow("%s", title) << yaml << internal << forModels;
    };
    row("nothing", "license: MIT", false, true);
    row("internal", "metadata:\n  internal: true", true, true);
    row("internal, below what is no YAML", "metadata:\n  note: a: b\n  internal: true", true, true);
    row("internal, nested too deeply", "metadata:\n  internal: yes\n  a: " + QByteArray(40, '[') + QByteArray(40, ']'),
        true, true);
    row("not for models, its colon without a blank", "disable-model-invocation:true", false, false);
    row("not for models, said twice", "disable-model-invocation: true\ndisable-model-invocation: false", false, false);
    row("internal, and more metadata further down", "metadata:\n  internal: true\nmetadata:\n  author: me", true, true);
    row("not internal, twice", "metadata:\n  internal: false\nmetadata:\n  author: me", false, true);
    row("not internal, below what is no YAML", "metadata:\n  note: a: b\n  internal: false", false, true);
    row("another word", "metadata:\n  note: a: b\n  noninternal: true", false, true);
    row("not for models, beside what is no YAML", "hint: [a] [b]\ndisable-model-invocation: true", false, false);
}

void TestWildSkills::whatIsKeptFromOthersStaysSo()
{
    QFETCH(QByteArray, yaml);
    QFETCH(bool, internal);
    QFETCH(bool, forModels);
    Skill skill;
    QCOMPARE(read("---\nname: x\ndescription: y\n" + yaml + "\n---\nBody\n", skill).error, QString());
    QCOMPARE(skill.internal, internal);
    QCOMPARE(skill.modelInvocable, forModels);
}

void TestWildSkills::whatStandsInNoFrontmatterIsKeptFromOthersToo_data()
{
    QTest::addColumn<QByteArray>("before");
    for (const char *before : {"%YAML 1.2\n---\n", "\xC2\xA0---\n", "SPDX-License-Identifier: MIT\n---\n",
                               "Hello.\n\n---\n", "<p>hi</p>\n---\n", "===\n", "***\n", "> note\n---\n"})
        QTest::addRow("%s", QByteArray(before).toPercentEncoding().constData()) << QByteArray(before);
}

void TestWildSkills::whatStandsInNoFrontmatterIsKeptFromOthersToo()
{
    QFETCH(QByteArray, before);
    const QByteArray behind = "\n---\n# Title\n\nBody text.\n";
    Skill skill;
    QCOMPARE(read(before + "name: x\ndescription: y\nmetadata:\n  internal: true" + behind, skill).error, QString());
    QVERIFY(skill.internal);
    Skill other;
    QCOMPARE(read(before + "name: x\ndescription: y\ndisable-model-invocation: true" + behind, other).error, QString());
    QVERIFY(!other.internal && !other.modelInvocable);
}

void TestWildSkills::manyFaultsAreSummedUp()
{
    QByteArray yaml;
    for (int i = 0; i < 100'000; ++i)
        yaml += "k" + QByteArray::number(i) + ": [a] b\n";
    Skill skill;
    QCOMPARE(read("---\nname: x\ndescription: y\n" + yaml + "---\nBody\n", skill).error, QString());
    QVERIFY(skill.leniencies.join(u' ').contains(u"and likewise 99992 more fields"_s));
    QVERIFY(skill.leniencies.size() < 20);
}

QTEST_GUILESS_MAIN(TestWildSkills)
#include "tst_wild_skills.moc"
