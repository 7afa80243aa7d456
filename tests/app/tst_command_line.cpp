// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/commands/parsed_command_line.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;

class TestCommandLine : public QObject
{
    Q_OBJECT

private slots:
    void nothingStartsTheApplication()
    {
        const CommandLine line = parseCommandLine({});
        QCOMPARE(line.error, QString());
        QCOMPARE(line.verb, Verb::Run);
        QCOMPARE(line.overrides, Overrides());
        QVERIFY(!line.background && !line.stopped && !line.logToStderr);
    }

    void everyOptionIsUnderstood()
    {
        const CommandLine line =
            parseCommandLine({u"--background"_s, u"--stopped"_s, u"--backend"_s, u"claude-skills-mcp"_s,
                              u"--backend-arg"_s, u"--verbose"_s, u"--backend-arg="_s, u"--host"_s, u"::1"_s,
                              u"--port=9000"_s, u"--config"_s, u"/x/../y.json"_s, u"--log-to-stderr"_s});
        QCOMPARE(line.error, QString());
        QVERIFY(line.background && line.stopped && line.logToStderr);
        QCOMPARE(line.overrides.kind, BackendKind::ClaudeSkillsMcp);
        QCOMPARE(line.overrides.moreArguments, (QStringList{u"--verbose"_s, QString()}));
        QCOMPARE(line.overrides.host, u"::1"_s);
        QCOMPARE(line.overrides.port, 9000);
        QCOMPARE(line.overrides.config, u"/y.json"_s);
        QCOMPARE(line.given.size(), 9);
    }

    void aProgramAfterTheDashesIsTakenAsItIs()
    {
        const CommandLine line = parseCommandLine(
            {u"--port"_s, u"9000"_s, u"--"_s, u"prog"_s, u"--help"_s, u"a b"_s, QString(), u"--"_s, u"$(x)"_s});
        QCOMPARE(line.error, QString());
        QCOMPARE(line.overrides.kind, BackendKind::Custom);
        QCOMPARE(*line.overrides.program,
                 (QStringList{u"prog"_s, u"--help"_s, u"a b"_s, QString(), u"--"_s, u"$(x)"_s}));
    }

    void headlessGoesWithTheOtherWaysToStart()
    {
        const CommandLine line = parseCommandLine({u"--headless"_s, u"--background"_s, u"--stopped"_s});
        QCOMPARE(line.error, QString());
        QVERIFY(line.headless && line.background && line.stopped);
        QVERIFY(!parseCommandLine({u"--background"_s}).headless);
    }

    void aSessionManagerMayStartUsAgain() // A05, C06
    {
        const CommandLine line = parseCommandLine({u"-session"_s, u"10b1c2"_s});
        QCOMPARE(line.error, QString());
        QCOMPARE(line.verb, Verb::Run);
        QVERIFY(line.background);
        QCOMPARE(line.session, u"10b1c2"_s);
        QCOMPARE(line.given, QStringList()); // a second start has nothing to say about it
        QVERIFY(!helpText().contains(u"-session"_s));
    }

    void aRelativeConfigIsMadeAbsolute()
    {
        QCOMPARE(*parseCommandLine({u"--config"_s, u"a.json"_s}).overrides.config, QDir::currentPath() + u"/a.json"_s);
    }

    void localhostMeansOneAddress()
    {
        QCOMPARE(*parseCommandLine({u"--host"_s, u"localhost"_s}).overrides.host, u"127.0.0.1"_s);
    }

    void commandsTakeTheirOptionsInAnyOrder()
    {
        const CommandLine logs = parseCommandLine({u"-f"_s, u"logs"_s, u"-n5"_s, u"--all"_s});
        QCOMPARE(logs.error, QString());
        QCOMPARE(logs.verb, Verb::Logs);
        QVERIFY(logs.follow && logs.all);
        QCOMPARE(logs.lines, 5);
        const CommandLine search =
            parseCommandLine({u"logs"_s, u"--level=Error"_s, u"--json"_s, u"--grep"_s, u"-a|b"_s});
        QCOMPARE(search.error, QString());
        QCOMPARE(search.minimumLevel, Level::Error);
        QCOMPARE(search.pattern, u"-a|b"_s);
        QVERIFY(search.json);
        const CommandLine wait = parseCommandLine({u"wait"_s, u"--timeout"_s, u"1.5"_s, u"settled"_s});
        QCOMPARE(wait.error, QString());
        QCOMPARE(wait.waitFor, u"settled"_s);
        QCOMPARE(wait.timeoutMs, 1500);
    }

    void mistakesAreToldInOneLine_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("names"); // what the message has to name
        const auto row = [](const char *name, const QStringList &arguments, const QString &names) {
            QTest::newRow(name) << arguments << names;
        };
        row("unknown option", {u"--colour"_s}, u"--colour"_s);
        row("unknown short option", {u"-x"_s}, u"-x"_s);
        row("unknown command", {u"pause"_s}, u"pause"_s);
        row("empty argument", {QString()}, u"\"\""_s);
        row("port too small", {u"--port"_s, u"1023"_s}, u"1023"_s);
        row("port too large", {u"--port"_s, u"65536"_s}, u"65536"_s);
        row("port no number", {u"--port"_s, u"80a"_s}, u"80a"_s);
        row("port huge", {u"--port"_s, u"99999999999"_s}, u"99999999999"_s);
        row("port missing", {u"--port"_s}, u"--port"_s);
        row("host no address", {u"--host"_s, u"my host"_s}, u"my host"_s);
        row("host empty", {u"--host="_s}, u"--host"_s);
        row("kind unknown", {u"--backend"_s, u"docker"_s}, u"docker"_s);
        row("config empty", {u"--config="_s}, u"--config"_s);
        row("switch with a value", {u"--stopped=yes"_s}, u"--stopped"_s);
        row("no program", {u"--"_s}, u"--"_s);
        row("empty program", {u"--"_s, QString()}, u"--"_s);
        row("program and another kind", {u"--backend"_s, u"builtin"_s, u"--"_s, u"x"_s}, u"builtin"_s);
        row("wait for nothing", {u"wait"_s}, u"settled"_s);
        row("wait for a strange state", {u"wait"_s, u"happy"_s}, u"happy"_s);
        row("wait for two states", {u"wait"_s, u"ready"_s, u"stopped"_s}, u"stopped"_s);
        row("timeout no number", {u"wait"_s, u"ready"_s, u"--timeout"_s, u"soon"_s}, u"soon"_s);
        row("timeout nan", {u"wait"_s, u"ready"_s, u"--timeout"_s, u"nan"_s}, u"nan"_s);
        row("timeout infinite", {u"wait"_s, u"ready"_s, u"--timeout"_s, u"inf"_s}, u"inf"_s);
        row("timeout negative", {u"wait"_s, u"ready"_s, u"--timeout"_s, u"-1"_s}, u"-1"_s);
        row("lines no number", {u"logs"_s, u"-n"_s, u"ten"_s}, u"ten"_s);
        row("lines negative", {u"logs"_s, u"-n"_s, u"-1"_s}, u"-1"_s);
        row("level unknown", {u"logs"_s, u"--level"_s, u"loud"_s}, u"loud"_s);
        row("level without its command", {u"status"_s, u"--level"_s, u"error"_s}, u"--level"_s);
        row("pattern wrong", {u"logs"_s, u"--grep"_s, u"a("_s}, u"a("_s);
        row("pattern wrong where", {u"logs"_s, u"--grep"_s, u"a("_s}, u"at character 3"_s);
        row("foreign option", {u"stop"_s, u"--json"_s}, u"--json"_s);
        row("option without its command", {u"-f"_s}, u"logs"_s);
        row("start's option with a command", {u"status"_s, u"--port"_s, u"9000"_s}, u"--port"_s);
        row("headless with a command", {u"status"_s, u"--headless"_s}, u"--headless"_s);
        row("headless with a value", {u"--headless=yes"_s}, u"--headless"_s);
        row("two commands", {u"stop"_s, u"start"_s}, u"start"_s);
    }
    void mistakesAreToldInOneLine()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, names);
        const CommandLine line = parseCommandLine(arguments);
        QVERIFY2(line.error.contains(names), qPrintable(line.error));
        QVERIFY(!line.error.contains(u'\n'));
    }

    void helpNamesEveryCommandAndOption()
    {
        QCOMPARE(parseCommandLine({u"stop"_s, u"--help"_s}).verb, Verb::Help);
        QCOMPARE(parseCommandLine({u"--version"_s, u"--port"_s, u"x"_s}).verb, Verb::Version);
        for (const QString &word :
             {u"--background"_s, u"--stopped"_s, u"--backend "_s,      u"--backend-arg"_s, u"--host"_s,
              u"--port"_s,       u"--config"_s,  u"--log-to-stderr"_s, u"-- PROGRAM"_s,    u"status"_s,
              u"start"_s,        u"stop"_s,      u"restart"_s,         u"logs"_s,          u"show"_s,
              u"quit"_s,         u"wait"_s,      u"--timeout"_s,       u"check"_s,         u"--json"_s,
              u"--all"_s,        u"--level"_s,   u"--grep"_s})
            QVERIFY2(helpText().contains(word), qPrintable(word));
    }

    void overridesLeaveTheRestOfTheSettings()
    {
        Settings settings;
        settings.kind = BackendKind::Custom;
        settings.command = u"mine"_s;
        settings.arguments = {u"a"_s};
        settings.graceSeconds = 9;
        Overrides overrides;
        overrides.moreArguments = {u"b"_s};
        overrides.port = 9000;
        Settings expected = settings;
        expected.arguments = {u"a"_s, u"b"_s};
        expected.port = 9000;
        QCOMPARE(overrides.appliedTo(settings), expected);
    }

    void anotherKindDoesNotGetTheArgumentsOfTheFirst()
    {
        Settings settings;
        settings.kind = BackendKind::Custom;
        settings.arguments = {u"a"_s};
        Overrides overrides;
        overrides.kind = BackendKind::ClaudeSkillsMcp;
        const Settings applied = overrides.appliedTo(settings);
        QCOMPARE(applied.arguments, QStringList());
        QCOMPARE(applied.argumentsOf(BackendKind::Custom), QStringList{u"a"_s});
        QVERIFY2(applied.downloadAllowed, "naming it on the command line is a yes to the download");
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
