// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/skills/source/skill_catalogue.h"
#include "github_test.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

#include <fcntl.h>
#include <sys/stat.h>

using ReadingsBySource = QHash<int, SetBuilder::Readings>;

class TestGitHubSources : public GitHubTest
{
    Q_OBJECT

private slots:
    void aRepositoryIsFetchedOnceAndKept();
    void oneArchiveServesSeveralSources();
    void theTokenStaysWithItsHost();
    void redirectsInCirclesEnd();
    void offlineTheCopyIsUsedAndItsAgeSaid();
    void failuresAreSaid_data();
    void failuresAreSaid();
    void theLimitOfRequestsIsUnderstood();
    void aSilentServerDelaysNothing();
    void aFolderThatIsNotThereIsSaid();
    void whatAnInterruptedDownloadLeftIsRemoved();
    void aMissingRepositoryIsAskedForWhenGitHubSays();
    void aLongIntervalIsKept();
    void aBadArchiveLeavesTheCopyInPlace();
    void aChangeIsServedAndTheErrorForgotten();
};

static QStringList namesOf(const SkillCatalogue &catalogue)
{
    QStringList names;
    for (const auto &skill : catalogue.current()->skills)
        names.append(skill->name);
    return names;
}

void TestGitHubSources::aRepositoryIsFetchedOnceAndKept()
{
    FakeGitHub server([](const FakeGitHub::Request &request) {
        if (request.headers.value("if-none-match") == "\"v1\"")
            return FakeGitHub::answer("304 Not Modified");
        return FakeGitHub::answer("200 OK", {"ETag: \"v1\"", "x-ratelimit-limit: 60"}, archiveWith("One."));
    });
    qputenv("SKILLS_BACKEND_GITHUB_URL", server.address());
    const QString state = cache() + QStringLiteral("/github/o~r~/state.json");
    for (int run = 0; run < 3; ++run) { // the second one begins just after the first
        if (run == 2)
            makeOlder(state);
        SkillCatalogue catalogue(config({"https://github.com/o/r"}), cache());
        catalogue.start();
        QTRY_VERIFY(catalogue.progress().complete);
        QCOMPARE(namesOf(catalogue), (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
        const auto skill = catalogue.current()->find(QStringLiteral("a"));
        QCOMPARE(skill->source, QStringLiteral("https://github.com/o/r/tree/HEAD/skills/a/SKILL.md"));
        QCOMPARE(skill->brokenRule, QString());
        QCOMPARE(catalogue.read(*skill, QStringLiteral("notes.md")), std::optional(QByteArray("notes")));
        QTRY_COMPARE(server.requests.size(), run < 2 ? 1 : 2);
        QTRY_COMPARE(catalogue.progress().updates.apiCalls, run == 1 ? 0 : 1);
        QCOMPARE(catalogue.progress().errors, QStringList());
        QVERIFY(catalogue.progress().updates.last.isValid());
        QVERIFY(catalogue.progress().updates.next > catalogue.progress().updates.last);
    }
    QCOMPARE(server.requests.first().path, QByteArray("/repos/o/r/tarball"));
    QVERIFY(!server.requests.first().headers.contains("authorization"));
    const QStringList trees = QDir(cache() + QStringLiteral("/github/o~r~")).entryList({QStringLiteral("tree-*")});
    QCOMPARE(trees.size(), 1);
    QCOMPARE(QDir(cache() + QStringLiteral("/github/o~r~")).entryList({QStringLiteral("download*")}), QStringList());
}

void TestGitHubSources::oneArchiveServesSeveralSources()
{
    FakeGitHub server(
        [](const FakeGitHub::Request &) { return FakeGitHub::answer("200 OK", {}, archiveWith("One.")); });
    qputenv("SKILLS_BACKEND_GITHUB_URL", server.address());
    SkillCatalogue catalogue(
        config({"https://github.com/o/r/tree/main/other", "https://github.com/o/r/tree/main/skills/a"}), cache());
    catalogue.start();
    QTRY_VERIFY(catalogue.progress().complete);
    QCOMPARE(namesOf(catalogue), (QStringList{QStringLiteral("b"), QStringLiteral("a")}));
    QCOMPARE(server.requests.size(), 1);
    QCOMPARE(server.requests.first().path, QByteArray("/repos/o/r/tarball/main"));
    QCOMPARE(catalogue.current()->skills.last()->source,
             QStringLiteral("https://github.com/o/r/tree/main/skills/a/SKILL.md"));
    QCOMPARE(catalogue.current()->skills.last()->brokenRule, QString());
}

void TestGitHubSources::theTokenStaysWithItsHost()
{
    FakeGitHub other([](const FakeGitHub::Request &) { return FakeGitHub::answer("200 OK", {}, archiveWith("One.")); });
    FakeGitHub server([&other](const FakeGitHub::Request &request) {
        if (request.path == "/repos/o/r/tarball")
            return FakeGitHub::answer("301 Moved", {"Location: /repositories/1/tarball"});
        return FakeGitHub::answer("302 Found", {"Location: " + other.address() + "/o/r.tar.gz?token=x"});
    });
    qputenv("SKILLS_BACKEND_GITHUB_URL", server.address());
    SkillsConfig withToken = config({"o/r"});
    withToken.gitHubToken = QStringLiteral("ghp_secret");
    SkillCatalogue catalogue(withToken, cache());
    catalogue.start();
    QTRY_VERIFY(catalogue.progress().complete);
    QCOMPARE(namesOf(catalogue).size(), 2);
    QCOMPARE(server.requests.size(), 2);
    for (const FakeGitHub::Request &request : server.requests)
        QCOMPARE(request.headers.value("authorization"), QByteArray("Bearer ghp_secret"));
    QCOMPARE(other.requests.size(), 1);
    QVERIFY(!other.requests.first().headers.contains("authorization"));
}

void TestGitHubSources::redirectsInCirclesEnd()
{
    FakeGitHub server([](const FakeGitHub::Request &request) {
        return FakeGitHub::answer("302 Found", {"Location: " + request.path + "x"});
    });
    qputenv("SKILLS_BACKEND_GITHUB_URL", server.address());
    SkillCatalogue catalogue(config({"o/r"}), cache());
    catalogue.start();
    QTRY_VERIFY(catalogue.progress().complete);
    QCOMPARE(catalogue.progress().errors,
             QStringList{QStringLiteral("GitHub o/r leads to an address that is not used")});
    QCOMPARE(server.requests.size(), 6);
    QCOMPARE(catalogue.progress().loaded, 3); // our own
}

void TestGitHubSources::offlineTheCopyIsUsedAndItsAgeSaid()
{
    FakeGitHub server(
        [](const FakeGitHub::Request &) { return FakeGitHub::answer("200 OK", {}, archiveWith("One.")); });
    qputenv("SKILLS_BACKEND_GITHUB_URL", server.address());
    {
        SkillCatalogue catalogue(config({"o/r"}), cache());
        catalogue.start();
        QTRY_VERIFY(catalogue.progress().complete);
    }
    QFile state(cache() + QStringLiteral("/github/o~r~/state.json"));
    QVERIFY(state.open(QIODevice::ReadWrite));
    QByteArray bytes = state.readAll();
    const QByteArray then = QDateTime::currentDateTimeUtc().addSecs(-3 * 3600).toString(Qt::ISODate).toLatin1();
    const qsizetype at = bytes.indexOf("\"confirmed\": \"") + 14;
    bytes.replace(at, bytes.indexOf('"', at) - at, then);
    state.seek(0);
    state.write(bytes);
    state.close();
    server.close();
    QTest::ignoreMessage(QtInfoMsg, "Using the copy of GitHub o/r 3 hours old");
    SkillCatalogue catalogue(config({"o/r"}), cache());
    catalogue.start();
    QTRY_VERIFY(catalogue.progress().complete);
    QCOMPARE(namesOf(catalogue).size(), 2);
    QTRY_COMPARE(catalogue.progress().errors.size(), 1);
    const QString error = catalogue.progress().errors.first();
    QVERIFY2(error.startsWith(QStringLiteral("GitHub o/r cannot be reached (")), qPrintable(error));
    QVERIFY2(error.endsWith(QStringLiteral("; its copy, 3 hours old, is used")), qPrintable(error));
}

void TestGitHubSources::failuresAreSaid_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *status, const char *error) {
        QTest::addRow("%s", status) << FakeGitHub::answer(status, {}, "{}") << QString::fromUtf8(error);
    };
    row("404 Not Found", "GitHub o/r is not there: no such repository or branch, or it is private");
    row("401 Unauthorized", "GitHub o/r cannot be read: GitHub does not accept the token in the config");
    row("403 Forbidden", "GitHub o/r cannot be read: GitHub answers with status 403");
    row("500 Internal Server Error", "GitHub o/r cannot be read: GitHub answers with status 500");
    for (const char *status : {"403 Forbidden", "429 Too Many Requests"}) // of a limit that does not count by the hour
        QTest::addRow("%s, later", status)
            << FakeGitHub::answer(status, {"Retry-After: 60", "x-ratelimit-remaining: 40"}, "{}")
            << QStringLiteral("GitHub o/r cannot be asked until ");
    QTest::addRow("a page to sign in to a network")
        << FakeGitHub::answer("200 OK", {"Content-Type: text/html; charset=utf-8"}, "<!doctype html>")
        << QStringLiteral("GitHub o/r sent a web page, not an archive: does this network want somebody to sign in?");
    row("204 No Content", "GitHub o/r cannot be read: GitHub answers with status 204");
    row("200 OK", "GitHub o/r sent an archive that is not used");
    QTest::addRow("no HTTP") << QByteArray("hello\r\n\r\n") << QStringLiteral("GitHub o/r cannot be reached (");
}

void TestGitHubSources::failuresAreSaid()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, error);
    FakeGitHub server([&answer](const FakeGitHub::Request &) { return answer; });
    qputenv("SKILLS_BACKEND_GITHUB_URL", server.address());
    SkillCatalogue catalogue(config({"o/r"}), cache());
    catalogue.start();
    QTRY_VERIFY(catalogue.progress().complete);
    QCOMPARE(catalogue.progress().errors.size(), 1);
    QVERIFY2(catalogue.progress().errors.first().startsWith(error), qPrintable(catalogue.progress().errors.first()));
}

void TestGitHubSources::theLimitOfRequestsIsUnderstood()
{
    const QDateTime reset = QDateTime::currentDateTime().addSecs(1800);
    FakeGitHub server([&reset](const FakeGitHub::Request &request) {
        if (request.path.contains("/unlimited/"))
            return FakeGitHub::answer("404 Not Found");
        return FakeGitHub::answer("403 rate limit exceeded",
                                  {"x-ratelimit-limit: 60", "x-ratelimit-remaining: 0",
                                   "x-ratelimit-reset: " + QByteArray::number(reset.toSecsSinceEpoch())});
    });
    const auto asked = [&server](const QByteArray &repository) {
        return std::count_if(server.requests.begin(), server.requests.end(),
                             [&](const FakeGitHub::Request &request) { return request.path.contains(repository); });
    };
    qputenv("SKILLS_BACKEND_GITHUB_URL", server.address());
    GitHubSources sources(config({"o/limited", "o/unlimited"}), {}, cache());
    QSignalSpy settled(&sources, &GitHubSources::settled);
    sources.start();
    QTRY_COMPARE(settled.size(), 1);
    QVERIFY2(sources.errors().value(0).startsWith(QStringLiteral("GitHub o/limited cannot be asked until ") +
                                                  reset.toString(QStringLiteral("HH:mm"))),
             qPrintable(sources.errors().value(0)));
    QCOMPARE(sources.updates().apiLimit, 60);
    // Asked in vain, so it is not asked, while its neighbour is.
    sources.refresh();
    QTRY_COMPARE(asked("/unlimited/"), 2);
    QCOMPARE(asked("/limited/"), 1);
}

void TestGitHubSources::aSilentServerDelaysNothing()
{
    FakeGitHub server([](const FakeGitHub::Request &request) {
        return request.path.contains("/good/") ? FakeGitHub::answer("200 OK", {}, archiveWith("One.")) : QByteArray();
    });
    qputenv("SKILLS_BACKEND_GITHUB_URL", server.address());
    GitHubSources sources(config({"o/silent", "o/good"}), {}, cache(),
                          {.silenceMs = 1'500, .overallMs = 5'000, .settleMs = 500});
    QSignalSpy settled(&sources, &GitHubSources::settled);
    QSignalSpy made(&sources, &GitHubSources::readingsMade);
    QElapsedTimer elapsed;
    elapsed.start();
    sources.start();
    QTRY_COMPARE(made.size(), 1); // the good one does not wait for the other
    QCOMPARE(made.first().first().value<ReadingsBySource>().keys(), QList<int>{1});
    QTRY_COMPARE(settled.size(), 1);
    qInfo("settled after %d ms", int(elapsed.elapsed()));
    QCOMPARE(sources.errors().size(), 1);
    QVERIFY(sources.errors().first().contains(QStringLiteral("it comes when it is")));
    QTRY_COMPARE(sources.errors().value(0), QStringLiteral("GitHub o/silent does not answer"));
    QCOMPARE(settled.size(), 1);
}

void TestGitHubSources::aFolderThatIsNotThereIsSaid()
{
    FakeGitHub server(
        [](const FakeGitHub::Request &) { return FakeGitHub::answer("200 OK", {}, archiveWith("One.")); });
    qputenv("SKILLS_BACKEND_GITHUB_URL", server.address());
    SkillCatalogue catalogue(
        config({"https://github.com/o/r/tree/main/skils", "https://github.com/o/r/tree/main/skills/a"}), cache());
    catalogue.start();
    QTRY_VERIFY(catalogue.progress().complete);
    QCOMPARE(namesOf(catalogue), QStringList{QStringLiteral("a")});
    QTRY_COMPARE(catalogue.progress().errors, QStringList{QStringLiteral("GitHub o/r has no folder skils")});
}

void TestGitHubSources::whatAnInterruptedDownloadLeftIsRemoved()
{
    const QString folder = cache() + QStringLiteral("/github/o~r~");
    QVERIFY(QDir().mkpath(folder + QStringLiteral("/tree-old/r")));
    const QStringList files{QStringLiteral("download-old"), QStringLiteral("download-new")};
    for (const QString &name : files) {
        QFile file(folder + u'/' + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        if (name == files.first())
            QVERIFY(file.setFileTime(QDateTime::currentDateTime().addDays(-1), QFileDevice::FileModificationTime));
    }
    const timespec yesterday[2] = {{.tv_sec = time(nullptr) - 86'400, .tv_nsec = 0},
                                   {.tv_sec = time(nullptr) - 86'400, .tv_nsec = 0}};
    QCOMPARE(utimensat(AT_FDCWD, qPrintable(folder + QStringLiteral("/tree-old")), yesterday, 0), 0);
    FakeGitHub server([](const FakeGitHub::Request &) { return FakeGitHub::answer("404 Not Found"); });
    qputenv("SKILLS_BACKEND_GITHUB_URL", server.address());
    GitHubSources sources(config({"o/r"}), {}, cache());
    sources.start();
    QCOMPARE(QDir(folder).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
             (QStringList{QStringLiteral("asked.json"), QStringLiteral("download-new")}));
}

void TestGitHubSources::aMissingRepositoryIsAskedForWhenGitHubSays()
{
    bool isLimited = true;
    FakeGitHub server([&isLimited](const FakeGitHub::Request &) {
        if (!isLimited)
            return FakeGitHub::answer("200 OK", {}, archiveWith("One."));
        return FakeGitHub::answer("403 rate limit exceeded",
                                  {"x-ratelimit-remaining: 0",
                                   "x-ratelimit-reset: " + QByteArray::number(QDateTime::currentSecsSinceEpoch() - 2)});
    });
    qputenv("SKILLS_BACKEND_GITHUB_URL", server.address());
    SkillsConfig once = config({"o/r"});
    once.autoUpdateEnabled = false; // what is missing comes all the same
    GitHubSources sources(once, {}, cache());
    QSignalSpy made(&sources, &GitHubSources::readingsMade);
    sources.start();
    QTRY_COMPARE(sources.errors().size(), 1);
    isLimited = false;
    QTRY_COMPARE_WITH_TIMEOUT(made.size(), 1, 20'000);
    QTRY_COMPARE(sources.errors(), QStringList());
}

void TestGitHubSources::aLongIntervalIsKept()
{
    FakeGitHub server(
        [](const FakeGitHub::Request &) { return FakeGitHub::answer("200 OK", {}, archiveWith("One.")); });
    qputenv("SKILLS_BACKEND_GITHUB_URL", server.address());
    SkillsConfig monthly = config({"o/r"});
    for (const int minutes : {43'200, 71'583, 525'600}) {
        monthly.autoUpdateIntervalMinutes = minutes;
        GitHubSources sources(monthly, {}, cache());
        sources.start();
        const qint64 left = QDateTime::currentDateTimeUtc().secsTo(sources.updates().next);
        QVERIFY2(std::abs(left - 60LL * minutes) < 60, qPrintable(QString::number(left)));
    }
}

void TestGitHubSources::aBadArchiveLeavesTheCopyInPlace()
{
    QByteArray archive = archiveWith("One.");
    FakeGitHub server([&archive](const FakeGitHub::Request &) { return FakeGitHub::answer("200 OK", {}, archive); });
    qputenv("SKILLS_BACKEND_GITHUB_URL", server.address());
    GitHubSources sources(config({"o/r"}), {}, cache());
    QSignalSpy made(&sources, &GitHubSources::readingsMade);
    sources.start();
    QTRY_COMPARE(made.size(), 1);
    archive = makeArchive(
        {{.name = "r/a/SKILL.md", .content = skillMd("a", "Bad.")}, {.name = "../../evil", .content = "x"}});
    sources.refresh();
    QTRY_COMPARE(sources.errors().size(), 1);
    QVERIFY2(sources.errors().first().contains(
                 QStringLiteral("not used: a name leads out of its folder, ../../evil; its copy")),
             qPrintable(sources.errors().first()));
    QCOMPARE(made.size(), 1);
    QCOMPARE(QDir(cache() + QStringLiteral("/github/o~r~")).entryList({QStringLiteral("tree-*")}).size(), 1);
    QVERIFY(!QFile::exists(cache() + QStringLiteral("/github/evil")));
}

void TestGitHubSources::aChangeIsServedAndTheErrorForgotten()
{
    QByteArray answer = FakeGitHub::answer("200 OK", {"ETag: 1"}, archiveWith("One."));
    FakeGitHub server([&answer](const FakeGitHub::Request &) { return answer; });
    qputenv("SKILLS_BACKEND_GITHUB_URL", server.address());
    GitHubSources sources(config({"o/r"}), {}, cache());
    QSignalSpy made(&sources, &GitHubSources::readingsMade);
    sources.start();
    QTRY_COMPARE(made.size(), 1);
    answer = FakeGitHub::answer("500 Oops");
    sources.refresh();
    QTRY_COMPARE(sources.errors().size(), 1);
    answer = FakeGitHub::answer("200 OK", {"ETag: 2"}, archiveWith("Two."));
    sources.refresh();
    QTRY_COMPARE(made.size(), 2);
    QCOMPARE(sources.errors(), QStringList());
    QCOMPARE(server.requests.last().headers.value("if-none-match"), QByteArray("1"));
    const auto readings = made.last().first().value<ReadingsBySource>().value(0);
    for (const SkillReading &reading : readings)
        QCOMPARE(reading.skill->description, QStringLiteral("Two."));
}

QTEST_GUILESS_MAIN(TestGitHubSources)
#include "tst_github_sources.moc"
