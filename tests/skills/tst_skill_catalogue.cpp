// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/skill_content.h"
#include "core/skills/source/mounts.h"
#include "core/skills/source/source_folder.h"
#include "skill_folders.h"
#include "tests/support/test_help.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

static QString shared(const QString &name)
{
    const QByteArray environment = qgetenv("SKILLS_SHARED_DIR");
    const QString folder = environment.isEmpty() ? QStringLiteral(SKILLS_SHARED_DIR) : QFile::decodeName(environment);
    return QDir(folder).filePath(name);
}

class TestSkillCatalogue : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void theRealSkillsAreReadQuickly();
    void theRealDocumentsAreThoseOfTheOriginal();
    void ownSkillsAreServedWhenThereIsNothingElse();
    void linksInCirclesAreSurvived();
    void theSameSkillInTwoSourcesIsOne();
    void theEarlierSourceKeepsTheName();
    void aBrokenSkillIsSkippedAndSaid_data();
    void aBrokenSkillIsSkippedAndSaid();
    void aSkillThatBreaksARuleIsServedAndSaid_data();
    void aSkillThatBreaksARuleIsServedAndSaid();
    void aSkillIsReadAsOthersReadIt_data();
    void aSkillIsReadAsOthersReadIt();
    void whoMayCallASkillIsRead();
    void readingNeverLeavesTheFolder_data();
    void readingNeverLeavesTheFolder();
    void aFileThatChangedIsNotServedUnderItsOldDigest();
    void aContentIsReadWhenItIsAskedForAndNeverUnderItsOldName();
    void aContentWhoseFileMayHangIsKept();
    void documentsFollowTheConfig();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_dir->filePath(name); }
    [[nodiscard]] QString root() const { return path(QStringLiteral("root")); }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestSkillCatalogue::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
}

void TestSkillCatalogue::theRealSkillsAreReadQuickly()
{
    const QString folder = shared(QStringLiteral("skills"));
    if (!QFile::exists(folder))
        QSKIP("the collection of real skills is not here");
    SkillCatalogue catalogue(configFor({folder}), m_dir->path());
    QElapsedTimer elapsed;
    elapsed.start();
    catalogue.start();
    QTRY_VERIFY_WITH_TIMEOUT(catalogue.progress().complete, withRoom(5'000));
    qInfo("%d ms", int(elapsed.elapsed()));
    QCOMPARE(catalogue.current()->skills.size(), 109);
    QCOMPARE(catalogue.progress().found, 109);
    QCOMPARE(catalogue.progress().loaded, 109);
    QCOMPARE(catalogue.progress().skipped, 0);
    for (const auto &skill : catalogue.current()->skills) {
        for (const SkillFile &file : skill->files)
            QVERIFY2(catalogue.read(*skill, file.path).has_value(), qPrintable(skill->name + file.path));
    }
}

void TestSkillCatalogue::ownSkillsAreServedWhenThereIsNothingElse()
{
    SkillCatalogue catalogue(configFor({m_dir->filePath(QStringLiteral("missing"))}), m_dir->path());
    catalogue.start();
    QTRY_VERIFY_WITH_TIMEOUT(catalogue.progress().complete, withRoom(5'000));
    QCOMPARE(catalogue.current()->skills.size(), 3);
    for (const auto &skill : catalogue.current()->skills) {
        QCOMPARE(skill->brokenRule, QString());
        QVERIFY(catalogue.read(*skill, QStringLiteral("SKILL.md")).has_value());
    }
}

void TestSkillCatalogue::theRealDocumentsAreThoseOfTheOriginal()
{
    const QString folder = shared(QStringLiteral("skills"));
    if (!QFile::exists(folder))
        QSKIP("the collection of real skills is not here");
    SkillCatalogue catalogue(configFor({folder}), m_dir->path());
    catalogue.start();
    QTRY_VERIFY_WITH_TIMEOUT(catalogue.progress().complete, withRoom(5'000));
    // What list_skills of the original says: files by their extension, SKILL.md never, text only when it is UTF-8.
    static const QStringList suffixes{
        QStringLiteral("md"),    QStringLiteral("py"),  QStringLiteral("txt"), QStringLiteral("json"),
        QStringLiteral("yaml"),  QStringLiteral("yml"), QStringLiteral("sh"),  QStringLiteral("r"),
        QStringLiteral("ipynb"), QStringLiteral("xml"), QStringLiteral("png"), QStringLiteral("jpg"),
        QStringLiteral("jpeg"),  QStringLiteral("gif"), QStringLiteral("svg"), QStringLiteral("webp")};
    for (const auto &skill : catalogue.current()->skills) {
        int expected = 0;
        QDirIterator files(skill->directory, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QFileInfo info = files.nextFileInfo();
            expected += info.fileName() != QStringLiteral("SKILL.md") && suffixes.contains(info.suffix().toLower());
        }
        QCOMPARE(documentsOf(catalogue, skill->name).size(), expected);
        QCOMPARE(skill->source,
                 QFileInfo(folder).canonicalFilePath() + u'/' + skill->name + QStringLiteral("/SKILL.md"));
    }
}

void TestSkillCatalogue::linksInCirclesAreSurvived()
{
    writeSkill(root(), QStringLiteral("a"));
    QFile::link(root(), root() + QStringLiteral("/a/up"));
    QFile::link(QStringLiteral("/"), root() + QStringLiteral("/all"));
    QFile::link(QStringLiteral("loop"), root() + QStringLiteral("/loop"));
    QFile::link(root() + QStringLiteral("/a"), root() + QStringLiteral("/b"));
    QFile::link(QStringLiteral("SKILL.md"), root() + QStringLiteral("/a/SKILL.md.lnk"));
    SkillCatalogue catalogue(configFor({root()}), path(QStringLiteral("cache")));
    catalogue.start();
    QTRY_VERIFY_WITH_TIMEOUT(catalogue.progress().complete, withRoom(5'000));
    QCOMPARE(namesOf(catalogue), QStringList{QStringLiteral("a")});
    // The way it was come by goes; another one is left.
    QVERIFY(QDir().rename(root() + QStringLiteral("/a"), path(QStringLiteral("a"))));
    QFile::remove(root() + QStringLiteral("/b"));
    QFile::link(path(QStringLiteral("a")), root() + QStringLiteral("/b"));
    QTRY_COMPARE(catalogue.current()->skills.first()->source, root() + QStringLiteral("/b/SKILL.md"));
}

void TestSkillCatalogue::theSameSkillInTwoSourcesIsOne()
{
    writeSkill(root(), QStringLiteral("a"));
    QFile::link(root(), path(QStringLiteral("link")));
    SkillCatalogue catalogue(configFor({root(), path(QStringLiteral("link")), root() + QStringLiteral("/a")}),
                             path(QStringLiteral("cache")));
    catalogue.start();
    QTRY_VERIFY_WITH_TIMEOUT(catalogue.progress().complete, withRoom(5'000));
    QCOMPARE(catalogue.progress().loaded, 1);
    QCOMPARE(catalogue.progress().found, 1);
    writeSkill(root(), QStringLiteral("a"), "Newer.");
    QTRY_COMPARE(descriptionOf(catalogue, QStringLiteral("a")), QStringLiteral("Newer."));
}

void TestSkillCatalogue::theEarlierSourceKeepsTheName()
{
    const QString other = path(QStringLiteral("other"));
    writeSkill(root(), QStringLiteral("a"), "First.");
    writeSkill(other, QStringLiteral("a"), "Second.");
    writeSkill(other, QStringLiteral("b"), "First.");
    SkillCatalogue catalogue(configFor({root(), other}), path(QStringLiteral("cache")));
    QTest::ignoreMessage(
        QtInfoMsg, QRegularExpression(
                       QStringLiteral("Skill a from .*other/a/SKILL.md is served as other/a: another a, from .*root")));
    catalogue.start();
    QTRY_VERIFY_WITH_TIMEOUT(catalogue.progress().complete, withRoom(5'000));
    QCOMPARE(namesOf(catalogue).join(u' '), QStringLiteral("a a b"));
    QCOMPARE(descriptionOf(catalogue, QStringLiteral("a")), QStringLiteral("First."));
    QCOMPARE(descriptionOf(catalogue, QStringLiteral("other/a")), QStringLiteral("Second."));
    QCOMPARE(catalogue.current()->find(QStringLiteral("other/a"))->uriPath, QStringLiteral("other/a"));
    QDir(root() + QStringLiteral("/a")).removeRecursively();
    QTRY_COMPARE(descriptionOf(catalogue, QStringLiteral("a")), QStringLiteral("Second."));
}

void TestSkillCatalogue::aBrokenSkillIsSkippedAndSaid_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("line");
    QTest::addRow("empty") << QByteArray() << 1;
    QTest::addRow("a checked-out link") << QByteArray("../../pool/x/SKILL.md") << 1;
    QTest::addRow("no end") << QByteArray("---\nname: x\n") << 1;
    QTest::addRow("no description") << QByteArray("---\nname: x\n---\n") << 1;
    QTest::addRow("a template") << QByteArray("---\nname: {{name}}\ndescription: y\n---\n") << 1;
    QTest::addRow("bad yaml") << QByteArray("---\nx: [y\n---\n") << 3;
    QTest::addRow("UTF-16") << QByteArray("\xFF\xFE-\0-\0-\0\n\0", 10) << 1;
}

void TestSkillCatalogue::aBrokenSkillIsSkippedAndSaid()
{
    QFETCH(QByteArray, content);
    QFETCH(int, line);
    writeSkill(root(), QStringLiteral("good"));
    write(root() + QStringLiteral("/bad/SKILL.md"), content);
    SkillCatalogue catalogue(configFor({root()}), path(QStringLiteral("cache")));
    const QString text = QStringLiteral("Skipped a skill: %1/bad/SKILL.md, line %2: ").arg(root()).arg(line);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QRegularExpression::escape(text)));
    catalogue.start();
    QTRY_VERIFY_WITH_TIMEOUT(catalogue.progress().complete, withRoom(5'000));
    QTRY_COMPARE(catalogue.progress().skipped, 1);
    QCOMPARE(namesOf(catalogue), QStringList{QStringLiteral("good")});
}

void TestSkillCatalogue::aSkillThatBreaksARuleIsServedAndSaid_data()
{
    QTest::addColumn<QByteArray>("frontmatter");
    QTest::addColumn<QString>("rule");
    const auto row = [](const char *title, const QByteArray &frontmatter, const char *rule) {
        QTest::addRow("%s", title) << frontmatter << QString::fromUtf8(rule);
    };
    row("good", "name: skill\ndescription: x", "");
    row("good with all",
        "name: skill\ndescription: x\nlicense: MIT\ncompatibility: y\nmetadata:\n  a: 1\nallowed-tools: A B", "");
    row("good with a list", "name: skill\ndescription: x\nallowed-tools: [A, B]", "");
    row("upper case", "name: Skill\ndescription: x", "a name has only");
    row("hyphen", "name: skill-\ndescription: x", "a name has only");
    row("two hyphens", "name: sk--ill\ndescription: x", "a name has only");
    row("another name", "name: other\ndescription: x", "that of its folder");
    row("long name", "name: " + QByteArray(65, 'a') + "\ndescription: x", "at most 64");
    row("number", "name: skill\ndescription: 5", "has to be a text");
    row("empty", "name: skill\ndescription: ''", "stand in");
    row("long", "name: skill\ndescription: " + QByteArray(1025, 'a'), "1 to 1024");
    row("license", "name: skill\ndescription: x\nlicense: [MIT]", "\"license\"");
    row("compatibility", "name: skill\ndescription: x\ncompatibility: " + QByteArray(501, 'a'), "\"compatibility\"");
    row("metadata", "name: skill\ndescription: x\nmetadata: y", "\"metadata\"");
    row("tools", "name: skill\ndescription: x\nallowed-tools: [1]", "\"allowed-tools\"");
    row("not finite", "name: skill\ndescription: x\nscore: .inf", "JSON cannot hold");
    row("twice", "name: skill\ndescription: x\na: 1\na: 2", "twice");
}

void TestSkillCatalogue::aSkillThatBreaksARuleIsServedAndSaid()
{
    QFETCH(QByteArray, frontmatter);
    QFETCH(QString, rule);
    write(root() + QStringLiteral("/skill/SKILL.md"), "---\n" + frontmatter + "\n---\nBody\n");
    SkillCatalogue catalogue(configFor({root()}), path(QStringLiteral("cache")));
    catalogue.start();
    QTRY_VERIFY_WITH_TIMEOUT(catalogue.progress().complete, withRoom(5'000));
    QCOMPARE(catalogue.current()->skills.size(), 1);
    const QString broken = catalogue.current()->skills.first()->brokenRule;
    QCOMPARE(broken.isEmpty(), rule.isEmpty());
    QVERIFY2(broken.contains(rule), qPrintable(broken));
    QCOMPARE(catalogue.progress().nonconforming, rule.isEmpty() ? 0 : 1);
}

void TestSkillCatalogue::aSkillIsReadAsOthersReadIt_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("description");
    QTest::addColumn<QString>("said"); // empty: nothing to say
    const auto row = [](const char *title, const QByteArray &content, const char *name, const char *description,
                        const char *said) {
        QTest::addRow("%s", title) << content << QString::fromUtf8(name) << QString::fromUtf8(description)
                                   << QString::fromUtf8(said);
    };
    row("as the format has it", "---\nname: skill\ndescription: x\n---\n", "skill", "x", "");
    row("a colon", "---\nname: skill\ndescription: Use when: now\n---\n", "skill", "Use when: now", "line 3");
    row("no block", "# Title\n\nSorts\nlists.\n\nMore.\n", "skill", "Sorts lists.", "frontmatter");
    row("no name", "---\ndescription: x\n---\n", "skill", "x", "no \"name\"");
    row("no description", "---\nname: skill\n---\n\n# Title\n\nSorts lists.\n", "skill", "Sorts lists.", "stand in");
    row("a comment for a description", "---\nname: skill\ndescription: # Title\n---\n# Title\n", "skill", "Title",
        "comment");
    row("capital keys", "---\nName: skill\nDescription: x\n---\n", "skill", "x", "\"Name\"");
    for (const char *name : {"1.10", "007", "0x1f", "1e3", "12:30:45", "2024-01-02", "yes", "null", "~", ".inf", "[a]"})
        row(name, QByteArray("---\nname: ") + name + "\ndescription: x\n---\n", name, "x", "");
    row("an anchor", "---\nname: skill\ndescription: &quot;A&quot; b\n---\n", "skill", "&quot;A&quot; b", "quoted");
    row("a type", "---\nname: skill\ndescription: !important rule\n---\n", "skill", "!important rule", "quoted");
    row("an anchor that is used", "---\nname: skill\ndescription: &d x\nshort: *d\n---\n", "skill", "x", "");
    row("a number", "---\nname: skill\ndescription: 1.10\n---\n", "skill", "1.10", "");
    row("a list", "---\nname: skill\ndescription:\n  - a\n  - b\n---\n", "skill", "- a - b", "");
    row("a mark in a value", "---\nname: skill\ndescription: \xEF\xBB\xBFx\n---\n", "skill", "x", "");
}

void TestSkillCatalogue::aSkillIsReadAsOthersReadIt()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, name);
    QFETCH(QString, description);
    QFETCH(QString, said);
    write(root() + QStringLiteral("/skill/SKILL.md"), content);
    SkillCatalogue catalogue(configFor({root()}), path(QStringLiteral("cache")));
    catalogue.start();
    QTRY_VERIFY_WITH_TIMEOUT(catalogue.progress().complete, withRoom(5'000));
    QCOMPARE(namesOf(catalogue), QStringList{name});
    const auto skill = catalogue.current()->skills.first();
    QCOMPARE(skill->description, description);
    const QString leniencies = skill->leniencies.join(u'\n');
    QCOMPARE(leniencies.isEmpty(), said.isEmpty());
    QVERIFY2(leniencies.contains(said), qPrintable(leniencies));
    QVERIFY(said.isEmpty() || !skill->brokenRule.isEmpty());
}

void TestSkillCatalogue::whoMayCallASkillIsRead()
{
    const auto add = [this](const char *name, const QByteArray &fields) {
        write(root() + u'/' + QLatin1String(name) + QStringLiteral("/SKILL.md"),
              QByteArray("---\nname: ") + name + "\ndescription: x\n" + fields + "---\n");
    };
    add("all", {});
    add("internal", "metadata:\n  internal: true\n");
    add("all/within", "metadata:\n  internal: true\n");
    write(root() + QStringLiteral("/all/within/secret.md"), "Hush.\n");
    add("model", "user-invocable: false\n");
    add("user", "disable-model-invocation: true\n");
    SkillsConfig config = configFor({root()});
    SkillCatalogue catalogue(config, path(QStringLiteral("cache")));
    catalogue.start();
    QTRY_VERIFY_WITH_TIMEOUT(catalogue.progress().complete, withRoom(5'000));
    QCOMPARE(namesOf(catalogue).join(u' '), QStringLiteral("all model user"));
    QCOMPARE(catalogue.current()->find(QStringLiteral("all"))->files.size(), 1); // and not what lies within
    const auto flags = [](const Skill &skill) { return std::pair(skill.modelInvocable, skill.userInvocable); };
    QCOMPARE(flags(*catalogue.current()->find(QStringLiteral("all"))), std::pair(true, true));
    QCOMPARE(flags(*catalogue.current()->find(QStringLiteral("model"))), std::pair(true, false));
    QCOMPARE(flags(*catalogue.current()->find(QStringLiteral("user"))), std::pair(false, true));
    QCOMPARE(catalogue.progress().skipped, 0);
    config.serveInternalSkills = true;
    SkillCatalogue withAll(config, path(QStringLiteral("cache")));
    withAll.start();
    QTRY_VERIFY(withAll.progress().complete);
    QCOMPARE(namesOf(withAll).join(u' '), QStringLiteral("all all/within internal model user"));
    QCOMPARE(withAll.current()->find(QStringLiteral("all"))->files.size(), 3);
}

void TestSkillCatalogue::readingNeverLeavesTheFolder_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"../secret.md", "x/../../secret.md", "/etc/passwd", "out.md", "outside/secret.md", "", ".",
                             "x//y.md", "%2e%2e/secret.md", "fifo.md", "notes.md/", "x"})
        QTest::addRow("%s", name) << QString::fromUtf8(name);
}

void TestSkillCatalogue::readingNeverLeavesTheFolder()
{
    QFETCH(QString, name);
    writeSkill(root(), QStringLiteral("a"));
    const QString folder = root() + QStringLiteral("/a");
    write(path(QStringLiteral("secret.md")), "secret");
    write(folder + QStringLiteral("/x/y.md"), "1");
    write(folder + QStringLiteral("/notes.md"), "1");
    QFile::link(path(QStringLiteral("secret.md")), folder + QStringLiteral("/out.md"));
    QFile::link(QStringLiteral("notes.md"), folder + QStringLiteral("/in.md"));
    QFile::link(m_dir->path(), folder + QStringLiteral("/outside"));
    QCOMPARE(::mkfifo(qPrintable(folder + QStringLiteral("/fifo.md")), 0600), 0);
    SkillCatalogue catalogue(configFor({root()}), path(QStringLiteral("cache")));
    catalogue.start();
    QTRY_VERIFY_WITH_TIMEOUT(catalogue.progress().complete, withRoom(5'000));
    const auto skill = catalogue.current()->find(QStringLiteral("a"));
    QVERIFY(skill);
    QCOMPARE(documentsOf(catalogue, QStringLiteral("a")),
             (QStringList{QStringLiteral("in.md"), QStringLiteral("notes.md"), QStringLiteral("x/y.md")}));
    QCOMPARE(catalogue.read(*skill, QStringLiteral("in.md")), std::optional(QByteArray("1")));
    // Even if a set said that it is one of its files.
    Skill forged = *skill;
    SkillFile file;
    file.path = name;
    file.size = 6;
    forged.files.append(file);
    QCOMPARE(catalogue.read(forged, name), std::nullopt);
}

void TestSkillCatalogue::aFileThatChangedIsNotServedUnderItsOldDigest()
{
    writeSkill(root(), QStringLiteral("a"));
    const QString notes = root() + QStringLiteral("/a/notes.md");
    write(notes, "1");
    SkillCatalogue catalogue(configFor({root()}), path(QStringLiteral("cache")));
    catalogue.start();
    QTRY_VERIFY_WITH_TIMEOUT(catalogue.progress().complete, withRoom(5'000));
    const auto before = catalogue.current()->find(QStringLiteral("a"));
    write(notes, "2");
    QCOMPARE(catalogue.read(*before, QStringLiteral("notes.md")), std::nullopt);
    QTRY_VERIFY(catalogue.current()->find(QStringLiteral("a")) != before);
    const auto after = catalogue.current()->find(QStringLiteral("a"));
    QCOMPARE(catalogue.read(*after, QStringLiteral("notes.md")), std::optional(QByteArray("2")));
    QCOMPARE(before->files.size(), 2); // who still holds it sees what it was
}

void TestSkillCatalogue::aContentIsReadWhenItIsAskedForAndNeverUnderItsOldName()
{
    writeSkill(root(), QStringLiteral("a"));
    SkillCatalogue catalogue(configFor({root()}), path(QStringLiteral("cache")));
    catalogue.start();
    QTRY_VERIFY_WITH_TIMEOUT(catalogue.progress().complete, withRoom(5'000));
    const auto before = catalogue.current()->find(QStringLiteral("a"));
    QCOMPARE(before->content, QString());
    QCOMPARE(catalogue.withContent(before)->content, QStringLiteral("# Body"));
    write(root() + QStringLiteral("/a/SKILL.md"), skillMd(QStringLiteral("a")) + "\r\nmore\r\n");
    QCOMPARE(catalogue.withContent(before)->content,
             QStringLiteral("'SKILL.md' of skill 'a' has just changed; ask again."));
    QTRY_VERIFY(catalogue.current()->find(QStringLiteral("a")) != before);
    QCOMPARE(catalogue.withContent(catalogue.current()->find(QStringLiteral("a")))->content,
             QStringLiteral("# Body\n\nmore"));
    QVERIFY(QFile::remove(root() + QStringLiteral("/a/SKILL.md")));
    QVERIFY(!contentOf(*before));
}

void TestSkillCatalogue::aContentWhoseFileMayHangIsKept()
{
    writeSkill(root(), QStringLiteral("a"));
    const QString folder = root() + QStringLiteral("/a");
    const auto left = readSkill(folder, folder, QStringLiteral("here"), {}).skill;
    QVERIFY(left && left->contentIsInFile && left->content.isEmpty());
    ReadingRules rules;
    rules.keepsContent = true;
    const auto kept = readSkill(folder, folder, QStringLiteral("here"), rules).skill;
    QVERIFY(kept && !kept->contentIsInFile);
    QVERIFY(!isSameSkill(*left, *kept));
    QVERIFY(QFile::remove(folder + QStringLiteral("/SKILL.md")));
    SkillCatalogue catalogue(configFor({root()}), path(QStringLiteral("cache")));
    QCOMPARE(catalogue.withContent(kept)->content, QStringLiteral("# Body"));
    QCOMPARE(contentOf(*kept), std::optional(QStringLiteral("# Body")));
    SharedMounts mounts;
    QVERIFY(!mounts.hold(QStringLiteral("/proc")) && !mounts.hold(QStringLiteral("/proc/self")));
}

void TestSkillCatalogue::documentsFollowTheConfig()
{
    writeSkill(root(), QStringLiteral("a"));
    const QString folder = root() + QStringLiteral("/a/");
    for (const char *name : {"t.txt", "T.TXT", "p.png", "b.bin", ".md", "latin.txt", "deep/SKILL.md", "two.lines.py"})
        write(folder + QLatin1String(name),
              QLatin1String(name) == QLatin1String("latin.txt") ? "\xE4" : "text\r\n\u00e4");
    SkillsConfig config = configFor({root()});
    config.textExtensions = {QStringLiteral(".txt")};
    SkillCatalogue catalogue(config, path(QStringLiteral("cache")));
    catalogue.start();
    QTRY_VERIFY_WITH_TIMEOUT(catalogue.progress().complete, withRoom(5'000));
    QCOMPARE(documentsOf(catalogue, QStringLiteral("a")),
             (QStringList{QStringLiteral("T.TXT"), QStringLiteral("p.png"), QStringLiteral("t.txt")}));
    const auto skill = catalogue.current()->find(QStringLiteral("a"));
    QCOMPARE(skill->files.size(), 9);
    QCOMPARE(skill->files.first().path, QStringLiteral(".md"));
    const SkillFile text =
        skill->files.last().path == QStringLiteral("two.lines.py") ? skill->files.at(7) : SkillFile();
    QCOMPARE(text.path, QStringLiteral("t.txt"));
    QCOMPARE(text.size, 8);
    QCOMPARE(text.shownSize, 6);

    config.loadSkillDocuments = false;
    SkillCatalogue without(config, path(QStringLiteral("cache")));
    without.start();
    QTRY_VERIFY(without.progress().complete);
    QCOMPARE(documentsOf(without, QStringLiteral("a")), QStringList());
}

QTEST_GUILESS_MAIN(TestSkillCatalogue)
#include "tst_skill_catalogue.moc"
