// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/launch/uvx_probe.h"
#include "fake_uvx.h"
#include "tests/support/held_thread.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

class TestUvxProbe : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void aWorkingOneTellsItsVersion();
    void aBrokenOneIsExplained_data();
    void aBrokenOneIsExplained();
    void aHangingOneIsKilledWithItsChildren();
    void destructionEndsARun();
    void oneThatCannotEndHoldsUpNobody();
    void theNextQuestionMayBeAskedInTheAnswer();
    void onlyACleanEndMeansCached_data();
    void onlyACleanEndMeansCached();
    void endlessOutputIsNotKept();
    void theCacheIsWhereUvSaysItIs();

private:
    [[nodiscard]] QString script(const QByteArray &lines) const
    {
        return writeScript(m_dir->path(), QStringLiteral("uvx"), lines);
    }
    [[nodiscard]] QByteArray written(const char *name) const
    {
        QFile file(m_dir->filePath(QLatin1String(name)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// The number of live processes whose working directory or command line cannot be told apart otherwise: the script
    /// writes the numbers of all its processes into the file `pids`.
    [[nodiscard]] int alive() const;

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestUvxProbe::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
}

int TestUvxProbe::alive() const
{
    int count = 0;
    for (const QByteArray &pid : written("pids").simplified().split(' ')) {
        QFile stat(QStringLiteral("/proc/%1/stat").arg(QString::fromLatin1(pid)));
        if (pid.isEmpty() || !stat.open(QIODevice::ReadOnly))
            continue;
        const QByteArray line = stat.readAll();
        const char state = line.mid(line.lastIndexOf(')') + 2).front();
        count += state != 'Z' && state != 'X';
    }
    return count;
}

void TestUvxProbe::aWorkingOneTellsItsVersion()
{
    UvxProbe probe;
    QSignalSpy known(&probe, &UvxProbe::versionKnown);
    probe.askVersion(writeUvx(m_dir->path(), true));
    QCOMPARE(known.size(), 0); // never from inside the question
    QTRY_COMPARE(known.size(), 1);
    const auto report = known.first().first().value<UvxProbe::Report>();
    QCOMPARE(report.version, QStringLiteral("uvx 0.9.20"));
    QCOMPARE(report.failure, QString());
}

void TestUvxProbe::aBrokenOneIsExplained_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<QString>("told");
    QTest::newRow("fails") << QByteArray("echo 'no such python\nmore' >&2; exit 3")
                           << QStringLiteral("ended with code 3 and said: no such python");
    QTest::newRow("fails silently") << QByteArray("exit 127") << QStringLiteral("ended with code 127");
    QTest::newRow("says nothing") << QByteArray("exit 0") << QStringLiteral("does not tell its version");
    QTest::newRow("crashes") << QByteArray("kill -SEGV $$") << QStringLiteral("it crashed");
}

void TestUvxProbe::aBrokenOneIsExplained()
{
    QFETCH(QByteArray, lines);
    QFETCH(QString, told);
    UvxProbe probe;
    QSignalSpy known(&probe, &UvxProbe::versionKnown);
    const QString uvx = script(lines);
    probe.askVersion(uvx);
    QTRY_COMPARE_WITH_TIMEOUT(known.size(), 1, 20'000);
    const auto report = known.first().first().value<UvxProbe::Report>();
    QCOMPARE(report.version, QString());
    QVERIFY2(report.failure.startsWith(uvx) && report.failure.contains(told), qPrintable(report.failure));

    probe.askVersion(QStringLiteral("/no/such/uvx"));
    QTRY_COMPARE(known.size(), 2);
    const QString missing = known.at(1).first().value<UvxProbe::Report>().failure;
    QVERIFY2(missing.startsWith(QStringLiteral("/no/such/uvx cannot be run")), qPrintable(missing));
}

void TestUvxProbe::aHangingOneIsKilledWithItsChildren()
{
    UvxProbe probe;
    QSignalSpy known(&probe, &UvxProbe::versionKnown);
    QElapsedTimer clock;
    clock.start();
    probe.askVersion(script("cd \"${0%/*}\"; trap '' TERM; sleep 1000 & echo $$ $! > pids; wait; wait"), 3000);
    QTRY_COMPARE_WITH_TIMEOUT(alive(), 2, 2900);
    QTRY_COMPARE_WITH_TIMEOUT(known.size(), 1, 20'000);
    qInfo() << "given up after" << clock.elapsed() << "ms";
    QVERIFY(clock.elapsed() >= 2800); // the timer is a coarse one: 5 %
    const auto report = known.first().first().value<UvxProbe::Report>();
    QVERIFY2(report.failure.endsWith(QStringLiteral("did not tell its version within 3 s")),
             qPrintable(report.failure));
    QVERIFY(report.mayPass); // tried again: the computer may only be busy
    QTRY_COMPARE(alive(), 0);
}

void TestUvxProbe::destructionEndsARun()
{
    {
        UvxProbe probe;
        probe.askCached(script("cd \"${0%/*}\"; sleep 1000 & echo $$ $! > pids; wait"));
        QTRY_COMPARE(alive(), 2);
    }
    QTRY_COMPARE(alive(), 0);
}

// As in state D: killed, and not gone until whoever holds one of its threads lets it go.
void TestUvxProbe::oneThatCannotEndHoldsUpNobody()
{
    auto run = std::make_unique<ShortRun>();
    run->start(QStringLiteral(SKILLS_FAKE_BACKEND),
               {QStringLiteral("--quiet"), QStringLiteral("--listen-after=600"),
                QStringLiteral("--pid-file=") + m_dir->filePath(QStringLiteral("pids"))},
               QProcessEnvironment::systemEnvironment(), 60'000);
    const auto threads = [this] {
        return QDir(QStringLiteral("/proc/%1/task").arg(written("pids").toLongLong())).count() - 2; // "." and ".."
    };
    QTRY_VERIFY(threads() >= 2);
    HeldThread thread(written("pids").toLongLong(), "fake_backend");
    if (!thread.isHeld())
        QSKIP("this user may not trace a child");
    QElapsedTimer clock;
    clock.start();
    run.reset();
    const qint64 ms = clock.elapsed();
    thread.letGo();
    QVERIFY2(ms < 3000, QByteArray::number(ms).constData());
    QTRY_COMPARE(alive(), 0);
}

void TestUvxProbe::theNextQuestionMayBeAskedInTheAnswer()
{
    UvxProbe probe;
    const QString uvx = writeUvx(m_dir->path(), true);
    QSignalSpy cached(&probe, &UvxProbe::cachedKnown);
    connect(&probe, &UvxProbe::versionKnown, &probe, [&probe, uvx] { probe.askCached(uvx); });
    probe.askVersion(uvx);
    QTRY_COMPARE(cached.size(), 1);
    QCOMPARE(written("asked"), QByteArray("cpu\n--offline\n--python\n3.12\n--with\nmcp>=1.23,<2\n"
                                          "claude-skills-mcp-backend==1.0.6\n--help\n"));
}

void TestUvxProbe::onlyACleanEndMeansCached_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<bool>("cached");
    QTest::newRow("cached") << QByteArray("exit 0") << true;
    QTest::newRow("not cached") << QByteArray("exit 1") << false;
    QTest::newRow("crash") << QByteArray("kill -KILL $$") << false;
    QTest::newRow("hang") << QByteArray("exec sleep 1000") << false;
}

void TestUvxProbe::onlyACleanEndMeansCached()
{
    QFETCH(QByteArray, lines);
    QFETCH(bool, cached);
    UvxProbe probe;
    QSignalSpy known(&probe, &UvxProbe::cachedKnown);
    probe.askCached(script(lines), 2000);
    QTRY_COMPARE(known.size(), 1);
    QCOMPARE(known.first().first().value<UvxProbe::Cache>().isThere, cached);
}

void TestUvxProbe::endlessOutputIsNotKept()
{
    ShortRun run;
    QSignalSpy finished(&run, &ShortRun::finished);
    run.start(script("head -c 10000000 /dev/zero; head -c 10000000 /dev/zero >&2"), {},
              QProcessEnvironment::systemEnvironment(), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 20'000);
    const auto outcome = finished.first().first().value<ShortRun::Outcome>();
    QCOMPARE(outcome.end, ShortRun::End::Exited);
    QCOMPARE(outcome.output.size(), 64 * 1024);
    QCOMPARE(outcome.errors.size(), 64 * 1024);
}

void TestUvxProbe::theCacheIsWhereUvSaysItIs()
{
    qputenv("UV_CACHE_DIR", "/somewhere/uv");
    QCOMPARE(uvCacheDirectory(), QStringLiteral("/somewhere/uv"));
    qunsetenv("UV_CACHE_DIR");
    qputenv("XDG_CACHE_HOME", "/cache");
    QCOMPARE(uvCacheDirectory(), QStringLiteral("/cache/uv"));
    qunsetenv("XDG_CACHE_HOME");
    QCOMPARE(uvCacheDirectory(), QDir::homePath() + QStringLiteral("/.cache/uv"));
}

QTEST_GUILESS_MAIN(TestUvxProbe)
#include "tst_uvx_probe.moc"
