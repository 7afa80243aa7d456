// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/launch/config_check.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include <sys/stat.h>
#include <unistd.h>

class TestConfigCheck : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void goodConfigsPass_data();
    void goodConfigsPass();
    void wrongSyntaxIsToldWithItsPlace_data();
    void wrongSyntaxIsToldWithItsPlace();
    void wrongTypesAreToldWithTheirKey_data();
    void wrongTypesAreToldWithTheirKey();
    void missingIsNoFaultAndOtherThingsAre();
    void tokensAreFound();
    void aMissingConfigIsWrittenOnceWithTheDefaults();
    void aConfigThatCannotBeWrittenIsSaid();
    void aTokenThatOthersCanReadIsHidden_data();
    void aTokenThatOthersCanReadIsHidden();
    void aLinkIsFollowedAndItsTargetHidden();
    void aTokenInSomebodyElsesFileIsToldOf();

private:
    void put(const QByteArray &bytes) const;
    [[nodiscard]] int mode() const;

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_file;
};

void TestConfigCheck::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_file = m_dir->filePath(QStringLiteral("config/skills.json"));
}

void TestConfigCheck::put(const QByteArray &bytes) const
{
    QVERIFY(QDir().mkpath(QFileInfo(m_file).path()));
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

int TestConfigCheck::mode() const
{
    struct stat info = {};
    return stat(m_file.toLocal8Bit().constData(), &info) == 0 ? int(info.st_mode & 0777) : -1;
}

void TestConfigCheck::goodConfigsPass_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("our default") << defaultConfig();
    QTest::newRow("empty object") << QByteArray("{}");
    QTest::newRow("everything") << QByteArray(
        R"({"comment":"x","comment_sources":["y"],"future":{"a":[1,null]},
           "skill_sources":[{"type":"github","url":"https://github.com/a/b/tree/main/c","subpath":"d"},
                            {"type":"local","path":"~/.claude/skills","comment":"z"}],
           "embedding_model":"m","default_top_k":3,"max_skill_content_chars":null,"load_skill_documents":true,
           "max_image_size_bytes":5242880,"allowed_image_extensions":[".png"],"text_file_extensions":[],
           "auto_update_enabled":false,"auto_update_interval_minutes":60,"github_api_token":null})");
    QTest::newRow("no sources") << QByteArray(R"({"skill_sources":[]})");
    QTest::newRow("meaning switched off") << QByteArray(R"({"embedding_model":null})");
    QTest::newRow("escapes") << QByteArray(R"({"comment":"\"\\\/\b\f\n\r\t\u00fc","embedding_model":"a\\"})");
}

void TestConfigCheck::goodConfigsPass()
{
    QFETCH(QByteArray, json);
    QCOMPARE(configFault(m_file, json), QString());
}

void TestConfigCheck::wrongSyntaxIsToldWithItsPlace_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("told");
    const auto row = [](const char *name, const QByteArray &json, const char *told) {
        QTest::newRow(name) << json << QString::fromUtf8(told);
    };
    row("comma missing", "{\n  \"a\": 1\n  \"b\": 2\n}", ", line 3, column 3: a comma is missing before this");
    row("comma too many in a list", "{\n  \"a\": [1,\n  ]\n}", ", line 3, column 3: there is a comma too many");
    row("comma too many in an object", "{\"a\": 1,}", ", line 1, column 9: there is a comma too many");
    row("colon missing", "{\"a\" 1}", ", line 1, column 6: a colon is missing");
    row("value missing", "{\"a\": }", ", line 1, column 7: a value is missing");
    row("comment", "{\n  // no\n}", ", line 2, column 3: comments are not allowed");
    row("single quotes", "{'a': 1}", ", line 1, column 2: texts need double quotation marks");
    row("no quotes", "{a: 1}", ", line 1, column 2: a key in quotation marks is missing");
    row("Python", "{\"a\": True}", ", line 1, column 7: true, false and null");
    row("characters are counted, not bytes", "{\"\xC3\xBC\xE2\x98\x83\": ?}",
        ", line 1, column 8: this is not a value");
    row("list not closed", "{\"a\": [1, 2", ", line 1, column 12: a closing ] is missing");
    row("object not closed", "{\"a\": 1\n", ", line 2, column 1: a closing } is missing");
    row("text not closed", "{\"a\": \"b}", ", line 1, column 7: this quotation mark is not closed");
    row("wrong bracket", "{\"a\": [1}", ", line 1, column 9: a comma is missing before this");
    row("two documents", "{}\n{}", ", line 2, column 1: nothing may follow");
    row("not UTF-8", "{\"a\": \"\xE4\"}", ", line 1, column 7: this text is not UTF-8");
    row("not JSON", "hello", ", line 1, column 1: this is not a value");
    row("half a word", "{\"a\": tru}", ", line 1, column 7: this is not a value");
    row("leading zero", "{\"a\": 01}", ", line 1, column 7: this is not a number");
    row("point without digits", "{\"a\": 1.}", ", line 1, column 7: this is not a number");
    row("two points", "{\"a\": 1.5.2}", ", line 1, column 7: this is not a number");
    row("sign alone", "{\"a\": -}", ", line 1, column 7: this is not a number");
    row("Windows path", "{\"a\": \"C:\\qs\"}", ", line 1, column 10: a backslash in a text is written twice");
    row("short \\u", "{\"a\": \"\\u12\"}", ", line 1, column 8: four hexadecimal digits");
    row("backslash at the end", "{\"a\": \"\\", ", line 1, column 8: ");
    row("NUL", QByteArray("{\0}", 3), ", line 1, column 2: ");
    row("line break in a text", "{\n \"a\": \"b\nc\"}", ", line 2, column 9: a text may not contain a line break");
    row("tab in a text", "{\"a\": \"b\tc\"}", ", line 1, column 9: a text may not contain");
    row("byte order mark", "\xEF\xBB\xBF{}", ", line 1, column 1: it begins with a byte order mark");
    row("empty", "", ": it is empty");
    row("blank", " \n\n", ": it is empty");
    row("nested", QByteArray(60'000, '['), ", line 1, column 202: it is nested too deeply");
    row("huge", QByteArray(1024 * 1024 + 1, ' '), ": it is larger than 1 MiB");
}

void TestConfigCheck::wrongSyntaxIsToldWithItsPlace()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, told);
    const QString fault = configFault(m_file, json);
    QVERIFY2(fault.startsWith(m_file + told), qPrintable(fault));
    QVERIFY(!fault.endsWith(u'.'));
    QVERIFY(fault.size() < m_file.size() + 120);
}

void TestConfigCheck::wrongTypesAreToldWithTheirKey_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("told");
    const auto row = [](const char *json, const char *told) {
        QTest::newRow(json) << QByteArray(json) << QString::fromUtf8(told);
    };
    row("[]", "it has to be an object: { … }");
    row(R"({"skill_sources":{}})", "\"skill_sources\" has to be a list");
    row(R"({"skill_sources":[{"type":"local","path":"a"},"b"]})", "entry 2 of \"skill_sources\" has to be an object");
    row(R"({"skill_sources":[{}]})", "entry 1 of \"skill_sources\" needs a \"type\" of \"github\" or \"local\"");
    row(R"({"skill_sources":[{"type":"svn"}]})", "entry 1 of \"skill_sources\" needs a \"type\"");
    row(R"({"skill_sources":[{"type":"github","path":"a"}]})", "entry 1 of \"skill_sources\" needs \"url\"");
    row(R"({"skill_sources":[{"type":"local","path":7}]})", "entry 1 of \"skill_sources\" needs \"path\"");
    row(R"({"embedding_model":1})", "\"embedding_model\" has to be a text");
    row(R"({"default_top_k":"3"})", "\"default_top_k\" has to be a number");
    row(R"({"max_skill_content_chars":"all"})", "\"max_skill_content_chars\" has to be a number, or null");
    row(R"({"auto_update_enabled":"true"})", "\"auto_update_enabled\" has to be true or false");
    row(R"({"text_file_extensions":[".a",1]})", "\"text_file_extensions\" has to be a list of texts");
    row(R"({"github_api_token":1})", "\"github_api_token\" has to be a text");
}

void TestConfigCheck::wrongTypesAreToldWithTheirKey()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, told);
    const QString fault = configFault(m_file, json);
    QVERIFY2(fault.startsWith(m_file + QStringLiteral(": ") + told), qPrintable(fault));
}

void TestConfigCheck::missingIsNoFaultAndOtherThingsAre()
{
    QCOMPARE(configFault(m_file), QString());
    put("{");
    QVERIFY(configFault(m_file).contains(QStringLiteral("line 1, column ")));
    QVERIFY(QFile::remove(m_file));
    QVERIFY(QDir().mkpath(m_file));
    QVERIFY(configFault(m_file).endsWith(QStringLiteral("it is not a file")));
    QVERIFY(QDir().rmdir(m_file));
    QCOMPARE(mkfifo(m_file.toLocal8Bit().constData(), 0600), 0);
    QVERIFY(configFault(m_file).endsWith(QStringLiteral("it is not a file"))); // and does not hang
}

void TestConfigCheck::tokensAreFound()
{
    QCOMPARE(tokensInConfig(QByteArray(R"({"github_api_token":"ghp_x"})")), QStringList(QStringLiteral("ghp_x")));
    QCOMPARE(tokensInConfig(QByteArray(R"({"github_api_token":null})")), QStringList());
    QCOMPARE(tokensInConfig(QByteArray(R"({"github_api_token":" "})")), QStringList());
    QCOMPARE(tokensInConfig(QByteArray("broken")), QStringList());
    QCOMPARE(tokensInConfig(m_file), QStringList());
}

void TestConfigCheck::aMissingConfigIsWrittenOnceWithTheDefaults()
{
    const mode_t before = umask(0);
    const ConfigPreparation made = prepareConfigFile(m_file);
    umask(before);
    QCOMPARE(made.error, QString());
    QCOMPARE(made.warning, QString());
    QCOMPARE(mode(), 0600); // X05
    QCOMPARE(configFault(m_file), QString());
    QFile resource(QStringLiteral(SKILLS_SOURCE_DIR "/resources/skills.json"));
    QVERIFY(resource.open(QIODevice::ReadOnly));
    QCOMPARE(defaultConfig(), resource.readAll()); // the same that the built-in backend writes

    put(R"({"skill_sources":[]})");
    QCOMPARE(prepareConfigFile(m_file).error, QString());
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray(R"({"skill_sources":[]})"));
}

void TestConfigCheck::aConfigThatCannotBeWrittenIsSaid()
{
    QFile file(m_dir->filePath(QStringLiteral("config")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const ConfigPreparation made = prepareConfigFile(m_file);
    QVERIFY2(made.error.contains(m_dir->filePath(QStringLiteral("config"))), qPrintable(made.error));
}

void TestConfigCheck::aTokenThatOthersCanReadIsHidden_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("after");
    QTest::newRow("D12 group") << QByteArray(R"({"github_api_token":"ghp_x"})") << 0640 << 0600;
    QTest::newRow("D12 all") << QByteArray(R"({"github_api_token":"ghp_x"})") << 0644 << 0600;
    QTest::newRow("private already") << QByteArray(R"({"github_api_token":"ghp_x"})") << 0600 << 0600;
    QTest::newRow("no token") << QByteArray(R"({"github_api_token":null})") << 0644 << 0644;
}

void TestConfigCheck::aTokenThatOthersCanReadIsHidden()
{
    QFETCH(QByteArray, json);
    QFETCH(int, before);
    QFETCH(int, after);
    put(json);
    QCOMPARE(chmod(m_file.toLocal8Bit().constData(), mode_t(before)), 0);
    const ConfigPreparation made = prepareConfigFile(m_file);
    QCOMPARE(made.error, QString());
    QCOMPARE(mode(), after);
    QCOMPARE(!made.warning.isEmpty(), before != after);
    QVERIFY(!made.warning.contains(QStringLiteral("ghp_x")));
}

void TestConfigCheck::aLinkIsFollowedAndItsTargetHidden() // D12
{
    put(R"({"github_api_token":"ghp_x"})");
    const QString target = m_file + QStringLiteral(".kept-elsewhere");
    QVERIFY(QFile::rename(m_file, target) && QFile::link(target, m_file));
    QCOMPARE(chmod(target.toLocal8Bit().constData(), 0644), 0);
    const ConfigPreparation made = prepareConfigFile(m_file);
    QCOMPARE(made.error, QString());
    QVERIFY(!made.warning.isEmpty());
    QCOMPARE(mode(), 0600);
    QVERIFY(QFileInfo(m_file).isSymLink());
}

void TestConfigCheck::aTokenInSomebodyElsesFileIsToldOf() // D12
{
    put(R"({"github_api_token":"ghp_x"})");
    if (chown(m_file.toLocal8Bit().constData(), 65534, 65534) != 0)
        QSKIP("only root can give a file away");
    QCOMPARE(chmod(m_file.toLocal8Bit().constData(), 0600), 0);
    const ConfigPreparation made = prepareConfigFile(m_file);
    QVERIFY2(made.warning.contains(QStringLiteral("another user")), qPrintable(made.warning));
    QVERIFY(!made.warning.contains(QStringLiteral("ghp_x")));
}

QTEST_GUILESS_MAIN(TestConfigCheck)
#include "tst_config_check.moc"
