// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/skills_config.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

class TestSkillsConfig : public QObject
{
    Q_OBJECT

private slots:
    void theDefaultsAreWhatTheExampleSays();
    void allKeysAreRead();
    void whatIsMissingHasItsDefault();
    void faultsAreNamed_data();
    void faultsAreNamed();
    void filesThatAreNoneAreNamed();
    void unknownKeysAreSaidAndCommentsAreNot();
    void aBranchMayHaveSlashes();
    void addressesOfRepositories_data();
    void addressesOfRepositories();

private:
    [[nodiscard]] SkillsConfigResult read(const QByteArray &bytes) const;
    QTemporaryDir m_dir;
};

SkillsConfigResult TestSkillsConfig::read(const QByteArray &bytes) const
{
    QFile file(m_dir.filePath(QStringLiteral("skills.json")));
    if (file.open(QIODevice::WriteOnly))
        file.write(bytes);
    file.close();
    return readSkillsConfig(file.fileName());
}

void TestSkillsConfig::theDefaultsAreWhatTheExampleSays()
{
    const SkillsConfigResult result = read(SkillsConfig::exampleJson());
    QCOMPARE(result.error, QString());
    QCOMPARE(result.warnings, QStringList());
    const SkillsConfig defaults = SkillsConfig::defaults();
    QCOMPARE(result.config.sources, defaults.sources);
    QCOMPARE(result.config.sources.size(), 18);
    QCOMPARE(result.config.sources.at(1).path, QStringLiteral("~/.claude/skills"));
    QCOMPARE(result.config.sources.at(16).owner, QStringLiteral("anthropics"));
    QCOMPARE(result.config.embeddingModel, defaults.embeddingModel);
    QCOMPARE(result.config.defaultTopK, 3);
    QCOMPARE(result.config.maxSkillContentChars, std::optional<int>());
    QCOMPARE(result.config.imageExtensions, defaults.imageExtensions);
    QCOMPARE(result.config.textExtensions, defaults.textExtensions);
    QCOMPARE(result.config.maxImageSizeBytes, 5242880);
    QCOMPARE(result.config.autoUpdateIntervalMinutes, 60);
    QVERIFY(result.config.answersBriefly && defaults.answersBriefly);
    QCOMPARE(result.config.answerCharacters, 20'000);
    QVERIFY(!result.config.serveInternalSkills);
}

void TestSkillsConfig::allKeysAreRead()
{
    const SkillsConfigResult result = read(R"({
        "skill_sources": [{"type": "github", "url": "o/r", "subpath": "a/b"}, {"type": "local", "path": "/x"}],
        "embedding_model": null, "default_top_k": 7, "max_skill_content_chars": 100, "load_skill_documents": false,
        "max_image_size_bytes": 1, "allowed_image_extensions": ["PNG"], "text_file_extensions": [".Md", "txt"],
        "auto_update_enabled": false, "auto_update_interval_minutes": 5, "github_api_token": " ghp_x ",
        "answers": "original", "answer_characters": 5000, "serve_internal_skills": true})");
    QCOMPARE(result.error, QString());
    QCOMPARE(result.config.sources.size(), 2);
    QCOMPARE(result.config.sources.first().subPath, QStringLiteral("a/b"));
    QCOMPARE(result.config.embeddingModel, std::optional<QString>());
    QCOMPARE(result.config.defaultTopK, 7);
    QCOMPARE(result.config.maxSkillContentChars, std::optional<int>(100));
    QVERIFY(!result.config.loadSkillDocuments);
    QCOMPARE(result.config.maxImageSizeBytes, 1);
    QCOMPARE(result.config.imageExtensions, QStringList{QStringLiteral(".png")});
    QCOMPARE(result.config.textExtensions, (QStringList{QStringLiteral(".md"), QStringLiteral(".txt")}));
    QVERIFY(!result.config.autoUpdateEnabled);
    QCOMPARE(result.config.autoUpdateIntervalMinutes, 5);
    QCOMPARE(result.config.gitHubToken, QStringLiteral("ghp_x"));
    QVERIFY(!result.config.answersBriefly);
    QCOMPARE(result.config.answerCharacters, 5000);
    QVERIFY(result.config.serveInternalSkills);
    QCOMPARE(result.warnings, QStringList());
}

void TestSkillsConfig::whatIsMissingHasItsDefault()
{
    const SkillsConfigResult result = read("{}");
    QCOMPARE(result.error, QString());
    QCOMPARE(result.config.sources, SkillsConfig::defaults().sources);
    QCOMPARE(read(R"({"skill_sources": []})").config.sources.size(), 0);
}

void TestSkillsConfig::faultsAreNamed_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("error");
    const auto row = [](const QByteArray &json, const char *error) {
        QTest::addRow("%s", json.left(60).constData()) << json << QString::fromUtf8(error);
    };
    row("{\n  \"a\": 1,\n  oops\n}", ", line 3, column ");
    row("{", ", line 1, column ");
    row("", "it is empty");
    row("[]", "has to be an object");
    row("\xEF\xBB\xBF{}", ", line 1, column 1: it begins with a byte order mark");
    row(R"({"skill_sources": {}})", "\"skill_sources\" has to be a list");
    row(R"({"skill_sources": [1]})", "entry 1 of \"skill_sources\" has to be an object");
    row(R"({"skill_sources": [{"type": "local", "path": "/x"}, {"type": "ftp"}]})",
        "entry 2 of \"skill_sources\" needs a \"type\"");
    row(R"({"skill_sources": [{"type": "local"}]})", "needs \"path\"");
    row(R"({"skill_sources": [{"type": "local", "path": 5}]})", "needs \"path\"");
    row(R"({"skill_sources": [{"type": "local", "path": "~root/skills"}]})",
        "entry 1 of \"skill_sources\" has a \"path\" that begins with \"~root\", which is not known here: write the "
        "whole "
        "path, or ~/ for your own home");
    row(R"({"skill_sources": [{"type": "local", "path": " $XDG_DATA_HOME/x"}]})", "begins with \"$XDG_DATA_HOME\"");
    row(R"({"skill_sources": [{"type": "local", "path": "$HOMES/x"}]})", "begins with \"$HOMES\"");
    row(R"({"skill_sources": [{"type": "github", "url": "https://gitlab.com/o/r"}]})", "needs \"url\"");
    row(R"({"skill_sources": [{"type": "github", "url": "o/r", "subpath": "../x"}]})", "\"subpath\"");
    row(R"({"default_top_k": 0})", "\"default_top_k\" has to be a whole number from 1 to 100");
    row(R"({"default_top_k": 101})", "\"default_top_k\"");
    row(R"({"answers": "long"})", "\"answers\" has to be \"brief\" or \"original\"");
    row(R"({"answer_characters": 100})", "\"answer_characters\" has to be a whole number from 4000 to 10000000");
    row(R"({"default_top_k": 2.5})", "\"default_top_k\"");
    row(R"({"default_top_k": "3"})", "\"default_top_k\"");
    row(R"({"default_top_k": null})", "\"default_top_k\"");
    row(R"({"max_skill_content_chars": -1})", "\"max_skill_content_chars\"");
    row(R"({"load_skill_documents": "yes"})", "\"load_skill_documents\" has to be true or false");
    row(R"({"max_image_size_bytes": 1e300})", "\"max_image_size_bytes\"");
    row(R"({"text_file_extensions": ".md"})", "\"text_file_extensions\" has to be a list");
    row(R"({"text_file_extensions": [".md", 3]})", "\"text_file_extensions\" has to be a list");
    row(R"({"auto_update_enabled": 1})", "\"auto_update_enabled\"");
    row(R"({"auto_update_interval_minutes": 0})", "\"auto_update_interval_minutes\"");
    row(R"({"embedding_model": 1})", "\"embedding_model\"");
    row(R"({"github_api_token": 1})", "\"github_api_token\"");
    row("{\"github_api_token\": \"a\\r\\nX-Evil: 1\"}", "\"github_api_token\"");
    row(QByteArray(1024 * 1024 + 1, ' '), "larger than 1 MiB");
}

void TestSkillsConfig::faultsAreNamed()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, error);
    const SkillsConfigResult result = read(json);
    QVERIFY2(result.error.startsWith(m_dir.filePath(QStringLiteral("skills.json"))), qPrintable(result.error));
    QVERIFY2(result.error.contains(error), qPrintable(result.error));
    QVERIFY(!result.error.contains(u'\n'));
    QVERIFY(result.config.sources.isEmpty());
}

void TestSkillsConfig::filesThatAreNoneAreNamed()
{
    QVERIFY(readSkillsConfig(m_dir.filePath(QStringLiteral("missing"))).error.contains(QStringLiteral("no such file")));
    QVERIFY(readSkillsConfig(m_dir.path()).error.contains(QStringLiteral("not a file")));
    const QString fifo = m_dir.filePath(QStringLiteral("fifo"));
    QCOMPARE(::mkfifo(qPrintable(fifo), 0600), 0);
    QVERIFY(readSkillsConfig(fifo).error.contains(QStringLiteral("not a file")));
}

void TestSkillsConfig::unknownKeysAreSaidAndCommentsAreNot()
{
    const SkillsConfigResult result = read(R"({"comment": 1, "comment_x": [], "skill_source": []})");
    QCOMPARE(result.error, QString());
    QCOMPARE(result.warnings.size(), 1);
    QVERIFY(result.warnings.first().contains(QStringLiteral("\"skill_source\"")));
}

void TestSkillsConfig::aBranchMayHaveSlashes()
{
    const auto sourceOf = [this](const char *fields) {
        return read(QByteArray(R"({"skill_sources": [{"type": "github", )") + fields + "}]}");
    };
    for (const char *fields : {R"("url": "o/r", "branch": "feature/x", "subpath": "a")",
                               R"("url": "https://github.com/o/r/tree/feature/x/a", "branch": "feature/x")"}) {
        const SkillsConfigResult result = sourceOf(fields);
        QCOMPARE(result.error, QString());
        QCOMPARE(result.config.sources.first().branch, QStringLiteral("feature/x"));
        QCOMPARE(result.config.sources.first().subPath, QStringLiteral("a"));
    }
    for (const char *fields : {R"("url": "o/r", "branch": "../x")", R"("url": "o/r", "branch": "")",
                               R"("url": "https://github.com/o/r/tree/main", "branch": "feature/x")"})
        QVERIFY2(sourceOf(fields).error.contains(QStringLiteral("\"branch\"")), fields);
}

void TestSkillsConfig::addressesOfRepositories_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("expected"); // empty: none
    const auto row = [](const char *url, const char *expected) {
        QTest::addRow("%s", url) << QString::fromUtf8(url) << QString::fromUtf8(expected);
    };
    row("https://github.com/o/r", "o r  ");
    row("https://github.com/o/r/", "o r  ");
    row("https://github.com/o/r.git", "o r  ");
    row("http://www.GitHub.com/o/r", "o r  ");
    row("github.com/o/r", "o r  ");
    row("o/r", "o r  ");
    row("https://github.com/o/r?tab=readme", "o r  ");
    row("https://github.com/o/r/tree/main", "o r main ");
    row("https://github.com/o/r/tree/v1.0/a/b%20c", "o r v1.0 a/b c");
    row("https://github.com/o/r/blob/main/SKILL.md", "o r main ");
    row("https://github.com/o/r/blob/main/a/b/SKILL.md", "o r main a/b");
    for (const char *bad :
         {"", "o", "https://github.com/o", "https://gitlab.com/o/r", "https://github.com.evil.org/o/r",
          "git@github.com:o/r", "~/o", "../r", "o/..", "o/r/x", "https://github.com/o/r/blob/main",
          "https://github.com/o/r/tree/main/../x", "https://github.com/o/r/tree/main/%2e%2e/x",
          "https://github.com/o/r/tree/..", "https://github.com/o o/r", "/o/r", "file:///o/r"})
        row(bad, "");
}

void TestSkillsConfig::addressesOfRepositories()
{
    QFETCH(QString, url);
    QFETCH(QString, expected);
    const std::optional<SkillSource> source = parseGitHubSource(url);
    const QString found =
        source ? QStringList{source->owner, source->repository, source->branch, source->subPath}.join(u' ') : QString();
    QCOMPARE(found, expected);
}

QTEST_GUILESS_MAIN(TestSkillsConfig)
#include "tst_skills_config.moc"
