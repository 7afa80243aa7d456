// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/file_listing.h"
#include "core/skills/reading/skill_reader.h"
#include "core/skills/source/mounts.h"
#include "core/skills/source/patient_reader.h"
#include "skill_folders.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestSkillPlaces : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void equalSkillsAreOneWithSeveralPlaces();
    void aPluginNamesItsSkills_data();
    void aPluginNamesItsSkills();
    void aMarketplaceNamesThePluginsOfItsFolders_data();
    void aMarketplaceNamesThePluginsOfItsFolders();
    void threeOfOneNameAreToldApart();
    void addressesOfOneNameLeadToOneFile();
    void foldersThatCameAsTextsAreNamed();
    void anInnerSkillHasTheAddressOfTheOuterOne();
    void linksThatTheOwnerMadeAreFollowed();
    void linksThatLeadElsewhereAreNot();
    void aChangeBehindALinkIsSeen();
    void otherSpellingsOfTheFileAreRead_data();
    void otherSpellingsOfTheFileAreRead();
    void whatToolsLeaveBehindIsNotServed();
    void aFifoIsSkipped();
    void moreFilesThanAreListedHoldNothingUp_data();
    void moreFilesThanAreListedHoldNothingUp();
    void sharedMountsAreKnown_data();
    void sharedMountsAreKnown();
    void aReadThatHangsIsLeftBehind();
    void whoReadsSlowlyIsNotWaitedForAllTheTime();
    void lettersInOnePieceOrTwoAreTheSame();
    void namesAreSegmentsOfAddresses_data();
    void namesAreSegmentsOfAddresses();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_dir->filePath(name); }
    [[nodiscard]] QString root() const { return path(u"root"_s); }
    [[nodiscard]] std::unique_ptr<SkillCatalogue> catalogueOf(const QStringList &folders)
    {
        auto catalogue = std::make_unique<SkillCatalogue>(configFor(folders), path(u"cache"_s));
        catalogue->start();
        return catalogue;
    }
    std::unique_ptr<QTemporaryDir> m_dir;
};

static QStringList calledNamesOf(const SkillCatalogue &catalogue)
{
    QStringList names;
    for (const auto &skill : catalogue.current()->skills)
        names.append(skill->calledName.isEmpty() ? skill->name : skill->calledName);
    return names;
}

void TestSkillPlaces::equalSkillsAreOneWithSeveralPlaces()
{
    writeSkill(root(), u"a"_s);
    writeSkill(path(u"other"_s), u"a"_s);
    const auto catalogue = catalogueOf({root(), path(u"other"_s)});
    QTRY_VERIFY(catalogue->progress().complete);
    QCOMPARE(namesOf(*catalogue), QStringList{u"a"_s});
    QCOMPARE(catalogue->current()->skills.first()->places, QStringList{path(u"other/a/SKILL.md"_s)});
    const auto before = catalogue->current()->skills.first();
    writeSkill(root(), u"b"_s); // what did not change stays the very same object
    QTRY_COMPARE(namesOf(*catalogue).size(), 2);
    QCOMPARE(catalogue->current()->skills.first(), before);
    write(path(u"other/a/notes.md"_s), "1");
    QTRY_COMPARE(calledNamesOf(*catalogue).join(u' '), u"a b other/a"_s);
    QCOMPARE(catalogue->current()->skills.first()->places, QStringList());
}

void TestSkillPlaces::aPluginNamesItsSkills_data()
{
    QTest::addColumn<QString>("manifest");
    QTest::addColumn<QString>("skill");
    QTest::addColumn<QString>("origin");
    QTest::addRow("Claude Code") << u"cache/market/kit/1.0.0/.claude-plugin/plugin.json"_s
                                 << u"cache/market/kit/1.0.0/skills/a"_s << u"named"_s;
    QTest::addRow("Codex") << u"kit/.codex-plugin/plugin.json"_s << u"kit/skills/a"_s << u"named"_s;
    QTest::addRow("Cursor") << u"kit/.cursor-plugin/plugin.json"_s << u"kit/deep/skills/a"_s << u"named"_s;
    QTest::addRow("no manifest") << u"elsewhere/plugin.json"_s << u"cache/market/kit/1.0.0/skills/a"_s << u"kit"_s;
    QTest::addRow("an agent's folder") << u"elsewhere/plugin.json"_s << u".claude/skills/a"_s << u"claude"_s;
}

void TestSkillPlaces::aPluginNamesItsSkills()
{
    QFETCH(QString, manifest);
    QFETCH(QString, skill);
    QFETCH(QString, origin);
    write(root() + u'/' + manifest, R"({"name": "named"})");
    write(root() + u'/' + skill + u"/SKILL.md"_s, skillMd(u"a"_s));
    const auto catalogue = catalogueOf({root()});
    QTRY_VERIFY(catalogue->progress().complete);
    QCOMPARE(catalogue->current()->skills.first()->origin, origin);
}

void TestSkillPlaces::aMarketplaceNamesThePluginsOfItsFolders_data()
{
    QTest::addColumn<QByteArray>("plugins");
    QTest::addColumn<QString>("origin"); // of root/market/plugins/kit/skills/a
    const auto row = [](const char *title, const QByteArray &plugins, const char *origin) {
        QTest::addRow("%s", title) << plugins << QString::fromUtf8(origin);
    };
    row("its folder", R"([{"name": "one", "source": "./other"}, {"name": "two", "source": "./plugins/kit"}])", "two");
    row("the nearer folder",
        R"([{"name": "far", "source": "./plugins"}, {"name": "near", "source": "./plugins/kit/"}])", "near");
    row("its skill", R"([{"name": "all", "source": "./plugins/kit"},
                         {"name": "one", "source": "./", "strict": false, "skills": ["./plugins/kit/skills/a"]}])",
        "one");
    row("another skill", R"([{"name": "one", "source": "./", "skills": ["./plugins/kit/skills/b"]}])", "kit");
    row("the whole", R"([{"name": "one", "source": "./"}])", "one");
    row("the whole, twice", R"([{"name": "one", "source": "./"}, {"name": "two", "source": "."}])", "kit");
    row("as Codex writes it", R"([{"name": "one", "source": {"source": "local", "path": "./plugins/kit"}}])", "one");
    row("in another repository", R"([{"name": "one", "source": {"source": "github", "repo": "a/b"}},
                                     {"name": "two", "source": {"source": "url", "path": "plugins/kit"}}])",
        "kit");
    row("outside", R"([{"name": "one", "source": "../market/plugins/kit"}, {"name": "two", "source": "/"}])", "kit");
    row("a name of dots", R"([{"name": "..", "source": "./plugins/kit"}])", "kit");
    row("nonsense", R"([1, {}, {"name": 2, "source": "./plugins/kit"}])", "kit");
}

void TestSkillPlaces::aMarketplaceNamesThePluginsOfItsFolders()
{
    QFETCH(QByteArray, plugins);
    QFETCH(QString, origin);
    write(root() + u"/market/.claude-plugin/marketplace.json"_s, R"({"name": "m", "plugins": )" + plugins + '}');
    write(root() + u"/market/plugins/kit/skills/a/SKILL.md"_s, skillMd(u"a"_s));
    write(root() + u"/market/plugins/named/.claude-plugin/plugin.json"_s, R"({"name": "itself"})");
    write(root() + u"/market/plugins/named/skills/c/SKILL.md"_s, skillMd(u"c"_s));
    const auto catalogue = catalogueOf({root()});
    QTRY_VERIFY(catalogue->progress().complete);
    QCOMPARE(catalogue->current()->find(u"a"_s)->origin, origin);
    QCOMPARE(catalogue->current()->find(u"c"_s)->origin, u"itself"_s); // its own manifest is nearer
}

void TestSkillPlaces::threeOfOneNameAreToldApart()
{
    for (const char *place : {".claude/skills", ".cursor/skills", "plugins/kit/skills", "more/kit/skills"})
        writeSkill(root() + u'/' + QLatin1String(place), u"a"_s, place);
    const auto catalogue = catalogueOf({root()});
    QTRY_VERIFY(catalogue->progress().complete);
    QCOMPARE(calledNamesOf(*catalogue).join(u' '), u"a cursor/a kit/a kit-2/a"_s);
    QCOMPARE(descriptionOf(*catalogue, u"kit/a"_s), u"more/kit/skills"_s);
    QCOMPARE(descriptionOf(*catalogue, u"kit-2/a"_s), u"plugins/kit/skills"_s);
}

void TestSkillPlaces::addressesOfOneNameLeadToOneFile()
{
    writeSkill(path(u"one"_s), u"kit"_s, "First.");
    writeSkill(path(u"two"_s), u"tools"_s);
    write(path(u"two/tools/kit/notes.md"_s), "of tools");
    write(path(u"three/tools/kit/SKILL.md"_s), skillMd(u"kit"_s, "Third."));
    write(path(u"three/tools/kit/notes.md"_s), "of kit");
    const auto catalogue = catalogueOf({path(u"one"_s), path(u"two"_s), path(u"three"_s)});
    QTRY_VERIFY(catalogue->progress().complete);
    QCOMPARE(calledNamesOf(*catalogue).join(u' '), u"kit tools tools-2/kit"_s);
    QCOMPARE(catalogue->current()->skills.last()->uriPath, u"tools-2/kit"_s);
}

void TestSkillPlaces::foldersThatCameAsTextsAreNamed()
{
    const QString skills = root() + u"/.claude/skills"_s;
    writeSkill(skills, u"good"_s);
    write(skills + u"/path"_s, "../../pool/path");
    write(skills + u"/word"_s, "good\n");
    write(skills + u"/LICENSE"_s, "Do what you like.\n");
    write(skills + u"/Makefile"_s, "all:\n");
    write(skills + u"/nobody"_s, "bad\n");
    write(skills + u"/empty"_s, "");
    write(root() + u"/elsewhere/path"_s, "../../pool/path");
    const auto catalogue = catalogueOf({root()});
    const auto skipped = [&catalogue] {
        QStringList all;
        for (const SkippedSkill &each : catalogue->current()->skipped)
            all.append(QFileInfo(each.file).fileName() + u": "_s + each.reason);
        return all.join(u'\n');
    };
    QTRY_VERIFY(catalogue->progress().complete);
    QCOMPARE(skipped(), u"path: it is a link to ../../pool/path that was checked out as a text\n"
                        "word: it is a link to good that was checked out as a text"_s);
    QCOMPARE(catalogue->progress().skipped, 2);
    QVERIFY(QFile::remove(skills + u"/path"_s));
    QVERIFY(QFile::remove(skills + u"/word"_s));
    writeSkill(skills, u"word"_s); // as a checkout with links would have it
    QTRY_COMPARE(namesOf(*catalogue).size(), 2);
    QTRY_COMPARE(skipped(), QString());
}

void TestSkillPlaces::anInnerSkillHasTheAddressOfTheOuterOne()
{
    writeSkill(root(), u"outer"_s);
    writeSkill(root() + u"/outer"_s, u"inner"_s);
    write(root() + u"/outer/inner/notes.md"_s, "1");
    write(root() + u"/outer/own.md"_s, "1");
    const auto catalogue = catalogueOf({root()});
    QTRY_VERIFY(catalogue->progress().complete);
    QCOMPARE(catalogue->current()->find(u"inner"_s)->uriPath, u"outer/inner"_s);
    QCOMPARE(catalogue->current()->find(u"inner"_s)->brokenRule, QString());
    QCOMPARE(documentsOf(*catalogue, u"inner"_s), QStringList{u"notes.md"_s});
    QCOMPARE(documentsOf(*catalogue, u"outer"_s), QStringList{u"own.md"_s});
}

void TestSkillPlaces::linksThatTheOwnerMadeAreFollowed()
{
    const QString store = path(u"store/0abc-nix"_s);
    write(store + u"/SKILL.md"_s, skillMd(u"nix"_s));
    write(store + u"/notes.md"_s, "1");
    write(store + u"/scripts/run.sh"_s, "1");
    QDir().mkpath(root() + u"/nix/scripts"_s);
    for (const char *file : {"SKILL.md", "notes.md", "scripts/run.sh"})
        QVERIFY(QFile::link(store + u'/' + QLatin1String(file), root() + u"/nix/"_s + QLatin1String(file)));
    QVERIFY(QFile::link(store + u"/notes.md"_s, root() + u"/nix/other.md"_s)); // not the file of that name
    const auto catalogue = catalogueOf({root()});
    QTRY_VERIFY(catalogue->progress().complete);
    const auto skill = catalogue->current()->find(u"nix"_s);
    QVERIFY(skill);
    QCOMPARE(documentsOf(*catalogue, u"nix"_s).join(u' '), u"notes.md scripts/run.sh"_s);
    for (const SkillFile &file : skill->files)
        QVERIFY2(catalogue->read(*skill, file.path).has_value(), qPrintable(file.path));
}

void TestSkillPlaces::linksThatLeadElsewhereAreNot()
{
    write(path(u"secret"_s), skillMd(u"secret"_s));
    QDir().mkpath(root() + u"/bad"_s);
    QVERIFY(QFile::link(path(u"secret"_s), root() + u"/bad/SKILL.md"_s));
    writeSkill(root(), u"good"_s);
    const auto catalogue = catalogueOf({root()});
    QTRY_VERIFY(catalogue->progress().complete);
    QCOMPARE(namesOf(*catalogue), QStringList{u"good"_s});
    const QList<SkippedSkill> skipped = catalogue->current()->skipped;
    QCOMPARE(skipped.size(), 1);
    QCOMPARE(skipped.first().file, root() + u"/bad/SKILL.md"_s);
    QVERIFY(skipped.first().reason.contains(u"leads out"_s));
}

void TestSkillPlaces::aChangeBehindALinkIsSeen()
{
    write(path(u"store/x/SKILL.md"_s), skillMd(u"x"_s, "One."));
    QDir().mkpath(root() + u"/x"_s);
    QVERIFY(QFile::link(u"../../store/x/SKILL.md"_s, root() + u"/x/SKILL.md"_s));
    const auto catalogue = catalogueOf({root()});
    QTRY_COMPARE(descriptionOf(*catalogue, u"x"_s), u"One."_s);
    write(path(u"store/x/SKILL.md"_s), skillMd(u"x"_s, "Two."));
    QTRY_COMPARE_WITH_TIMEOUT(descriptionOf(*catalogue, u"x"_s), u"Two."_s, 10'000);
}

void TestSkillPlaces::otherSpellingsOfTheFileAreRead_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"skill.md", "Skill.md", "SKILL.MD", "SKILL .md"})
        QTest::addRow("%s", name) << QString::fromUtf8(name);
}

void TestSkillPlaces::otherSpellingsOfTheFileAreRead()
{
    QFETCH(QString, name);
    write(root() + u"/a/"_s + name, skillMd(u"a"_s));
    write(root() + u"/both/"_s + name, skillMd(u"both"_s, "Wrong."));
    write(root() + u"/both/SKILL.md"_s, skillMd(u"both"_s, "Right."));
    const auto catalogue = catalogueOf({root()});
    QTRY_VERIFY(catalogue->progress().complete);
    const auto skill = catalogue->current()->find(u"a"_s);
    QVERIFY(skill);
    QVERIFY(skill->leniencies.join(u' ').contains(name));
    QCOMPARE(skill->files.first().path, u"SKILL.md"_s);
    QCOMPARE(catalogue->read(*skill, u"SKILL.md"_s), std::optional(skillMd(u"a"_s)));
    QCOMPARE(descriptionOf(*catalogue, u"both"_s), u"Right."_s);
    QCOMPARE(catalogue->current()->find(u"both"_s)->leniencies, QStringList());
}

void TestSkillPlaces::whatToolsLeaveBehindIsNotServed()
{
    writeSkill(root(), u"a"_s);
    for (const char *place : {"node_modules/dep", ".venv/lib/dep", "a/__pycache__", ".git/hooks", "a/node_modules/dep"})
        write(root() + u'/' + QLatin1String(place) + u"/SKILL.md"_s, skillMd(u"dep"_s));
    for (const char *file : {".env", ".env.local", ".env.example", "notes.md"})
        write(root() + u"/a/"_s + QLatin1String(file), "KEY=1");
    // Nor under another name.
    write(root() + u"/a/.git/config"_s, "token");
    QVERIFY(QFile::link(u".env"_s, root() + u"/a/settings.md"_s));
    QVERIFY(QFile::link(u".git/config"_s, root() + u"/a/config.md"_s));
    QVERIFY(QFile::link(u"settings.md"_s, root() + u"/a/chain.md"_s));
    QVERIFY(QFile::link(u"notes.md"_s, root() + u"/a/other.md"_s));
    const auto catalogue = catalogueOf({root()});
    QTRY_VERIFY(catalogue->progress().complete);
    QCOMPARE(namesOf(*catalogue), QStringList{u"a"_s});
    QStringList files;
    for (const SkillFile &file : catalogue->current()->skills.first()->files)
        files.append(file.path);
    QCOMPARE(files.join(u' '), u".env.example SKILL.md notes.md other.md"_s);
    const Skill &skill = *catalogue->current()->skills.first();
    QVERIFY(readSkillFile(skill, u"other.md"_s));
    for (const QString &link : {u"settings.md"_s, u"config.md"_s, u"chain.md"_s})
        QVERIFY2(!readSkillFile(skill, link), qPrintable(link));
}

void TestSkillPlaces::moreFilesThanAreListedHoldNothingUp_data()
{
    // A file system may tell of the newest first or of the oldest: in one of the two SKILL.md comes too late.
    QTest::addColumn<bool>("isFirst");
    QTest::addRow("written first") << true;
    QTest::addRow("written last") << false;
}

void TestSkillPlaces::moreFilesThanAreListedHoldNothingUp()
{
    QFETCH(bool, isFirst);
    const QString folder = root() + u"/big"_s;
    if (isFirst)
        write(folder + u"/SKILL.md"_s, skillMd(u"big"_s));
    write(folder + u"/notes/0.md"_s, "1");
    const QByteArray note = QFile::encodeName(folder + u"/notes/0.md"_s);
    for (int i = 1; i <= ListingMaximumFiles; ++i)
        QCOMPARE(::link(note.constData(), QFile::encodeName(folder + u"/notes/%1.md"_s.arg(i)).constData()), 0);
    if (!isFirst)
        write(folder + u"/SKILL.md"_s, skillMd(u"big"_s));
    ReadingRules rules;
    rules.textExtensions = QStringList{u".md"_s};
    const SkillReading reading = readSkill(folder, folder, folder + u"/SKILL.md"_s, rules);
    QVERIFY2(reading.skill, qPrintable(reading.error));
    QVERIFY(!reading.isUnsettled);
    QVERIFY(reading.skill->files.size() >= ListingMaximumFiles);
    QVERIFY(reading.skill->files.size() <= ListingMaximumFiles + 1);
    QVERIFY(reading.skill->brokenRule.contains(u"more than"_s));
}

void TestSkillPlaces::aFifoIsSkipped()
{
    writeSkill(root(), u"good"_s);
    QDir().mkpath(root() + u"/fifo"_s);
    QCOMPARE(::mkfifo(qPrintable(root() + u"/fifo/SKILL.md"_s), 0600), 0);
    const auto catalogue = catalogueOf({root()});
    QTRY_VERIFY(catalogue->progress().complete);
    QCOMPARE(namesOf(*catalogue), QStringList{u"good"_s});
    QCOMPARE(catalogue->progress().skipped, 1);
}

void TestSkillPlaces::sharedMountsAreKnown_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<bool>("shared");
    QTest::addRow("the root") << QByteArray("/home/me/skills") << false;
    QTest::addRow("NFS") << QByteArray("/net/skills") << true;
    QTest::addRow("NFS itself") << QByteArray("/net") << true;
    QTest::addRow("only the same letters") << QByteArray("/network") << false;
    QTest::addRow("a disk inside of NFS") << QByteArray("/net/disk/skills") << false;
    QTest::addRow("FUSE, with a blank") << QByteArray("/mnt/my cloud/skills") << true;
    QTest::addRow("mounted over") << QByteArray("/over/skills") << false;
}

void TestSkillPlaces::sharedMountsAreKnown()
{
    QFETCH(QByteArray, path);
    QFETCH(bool, shared);
    static const QByteArray mounts = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
                                     "40 22 0:40 / /net rw shared:2 master:1 - nfs4 host:/x rw\n"
                                     "41 40 8:2 / /net/disk rw - xfs /dev/sdb rw\n"
                                     "42 22 0:41 / /mnt/my\\040cloud rw - fuse.rclone cloud rw\n"
                                     "43 22 0:42 / /over rw - cifs //a/b rw\n"
                                     "44 43 8:3 / /over rw - ext4 /dev/sdc rw\nnonsense\n";
    QCOMPARE(isSharedMount(mounts, path), shared);
    QCOMPARE(mountOf(mounts, "/mnt/my cloud/skills/a").point, "/mnt/my cloud");
    QCOMPARE(mountOf(mounts, "/home").point, "/");
    QVERIFY(mountTable().contains(" /proc "));
    QVERIFY(!isOnSharedMount(u"/proc"_s));
}

void TestSkillPlaces::aReadThatHangsIsLeftBehind()
{
    using Bytes = PatientReader::Bytes;
    const auto give = [] { return Bytes("x"); };
    // A pipe that nobody writes to stands for a file system whose server is gone.
    int pipe[2] = {};
    QCOMPARE(::pipe(pipe), 0);
    const auto hang = [end = pipe[0]]() -> Bytes {
        char byte = 0;
        return ::read(end, &byte, 1) == 1 ? Bytes(QByteArray(1, byte)) : std::nullopt;
    };
    constexpr int Hanging = 3;
    {
        PatientReader reader({.patience = 20s, .hanging = Hanging});
        QCOMPARE(reader.read(u"good"_s, give), Bytes("x"));
        QCOMPARE(reader.read(u"bad"_s, [] { return Bytes(); }), Bytes());
    }
    PatientReader reader({.patience = 10ms, .hanging = Hanging});
    for (int i = 0; i < Hanging; ++i)
        QCOMPARE(reader.read(u"hangs %1"_s.arg(i), hang), std::nullopt);
    // No more of them: neither again nor another one, and nobody waits for that.
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < 1000; ++i) {
        QCOMPARE(reader.read(u"hangs 0"_s, hang), std::nullopt);
        QCOMPARE(reader.read(u"good"_s, give), std::nullopt);
    }
    qInfo("2000 of them took %lld ms", clock.elapsed());
    QVERIFY(clock.elapsed() < 1000);
    QCOMPARE(::write(pipe[1], "abc", Hanging), Hanging);
    // What came too late is there for who asks again.
    QSet<QByteArray> came;
    for (int i = 0; i < Hanging; ++i) {
        Bytes late;
        const auto comes = [&] {
            if (!late)
                late = reader.read(u"hangs %1"_s.arg(i), [] { return Bytes(); });
            return late.has_value();
        };
        QTRY_VERIFY(comes());
        came.insert(*late);
    }
    QCOMPARE(came, (QSet<QByteArray>{"a", "b", "c"}));
    // Asked once a look: an answer is given once.
    Bytes good;
    const auto isGood = [&] {
        if (!good)
            good = reader.read(u"good"_s, give);
        return good.has_value();
    };
    QTRY_VERIFY(isGood());
    QCOMPARE(good, Bytes("x"));
    ::close(pipe[0]);
    ::close(pipe[1]);
}

void TestSkillPlaces::whoReadsSlowlyIsNotWaitedForAllTheTime()
{
    PatientReader reader({.patience = 60ms});
    QElapsedTimer clock;
    clock.start();
    int came = 0;
    for (int i = 0; i < 100; ++i) {
        came += reader.read(QString::number(i % 50),
                            [] {
                                std::this_thread::sleep_for(25ms);
                                return PatientReader::Bytes("slow");
                            })
                    ? 1
                    : 0;
    }
    qInfo("a hundred slow reads took %lld ms, %d came", clock.elapsed(), came);
    QVERIFY(clock.elapsed() < 1000); // one after the other: 2.5 s
}

void TestSkillPlaces::lettersInOnePieceOrTwoAreTheSame()
{
    const QString whole = u"\u00FCbung"_s, parts = u"u\u0308bung"_s;
    write(root() + u"/x/SKILL.md"_s, skillMd(parts));
    const auto catalogue = catalogueOf({root()});
    QTRY_VERIFY(catalogue->progress().complete);
    QVERIFY(catalogue->current()->find(parts));
    QCOMPARE(catalogue->current()->find(whole), catalogue->current()->find(parts));
    QVERIFY(!catalogue->current()->find(u"ubung"_s));
}

void TestSkillPlaces::namesAreSegmentsOfAddresses_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("path");
    QTest::addRow("plain") << u"a"_s << u"a"_s;
    QTest::addRow("blanks") << u"Release Notes"_s << u"Release Notes"_s; // an address encodes it once
    QTest::addRow("slash") << u"group/skill"_s << u"group%2Fskill"_s;
    QTest::addRow("percent") << u"a%20b"_s << u"a%2520b"_s;
    QTest::addRow("dots") << u".."_s << u"%2E%2E"_s;
    QTest::addRow("upwards") << u"../up"_s << u"..%2Fup"_s;
}

void TestSkillPlaces::namesAreSegmentsOfAddresses()
{
    QFETCH(QString, name);
    QFETCH(QString, path);
    write(root() + u"/x/SKILL.md"_s, skillMd(name));
    const auto catalogue = catalogueOf({root()});
    QTRY_VERIFY(catalogue->progress().complete);
    QCOMPARE(namesOf(*catalogue), QStringList{name});
    QCOMPARE(catalogue->current()->skills.first()->uriPath, path);
}

QTEST_GUILESS_MAIN(TestSkillPlaces)
#include "tst_skill_places.moc"
