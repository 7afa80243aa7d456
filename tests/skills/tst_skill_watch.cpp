// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/directory_watch.h"
#include "skill_folders.h"
#include "tests/support/test_help.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <functional>
#include <vector>

#include <sys/inotify.h>
#include <unistd.h>

class TestSkillWatch : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void changesAreServedWithinHalfASecond_data();
    void changesAreServedWithinHalfASecond();
    void aHalfWrittenFileIsNotServed();
    void aFileThatIsWrittenWithoutPauseIsServedAllTheSame();
    void aFolderThatComesLaterIsServed();
    void aFolderThatIsReplacedIsServed();
    void movingAroundLeavesNothingBehind();
    void aFloodOfChangesEndsInTheTruth();
    void manySkillsAreReadInTime();
    void withoutWatchesFoldersAreLookedAtAgainAndAgain();
    void anOverflowIsTold();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_dir->filePath(name); }
    [[nodiscard]] QString root() const { return path(QStringLiteral("root")); }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestSkillWatch::changesAreServedWithinHalfASecond_data()
{
    using Change = std::function<void(const QString &)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QString>("description");
    QTest::addColumn<QStringList>("documents");
    const QString a = QStringLiteral("a"), b = QStringLiteral("b"), c = QStringLiteral("c");
    const QString old = QStringLiteral("A test.");
    const QString fresh = QStringLiteral("Newer.");
    const QStringList none, notes{QStringLiteral("notes.md")}, deep{QStringLiteral("x/y/z.md")};
    QTest::addRow("create") << Change([=](auto root) { writeSkill(root, c); }) << QStringList{a, b, c} << old << none;
    QTest::addRow("create deep") << Change([=](auto root) { writeSkill(root + QStringLiteral("/1/2/3"), c); })
                                 << QStringList{a, b, c} << old << none;
    QTest::addRow("modify") << Change([=](auto root) { writeSkill(root, a, "Newer."); }) << QStringList{a, b} << fresh
                            << none;
    QTest::addRow("delete file") << Change([=](auto root) { QFile::remove(root + QStringLiteral("/b/SKILL.md")); })
                                 << QStringList{a} << old << none;
    QTest::addRow("delete folder") << Change([=](auto root) { QDir(root + QStringLiteral("/b")).removeRecursively(); })
                                   << QStringList{a} << old << none;
    QTest::addRow("rename folder") << Change([=](auto root) {
        QDir().rename(root + QStringLiteral("/b"), root + QStringLiteral("/old"));
        writeSkill(root, QStringLiteral("old"), "Was b.");
        writeSkill(root, QStringLiteral("c"));
    }) << QStringList{a, c, QStringLiteral("old")}
                                   << old << none;
    QTest::addRow("move in") << Change([=](auto root) {
        writeSkill(root + QStringLiteral("/../aside"), c);
        QDir().rename(root + QStringLiteral("/../aside/c"), root + QStringLiteral("/c"));
    }) << QStringList{a, b, c}
                             << old << none;
    QTest::addRow("move out") << Change([=](auto root) {
        QDir().rename(root + QStringLiteral("/b"), root + QStringLiteral("/../b"));
    }) << QStringList{a} << old
                              << none;
    QTest::addRow("atomic save") << Change([=](auto root) {
        write(root + QStringLiteral("/a/.SKILL.md.tmp"), skillMd(a, "Newer."));
        ::rename(qPrintable(root + QStringLiteral("/a/.SKILL.md.tmp")),
                 qPrintable(root + QStringLiteral("/a/SKILL.md")));
    }) << QStringList{a, b} << fresh
                                 << none;
    QTest::addRow("a document") << Change([=](auto root) { write(root + QStringLiteral("/a/notes.md"), "1"); })
                                << QStringList{a, b} << old << notes;
    QTest::addRow("a deep document") << Change([=](auto root) { write(root + QStringLiteral("/a/x/y/z.md"), "1"); })
                                     << QStringList{a, b} << old << deep;
    QTest::addRow("a link to a folder") << Change([=](auto root) {
        writeSkill(root + QStringLiteral("/../aside"), c);
        QFile::link(root + QStringLiteral("/../aside/c"), root + QStringLiteral("/c"));
    }) << QStringList{a, b, c} << old << none;
}

void TestSkillWatch::changesAreServedWithinHalfASecond()
{
    using Change = std::function<void(const QString &)>;
    QFETCH(Change, change);
    QFETCH(QStringList, names);
    QFETCH(QString, description);
    QFETCH(QStringList, documents);
    writeSkill(root(), QStringLiteral("a"));
    writeSkill(root(), QStringLiteral("b"));
    SkillCatalogue catalogue(configFor({root()}), path(QStringLiteral("cache")));
    catalogue.start();
    QTRY_COMPARE(catalogue.current()->skills.size(), 2);
    QTRY_VERIFY(catalogue.progress().complete);
    QElapsedTimer elapsed;
    change(root());
    elapsed.start();
    const QString a = QStringLiteral("a");
    const auto isServed = [&] {
        return namesOf(catalogue) == names && descriptionOf(catalogue, a) == description &&
               documentsOf(catalogue, a) == documents;
    };
    while (!isServed() && elapsed.elapsed() < withRoom(2'000))
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 20);
    QVERIFY2(isServed(), qPrintable(namesOf(catalogue).join(u' ') + u'|' + descriptionOf(catalogue, a) + u'|' +
                                    documentsOf(catalogue, a).join(u' ')));
    qInfo("served after %d ms", int(elapsed.elapsed()));
}

void TestSkillWatch::aHalfWrittenFileIsNotServed()
{
    writeSkill(root(), QStringLiteral("a"));
    writeSkill(root(), QStringLiteral("b"));
    SkillCatalogue catalogue(configFor({root()}), path(QStringLiteral("cache")));
    catalogue.start();
    QTRY_COMPARE(namesOf(catalogue).size(), 2);
    bool wasAway = false;
    connect(&catalogue, &SkillCatalogue::changed, this,
            [&] { wasAway = wasAway || !namesOf(catalogue).contains(QStringLiteral("a")); });
    QFile file(root() + QStringLiteral("/a/SKILL.md"));
    QVERIFY(file.open(QIODevice::WriteOnly)); // empty now, and more is to come
    write(root() + QStringLiteral("/a/notes.md"), "something else in the same folder");
    writeSkill(root(), QStringLiteral("c"));
    QTRY_VERIFY(namesOf(catalogue).contains(QStringLiteral("c")));
    file.write(skillMd(QStringLiteral("a"), "Newer."));
    file.close();
    QTRY_COMPARE(descriptionOf(catalogue, QStringLiteral("a")), QStringLiteral("Newer."));
    QTRY_COMPARE(documentsOf(catalogue, QStringLiteral("a")), QStringList{QStringLiteral("notes.md")});
    if (wasAway && isEmulated())
        QSKIP("an emulated processor needs longer than a file may be half written");
    QVERIFY(!wasAway);
}

void TestSkillWatch::aFileThatIsWrittenWithoutPauseIsServedAllTheSame()
{
    writeSkill(root(), QStringLiteral("a"));
    SkillCatalogue catalogue(configFor({root()}), path(QStringLiteral("cache")));
    catalogue.start();
    QTRY_COMPARE(namesOf(catalogue).size(), 1);
    QFile file(root() + QStringLiteral("/a/SKILL.md"));
    QVERIFY(file.open(QIODevice::WriteOnly)); // and nobody ever closes it
    write(root() + QStringLiteral("/a/notes.md"), "1");
    QTRY_COMPARE(catalogue.progress().skipped, 1);
    QTRY_VERIFY(!namesOf(catalogue).contains(QStringLiteral("a")));
}

void TestSkillWatch::aFolderThatComesLaterIsServed()
{
    SkillCatalogue catalogue(configFor({path(QStringLiteral("x/y/skills"))}), path(QStringLiteral("cache")));
    catalogue.start();
    QTRY_COMPARE(catalogue.current()->skills.size(), 3); // our own
    writeSkill(path(QStringLiteral("x/y/skills")), QStringLiteral("late"));
    QTRY_COMPARE(namesOf(catalogue), QStringList{QStringLiteral("late")});
    QDir(path(QStringLiteral("x"))).removeRecursively();
    QTRY_COMPARE(catalogue.current()->skills.size(), 3);
    writeSkill(path(QStringLiteral("x/y/skills")), QStringLiteral("again"));
    QTRY_COMPARE(namesOf(catalogue), QStringList{QStringLiteral("again")});
}

void TestSkillWatch::aFolderThatIsReplacedIsServed()
{
    writeSkill(root(), QStringLiteral("one"));
    writeSkill(path(QStringLiteral("other")), QStringLiteral("two"));
    SkillCatalogue catalogue(configFor({root()}), path(QStringLiteral("cache")));
    catalogue.start();
    QTRY_COMPARE(namesOf(catalogue), QStringList{QStringLiteral("one")});
    QVERIFY(QDir().rename(root(), path(QStringLiteral("before"))));
    QVERIFY(QDir().rename(path(QStringLiteral("other")), root()));
    QTRY_COMPARE(namesOf(catalogue), QStringList{QStringLiteral("two")});
    writeSkill(path(QStringLiteral("before")), QStringLiteral("elsewhere")); // not ours any more
    writeSkill(root(), QStringLiteral("three"));
    QTRY_COMPARE(namesOf(catalogue), (QStringList{QStringLiteral("three"), QStringLiteral("two")}));
}

void TestSkillWatch::movingAroundLeavesNothingBehind()
{
    writeSkill(root() + QStringLiteral("/here"), QStringLiteral("a"));
    SkillCatalogue catalogue(configFor({root()}), path(QStringLiteral("cache")));
    catalogue.start();
    QTRY_COMPARE(namesOf(catalogue).size(), 1);
    QDir().mkpath(root() + QStringLiteral("/there"));
    for (int i = 0; i < 5; ++i) {
        const bool odd = i % 2;
        const QString from = root() + (odd ? QStringLiteral("/there/a") : QStringLiteral("/here/a"));
        const QString to = root() + (odd ? QStringLiteral("/here/a") : QStringLiteral("/there/a"));
        QVERIFY(QDir().rename(from, to));
        QTRY_COMPARE(namesOf(catalogue).size(), 1);
        QTRY_COMPARE(catalogue.current()->skills.first()->directory, QFileInfo(to).canonicalFilePath());
        write(to + QStringLiteral("/SKILL.md"), skillMd(QStringLiteral("a"), QByteArray::number(i) + " moves"));
        QTRY_COMPARE(descriptionOf(catalogue, QStringLiteral("a")), QStringLiteral("%1 moves").arg(i));
    }
}

void TestSkillWatch::aFloodOfChangesEndsInTheTruth()
{
    writeSkill(root(), QStringLiteral("a"));
    SkillCatalogue catalogue(configFor({root()}), path(QStringLiteral("cache")));
    catalogue.start();
    QTRY_VERIFY(catalogue.progress().complete);
    for (int i = 0; i < 3'000; ++i) // faster than they are read
        write(root() + QStringLiteral("/a/%1.md").arg(i % 50), QByteArray::number(i));
    for (int i = 0; i < 300; ++i)
        writeSkill(root(), QStringLiteral("s%1").arg(i));
    for (int i = 0; i < 300; i += 2)
        QDir(root() + QStringLiteral("/s%1").arg(i)).removeRecursively();
    QTRY_COMPARE_WITH_TIMEOUT(catalogue.current()->skills.size(), 151, withRoom(15'000));
    QTRY_COMPARE(documentsOf(catalogue, QStringLiteral("a")).size(), 50);
    const auto skill = catalogue.current()->find(QStringLiteral("a"));
    for (const SkillFile &file : skill->files)
        QVERIFY(catalogue.read(*skill, file.path).has_value());
}

void TestSkillWatch::manySkillsAreReadInTime()
{
    for (int i = 0; i < 2'000; ++i)
        writeSkill(root(), QStringLiteral("skill-%1").arg(i), "Does things.");
    SkillCatalogue catalogue(configFor({root()}), path(QStringLiteral("cache")));
    QElapsedTimer elapsed;
    elapsed.start();
    catalogue.start();
    QTRY_VERIFY_WITH_TIMEOUT(catalogue.progress().complete, withRoom(4'000)); // 1 s, with room for a busy machine
    qInfo("2000 skills after %d ms", int(elapsed.elapsed()));
    QCOMPARE(catalogue.progress().loaded, 2'000);
    elapsed.restart();
    writeSkill(root(), QStringLiteral("skill-1000"), "Newer.");
    while (descriptionOf(catalogue, QStringLiteral("skill-1000")) != QStringLiteral("Newer.") &&
           elapsed.elapsed() < withRoom(2'000))
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 20);
    QCOMPARE(descriptionOf(catalogue, QStringLiteral("skill-1000")), QStringLiteral("Newer."));
    qInfo("one change among them after %d ms", int(elapsed.elapsed()));
}

void TestSkillWatch::withoutWatchesFoldersAreLookedAtAgainAndAgain()
{
    QFile limit(QStringLiteral("/proc/sys/fs/inotify/max_user_instances"));
    if (!limit.open(QIODevice::ReadOnly) || limit.readAll().trimmed().toInt() > 600)
        QSKIP("too many to use them all up for a moment");
    writeSkill(root(), QStringLiteral("a"));
    SkillCatalogue catalogue(configFor({root()}), path(QStringLiteral("cache")));
    std::vector<int> used;
    for (int one = inotify_init1(IN_CLOEXEC); one >= 0; one = inotify_init1(IN_CLOEXEC))
        used.push_back(one);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("The system has no file watches left: .*")));
    catalogue.start();
    QTRY_VERIFY(catalogue.progress().complete);
    for (const int one : used)
        ::close(one);
    QCOMPARE(namesOf(catalogue), QStringList{QStringLiteral("a")});
    QCOMPARE(catalogue.progress().errors.size(), 1);
    writeSkill(root(), QStringLiteral("b"));
    writeSkill(root(), QStringLiteral("a"), "Newer.");
    QTRY_COMPARE_WITH_TIMEOUT(namesOf(catalogue).size(), 2, withRoom(10'000));
    QCOMPARE(descriptionOf(catalogue, QStringLiteral("a")), QStringLiteral("Newer."));
    QDir(root() + QStringLiteral("/b")).removeRecursively();
    QTRY_COMPARE_WITH_TIMEOUT(namesOf(catalogue).size(), 1, withRoom(10'000));
}

void TestSkillWatch::anOverflowIsTold()
{
    QFile limit(QStringLiteral("/proc/sys/fs/inotify/max_queued_events"));
    const int most = limit.open(QIODevice::ReadOnly) ? limit.readAll().trimmed().toInt() : 0;
    if (most < 1 || most > 20'000)
        QSKIP("the queue is too long to be filled");
    // A reader of our own thread, which does not read while it is filled.
    QDir().mkpath(root());
    DirectoryWatch watch;
    QVERIFY(watch.watch(root()));
    QSignalSpy overflowed(&watch, &DirectoryWatch::overflowed);
    for (int i = 0; i < most; ++i) {
        QFile file(root() + QStringLiteral("/%1").arg(i % 2));
        QVERIFY(file.open(QIODevice::WriteOnly)); // neighbours that are equal would count once
    }
    QTRY_COMPARE(overflowed.size(), 1);
}

QTEST_GUILESS_MAIN(TestSkillWatch)
#include "tst_skill_watch.moc"
