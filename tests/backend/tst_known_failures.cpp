// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/words/known_failures.h"

#include <QFile>
#include <QTest>

static QStringList transcript(const char *name)
{
    QFile file(QStringLiteral(SKILLS_SOURCE_DIR "/tests/data/transcripts/") + QLatin1String(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(file.readAll()).split(u'\n');
}

class TestKnownFailures : public QObject
{
    Q_OBJECT

private slots:
    void recordedStartFailuresAreExplained_data();
    void recordedStartFailuresAreExplained();
    void aGoodStartIsNoFailure_data();
    void aGoodStartIsNoFailure();
    void recordedCausesOfNoSkillsAreExplained_data();
    void recordedCausesOfNoSkillsAreExplained();
    void theBuiltinBackendIsOfferedOnlyWhereItIs();
    void unknownCausesStayUnknown();
    void theVariableThatIsSetIsNamed();
};

void TestKnownFailures::recordedStartFailuresAreExplained_data()
{
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("fatal");
    QTest::addColumn<bool>("portTaken");
    const auto lines = [](const char *text) { return QString::fromUtf8(text).split(u'\n'); };
    QTest::newRow("S19 mcp 2.x") << transcript("mcp2.err") << QStringLiteral("version 2 of its library mcp") << true
                                 << false;
    QTest::newRow("port taken") << transcript("port-in-use.err").mid(0, 20)
                                << QStringLiteral("Port 8765 was taken by another program") << false << true;
    QTest::newRow("S18 uv without network")
        << lines("  × No solution found when resolving tool dependencies:\n"
                 "  ╰─▶ Because claude-skills-mcp-backend was not found in the cache and you require\n"
                 "      claude-skills-mcp-backend==1.0.6, we can conclude that your requirements are unsatisfiable.\n"
                 "      hint: Packages were unavailable because the network was disabled.")
        << QStringLiteral("the network is not used") << true << false;
    QTest::newRow("S18 uv, unknown package")
        << lines("error: No solution found when resolving tool dependencies:\n"
                 "  Because nosuchpackage was not found in the package registry and you require nosuchpackage, we can\n"
                 "  conclude that your requirements are unsatisfiable.")
        << QStringLiteral("no packages that fit together") << true << false;
    QTest::newRow("wrong Python, uv resolving")
        << lines("error: No solution found when resolving tool dependencies:\n"
                 "  Because the current Python version (3.11.2) does not\n  satisfy Python>=3.12,<3.13 and\n"
                 "  claude-skills-mcp-backend==1.0.6 depends on Python>=3.12,<3.13, we can conclude …")
        << QStringLiteral("needs Python 3.12") << true << false;
    QTest::newRow("S18 uv 0.13 without network")
        << lines("error: No solution found when resolving tool dependencies\n"
                 "  cause: Because claude-skills-mcp-backend was not found in the cache and you require "
                 "claude-skills-mcp-backend==1.0.6, we can conclude that your requirements are unsatisfiable.\n"
                 "hint: Packages were unavailable because the network was disabled. When the network is disabled, "
                 "registry packages may only be read from the cache.")
        << QStringLiteral("the network is not used") << true << false;
    QTest::newRow("wrong Python, uv 0.13 resolving")
        << lines("error: No solution found when resolving tool dependencies\n"
                 "  cause: Because the current Python version (3.11.7) does not satisfy Python>=3.12,<3.13 and "
                 "claude-skills-mcp-backend==1.0.6 depends on Python>=3.12,<3.13, we can conclude that "
                 "claude-skills-mcp-backend==1.0.6 cannot be used.")
        << QStringLiteral("needs Python 3.12") << true << false;
    QTest::newRow("broken Python, uv 0.13")
        << lines("error: Failed to inspect Python interpreter from first executable in the search path at "
                 "`/home/x/.pyenv/shims/python3.12`\n"
                 "  cause: Querying Python at `/home/x/.pyenv/shims/python3.12` failed with exit status exit status: "
                 "127\n"
                 "         [stderr]\n         pyenv: python3.12: command not found")
        << QStringLiteral("Python that uv found does not work") << true << false;
    QTest::newRow("uv 0.13 that cannot reach what it has to download")
        << lines("warning: The `--torch-backend` option is experimental and may change without warning.\n"
                 "error: Request failed after 3 retries in 6.6s\n"
                 "  cause: Failed to download `https://example.org/cpython-3.12.16-x86_64-unknown-linux-gnu.tar.gz`\n"
                 "  cause: error sending request for url (https://example.org/cpython-3.12.16.tar.gz)\n"
                 "  cause: client error (Connect)\n  cause: dns error\n  cause: error resolving DNS\n"
                 "  cause: failed to lookup address information: Name or service not known")
        << QStringLiteral("uv could not download") << false << false;
    QTest::newRow("uv 0.9 that cannot reach what it has to download")
        << lines("error: Failed to fetch: `https://example.org/simple/claude-skills-mcp-backend/`\n"
                 "  Caused by: Request failed after 3 retries\n"
                 "  Caused by: error sending request for url\n  Caused by: operation timed out")
        << QStringLiteral("uv could not download") << false << false;
    QTest::newRow("wrong Python, none found")
        << lines("error: No interpreter found for Python 3.12 in managed installations or search path")
        << QStringLiteral("needs Python 3.12") << true << false;
    QTest::newRow("built-in: a source that is none")
        << lines("/home/x y/.config/skills-tray/skills.json: entry 2 of \"skill_sources\" needs \"url\", an address "
                 "such as https://github.com/OWNER/REPO")
        << QStringLiteral("does not accept its config: entry 2 of \"skill_sources\" needs \"url\"") << true << false;
    // uv 0.9's words, as in the form "error:" and in the form with a cross.
    const QString tls = QStringLiteral("certificate of the server");
    QTest::newRow("D03 certificate")
        << lines("  × Failed to fetch: `https://example.org/simple/mcp/`\n  ├─▶ Request failed after 3 retries\n"
                 "  ├─▶ client error (Connect)\n  ╰─▶ invalid peer certificate: UnknownIssuer")
        << tls << true << false;
    QTest::newRow("D03 certificate, error")
        << lines("error: Request failed after 3 retries\n  Caused by: Failed to fetch: `https://example.org/simple/`\n"
                 "  Caused by: invalid peer certificate: UnknownIssuer")
        << tls << true << false;
    QTest::newRow("D03 proxy") << lines("error: Failed to fetch: `https://example.org/simple/mcp/`\n"
                                        "  Caused by: tunnel error: proxy authorization required")
                               << QStringLiteral("proxy wants a user name") << true << false;
    QTest::newRow("D03 no network, with a cross")
        << lines("  × Failed to download `torch==2.9.1`\n  ├─▶ Failed to extract archive\n  ╰─▶ operation timed out")
        << QStringLiteral("uv could not download") << false << false;
    QTest::newRow("D04 disk full") << lines("error: Failed to query Python interpreter\n"
                                            "  Caused by: No space left on device (os error 28) at path \"/x/.tmpX\"")
                                   << QStringLiteral("No space was left") << true << false;
    QTest::newRow("D04 disk full, late")
        << lines("  × Failed to download `torch==2.9.1+cpu`\n  ├─▶ Failed to extract archive: torch.whl\n"
                 "  ╰─▶ No space left on device (os error 28)")
        << QStringLiteral("No space was left") << true << false;
    QTest::newRow("D04 quota") << lines("OSError: [Errno 122] Disk quota exceeded: '/home/x/.cache/huggingface'")
                               << QStringLiteral("No space was left") << true << false;
    QTest::newRow("D04 read-only") << lines(
                                          "error: Failed to initialize cache at `/x/uv`\n  Caused by: failed to create "
                                          "directory `/x/uv`: Read-only file system (os error 30)")
                                   << QStringLiteral("read-only") << true << false;
    QTest::newRow("D04 cache held")
        << lines("error: Could not acquire lock\n  Caused by: Timeout (300s) when waiting for "
                 "lock on `/x/uv`, is another uv process running?")
        << QStringLiteral("its cache to itself") << false << false;
    QTest::newRow("D01 mcp 2.x, another word")
        << lines("Traceback (most recent call last):\n  File \"/x/server.py\", line 90, in main\n"
                 "TypeError: FastMCP.run() got an unexpected keyword argument 'host'")
        << QStringLiteral("version 2 of its library mcp") << true << false;
    QTest::newRow("D06 model at the start")
        << lines(
               "OSError: We couldn't connect to 'https://huggingface.co' to load the files, and couldn't find them in "
               "the cached files.")
        << QStringLiteral("search model is not on this computer") << false << false;
    QTest::newRow("D10 variable")
        << lines("Traceback (most recent call last):\npydantic_core._pydantic_core.ValidationError: 1 validation error "
                 "for Settings\nlog_level\n  Input should be 'DEBUG', 'INFO', 'WARNING', 'ERROR' or 'CRITICAL' "
                 "[type=literal_error, input_value='debug', input_type=str]")
        << QStringLiteral("does not accept FASTMCP_LOG_LEVEL") << true << false;
    QTest::newRow("wrong Python, pip")
        << lines("ERROR: Package 'claude-skills-mcp-backend' requires a different Python: 3.11.2 not in '<3.13,>=3.12'")
        << QStringLiteral("needs Python 3.12") << true << false;
}

void TestKnownFailures::recordedStartFailuresAreExplained()
{
    QFETCH(QStringList, lines);
    QFETCH(QString, text);
    QFETCH(bool, fatal);
    QFETCH(bool, portTaken);
    const std::optional<KnownFailure> known = knownStartFailure(lines, 8765);
    QVERIFY(known);
    QVERIFY2(known->words.cause.contains(text), qPrintable(known->words.cause));
    QCOMPARE(known->fatal, fatal);
    QCOMPARE(known->portTaken, portTaken);
    QVERIFY(!known->words.cause.endsWith(u'.') && known->words.advice.endsWith(u'.'));
    QVERIFY(!known->words.remedies.isEmpty());
}

void TestKnownFailures::aGoodStartIsNoFailure_data()
{
    QTest::addColumn<QStringList>("lines");
    QTest::newRow("ready") << transcript("ready.err");
    QTest::newRow("ready with columns") << transcript("ready-columns.err");
    QTest::newRow("nothing") << QStringList();
}

void TestKnownFailures::aGoodStartIsNoFailure()
{
    QFETCH(QStringList, lines);
    QVERIFY(!knownStartFailure(lines, 8765));
    QVERIFY(!knownCauseOfNoSkills(lines, true));
}

void TestKnownFailures::recordedCausesOfNoSkillsAreExplained_data()
{
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("suggested");
    const auto row = [](const char *name, const QStringList &lines, const char *text, Remedy suggested) {
        QTest::newRow(name) << lines << QString::fromUtf8(text) << int(suggested);
    };
    const QString gitHub = QStringLiteral("Error loading from GitHub https://github.com/a/b: ");
    row("model", transcript("no-model.err"), "No skills: the search model could not be downloaded", Remedy::TryAgain);
    row("offline", transcript("offline.err"), "No skills: GitHub could not be reached", Remedy::TryAgain);
    row("rate limit", {gitHub + QStringLiteral("403 Client Error: rate limit exceeded")},
        "No skills: GitHub refuses further requests for now", Remedy::TryAgain);
    row("no such repository", {gitHub + QStringLiteral("Client error '404 Not Found'")},
        "No skills: a GitHub source does not exist", Remedy::OpenConfig);
    row("built-in, offline", {QStringLiteral("GitHub a/b cannot be reached (Host api.github.com not found)")},
        "No skills: GitHub could not be reached", Remedy::TryAgain);
    row("built-in, rate limit",
        {QStringLiteral("GitHub a/b cannot be asked until 19:00: GitHub's limit of requests is used up")},
        "No skills: GitHub refuses further requests for now", Remedy::TryAgain);
    row("built-in, no such repository",
        {QStringLiteral("GitHub a/b is not there: no such repository or branch, or it is private")},
        "No skills: a GitHub source does not exist", Remedy::OpenConfig);
    row("built-in, token",
        {QStringLiteral("GitHub a/b cannot be read: GitHub does not accept the token in the config")},
        "No skills: GitHub does not accept the token in the config", Remedy::OpenConfig);
    row("folder", {QStringLiteral("Local path /x y/skills does not exist, skipping")},
        "No skills: the folder /x y/skills does not exist", Remedy::OpenConfig);
}

void TestKnownFailures::recordedCausesOfNoSkillsAreExplained()
{
    QFETCH(QStringList, lines);
    QFETCH(QString, text);
    QFETCH(int, suggested);
    const std::optional<KnownFailure> known = knownCauseOfNoSkills(lines, true);
    QVERIFY(known);
    QCOMPARE(known->words.cause, text);
    QVERIFY(!known->fatal);
    QCOMPARE(int(known->words.remedies.first()), suggested);
    QVERIFY(known->words.remedies.contains(Remedy::ShowError));
    QVERIFY(known->words.answer.endsWith(u'.') && known->words.advice.endsWith(u'.'));
}

void TestKnownFailures::theBuiltinBackendIsOfferedOnlyWhereItIs()
{
    const QStringList lines = transcript("no-model.err");
    QVERIFY(knownCauseOfNoSkills(lines, true)->words.remedies.contains(Remedy::UseBuiltin));
    const std::optional<KnownFailure> without = knownCauseOfNoSkills(lines, false);
    QVERIFY(!without->words.remedies.contains(Remedy::UseBuiltin));
    QVERIFY(!without->words.advice.contains(QStringLiteral("built-in")));
}

void TestKnownFailures::theVariableThatIsSetIsNamed() // D10
{
    const QStringList lines{QStringLiteral("ValidationError: 1 validation error for Settings"),
                            QStringLiteral("log_level"),
                            QStringLiteral("  Input should be 'DEBUG', 'INFO' or 'ERROR'")};
    const QStringList set{QStringLiteral("LOG_LEVEL"), QStringLiteral("UV_OFFLINE")};
    QVERIFY(knownStartFailure(lines, 8765, set)->words.cause.contains(QStringLiteral("not accept LOG_LEVEL,")));
}

void TestKnownFailures::unknownCausesStayUnknown()
{
    const QStringList lines{QStringLiteral("Segmentation fault"),
                            QStringLiteral("ModuleNotFoundError: No module named 'x'")};
    QVERIFY(!knownStartFailure(lines, 8765));
    QVERIFY(!knownCauseOfNoSkills(lines, true));
}

QTEST_GUILESS_MAIN(TestKnownFailures)
#include "tst_known_failures.moc"
