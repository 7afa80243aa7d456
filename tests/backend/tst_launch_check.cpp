// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/backend/launch/backend_command.h"
#include "core/backend/launch/config_check.h"
#include "core/backend/launch/launch_check.h"
#include "fake_uvx.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include <sys/stat.h>
#include <unistd.h>

static QString s(const char *text)
{
    return QString::fromUtf8(text);
}

class TestLaunchCheck : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void aCustomProgramThatCanBeStartedPasses();
    void theCheckItselfWritesNothing();
    void aProgramThatCannotBeStartedIsExplained_data();
    void aProgramThatCannotBeStartedIsExplained();
    void anEmptyCommandFailsAtOnce_data();
    void anEmptyCommandFailsAtOnce();
    void aNulIsRejected_data();
    void aNulIsRejected();
    void hostileArgumentsStayWhatTheyAre();
    void aMissingBuiltinBackendIsNamed();
    void aBrokenConfigIsToldBeforeTheStart();
    void aConfigThatIsNotUsedIsNotRead();
    void aConfigThatWasChosenMustExist();
    void tokensAreHandedOnToBeHidden();
    void aTakenPortIsToldWithItsOwner_data();
    void aTakenPortIsToldWithItsOwner();
    void aListenerOnAnotherAddressIsNoObstacle();
    void aPortInTimeWaitIsFree();
    void anAddressOfAnotherComputerIsRefused();
    void withoutUvxItsAbsenceIsExplained();
    void uvxIsFoundWhereDesktopsDoNotLook();
    void programsOfVersionManagersAreFound_data();
    void programsOfVersionManagersAreFound();
    void aCacheThatCannotBeReadIsNoMissingDownload_data();
    void aCacheThatCannotBeReadIsNoMissingDownload();
    void aBrokenConfigIsToldInTrueWords_data();
    void aBrokenConfigIsToldInTrueWords();
    void aBrokenUvxIsToldBeforeEverythingElse();
    void nothingIsDownloadedWithoutAYes();
    void aYesOrACacheLetsItStart_data();
    void aYesOrACacheLetsItStart();
    void destructionEndsTheCheck();
    void thePreviewLooksAtNothing();

private:
    [[nodiscard]] LaunchCheckResult check(const Settings &settings, bool download = false);
    [[nodiscard]] Settings custom(const QString &program, const QStringList &arguments = {}) const;
    void put(const QString &file, const QByteArray &bytes) const;
    void addBuiltin() { QVERIFY(!writeScript(m_dir->path(), s("skills-backend"), "exit 0").isEmpty()); }

    std::unique_ptr<QTemporaryDir> m_dir;
    Paths m_paths;
    QString m_builtin;
    QString m_bin; // the only directory in PATH that may hold an uvx
    int m_port = 0;
    qint64 m_ms = 0;
};

void TestLaunchCheck::initTestCase()
{
    qunsetenv("UV_CACHE_DIR");
    qunsetenv("XDG_CACHE_HOME");
}

void TestLaunchCheck::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    const QString base = m_dir->path();
    m_paths = {.config = base + s("/config"),
               .state = base + s("/state"),
               .cache = base + s("/cache"),
               .runtime = base + s("/run"),
               .autostart = base + s("/autostart")};
    m_builtin = base + s("/skills-backend");
    m_bin = base + s("/bin");
    qputenv("HOME", (base + s("/home")).toLocal8Bit());
    qputenv("PATH", m_bin.toLocal8Bit() + ":/usr/bin:/bin");
    QTcpServer server; // a port that nobody has, as far as one can know
    QVERIFY(server.listen(QHostAddress::LocalHost));
    m_port = server.serverPort();
}

LaunchCheckResult TestLaunchCheck::check(const Settings &settings, bool download)
{
    LaunchCheck launchCheck(settings, m_paths, m_builtin);
    if (download)
        launchCheck.setDownloadAllowed(true);
    QSignalSpy finished(&launchCheck, &LaunchCheck::finished);
    QElapsedTimer clock;
    clock.start();
    launchCheck.start();
    if (!finished.isEmpty() || !finished.wait(20'000) || finished.size() != 1)
        return {};
    m_ms = clock.elapsed();
    return finished.first().first().value<LaunchCheckResult>();
}

Settings TestLaunchCheck::custom(const QString &program, const QStringList &arguments) const
{
    Settings settings;
    settings.kind = BackendKind::Custom;
    settings.port = m_port;
    settings.command = program;
    settings.arguments = arguments;
    return settings;
}

void TestLaunchCheck::put(const QString &name, const QByteArray &bytes) const
{
    QVERIFY(QDir().mkpath(QFileInfo(name).path()));
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

void TestLaunchCheck::aCustomProgramThatCanBeStartedPasses()
{
    const LaunchCheckResult result = check(custom(s("sh"), {s("-c"), s("{port}"), s("{config}")}));
    QVERIFY(!result.failure);
    QVERIFY(!result.trouble);
    QVERIFY2(result.program == s("/usr/bin/sh") || result.program == s("/bin/sh"), qPrintable(result.program));
    const QStringList arguments{s("-c"), QString::number(m_port), m_paths.skillsConfigFile()};
    QCOMPARE(result.arguments, arguments);
    QCOMPARE(result.command(), QStringList{result.program} + arguments);
    QCOMPARE(result.configFile, m_paths.skillsConfigFile());
    QCOMPARE(result.programVersion, QString());
    QCOMPARE(result.environment, QStringList());
}

void TestLaunchCheck::theCheckItselfWritesNothing()
{
    addBuiltin();
    Settings settings;
    settings.port = m_port;
    const LaunchCheckResult result = check(settings);
    QVERIFY(!result.failure);
    QCOMPARE(result.command(), (QStringList{m_builtin, s("--host"), s("127.0.0.1"), s("--port"),
                                            QString::number(m_port), s("--config"), m_paths.skillsConfigFile()}));
    QCOMPARE(QDir(m_dir->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList(s("skills-backend")));
}

void TestLaunchCheck::aProgramThatCannotBeStartedIsExplained_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("told");
    QTest::newRow("S01 missing") << s("no-such-xyz") << int(FailureKind::NotFound)
                                 << s("Cannot find the program no-such-xyz");
    QTest::newRow("S01 missing path") << s("/no/such/xyz") << int(FailureKind::NotFound)
                                      << s("Cannot find the program /no/such/xyz");
    QTest::newRow("S02 not executable") << s("BASE/plain") << int(FailureKind::NotExecutable)
                                        << s("BASE/plain is not executable");
    QTest::newRow("S05 directory") << s("/tmp") << int(FailureKind::NotExecutable)
                                   << s("/tmp is a directory, not a program");
    QTest::newRow("FIFO") << s("BASE/fifo") << int(FailureKind::NotExecutable) << s("BASE/fifo is not a program");
}

void TestLaunchCheck::aProgramThatCannotBeStartedIsExplained()
{
    QFETCH(QString, program);
    QFETCH(int, kind);
    QFETCH(QString, told);
    put(m_dir->filePath(s("plain")), "no program");
    QCOMPARE(mkfifo(m_dir->filePath(s("fifo")).toLocal8Bit().constData(), 0600), 0);
    const LaunchCheckResult result = check(custom(program.replace(s("BASE"), m_dir->path())));
    QVERIFY(result.failure && result.trouble);
    QCOMPARE(int(result.failure->kind), kind);
    QVERIFY2(result.failure->text.startsWith(told.replace(s("BASE"), m_dir->path())), qPrintable(result.failure->text));
    QVERIFY(result.trouble->text.endsWith(u'.'));
    QCOMPARE(result.trouble->remedies.first(), Remedy::OpenSettings);
    QVERIFY(m_ms < 1000);
    // D02: the sentence stays short, and where was looked is told to who asks.
    QVERIFY(result.failure->text.size() < 200);
    if (program == s("no-such-xyz"))
        QVERIFY2(result.failure->details.startsWith(s("Looked in %1/bin, /usr/bin, /bin, ").arg(m_dir->path())),
                 qPrintable(result.failure->details));
}

void TestLaunchCheck::anEmptyCommandFailsAtOnce_data()
{
    QTest::addColumn<QString>("program");
    QTest::newRow("S06 empty") << QString();
    QTest::newRow("S06 only spaces") << s("   ");
}

void TestLaunchCheck::anEmptyCommandFailsAtOnce()
{
    QFETCH(QString, program);
    const LaunchCheckResult result = check(custom(program));
    qInfo() << "told after" << m_ms << "ms";
    QVERIFY(result.failure && m_ms <= 400); // 100 ms, with room for a busy machine
    QCOMPARE(result.failure->kind, FailureKind::NotFound);
    QCOMPARE(result.failure->text, s("No program is chosen for the custom backend"));
    QCOMPARE(result.trouble->remedies, QList{Remedy::OpenSettings});
}

void TestLaunchCheck::aNulIsRejected_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("S12 argument") << s("sh") << QStringList{s("-c"), s("a") + QChar(0) + s("b")};
    QTest::newRow("S12 program") << s("sh") + QChar(0) << QStringList();
}

void TestLaunchCheck::aNulIsRejected()
{
    QFETCH(QString, program);
    QFETCH(QStringList, arguments);
    const LaunchCheckResult result = check(custom(program, arguments));
    QVERIFY(result.failure);
    QCOMPARE(result.failure->kind, FailureKind::CannotRun);
    QVERIFY(result.failure->text.contains(s("NUL")));
}

void TestLaunchCheck::hostileArgumentsStayWhatTheyAre() // S11 X01
{
    const QString trap = m_dir->filePath(s("trap"));
    const QStringList arguments{s("a b"),
                                s("'\""),
                                s("; touch ") + trap,
                                s("$(touch ") + trap + u')',
                                s("`touch ") + trap + u'`',
                                s("line\nbreak"),
                                s("ü☃"),
                                s("")};
    const LaunchCheckResult result = check(custom(s("sh"), arguments));
    QVERIFY(!result.failure);
    QCOMPARE(result.arguments, arguments);
    QVERIFY(!QFileInfo::exists(trap));
}

void TestLaunchCheck::aMissingBuiltinBackendIsNamed()
{
    Settings settings;
    settings.port = m_port;
    LaunchCheckResult result = check(settings);
    QVERIFY(result.failure);
    QCOMPARE(result.failure->kind, FailureKind::NotFound);
    QCOMPARE(result.failure->text, s("Cannot find the built-in backend: there is no ") + m_builtin);
    QCOMPARE(result.trouble->remedies, (QList{Remedy::TryAgain, Remedy::OpenSettings}));
    addBuiltin(); // an update brought it back
    result = check(settings);
    QVERIFY(!result.failure);
    QCOMPARE(result.program, m_builtin);
}

void TestLaunchCheck::aBrokenConfigIsToldBeforeTheStart()
{
    addBuiltin();
    put(m_paths.skillsConfigFile(), "{\n  \"skill_sources\": [\n  ],\n}\n");
    Settings settings;
    settings.port = m_port;
    const LaunchCheckResult result = check(settings);
    QVERIFY(result.failure);
    QCOMPARE(result.failure->kind, FailureKind::BadConfig);
    QVERIFY2(result.failure->text.startsWith(m_paths.skillsConfigFile() + s(", line 4, column 1: ")),
             qPrintable(result.failure->text));
    QCOMPARE(result.trouble->remedies.first(), Remedy::OpenConfig);
}

void TestLaunchCheck::aConfigThatIsNotUsedIsNotRead()
{
    put(m_paths.skillsConfigFile(), "broken");
    QVERIFY(!check(custom(s("sh"))).failure);
    QVERIFY(check(custom(s("sh"), {s("{config}")})).failure);
}

void TestLaunchCheck::aConfigThatWasChosenMustExist()
{
    addBuiltin();
    Settings settings;
    settings.port = m_port;
    settings.config = m_dir->filePath(s("gone.json"));
    const LaunchCheckResult result = check(settings);
    QVERIFY(result.failure);
    QCOMPARE(result.failure->kind, FailureKind::BadConfig);
    QVERIFY(result.failure->text.contains(settings.config));
    put(settings.config, "{}");
    QVERIFY(!check(settings).failure);
}

void TestLaunchCheck::tokensAreHandedOnToBeHidden()
{
    addBuiltin();
    put(m_paths.skillsConfigFile(), R"({"github_api_token":"ghp_canary"})");
    Settings settings;
    settings.port = m_port;
    const LaunchCheckResult result = check(settings);
    QVERIFY(!result.failure);
    QCOMPARE(result.secrets, QStringList(s("ghp_canary")));
    QVERIFY(!result.command().join(u' ').contains(s("canary")));
}

void TestLaunchCheck::aTakenPortIsToldWithItsOwner_data()
{
    QTest::addColumn<QString>("address");
    QTest::newRow("P01 same address") << s("127.0.0.1");
    QTest::newRow("P12 any IPv4 address") << s("0.0.0.0");
    QTest::newRow("P12 any address") << s("::");
}

void TestLaunchCheck::aTakenPortIsToldWithItsOwner()
{
    QFETCH(QString, address);
    QTcpServer stranger;
    // QHostAddress::Any is the dual-stack socket.
    QVERIFY(stranger.listen(address == s("::") ? QHostAddress(QHostAddress::Any) : QHostAddress(address)));
    m_port = stranger.serverPort();
    const LaunchCheckResult result = check(custom(s("sh")));
    QVERIFY(m_ms < 1000);
    QVERIFY(result.failure && result.trouble);
    QCOMPARE(result.failure->kind, FailureKind::PortInUse);
    QCOMPARE(result.failure->text, s("Port %1 is in use by tst_launch_check (process %2)")
                                       .arg(QString::number(m_port), QString::number(getpid())));
    QVERIFY(result.failure->portOwner);
    QCOMPARE(result.failure->portOwner->pid, std::optional<qint64>(getpid()));
    QVERIFY(result.failure->portOwner->ownUser);
    const QString title = s("tst_launch_check (process %1, yours, since ").arg(getpid());
    QVERIFY2(result.trouble->title.startsWith(title), qPrintable(result.trouble->title));
    QVERIFY(result.trouble->title.endsWith(s(") uses port %1.").arg(m_port)));
    QCOMPARE(result.trouble->text, s("Skills Tray does not end programs it did not start."));
    QCOMPARE(result.trouble->remedies, (QList{Remedy::UseAnotherPort, Remedy::AskOwnerToQuit}));
}

void TestLaunchCheck::aListenerOnAnotherAddressIsNoObstacle() // P11
{
    QTcpServer stranger;
    QVERIFY(stranger.listen(QHostAddress(s("127.0.0.2"))));
    m_port = stranger.serverPort();
    QVERIFY(!check(custom(s("sh"))).failure);
}

void TestLaunchCheck::aPortInTimeWaitIsFree() // P13
{
    auto server = std::make_unique<QTcpServer>();
    QVERIFY(server->listen(QHostAddress::LocalHost));
    m_port = server->serverPort();
    QTcpSocket client;
    client.connectToHost(QHostAddress::LocalHost, quint16(m_port));
    QTRY_VERIFY(server->hasPendingConnections());
    QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
    server.reset(); // closes its end of the connection first
    QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
    QVERIFY(!check(custom(s("sh"))).failure);
    qInfo() << "free after" << m_ms << "ms";
}

void TestLaunchCheck::anAddressOfAnotherComputerIsRefused()
{
    Settings settings = custom(s("sh"));
    settings.host = s("192.0.2.1"); // reserved for documentation
    const LaunchCheckResult result = check(settings);
    QVERIFY(result.failure);
    QCOMPARE(result.failure->kind, FailureKind::CannotRun);
    QVERIFY2(result.failure->text.startsWith(s("Cannot use the address 192.0.2.1, port ")),
             qPrintable(result.failure->text));
}

void TestLaunchCheck::withoutUvxItsAbsenceIsExplained()
{
    Settings settings;
    settings.kind = BackendKind::ClaudeSkillsMcp;
    settings.port = m_port;
    LaunchCheckResult result = check(settings);
    if (!result.program.isEmpty())
        QSKIP("an uvx is installed in a system directory");
    QCOMPARE(result.failure->kind, FailureKind::NotFound);
    QCOMPARE(result.failure->text, s("claude-skills-mcp needs uvx, which was not found"));
    QVERIFY2(result.failure->details.startsWith(s("Looked in ") + m_bin), qPrintable(result.failure->details));
    QVERIFY(result.failure->details.contains(s("/home/.local/bin")));
    QVERIFY(result.failure->details.contains(s("/home/.local/share/mise/shims"))); // C12
    QVERIFY(!result.trouble->remedies.contains(Remedy::UseBuiltin));
    addBuiltin();
    result = check(settings);
    QVERIFY(result.trouble->remedies.contains(Remedy::UseBuiltin));
}

void TestLaunchCheck::uvxIsFoundWhereDesktopsDoNotLook()
{
    const QString uvx = writeUvx(m_dir->filePath(s("home/.local/bin")), true);
    Settings settings;
    settings.kind = BackendKind::ClaudeSkillsMcp;
    settings.port = m_port;
    qputenv("PATH", m_bin.toLocal8Bit());
    const LaunchCheckResult result = check(settings);
    QVERIFY(!result.failure);
    QCOMPARE(result.program, uvx);
    QCOMPARE(result.programVersion, s("uvx 0.9.20"));
    // C12: what it starts in its turn is found beside it.
    QCOMPARE(result.environment,
             (QStringList{s("UV_TORCH_BACKEND=cpu"), s("PATH=%1:%2").arg(QFileInfo(uvx).path(), m_bin)}));
}

void TestLaunchCheck::programsOfVersionManagersAreFound_data() // C12
{
    QTest::addColumn<QString>("place");
    for (const char *place :
         {".local/share/mise/shims", ".asdf/shims", ".pyenv/shims", ".nvm/versions/node/v22.1.0/bin",
          ".nix-profile/bin", ".volta/bin", ".bun/bin", ".deno/bin", "miniconda3/bin"})
        QTest::newRow(place) << QString::fromLatin1(place);
}

void TestLaunchCheck::programsOfVersionManagersAreFound()
{
    QFETCH(QString, place);
    // The newest of nvm's is the one.
    QVERIFY(!writeScript(m_dir->filePath(s("home/.nvm/versions/node/v9.11.2/bin")), s("other"), "exit 0").isEmpty());
    const QString program = writeScript(m_dir->filePath(s("home/") + place), s("some-server"), "exit 0");
    qputenv("PATH", m_bin.toLocal8Bit());
    const LaunchCheckResult result = check(custom(s("some-server")));
    QVERIFY2(!result.failure, qPrintable(result.failure ? result.failure->text : QString()));
    QCOMPARE(result.program, program);
    QCOMPARE(result.environment, QStringList(s("PATH=%1:%2").arg(QFileInfo(program).path(), m_bin)));
}

void TestLaunchCheck::aCacheThatCannotBeReadIsNoMissingDownload_data() // cases D04
{
    QTest::addColumn<QByteArray>("words");
    QTest::addColumn<QString>("told");
    QTest::newRow("disk full") << QByteArray("No space left on device (os error 28)") << s("No space was left");
    QTest::newRow("read-only") << QByteArray("Read-only file system (os error 30)") << s("read-only");
    QTest::newRow("held") << QByteArray("error: Could not acquire lock") << s("its cache to itself");
}

void TestLaunchCheck::aCacheThatCannotBeReadIsNoMissingDownload()
{
    QFETCH(QByteArray, words);
    QFETCH(QString, told);
    QVERIFY(
        !writeScript(m_bin, s("uvx"),
                     "if [ \"$1\" = --version ]; then echo 'uvx 0.9.20'; exit 0; fi\necho '" + words + "' >&2; exit 2")
             .isEmpty());
    Settings settings;
    settings.kind = BackendKind::ClaudeSkillsMcp;
    settings.port = m_port;
    const LaunchCheckResult result = check(settings);
    QVERIFY(result.failure);
    QCOMPARE(result.failure->kind, FailureKind::CannotRun);
    QVERIFY2(result.failure->text.contains(told), qPrintable(result.failure->text));
    QCOMPARE(result.failure->lastLines, QStringList(QString::fromUtf8(words)));
    QVERIFY(!result.trouble->remedies.contains(Remedy::DownloadAndStart));
}

void TestLaunchCheck::aBrokenConfigIsToldInTrueWords_data() // D04
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("told");
    QTest::newRow("built-in") << int(BackendKind::Builtin) << s("The built-in backend does not start with it.");
    QTest::newRow("claude-skills-mcp") << int(BackendKind::ClaudeSkillsMcp) << s("would ignore the whole file");
    QTest::newRow("custom") << int(BackendKind::Custom) << s("it is told to read this file.");
}

void TestLaunchCheck::aBrokenConfigIsToldInTrueWords()
{
    QFETCH(int, kind);
    QFETCH(QString, told);
    addBuiltin();
    QVERIFY(!writeUvx(m_bin, true).isEmpty());
    put(m_paths.skillsConfigFile(), "{,}");
    Settings settings = custom(s("sh"), {s("{config}")});
    settings.kind = BackendKind(kind);
    const LaunchCheckResult result = check(settings);
    QCOMPARE(result.failure->kind, FailureKind::BadConfig);
    QVERIFY2(result.trouble->title.contains(told), qPrintable(result.trouble->title));
    QVERIFY(!result.trouble->title.contains(s("line 1"))); // which is said in the failure
}

void TestLaunchCheck::aBrokenUvxIsToldBeforeEverythingElse()
{
    QVERIFY(!writeScript(m_bin, s("uvx"), "echo 'pyenv: uvx: command not found' >&2; exit 127").isEmpty());
    Settings settings;
    settings.kind = BackendKind::ClaudeSkillsMcp;
    settings.port = m_port;
    const LaunchCheckResult result = check(settings);
    QVERIFY(result.failure);
    QCOMPARE(result.failure->kind, FailureKind::CannotRun);
    QVERIFY2(result.failure->text.endsWith(s("ended with code 127 and said: pyenv: uvx: command not found")),
             qPrintable(result.failure->text));
    QCOMPARE(result.trouble->remedies.first(), Remedy::TryAgain);
}

void TestLaunchCheck::nothingIsDownloadedWithoutAYes()
{
    QVERIFY(!writeUvx(m_bin, false).isEmpty());
    Settings settings;
    settings.kind = BackendKind::ClaudeSkillsMcp;
    settings.port = m_port;
    LaunchCheckResult result = check(settings);
    QVERIFY(result.failure);
    QCOMPARE(result.failure->kind, FailureKind::NeedsDownload);
    QCOMPARE(result.failure->text, s("claude-skills-mcp needs a download first"));
    QCOMPARE(result.trouble->title,
             s("claude-skills-mcp has to be downloaded once: Python packages and PyTorch, several GB."));
    QVERIFY2(result.trouble->text.contains(s(" free. It searches by meaning")), qPrintable(result.trouble->text));
    QCOMPARE(result.trouble->remedies, (QList{Remedy::DownloadAndStart, Remedy::OpenSettings}));

    addBuiltin();
    result = check(settings);
    QVERIFY(result.trouble->text.endsWith(s("the built-in backend starts at once and needs nothing.")));
    QCOMPARE(result.trouble->remedies, (QList{Remedy::DownloadAndStart, Remedy::UseBuiltin}));
}

void TestLaunchCheck::aYesOrACacheLetsItStart_data()
{
    QTest::addColumn<bool>("cached");
    QTest::addColumn<bool>("setting");
    QTest::addColumn<bool>("asked");
    QTest::newRow("cached") << true << false << false;
    QTest::newRow("the setting says yes") << false << true << false;
    QTest::newRow("the user says yes now") << false << false << true;
}

void TestLaunchCheck::aYesOrACacheLetsItStart()
{
    QFETCH(bool, cached);
    QFETCH(bool, setting);
    QFETCH(bool, asked);
    QVERIFY(!writeUvx(m_bin, cached).isEmpty());
    Settings settings;
    settings.kind = BackendKind::ClaudeSkillsMcp;
    settings.port = m_port;
    settings.downloadAllowed = setting;
    settings.arguments = {s("--verbose")};
    const LaunchCheckResult result = check(settings, asked);
    QVERIFY(!result.failure);
    QCOMPARE(result.command(), QStringList{m_bin + s("/uvx")} + backendArguments(settings, m_paths));
    // Asked only when the answer matters: it takes seconds.
    QCOMPARE(QFileInfo::exists(m_bin + s("/asked")), cached);
}

void TestLaunchCheck::destructionEndsTheCheck()
{
    QVERIFY(!writeScript(m_bin, s("uvx"), "exec sleep 1000").isEmpty());
    Settings settings;
    settings.kind = BackendKind::ClaudeSkillsMcp;
    auto launchCheck = std::make_unique<LaunchCheck>(settings, m_paths, m_builtin);
    QSignalSpy finished(launchCheck.get(), &LaunchCheck::finished);
    launchCheck->start();
    QVERIFY(!finished.wait(300));
    QElapsedTimer clock;
    clock.start();
    launchCheck.reset();
    QVERIFY(clock.elapsed() < 400);
    QCOMPARE(finished.size(), 0);
}

void TestLaunchCheck::thePreviewLooksAtNothing()
{
    Settings settings;
    QCOMPARE(commandPreview(settings, m_paths, s("/no/skills-backend")),
             QStringList{s("/no/skills-backend")} + backendArguments(settings, m_paths));
    settings.kind = BackendKind::ClaudeSkillsMcp;
    QCOMPARE(commandPreview(settings, m_paths, QString()).first(), s("uvx"));
    QCOMPARE(commandPreview(custom(s("x"), {s("{port}")}), m_paths, QString()),
             (QStringList{s("x"), QString::number(m_port)}));
}

QTEST_GUILESS_MAIN(TestLaunchCheck)
#include "tst_launch_check.moc"
