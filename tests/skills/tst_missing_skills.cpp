// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/reading/home_path.h"
#include "core/skills/source/folder_fault.h"
#include "skill_folders.h"

#include <QMutex>
#include <QTemporaryDir>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

static QMutex s_mutex;
static QStringList s_log; // "WARNING text"

static void keepLine(QtMsgType type, const QMessageLogContext &, const QString &text)
{
    const QMutexLocker lock(&s_mutex);
    s_log.append((type == QtWarningMsg ? u"WARNING "_s : type == QtInfoMsg ? u"INFO "_s : u"DEBUG "_s) + text);
}

/// Who looks for a skill that is not there finds the reason in the log.
class TestMissingSkills : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        s_log.clear();
        qInstallMessageHandler(keepLine);
    }
    void cleanup() { qInstallMessageHandler(nullptr); }

    void anInternalSkillIsSaidToBeKeptBack()
    {
        write(path(u"skills/secret/SKILL.md"_s),
              "---\nname: secret\ndescription: x\nmetadata:\n  internal: true\n---\nHush.\n");
        writeSkill(path(u"skills"_s), u"open"_s);
        SkillsConfig config = configFor({path(u"skills"_s)});
        QVERIFY(readAll(config));
        const QString line = u"INFO Skill secret from %1/secret/SKILL.md is internal and not served "
                             "(metadata.internal); \"serve_internal_skills\": true in the config serves it"_s.arg(
                                 canonical(u"skills"_s));
        QCOMPARE(lines().count(line), 1);
        s_log.clear();
        config.serveInternalSkills = true;
        QVERIFY(readAll(config));
        QVERIFY(lines().filter(u"not served"_s).isEmpty());
    }

    void aFolderWhoseNameIsNotUtf8IsSaidToBeLeftOut()
    {
        writeSkill(path(u"skills"_s), u"open"_s);
        const QByteArray odd = QFile::encodeName(path(u"skills"_s)) + "/caf\xe9";
        QCOMPARE(::mkdir(odd.constData(), 0755), 0);
        QCOMPARE(
            ::link(QFile::encodeName(path(u"skills/open/SKILL.md"_s)).constData(), (odd + "/SKILL.md").constData()), 0);
        QVERIFY(readAll(configFor({path(u"skills"_s)})));
        QCOMPARE(lines().count(
                     u"WARNING Skipped a folder: %1/caf\uFFFD: its name is not UTF-8"_s.arg(canonical(u"skills"_s))),
                 1);
        // Qt cannot name it either.
        QCOMPARE(::unlink((odd + "/SKILL.md").constData()), 0);
        QCOMPARE(::rmdir(odd.constData()), 0);
    }

    void aLinkThatLeadsNowhereIsCalledThat_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("reason");
        QTest::newRow("itself") << u"SKILL.md"_s << u"it is a link that leads to itself"_s;
        QTest::newRow("nothing") << u"gone/SKILL.md"_s
                                 << u"it is a link that leads nowhere: no such file or directory"_s;
        QTest::newRow("elsewhere")
            << u"/etc/hostname"_s
            << u"it is a link that leads out of its folder, and not to a SKILL.md of the folder's "
               "owner"_s;
    }
    void aLinkThatLeadsNowhereIsCalledThat()
    {
        QFETCH(QString, target);
        QFETCH(QString, reason);
        QVERIFY(QDir().mkpath(path(u"skills/odd"_s)));
        QVERIFY(QFile::link(target, path(u"skills/odd/SKILL.md"_s)));
        QVERIFY(readAll(configFor({path(u"skills"_s)})));
        QCOMPARE(lines().count(
                     u"WARNING Skipped a skill: %1/odd/SKILL.md, line 1: %2"_s.arg(canonical(u"skills"_s), reason)),
                 1);
    }

    void aSourceThatIsNoFolderIsCalledWhatItIs_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("fault");
        QTest::newRow("nothing") << u"none"_s << u"does not exist"_s;
        QTest::newRow("file") << u"file"_s << u"is no folder"_s;
        QTest::newRow("below a file") << u"file/skills"_s << u"is no folder"_s;
        QTest::newRow("dangling") << u"dangling"_s << u"is a link that leads nowhere"_s;
        QTest::newRow("circle") << u"circle"_s << u"is a link that leads to itself"_s;
    }
    void aSourceThatIsNoFolderIsCalledWhatItIs()
    {
        QFETCH(QString, name);
        QFETCH(QString, fault);
        write(path(u"file"_s), "no folder");
        QVERIFY(QFile::link(u"nothing"_s, path(u"dangling"_s)));
        QVERIFY(QFile::link(u"circle"_s, path(u"circle"_s)));
        QVERIFY(readAll(configFor({path(name)})));
        QCOMPARE(lines().count(u"WARNING Local path %1 %2, skipping"_s.arg(path(name), fault)), 1);
    }

    void aFolderThatMayNotBeReadIsCalledThat()
    {
        QVERIFY(QDir().mkpath(path(u"closed"_s)));
        QCOMPARE(::chmod(QFile::encodeName(path(u"closed"_s)).constData(), 0), 0);
        if (::geteuid() == 0)
            QSKIP("root may read everything");
        QCOMPARE(folderFault(path(u"closed"_s)), u"cannot be read (permission denied)"_s);
    }

    void placesThatNobodyChoseAreCountedInOneLine()
    {
        qputenv("HOME", QFile::encodeName(m_dir->path()));
        SkillsConfig config = SkillsConfig::defaults();
        config.sources.removeIf([](const SkillSource &source) { return source.kind != SkillSource::Local; });
        const auto usual = config.sources.size();
        writeSkill(path(u".claude/skills"_s), u"a"_s);
        write(path(u".codex/skills"_s), "no folder");
        SkillSource own;
        own.path = u"~/mine"_s;
        config.sources.append(own);
        QVERIFY(readAll(config));
        QCOMPARE(lines().filter(u"not exist"_s).filter(QRegularExpression(u"^(INFO|WARNING)"_s)),
                 QStringList({u"WARNING Local path %1/mine does not exist, skipping"_s.arg(m_dir->path()),
                              u"INFO Of the folders that are looked at by default %1 do not exist"_s.arg(usual - 2)}));
        QVERIFY(lines().contains(u"WARNING Local path %1/.codex/skills is no folder, skipping"_s.arg(m_dir->path())));
    }

    void aHomeIsWrittenInThreeWays()
    {
        qputenv("HOME", QFile::encodeName(m_dir->path()));
        for (const char *home : {"~", "$HOME", "${HOME}"}) {
            QCOMPARE(homePath(QLatin1String(home)), m_dir->path());
            QCOMPARE(homePath(QLatin1String(home) + "/a/../b"_L1), path(u"b"_s));
        }
        QCOMPARE(homePath(u"/x/$HOME"_s), u"/x/$HOME"_s);
        QCOMPARE(homePath(u"$HOMES"_s), QDir::current().filePath(u"$HOMES"_s));
    }

private:
    [[nodiscard]] QString path(const QString &name) const { return m_dir->filePath(name); }
    [[nodiscard]] QString canonical(const QString &name) const { return QFileInfo(path(name)).canonicalFilePath(); }
    [[nodiscard]] bool readAll(const SkillsConfig &config) const
    {
        SkillCatalogue catalogue(config, path(u"cache"_s));
        catalogue.start();
        return QTest::qWaitFor([&catalogue] { return catalogue.progress().complete; }, 20'000);
    }
    [[nodiscard]] static QStringList lines()
    {
        const QMutexLocker lock(&s_mutex);
        return s_log;
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(TestMissingSkills)
#include "tst_missing_skills.moc"
