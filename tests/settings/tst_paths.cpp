// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/settings/paths.h"
#include "core/settings/replace_file.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include <sys/stat.h>
#include <unistd.h>

static int modeOf(const QString &path)
{
    struct stat info = {};
    return lstat(path.toLocal8Bit().constData(), &info) == 0 ? int(info.st_mode & 07777) : -1;
}

class TestPaths : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void theEnvironmentSaysWhereFilesLie();
    void relativeVariablesAreIgnored();
    void withoutHomeTheUserDatabaseTells();
    void withoutARuntimeDirectoryTheTemporaryOneIsUsed();
    void aRuntimeDirectoryOfSomebodyElseIsNotUsed();
    void aPrivateDirectoryIsPrivateWhateverTheUmask_data();
    void aPrivateDirectoryIsPrivateWhateverTheUmask();
    void anOpenDirectoryIsClosed();
    void linksFilesAndImpossiblePlacesAreRefused();
    void aReplacedFileIsPrivateWhateverTheUmask();
    void aLinkIsReplacedAndItsTargetStays();
    void whatCannotBeWrittenIsSaidAndTheOldFileStays();

private:
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestPaths::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    qputenv("HOME", m_dir->path().toLocal8Bit());
    for (const char *name : {"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"})
        qunsetenv(name);
}

void TestPaths::theEnvironmentSaysWhereFilesLie()
{
    const QString home = m_dir->path();
    Paths paths = Paths::fromEnvironment();
    QCOMPARE(paths.settingsFile(), home + QStringLiteral("/.config/skills-tray/settings.ini"));
    QCOMPARE(paths.skillsConfigFile(), home + QStringLiteral("/.config/skills-tray/skills.json"));
    QCOMPARE(paths.logFile(), home + QStringLiteral("/.local/state/skills-tray/backend.log"));
    QCOMPARE(paths.workDirectory(), home + QStringLiteral("/.cache/skills-tray/work"));
    QCOMPARE(paths.autostart, home + QStringLiteral("/.config/autostart"));

    qputenv("XDG_CONFIG_HOME", "/c");
    qputenv("XDG_STATE_HOME", "/s/");
    qputenv("XDG_CACHE_HOME", "/k");
    qputenv("XDG_RUNTIME_DIR", m_dir->path().toLocal8Bit());
    paths = Paths::fromEnvironment();
    QCOMPARE(paths.config, QStringLiteral("/c/skills-tray"));
    QCOMPARE(paths.autostart, QStringLiteral("/c/autostart"));
    QCOMPARE(paths.ownerFile(), QStringLiteral("/s/skills-tray/owner.json"));
    QCOMPARE(paths.tempDirectory(), QStringLiteral("/k/skills-tray/tmp"));
    QCOMPARE(paths.controlSocket(), home + QStringLiteral("/skills-tray/ctl.sock"));
    QCOMPARE(paths.lockFile(), home + QStringLiteral("/skills-tray/lock"));
}

void TestPaths::relativeVariablesAreIgnored()
{
    qputenv("XDG_CONFIG_HOME", "here");
    QCOMPARE(Paths::fromEnvironment().config, m_dir->path() + QStringLiteral("/.config/skills-tray"));
}

void TestPaths::withoutHomeTheUserDatabaseTells() // D09
{
    qunsetenv("HOME");
    const QString config = Paths::fromEnvironment().config;
    QVERIFY2(config.startsWith(u'/') && !config.startsWith(QStringLiteral("/.config")), qPrintable(config));
}

void TestPaths::withoutARuntimeDirectoryTheTemporaryOneIsUsed()
{
    QCOMPARE(Paths::fromEnvironment().runtime, QDir::tempPath() + QStringLiteral("/skills-tray-%1").arg(geteuid()));
}

void TestPaths::aRuntimeDirectoryOfSomebodyElseIsNotUsed()
{
    if (geteuid() == 0) {
        QCOMPARE(chown(m_dir->path().toLocal8Bit().constData(), 65534, 65534), 0);
        qputenv("XDG_RUNTIME_DIR", m_dir->path().toLocal8Bit());
    } else {
        qputenv("XDG_RUNTIME_DIR", "/");
    }
    QVERIFY(Paths::fromEnvironment().runtime.startsWith(QDir::tempPath() + QStringLiteral("/skills-tray-")));
}

void TestPaths::aPrivateDirectoryIsPrivateWhateverTheUmask_data()
{
    QTest::addColumn<int>("mask");
    QTest::newRow("X05 umask 000") << 0;
    QTest::newRow("X05 umask 022") << 022;
    QTest::newRow("umask 0777") << 0777;
}

void TestPaths::aPrivateDirectoryIsPrivateWhateverTheUmask()
{
    QFETCH(int, mask);
    const QString path = m_dir->filePath(QStringLiteral("private"));
    const mode_t before = umask(mode_t(mask));
    const QString error = ensurePrivateDirectory(path);
    umask(before);
    QCOMPARE(error, QString());
    QCOMPARE(modeOf(path), 0700);

    const QString deep = m_dir->filePath(QStringLiteral("a/b/c"));
    QCOMPARE(ensurePrivateDirectory(deep), QString());
    QCOMPARE(ensurePrivateDirectory(deep), QString());
    QCOMPARE(modeOf(m_dir->filePath(QStringLiteral("a"))), 0700);
}

void TestPaths::anOpenDirectoryIsClosed()
{
    const QString path = m_dir->filePath(QStringLiteral("open"));
    QVERIFY(QDir().mkdir(path));
    QCOMPARE(chmod(path.toLocal8Bit().constData(), 0777), 0);
    QCOMPARE(ensurePrivateDirectory(path), QString());
    QCOMPARE(modeOf(path), 0700);
}

void TestPaths::linksFilesAndImpossiblePlacesAreRefused()
{
    const QString link = m_dir->filePath(QStringLiteral("link"));
    QVERIFY(QFile::link(m_dir->path(), link));
    QVERIFY(ensurePrivateDirectory(link).contains(QStringLiteral("symbolic link")));

    const QString file = m_dir->filePath(QStringLiteral("file"));
    QVERIFY(QFile(file).open(QIODevice::WriteOnly));
    QVERIFY(ensurePrivateDirectory(file).contains(QStringLiteral("not a directory")));
    const QString below = ensurePrivateDirectory(file + QStringLiteral("/below"));
    QVERIFY2(below.contains(QStringLiteral("Not a directory")), qPrintable(below));
    QVERIFY(!ensurePrivateDirectory(QStringLiteral("relative")).isEmpty());
}

void TestPaths::aReplacedFileIsPrivateWhateverTheUmask() // X05
{
    const QString file = m_dir->filePath(QStringLiteral("file"));
    for (const mode_t mask : {mode_t(0), mode_t(022)}) {
        const mode_t before = umask(mask);
        const QString error = replaceFile(file, "abc");
        umask(before);
        QCOMPARE(error, QString());
        QCOMPARE(modeOf(file), 0600);
    }
    QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files | QDir::Hidden), QStringList(QStringLiteral("file")));
}

void TestPaths::aLinkIsReplacedAndItsTargetStays()
{
    const QString target = m_dir->filePath(QStringLiteral("target"));
    const QString link = m_dir->filePath(QStringLiteral("link"));
    QCOMPARE(replaceFile(target, "theirs"), QString());
    QVERIFY(QFile::link(target, link));
    QCOMPARE(replaceFile(link, "ours"), QString());
    QVERIFY(!QFileInfo(link).isSymLink());
    QFile file(target);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("theirs"));
}

void TestPaths::whatCannotBeWrittenIsSaidAndTheOldFileStays()
{
    const QString place = m_dir->filePath(QStringLiteral("place"));
    QVERIFY(QDir().mkpath(place + QStringLiteral("/inside")));
    const QString error = replaceFile(place, "abc"); // a directory cannot be replaced by a file
    QVERIFY2(error.startsWith(QStringLiteral("Cannot write %1: ").arg(place)), qPrintable(error));
    QVERIFY(QFileInfo(place + QStringLiteral("/inside")).isDir());
    QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files | QDir::Hidden), QStringList());
    QVERIFY(!replaceFile(m_dir->filePath(QStringLiteral("no/such/file")), "abc").isEmpty());
}

QTEST_GUILESS_MAIN(TestPaths)
#include "tst_paths.moc"
