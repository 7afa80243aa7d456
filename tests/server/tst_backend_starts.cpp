// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "archive_maker.h"
#include "fake_github.h"
#include "raw_http.h"
#include "server_run.h"

#include <QTest>

#include <algorithm>
#include <memory>
#include <vector>

using namespace Qt::StringLiterals;

/// Many clients that start a server of their own each, as `--stdio` has it.
class TestBackendStarts : public QObject
{
    Q_OBJECT

    static constexpr int Many = 30;

    /// Servers with one cache and one source.
    struct Crowd
    {
        explicit Crowd(const FakeGitHub &gitHub)
        {
            for (int i = 0; i < Many; ++i) {
                ServerRun &server = *servers.emplace_back(std::make_unique<ServerRun>());
                server.askGitHubAt(QString::fromLatin1(gitHub.address()));
                QProcessEnvironment environment = server.process.processEnvironment();
                environment.insert(u"XDG_CACHE_HOME"_s, servers.front()->file(u"cache"_s));
                server.process.setProcessEnvironment(environment);
                server.writeConfig(R"(, {"type": "github", "url": "o/r"})");
            }
        }
        void start()
        {
            for (const auto &server : servers) {
                server->launch({u"--stdio"_s, u"--config"_s, server->file(u"skills.json"_s)});
                server->process.write(initializeMessage() + '\n');
            }
        }
        [[nodiscard]] qsizetype logging(const QByteArray &text) const
        {
            return std::count_if(servers.begin(), servers.end(),
                                 [&text](const auto &server) { return server->log.contains(text); });
        }
        std::vector<std::unique_ptr<ServerRun>> servers;
    };

private slots:
    void thirtyAtOnceAskGitHubOnce()
    {
        FakeGitHub gitHub([](const FakeGitHub::Request &) {
            return FakeGitHub::answer("200 OK", {"ETag: \"v1\""},
                                      makeArchive({{.name = "o-r-1/a/SKILL.md",
                                                    .content = "---\nname: a\ndescription: Does it\n---\nDo it.\n"}}));
        });
        gitHub.answersAfterMs = 3000; // so that all are there by then
        Crowd crowd(gitHub);
        crowd.start();
        QTRY_COMPARE_WITH_TIMEOUT(crowd.logging("Read GitHub o/r"), qsizetype(Many), 60'000);
        QCOMPARE(gitHub.requests.size(), 1);
        for (const auto &server : crowd.servers) {
            server->process.write(callMessage(1, "list_skills", "{}") + '\n');
            QTRY_VERIFY_WITH_TIMEOUT(server->out.contains("Does it"), 20'000);
        }
    }

    void aLimitThatIsUsedUpIsLearntOnce()
    {
        const QByteArray reset = QByteArray::number(QDateTime::currentSecsSinceEpoch() + 1800);
        FakeGitHub gitHub([&reset](const FakeGitHub::Request &) {
            return FakeGitHub::answer("403 rate limit exceeded",
                                      {"x-ratelimit-remaining: 0", "x-ratelimit-reset: " + reset});
        });
        Crowd crowd(gitHub);
        crowd.start();
        QTRY_COMPARE_WITH_TIMEOUT(crowd.logging("GitHub o/r cannot be asked until"), qsizetype(Many), 60'000);
        QCOMPARE(gitHub.requests.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestBackendStarts)
#include "tst_backend_starts.moc"
