// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/desktop/config_sources.h"
#include "core/backend/launch/config_check.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

class TestSavedSources : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void theDefaultsAreWrittenOnceAndListed();
    void onlyTheListIsChangedAndTheFileStaysPrivate();
    void aBrokenFileIsShownAndNotOverwritten();
    void aListThatChangedMeanwhileIsNotOverwritten();
    void aLinkStaysALink();
    void whatCannotBeWrittenIsSaid();

private:
    void put(const QByteArray &bytes) const;
    [[nodiscard]] QByteArray content() const;

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_file;
};

void TestSavedSources::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_file = m_dir->filePath(u"skills.json"_s);
}

void TestSavedSources::put(const QByteArray &bytes) const
{
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

QByteArray TestSavedSources::content() const
{
    QFile file(m_file);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestSavedSources::theDefaultsAreWrittenOnceAndListed()
{
    QCOMPARE(skillSourcesInConfig(m_file).size(), 18); // what a start would write
    const EditableSources editable = editableSources(m_file);
    QCOMPARE(editable.fault, QString());
    QCOMPARE(editable.sources.size(), 18);
    QCOMPARE(shortName(editable.sources.at(0)), u"~/.agents/skills"_s);
    QCOMPARE(shortName(editable.sources.at(17)), u"K-Dense-AI/claude-scientific-skills"_s);
    QCOMPARE(content(), defaultConfig());
}

void TestSavedSources::onlyTheListIsChangedAndTheFileStaysPrivate()
{
    const EditableSources editable = editableSources(m_file);
    const QList<SkillSourceEntry> after{editable.sources.at(1), folderSource(u"/x"_s)};
    QCOMPARE(saveSources(m_file, editable.sources, after), QString());
    QCOMPARE(skillSourcesInConfig(m_file), (QStringList{u"~/.claude/skills"_s, u"/x"_s}));
    const QByteArray before = defaultConfig();
    QVERIFY(content().endsWith(before.mid(before.indexOf("  \"embedding_model\""))));
    QVERIFY(content().contains(R"("comment": "Claude Code")"));
    QCOMPARE(configFault(m_file), QString());
    struct stat info = {};
    QCOMPARE(stat(QFile::encodeName(m_file).constData(), &info), 0);
    QCOMPARE(int(info.st_mode & 0777), 0600);
    QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files | QDir::Hidden), QStringList(u"skills.json"_s));
}

void TestSavedSources::aBrokenFileIsShownAndNotOverwritten()
{
    const QList<SkillSourceEntry> before = editableSources(m_file).sources;
    const QByteArray broken = "{\"skill_sources\": [}";
    put(broken);
    QVERIFY(editableSources(m_file).fault.contains(u"line 1, column "_s));
    QVERIFY(skillSourcesInConfig(m_file).isEmpty());
    QVERIFY(saveSources(m_file, before, {}).contains(u"line 1, column "_s));
    QCOMPARE(content(), broken);
}

void TestSavedSources::aListThatChangedMeanwhileIsNotOverwritten()
{
    const QList<SkillSourceEntry> before = editableSources(m_file).sources;
    const QByteArray other = R"({"skill_sources": [], "github_api_token": "ghp_x"})";
    put(other);
    QVERIFY(saveSources(m_file, before, {folderSource(u"/x"_s)}).contains(u"changed by another program"_s));
    QCOMPARE(content(), other);
    QCOMPARE(saveSources(m_file, {}, {folderSource(u"/x"_s)}), QString());
    QVERIFY(content().contains("ghp_x"));
}

void TestSavedSources::aLinkStaysALink()
{
    put("{}");
    const QString real = m_dir->filePath(u"real.json"_s);
    QVERIFY(QFile::rename(m_file, real));
    QVERIFY(QFile::link(real, m_file));
    QCOMPARE(saveSources(m_file, {}, {folderSource(u"/x"_s)}), QString());
    QCOMPARE(QFile::symLinkTarget(m_file), real);
    QCOMPARE(skillSourcesInConfig(real), QStringList(u"/x"_s));
}

void TestSavedSources::whatCannotBeWrittenIsSaid()
{
    const QString parent = m_dir->filePath(u"file"_s);
    QFile file(parent);
    QVERIFY(file.open(QIODevice::WriteOnly));
    const EditableSources editable = editableSources(parent + u"/skills.json"_s);
    QVERIFY2(editable.fault.contains(parent), qPrintable(editable.fault));
}

QTEST_GUILESS_MAIN(TestSavedSources)
#include "tst_saved_sources.moc"
