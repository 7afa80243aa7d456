// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "archive_maker.h"
#include "core/skills/download/archive_unpacker.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

class TestArchive : public QObject
{
    Q_OBJECT

private slots:
    void thePolicyDecides_data();
    void thePolicyDecides();
    void whatIsLargerThanItSaysIsRefused();
    void allSizesTogetherAreLimited();
    void aGoodArchiveIsUnpacked();
    void aBadArchiveLeavesNothingOutside_data();
    void aBadArchiveLeavesNothingOutside();
    void anArchiveCanBeInterrupted();
};

static ArchiveEntry entryOf(const QByteArray &name, ArchiveEntry::Kind kind = ArchiveEntry::File, qint64 size = 1)
{
    return {.kind = kind, .name = name, .size = size};
}

void TestArchive::thePolicyDecides_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("kind");
    QTest::addColumn<qint64>("size");
    QTest::addColumn<int>("verdict");
    QTest::addColumn<QByteArray>("path");
    const auto row = [](const char *title, const QByteArray &name, int kind, qint64 size, int verdict,
                        const QByteArray &path = {}) {
        QTest::addRow("%s", title) << name << kind << size << verdict << path;
    };
    using E = ArchiveEntry;
    using P = ArchivePolicy;
    row("file", "r/a/b.md", E::File, 1, P::Write, "a/b.md");
    row("folder", "r/a/", E::Folder, 0, P::Make, "a");
    row("outermost folder", "r/", E::Folder, 0, P::LeaveOut);
    row("file at the top", "a.md", E::File, 1, P::LeaveOut);
    row("dots inside", "r/./a//b.md", E::File, 1, P::Write, "a/b.md");
    row("three dots", "r/.../b.md", E::File, 1, P::Write, ".../b.md");
    row("up", "r/../../b.md", E::File, 1, P::Refuse);
    row("up first", "../b.md", E::File, 1, P::Refuse);
    row("up last", "r/a/..", E::Folder, 0, P::Refuse);
    row("absolute", "/etc/passwd", E::File, 1, P::Refuse);
    row("link", "r/a", E::Link, 0, P::LeaveOut);
    row("link that leads up", "r/../a", E::Link, 0, P::Refuse);
    row("hard link", "r/a", E::HardLink, 0, P::Refuse);
    row("device", "r/a", E::Other, 0, P::Refuse);
    row("no name", "", E::File, 1, P::LeaveOut);
    row("too long a name", "r/" + QByteArray(256, 'a'), E::File, 1, P::LeaveOut);
    row("too deep", "r/" + QByteArray("a/").repeated(33) + "b", E::File, 1, P::LeaveOut);
    row("too long a path", "r/" + QByteArray("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/").repeated(30) + "b", E::File,
        1, P::LeaveOut);
    row("not UTF-8", "r/\xFF", E::File, 1, P::LeaveOut);
    row("control character", "r/a\nb", E::File, 1, P::LeaveOut);
    row("NUL", QByteArray("r/a\0b", 5), E::File, 1, P::LeaveOut);
    row("too large", "r/a", E::File, 65LL * 1024 * 1024, P::LeaveOut);
    row("no size", "r/a", E::File, -1, P::Refuse);
}

void TestArchive::thePolicyDecides()
{
    QFETCH(QByteArray, name);
    QFETCH(int, kind);
    QFETCH(qint64, size);
    QFETCH(int, verdict);
    QFETCH(QByteArray, path);
    ArchivePolicy policy;
    QCOMPARE(int(policy.judge(entryOf(name, ArchiveEntry::Kind(kind), size))), verdict);
    QCOMPARE(policy.path(), path);
    QCOMPARE(policy.reason().isEmpty(), verdict != ArchivePolicy::Refuse);
}

void TestArchive::whatIsLargerThanItSaysIsRefused()
{
    ArchivePolicy policy;
    QCOMPARE(policy.judge(entryOf("r/a", ArchiveEntry::File, 10)), ArchivePolicy::Write);
    QVERIFY(policy.count(4));
    QVERIFY(policy.count(6));
    QVERIFY(!policy.count(1));
}

void TestArchive::allSizesTogetherAreLimited()
{
    ArchivePolicy policy({.total = 100, .file = 60, .entries = 4});
    QCOMPARE(policy.judge(entryOf("r/a", ArchiveEntry::File, 60)), ArchivePolicy::Write);
    QCOMPARE(policy.judge(entryOf("r/b", ArchiveEntry::File, 40)), ArchivePolicy::Write);
    QCOMPARE(policy.judge(entryOf("r/c", ArchiveEntry::File, 1)), ArchivePolicy::Refuse);
    QCOMPARE(policy.judge(entryOf("r/d", ArchiveEntry::File, 0)), ArchivePolicy::Write);
    QCOMPARE(policy.judge(entryOf("r/e", ArchiveEntry::File, 0)), ArchivePolicy::Refuse);
}

static QString unpack(const QTemporaryDir &folder, const QByteArray &bytes, const ArchiveLimits &limits = {},
                      bool isCancelled = false)
{
    QFile file(folder.filePath(QStringLiteral("archive.tar.gz")));
    if (!file.open(QIODevice::WriteOnly))
        return QStringLiteral("no file");
    file.write(bytes);
    file.close();
    const std::atomic<bool> cancelled(isCancelled);
    return unpackArchive(file.fileName(), folder.filePath(QStringLiteral("in/repo")), limits, cancelled);
}

static QStringList filesIn(const QString &folder)
{
    QStringList names;
    QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (files.hasNext())
        names.append(QDir(folder).relativeFilePath(files.next()));
    names.sort();
    return names;
}

void TestArchive::aGoodArchiveIsUnpacked()
{
    const QTemporaryDir folder;
    const QByteArray archive = makeArchive({{.name = "o-r-1/", .kind = MadeEntry::Folder},
                                            {.name = "o-r-1/SKILL.md", .content = "top"},
                                            {.name = "o-r-1/a/b/c.md", .content = "deep"},
                                            {.name = "o-r-1/link", .kind = MadeEntry::Link, .target = "/etc"},
                                            {.name = "o-r-1/link/x", .content = "not through the link"},
                                            {.name = "o-r-1/SKILL.md", .content = "second"}});
    QCOMPARE(unpack(folder, archive), QString());
    QCOMPARE(
        filesIn(folder.filePath(QStringLiteral("in"))),
        (QStringList{QStringLiteral("repo/SKILL.md"), QStringLiteral("repo/a/b/c.md"), QStringLiteral("repo/link/x")}));
    QFile top(folder.filePath(QStringLiteral("in/repo/SKILL.md")));
    QVERIFY(top.open(QIODevice::ReadOnly));
    QCOMPARE(top.readAll(), QByteArray("top"));
    QVERIFY(!QFile::exists(QStringLiteral("/etc/x")));
}

void TestArchive::aBadArchiveLeavesNothingOutside_data()
{
    QTest::addColumn<QByteArray>("archive");
    QTest::addColumn<QString>("reason");
    const MadeEntry good{.name = "r/a.md", .content = "good"};
    const auto row = [&](const char *title, const QList<MadeEntry> &entries, const char *reason) {
        QTest::addRow("%s", title) << makeArchive(entries) << QString::fromUtf8(reason);
    };
    row("up", {good, {.name = "r/../../../out", .content = "bad"}}, "leads out");
    row("absolute", {good, {.name = "/tmp/skills-out", .content = "bad"}}, "absolute");
    row("hard link", {good, {.name = "r/b", .kind = MadeEntry::HardLink, .target = "/etc/passwd"}}, "hard link");
    row("device", {good, {.name = "r/b", .kind = MadeEntry::Device}}, "neither file nor folder");
    row("bomb", {good, {.name = "r/b", .zeros = 3 * 1024 * 1024}, {.name = "r/c", .zeros = 3 * 1024 * 1024}},
        "more than 5 MiB");
    QList<MadeEntry> many(1001, good);
    row("many", many, "more than 1000 entries");
    QTest::addRow("nothing") << QByteArray() << QString();
    QTest::addRow("no archive") << QByteArray("<html>hello</html>").repeated(100) << QString();
    QTest::addRow("cut off") << makeArchive({good, {.name = "r/b", .content = QByteArray(100'000, 'x')}}).left(150)
                             << QString();
}

void TestArchive::aBadArchiveLeavesNothingOutside()
{
    QFETCH(QByteArray, archive);
    QFETCH(QString, reason);
    const QTemporaryDir folder;
    const QString error = unpack(folder, archive, {.total = 5 * 1024 * 1024, .entries = 1000});
    QVERIFY(!error.isEmpty());
    QVERIFY2(error.contains(reason), qPrintable(error));
    for (const QString &file : filesIn(folder.path()))
        QVERIFY2(file == QStringLiteral("archive.tar.gz") || file.startsWith(QStringLiteral("in/repo/")),
                 qPrintable(file));
}

void TestArchive::anArchiveCanBeInterrupted()
{
    const QTemporaryDir folder;
    QCOMPARE(unpack(folder, makeArchive({{.name = "r/a.md", .content = "x"}}), {}, true),
             QStringLiteral("it was interrupted"));
}

QTEST_GUILESS_MAIN(TestArchive)
#include "tst_archive.moc"
