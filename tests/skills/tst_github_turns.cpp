// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "github_test.h"

#include <QFile>
#include <QTest>

#include <vector>

#include <sys/stat.h>

/// Several backends that share one cache ask GitHub in turn.
class TestGitHubTurns : public GitHubTest
{
    Q_OBJECT

private slots:
    void severalAtOnceAskOnce();
    void whatOneWasToldTheOthersKnow();
    void anotherTokenAsksForItself();
    void whoAsksAndEndsLeavesItToTheNext();
    void aTurnThatCannotBeWrittenDownIsEverybodys();
};

/// Each stands for a process: the turn is between open files.
struct Together
{
    Together(const SkillsConfig &config, const QString &cache, int count)
    {
        for (int i = 0; i < count; ++i) {
            sources.push_back(std::make_unique<GitHubSources>(config, ReadingRules(), cache));
            QObject::connect(sources.back().get(), &GitHubSources::readingsMade, sources.back().get(),
                             [this] { ++made; });
            QObject::connect(sources.back().get(), &GitHubSources::settled, sources.back().get(),
                             [this] { ++settled; });
        }
    }
    void start()
    {
        for (const auto &each : sources)
            each->start();
    }
    int made = 0, settled = 0;
    std::vector<std::unique_ptr<GitHubSources>> sources;
};

void TestGitHubTurns::severalAtOnceAskOnce()
{
    FakeGitHub server([](const FakeGitHub::Request &request) {
        if (request.headers.value("if-none-match") == "\"v1\"")
            return FakeGitHub::answer("304 Not Modified");
        return FakeGitHub::answer("200 OK", {"ETag: \"v1\""}, archiveWith("One."));
    });
    qputenv("SKILLS_BACKEND_GITHUB_URL", server.address());
    Together together(config({"o/r"}), cache(), 10);
    together.start();
    QTRY_COMPARE(together.made, 10);
    QTRY_COMPARE(together.settled, 10);
    QCOMPARE(server.requests.size(), 1);
    for (const auto &each : together.sources)
        QCOMPARE(each->errors(), QStringList());

    // The copy is old, and all of them find out at once that it still holds.
    makeOlder(cache() + QStringLiteral("/github/o~r~/state.json"));
    Together later(config({"o/r"}), cache(), 10);
    later.start();
    QTRY_COMPARE(later.made, 10);
    QTRY_COMPARE(server.requests.size(), 2);
    // Nobody waits any more: each can have its turn.
    const auto isFree = [this] { return AskingTurn(cache() + QStringLiteral("/github/o~r~/asked.json")).take(); };
    QTRY_VERIFY(isFree());
    for (const auto &each : later.sources)
        each->refresh();
    QTRY_VERIFY(server.requests.size() > 2);
}

void TestGitHubTurns::whatOneWasToldTheOthersKnow()
{
    const QByteArray reset = QByteArray::number(QDateTime::currentSecsSinceEpoch() + 1800);
    FakeGitHub server([&reset](const FakeGitHub::Request &request) {
        if (request.path.contains("/broken/"))
            return FakeGitHub::answer("500 Oops");
        return FakeGitHub::answer("403 rate limit exceeded",
                                  {"x-ratelimit-remaining: 0", "x-ratelimit-reset: " + reset});
    });
    qputenv("SKILLS_BACKEND_GITHUB_URL", server.address());
    Together together(config({"o/r", "o/broken"}), cache(), 10);
    together.start();
    QTRY_COMPARE(together.settled, 10);
    QCOMPARE(server.requests.size(), 2);
    for (const auto &each : together.sources) {
        QCOMPARE(each->errors().size(), 2);
        QVERIFY(each->errors().first().startsWith(QStringLiteral("GitHub o/r cannot be asked until ")));
        QVERIFY(each->errors().last().contains(QStringLiteral("status 500")));
    }
    // Later the one is asked again, the other not before GitHub says.
    Together later(config({"o/r", "o/broken"}), cache(), 1);
    later.start();
    QTRY_COMPARE(later.settled, 1);
    QCOMPARE(server.requests.size(), 3);
    QVERIFY(server.requests.last().path.contains("/broken/"));
}

void TestGitHubTurns::anotherTokenAsksForItself()
{
    const QByteArray reset = QByteArray::number(QDateTime::currentSecsSinceEpoch() + 1800);
    FakeGitHub server([&reset](const FakeGitHub::Request &request) {
        if (request.headers.contains("authorization"))
            return FakeGitHub::answer("200 OK", {}, archiveWith("One."));
        return FakeGitHub::answer("403 rate limit exceeded",
                                  {"x-ratelimit-remaining: 0", "x-ratelimit-reset: " + reset});
    });
    qputenv("SKILLS_BACKEND_GITHUB_URL", server.address());
    Together without(config({"o/r"}), cache(), 1);
    without.start();
    QTRY_COMPARE(without.settled, 1);
    SkillsConfig withToken = config({"o/r"});
    withToken.gitHubToken = QStringLiteral("ghp_secret");
    Together with(withToken, cache(), 1);
    with.start();
    QTRY_COMPARE(with.made, 1);
    QCOMPARE(server.requests.size(), 2);
    QFile note(cache() + QStringLiteral("/github/o~r~/asked.json"));
    QVERIFY(note.open(QIODevice::ReadOnly));
    QVERIFY(!note.readAll().contains("secret"));
}

void TestGitHubTurns::whoAsksAndEndsLeavesItToTheNext()
{
    bool isSilent = true;
    FakeGitHub server([&isSilent](const FakeGitHub::Request &) {
        return isSilent ? QByteArray() : FakeGitHub::answer("200 OK", {}, archiveWith("One."));
    });
    qputenv("SKILLS_BACKEND_GITHUB_URL", server.address());
    auto first = std::make_unique<Together>(config({"o/r"}), cache(), 1);
    first->start();
    QTRY_COMPARE(server.requests.size(), 1);
    Together second(config({"o/r"}), cache(), 1);
    second.start();
    isSilent = false;
    first.reset();
    QTRY_COMPARE(second.made, 1);
    QCOMPARE(server.requests.size(), 2);
}

void TestGitHubTurns::aTurnThatCannotBeWrittenDownIsEverybodys()
{
    const QString file = m_dir->filePath(QStringLiteral("asked.json"));
    AskingTurn first(file), second(file);
    QVERIFY(first.take() && first.take());
    QVERIFY(!second.take());
    first.note({.by = "me", .when = QDateTime::currentDateTimeUtc(), .error = QStringLiteral("no"), .notBefore = 7});
    first.giveBack();
    QVERIFY(second.take());
    QCOMPARE(second.last().by, QByteArray("me"));
    QCOMPARE(second.last().error, QStringLiteral("no"));
    QCOMPARE(second.last().notBefore, 7);
    QVERIFY(second.last().when.isValid());

    const QString pipe = m_dir->filePath(QStringLiteral("pipe"));
    QCOMPARE(mkfifo(qPrintable(pipe), 0600), 0);
    for (const QString &place : {pipe, m_dir->path(), pipe + QStringLiteral("/asked.json")}) {
        AskingTurn one(place), other(place);
        QVERIFY(one.take() && other.take());
        one.note({.by = "me", .when = QDateTime::currentDateTimeUtc(), .error = {}, .notBefore = 0});
        QVERIFY(!one.last().when.isValid());
    }
}

QTEST_GUILESS_MAIN(TestGitHubTurns)
#include "tst_github_turns.moc"
