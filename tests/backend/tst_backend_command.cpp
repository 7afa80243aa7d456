// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/launch/backend_command.h"
#include "core/backend/launch/disk_space.h"
#include "core/settings/command_line.h"

#include <QDir>
#include <QProcess>
#include <QTest>

static QString s(const char *text)
{
    return QString::fromUtf8(text);
}

static QStringList list(std::initializer_list<const char *> texts)
{
    QStringList result;
    for (const char *text : texts)
        result.append(s(text));
    return result;
}

class TestBackendCommand : public QObject
{
    Q_OBJECT

private slots:
    void builtinGetsHostPortConfigAndExtras();
    void claudeSkillsMcpIsPinned();
    void customGetsItsArgumentsFilledIn();
    void onlyThreePlaceholdersAreFilledOnce_data();
    void onlyThreePlaceholdersAreFilledOnce();
    void theConfigFileMayBeNamedInManyWays_data();
    void theConfigFileMayBeNamedInManyWays();
    void aCustomBackendMayDoWithoutConfig();
    void aTypedLineIsSplitAsByAShell_data();
    void aTypedLineIsSplitAsByAShell();
    void anUnfinishedLineIsRefused_data();
    void anUnfinishedLineIsRefused();
    void joinedArgumentsComeApartAsTheyWere_data();
    void joinedArgumentsComeApartAsTheyWere();
    void freeSpaceIsToldInGigabytes();

private:
    Paths m_paths{.config = s("/c"), .state = s("/s"), .cache = s("/k"), .runtime = s("/r"), .autostart = s("/a")};
};

void TestBackendCommand::builtinGetsHostPortConfigAndExtras()
{
    Settings settings;
    settings.arguments = list({"--verbose"});
    QCOMPARE(backendProgram(settings, s("/bin/skills-backend")), s("/bin/skills-backend"));
    QCOMPARE(backendArguments(settings, m_paths),
             list({"--host", "127.0.0.1", "--port", "8765", "--config", "/c/skills.json", "--verbose"}));
    QCOMPARE(backendExtraEnvironment(settings.kind), QStringList());
}

void TestBackendCommand::claudeSkillsMcpIsPinned()
{
    Settings settings;
    settings.kind = BackendKind::ClaudeSkillsMcp;
    settings.port = 9000;
    settings.arguments = list({"--verbose", "a b"});
    QCOMPARE(backendProgram(settings, s("/bin/skills-backend")), s("uvx"));
    QCOMPARE(backendArguments(settings, m_paths),
             list({"--python", "3.12", "--with", "mcp>=1.23,<2", "claude-skills-mcp-backend==1.0.6", "--host",
                   "127.0.0.1", "--port", "9000", "--config", "/c/skills.json", "--verbose", "a b"}));
    QCOMPARE(backendExtraEnvironment(settings.kind), list({"UV_TORCH_BACKEND=cpu"}));
}

void TestBackendCommand::customGetsItsArgumentsFilledIn()
{
    Settings settings;
    settings.kind = BackendKind::Custom;
    settings.command = s("  ~/bin/server ");
    settings.host = s("::1");
    settings.arguments = list({"--at={host}:{port}", "{config}", "", "{}"});
    QCOMPARE(backendProgram(settings, QString()), QDir::homePath() + s("/bin/server"));
    QCOMPARE(backendArguments(settings, m_paths), list({"--at=::1:8765", "/c/skills.json", "", "{}"}));
}

void TestBackendCommand::onlyThreePlaceholdersAreFilledOnce_data()
{
    QTest::addColumn<QString>("argument");
    QTest::addColumn<QString>("filled");
    QTest::newRow("all") << s("{host} {port} {config}") << s("h 1 /x/{port}");
    QTest::newRow("a value is not filled again") << s("{config}{config}") << s("/x/{port}/x/{port}");
    QTest::newRow("other braces") << s("{} {Port} {ports} ${HOME} {{port}} {\"a\":{}}")
                                  << s("{} {Port} {ports} ${HOME} {1} {\"a\":{}}");
    QTest::newRow("unfinished") << s("{port") << s("{port");
    QTest::newRow("percent signs") << s("%1 %2 %%") << s("%1 %2 %%");
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("X01 S11 shell") << s("; $(x) `y` | & > {port}\n") << s("; $(x) `y` | & > 1\n");
}

void TestBackendCommand::onlyThreePlaceholdersAreFilledOnce()
{
    QFETCH(QString, argument);
    QFETCH(QString, filled);
    QCOMPARE(fillPlaceholders(argument, s("h"), 1, s("/x/{port}")), filled.isNull() ? s("") : filled);
}

void TestBackendCommand::theConfigFileMayBeNamedInManyWays_data()
{
    QTest::addColumn<QString>("set");
    QTest::addColumn<QString>("file");
    QTest::newRow("not at all") << QString() << s("/c/skills.json");
    QTest::newRow("absolute") << s("/x/y.json") << s("/x/y.json");
    QTest::newRow("home") << s("~/y.json") << QDir::homePath() + s("/y.json");
    QTest::newRow("relative to our config") << s("../y.json") << s("/y.json");
    QTest::newRow("a user called y") << s("~y") << s("/c/~y");
}

void TestBackendCommand::theConfigFileMayBeNamedInManyWays()
{
    QFETCH(QString, set);
    QFETCH(QString, file);
    Settings settings;
    settings.config = set;
    QCOMPARE(backendConfigFile(settings, m_paths), file);
}

void TestBackendCommand::aCustomBackendMayDoWithoutConfig()
{
    Settings settings;
    QVERIFY(usesConfigFile(settings));
    settings.kind = BackendKind::Custom;
    QVERIFY(!usesConfigFile(settings));
    settings.arguments = list({"--config={config}"});
    QVERIFY(usesConfigFile(settings));
}

void TestBackendCommand::aTypedLineIsSplitAsByAShell_data()
{
    QTest::addColumn<QString>("line");
    const auto row = [](const char *line) { QTest::newRow(line) << s(line); };
    row("");
    row("   ");
    row("a  b\tc");
    row("'single quotes' and\\ backslash");
    row("\"double 'quotes'\" 'single \"quotes\"'");
    row("a'b'\"c\"d");
    row("'' \"\" x");
    row("\"\\a \\\" \\\\ \\$ \\`\" '\\a \\'");
    row("\\'\\\"\\\\");
    row("a\\\nb 'c\nd' \"e\\\nf\"");
    row("--with 'mcp>=1.23,<2' --x={port}");
}

void TestBackendCommand::aTypedLineIsSplitAsByAShell()
{
    QFETCH(QString, line);
    // The shell itself is the reference.
    QProcess shell;
    shell.start(s("/bin/sh"), list({"-c"}) + QStringList{s("for a in ") + line + s("\ndo printf '<%s>' \"$a\"; done")});
    QVERIFY(shell.waitForFinished());
    const std::optional<QStringList> words = splitCommandLine(line);
    QVERIFY(words);
    QString shown;
    for (const QString &word : *words)
        shown += u'<' + word + u'>';
    QCOMPARE(shown, QString::fromUtf8(shell.readAllStandardOutput()));
}

void TestBackendCommand::anUnfinishedLineIsRefused_data()
{
    QTest::addColumn<QString>("line");
    for (const char *line : {"a 'b", "a \"b", "a \"b\\\"", "a\\"})
        QTest::newRow(line) << s(line);
}

void TestBackendCommand::anUnfinishedLineIsRefused()
{
    QFETCH(QString, line);
    QString error;
    QVERIFY(!splitCommandLine(line, &error));
    QVERIFY(!error.isEmpty());
    QVERIFY(!splitCommandLine(line));
}

void TestBackendCommand::joinedArgumentsComeApartAsTheyWere_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("none") << QStringList();
    QTest::newRow("plain") << list({"a", "--b=c", "/d/e.f", "{port}"});
    QTest::newRow("S11 hostile") << list(
        {"", " ", "a b", "'", "\"", "\\", "$(touch x)", "`y`", "; z", "\n", "\xC3\xBC"});
}

void TestBackendCommand::joinedArgumentsComeApartAsTheyWere()
{
    QFETCH(QStringList, arguments);
    const std::optional<QStringList> words = splitCommandLine(joinCommandLine(arguments));
    QVERIFY(words);
    QCOMPARE(*words, arguments);
}

void TestBackendCommand::freeSpaceIsToldInGigabytes()
{
    QCOMPARE(freeSpaceText(41'900'000'000), s("41 GB are free."));
    QCOMPARE(freeSpaceText(1'999'999'999), s("1 GB is free."));
    QCOMPARE(freeSpaceText(999'999'999), s("Less than 1 GB is free."));
    QCOMPARE(freeSpaceText(0), s("Less than 1 GB is free."));
    const QString here = freeSpaceText(QDir::tempPath() + s("/not/made/yet"));
    QVERIFY2(here.endsWith(s(" free.")), qPrintable(here));
}

QTEST_GUILESS_MAIN(TestBackendCommand)
#include "tst_backend_command.moc"
