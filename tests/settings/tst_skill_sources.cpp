// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/settings/skill_sources.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;

class TestSkillSources : public QObject
{
    Q_OBJECT

private slots:
    void theListIsReadInItsOrder();
    void everythingElseStaysAsItWas();
    void aListIsMadeWhereThereIsNone_data();
    void aListIsMadeWhereThereIsNone();
    void ofTwoListsTheLastCounts();
    void foldersBelowHomeAreWrittenWithATilde();
    void repositoriesAreTakenAsPeopleWriteThem_data();
    void repositoriesAreTakenAsPeopleWriteThem();
};

// Below the class: moc stumbles over this text.
static const QByteArray Config = R"({
  "comment": "a \"skill_sources\": [ in a comment",
  "nested": {"skill_sources": [1, 2]},
  "skill_sources": [
    {"type": "local", "comment": "mine, {not} yours", "path": "~/a, b]"},
    {"type": "github", "url": "https://github.com/o/r/tree/main/x", "subpath": "y"}
  ],
  "github_api_token": "ghp_x",  "later": -1.5e3
}
)";

static QStringList names(const QList<SkillSourceEntry> &sources)
{
    QStringList names;
    for (const SkillSourceEntry &source : sources)
        names.append(shortName(source));
    return names;
}

void TestSkillSources::theListIsReadInItsOrder()
{
    const QList<SkillSourceEntry> sources = skillSourcesIn(Config);
    QCOMPARE(names(sources), (QStringList{u"~/a, b]"_s, u"o/r/tree/main/x"_s}));
    QCOMPARE(sources.at(0).kind, SkillSourceEntry::Folder);
    QCOMPARE(sources.at(1).kind, SkillSourceEntry::Repository);
    QVERIFY(sources.at(1).json.contains("subpath"));
}

void TestSkillSources::everythingElseStaysAsItWas()
{
    QList<SkillSourceEntry> sources = skillSourcesIn(Config);
    sources.swapItemsAt(0, 1);
    sources.append(folderSource(u"/x/\"quoted\"\\ \u00e9\t"_s + u"end"_s));
    const QByteArray changed = withSkillSources(Config, sources);
    const qsizetype from = Config.indexOf("[\n");
    QCOMPARE(changed.left(from), Config.left(from));
    const QByteArray behind = Config.mid(Config.indexOf("],\n  \"github"));
    QVERIFY(changed.endsWith(behind));
    QVERIFY(changed.contains(R"({"type": "local", "comment": "mine, {not} yours", "path": "~/a, b]"})"));
    const QList<SkillSourceEntry> again = skillSourcesIn(changed);
    QCOMPARE(names(again), names(sources));
    QCOMPARE(QJsonDocument::fromJson(changed).object().value("skill_sources"_L1).toArray().size(), 3);
    QCOMPARE(withSkillSources(changed, again), changed);
    QCOMPARE(names(skillSourcesIn(withSkillSources(changed, {}))), QStringList());
    QVERIFY(QJsonDocument::fromJson(withSkillSources(changed, {})).isObject());
}

void TestSkillSources::aListIsMadeWhereThereIsNone_data()
{
    QTest::addColumn<QByteArray>("config");
    QTest::newRow("empty") << QByteArray("{}");
    QTest::newRow("spaces") << QByteArray(" {\n}\n");
    QTest::newRow("another key") << QByteArray(R"({"default_top_k": 5})");
}

void TestSkillSources::aListIsMadeWhereThereIsNone()
{
    QFETCH(QByteArray, config);
    QCOMPARE(skillSourcesIn(config).size(), 0);
    const QByteArray changed = withSkillSources(config, {*repositorySource(u"o/r"_s)});
    QVERIFY2(QJsonDocument::fromJson(changed).isObject(), changed.constData());
    QCOMPARE(names(skillSourcesIn(changed)), QStringList(u"o/r"_s));
    QJsonObject rest = QJsonDocument::fromJson(changed).object();
    rest.remove("skill_sources"_L1);
    QCOMPARE(rest, QJsonDocument::fromJson(config).object());
}

void TestSkillSources::ofTwoListsTheLastCounts()
{
    const QByteArray config = R"({"skill_sources": [], "skill_sources": [{"type": "local", "path": "/b"}]})";
    QCOMPARE(names(skillSourcesIn(config)), QStringList(u"/b"_s));
    const QByteArray changed = withSkillSources(config, {folderSource(u"/c"_s)});
    const QJsonArray read = QJsonDocument::fromJson(changed).object().value("skill_sources"_L1).toArray();
    QCOMPARE(read.at(0).toObject().value("path"_L1).toString(), u"/c"_s);
}

void TestSkillSources::foldersBelowHomeAreWrittenWithATilde()
{
    const QString home = QDir::homePath();
    QCOMPARE(folderSource(home + u"/.claude/skills/"_s).place, u"~/.claude/skills"_s);
    QCOMPARE(folderSource(home).place, u"~"_s);
    QCOMPARE(folderSource(home + u"work/skills"_s).place, home + u"work/skills"_s);
    QCOMPARE(folderSource(u"/srv/skills"_s).place, u"/srv/skills"_s);
}

void TestSkillSources::repositoriesAreTakenAsPeopleWriteThem_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("address");
    const auto row = [](const QString &typed, const QString &address) {
        QTest::newRow(qPrintable(u"'%1'"_s.arg(typed))) << typed << address;
    };
    const QString plain = u"https://github.com/anthropics/skills"_s;
    row(u"anthropics/skills"_s, plain);
    row(u" https://github.com/anthropics/skills/ "_s, plain);
    row(u"github.com/anthropics/skills.git"_s, plain);
    row(u"http://www.GitHub.com/anthropics/skills"_s, plain);
    row(plain + u"/tree/main/a b"_s, QString());
    row(plain + u"/tree/main/a/b"_s, plain + u"/tree/main/a/b"_s);
    row(plain + u"/tree/main/../b"_s, QString());
    row(plain + u"/issues"_s, QString());
    row(u"anthropics"_s, QString());
    row(u"github.com/anthropics"_s, QString());
    row(u"../skills"_s, QString());
    row(u"~/skills"_s, QString());
    row(u"https://example.com/a/b"_s, QString());
    row(u"git@github.com:a/b"_s, QString());
    row(QString(), QString());
}

void TestSkillSources::repositoriesAreTakenAsPeopleWriteThem()
{
    QFETCH(QString, typed);
    QFETCH(QString, address);
    const std::optional<SkillSourceEntry> source = repositorySource(typed);
    QCOMPARE(source ? source->place : QString(), address);
}

QTEST_GUILESS_MAIN(TestSkillSources)
#include "tst_skill_sources.moc"
