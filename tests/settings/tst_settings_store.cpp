// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/settings/settings_store.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <memory>

#include <sys/resource.h>
#include <sys/stat.h>

class TestSettingsStore : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void withoutAFileEverythingIsTheDefault();
    void whatIsSavedIsReadAgain();
    void argumentsComeBackAsTheyWere_data();
    void argumentsComeBackAsTheyWere();
    void aBadValueIsItsDefaultAndAWarning_data();
    void aBadValueIsItsDefaultAndAWarning();
    void handWrittenValuesAreUnderstood();
    void aBrokenFileIsSetAsideWhole_data();
    void aBrokenFileIsSetAsideWhole();
    void brokenFilesAreNeverLost();
    void savingOverABrokenFileSetsItAside();
    void unknownKeysAreKept();
    void commentsAndOrderAreKept_data();
    void commentsAndOrderAreKept();
    void onlyWhatChangedIsWritten();
    void eachKindKeepsItsArguments();
    void lookingChangesNothing_data();
    void lookingChangesNothing();
    void settingsAndWindowDoNotDisturbEachOther();
    void theFileIsPrivateWhateverTheUmask_data();
    void theFileIsPrivateWhateverTheUmask();
    void anOpenFileIsClosedWhenRead();
    void aLinkStaysALink();
    void whatCannotBeSavedLeavesTheOldFile();
    void afterAFullDiskTheOldFileIsIntact();
    void aPlaceThatIsNoFileIsNotRead();

private:
    void put(const QByteArray &bytes) const;
    [[nodiscard]] QByteArray content(const QString &file) const;
    [[nodiscard]] static Settings changed();

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_file;
};

void TestSettingsStore::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_file = m_dir->filePath(QStringLiteral("settings.ini"));
}

void TestSettingsStore::put(const QByteArray &bytes) const
{
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray TestSettingsStore::content(const QString &name) const
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read");
}

void TestSettingsStore::withoutAFileEverythingIsTheDefault()
{
    const SettingsStore::Loaded loaded = SettingsStore(m_file).load();
    QCOMPARE(loaded.settings, Settings());
    QCOMPARE(loaded.window, WindowChoices());
    QCOMPARE(loaded.warnings, QStringList());
    QCOMPARE(loaded.notice, QString());
    QVERIFY(!QFileInfo::exists(m_file));
}

void TestSettingsStore::whatIsSavedIsReadAgain()
{
    Settings settings;
    settings.kind = BackendKind::Custom;
    settings.host = QStringLiteral("::1");
    settings.port = 1024;
    settings.config = QStringLiteral("/a b/ü,\"c\"=%1;#.json");
    settings.command = QStringLiteral("/opt/back\\slash/pro gram");
    settings.arguments = {QStringLiteral("--port"), QStringLiteral("{port}")};
    settings.graceSeconds = 60;
    settings.startAtLaunch = false;
    settings.startTimeout = 3600;
    settings.silentTimeout = 300;
    settings.downloadAllowed = true;
    settings.logMemoryMiB = 4096;
    settings.iconColours = IconColours::Dark;
    settings.otherArguments = {{BackendKind::Builtin, {QStringLiteral("--verbose")}},
                               {BackendKind::ClaudeSkillsMcp, {QStringLiteral("a b"), QString()}}};
    QCOMPARE(SettingsStore(m_file).save({}, settings), QString());
    const SettingsStore::Loaded loaded = SettingsStore(m_file).load();
    QCOMPARE(loaded.warnings, QStringList());
    QCOMPARE(loaded.settings, settings);
}

void TestSettingsStore::argumentsComeBackAsTheyWere_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("none") << QStringList();
    QTest::newRow("one") << QStringList{QStringLiteral("-v")};
    QTest::newRow("one with a comma") << QStringList{QStringLiteral("a, b")};
    QTest::newRow("S11 hostile") << QStringList{QStringLiteral("a b"),
                                                QStringLiteral("\"q\" 'r'"),
                                                QStringLiteral("; rm -rf /"),
                                                QStringLiteral("$(touch x) `y`"),
                                                QStringLiteral("line\nbreak\ttab"),
                                                QStringLiteral("ünï\u2603\U0001F600"),
                                                QString(),
                                                QStringLiteral("@Invalid()"),
                                                QStringLiteral("%20 \\x41 {port}"),
                                                QStringLiteral(" spaces ")};
}

void TestSettingsStore::argumentsComeBackAsTheyWere()
{
    QFETCH(QStringList, arguments);
    Settings settings;
    settings.arguments = arguments;
    QCOMPARE(SettingsStore(m_file).save({}, settings), QString());
    QCOMPARE(SettingsStore(m_file).load().settings.arguments, arguments);
}

void TestSettingsStore::aBadValueIsItsDefaultAndAWarning_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("named");
    const auto row = [](const char *name, const char *line, const char *named) {
        QTest::newRow(name) << QByteArray(line) << QString::fromLatin1(named);
    };
    row("P15 D06 text as port", "port=notanumber", "backend/port has a bad value (notanumber); 8765 is used");
    row("D06 huge port", "port=99999999999", "backend/port has a bad value (99999999999)");
    row("P15 port 0", "port=0", "backend/port has a bad value (0)");
    row("P15 port 80", "port=80", "backend/port has a bad value (80)");
    row("P15 port 1023", "port=1023", "backend/port");
    row("P15 port 65536", "port=65536", "backend/port");
    row("log memory 0", "[log]\nmemoryMiB=0", "log/memoryMiB has a bad value (0); 64 is used");
    row("log memory 4097", "[log]\nmemoryMiB=4097", "log/memoryMiB has a bad value (4097)");
    row("log memory with a unit", "[log]\nmemoryMiB=64M", "log/memoryMiB has a bad value (64M)");
    row("negative port", "port=-8765", "backend/port");
    row("fraction", "port=8765.5", "backend/port");
    row("empty port", "port=", "backend/port");
    row("list as port", "port=1, 2", "backend/port has a bad value (1, 2)");
    row("kind", "kind=Builtin!", "backend/kind has a bad value (Builtin!); builtin is used");
    row("grace", "graceSeconds=61", "backend/graceSeconds");
    row("timeout", "startTimeout=3601", "backend/startTimeout");
    row("silence", "silentTimeout=never", "backend/silentTimeout");
    row("switch", "startAtLaunch=maybe", "backend/startAtLaunch has a bad value (maybe); true is used");
    row("yes", "downloadAllowed=2", "backend/downloadAllowed");
    row("host with an option", "host=--help", "backend/host");
    row("host with a space", "host=a b", "backend/host");
    row("empty host", "host=", "backend/host");
    row("command as list", "command=a, b", "backend/command has a bad value (a, b)");
    row("arguments as number", "arguments=@Variant(\\0\\0\\0\\x2\\0\\0\\0\\x5)", "backend/arguments");
    row("long value", "kind=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "backend/kind");
}

void TestSettingsStore::aBadValueIsItsDefaultAndAWarning()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, named);
    put("[backend]\n" + line + "\n[tray]\niconColours=dark\n");
    const SettingsStore::Loaded loaded = SettingsStore(m_file).load();
    Settings expected;
    expected.iconColours = IconColours::Dark; // the other values are not affected
    QCOMPARE(loaded.settings, expected);
    QCOMPARE(loaded.warnings.size(), 1);
    QVERIFY2(loaded.warnings.first().contains(named), qPrintable(loaded.warnings.first()));
    QVERIFY(loaded.warnings.first().size() < 160);
    QCOMPARE(loaded.notice, QString());
}

void TestSettingsStore::handWrittenValuesAreUnderstood()
{
    put("; a comment\n[backend]\nkind = custom\nport= 9000 \nstartAtLaunch=No\ncommand=python3\n"
        "arguments=server.py, --port, {port}\ngraceSeconds=0\n");
    const SettingsStore::Loaded loaded = SettingsStore(m_file).load();
    QCOMPARE(loaded.warnings, QStringList());
    QCOMPARE(loaded.settings.kind, BackendKind::Custom);
    QCOMPARE(loaded.settings.port, 9000);
    QCOMPARE(loaded.settings.startAtLaunch, false);
    QCOMPARE(loaded.settings.graceSeconds, 0);
    const QStringList arguments{QStringLiteral("server.py"), QStringLiteral("--port"), QStringLiteral("{port}")};
    QCOMPARE(loaded.settings.arguments, arguments);
}

void TestSettingsStore::aBrokenFileIsSetAsideWhole_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QByteArray garbage;
    for (int i = 0; i < 4096; ++i)
        garbage.append(char(i * 7 % 251));
    QTest::newRow("D05 binary garbage") << garbage;
    QTest::newRow("D05 NUL") << QByteArray("[backend]\nport=9000\nhost=a\0b\n", 30);
    QTest::newRow("D05 no INI") << QByteArray("[backend]\nport=9000\nthis is no setting\nkind=custom\n");
    QTest::newRow("D05 unclosed group") << QByteArray("[backend]\nport=9000\n[tray\nx=1\n");
    QTest::newRow("D05 truncated") << QByteArray("[backend]\nport=9000\nki");
    QTest::newRow("D05 not UTF-8") << QByteArray("[backend]\nport=9000\ncommand=\xE4\xF6\n");
    QTest::newRow("D05 huge") << "[backend]\nport=9000\n" + QByteArray(2 * 1024 * 1024, ';');
}

void TestSettingsStore::aBrokenFileIsSetAsideWhole()
{
    QFETCH(QByteArray, bytes);
    put(bytes);
    const SettingsStore::Loaded loaded = SettingsStore(m_file).load();
    QCOMPARE(loaded.settings, Settings()); // never half-read: the good port is not taken either
    QVERIFY2(loaded.notice.contains(m_file + QStringLiteral(".bad")), qPrintable(loaded.notice));
    QVERIFY(!QFileInfo::exists(m_file));
    QCOMPARE(content(m_file + QStringLiteral(".bad")), bytes);
}

void TestSettingsStore::brokenFilesAreNeverLost()
{
    for (const char *bytes : {"first", "second", "third"}) {
        put(bytes);
        QVERIFY(!SettingsStore(m_file).load().notice.isEmpty());
    }
    QCOMPARE(content(m_file + QStringLiteral(".bad")), QByteArray("first"));
    QCOMPARE(content(m_file + QStringLiteral(".bad.2")), QByteArray("second"));
    QCOMPARE(content(m_file + QStringLiteral(".bad.3")), QByteArray("third"));
}

void TestSettingsStore::savingOverABrokenFileSetsItAside()
{
    put("damaged meanwhile");
    Settings settings;
    settings.port = 9001;
    QCOMPARE(SettingsStore(m_file).save({}, settings), QString());
    QCOMPARE(SettingsStore(m_file).load().settings, settings);
    QCOMPARE(content(m_file + QStringLiteral(".bad")), QByteArray("damaged meanwhile"));
}

void TestSettingsStore::unknownKeysAreKept() // D08
{
    put("[backend]\nport=9000\nnewer=a, b\n[future]\nkey=\"ü x\"\n");
    QCOMPARE(SettingsStore(m_file).save(SettingsStore(m_file).load().settings, Settings()), QString());
    WindowChoices window;
    window.wrapLines = true;
    QCOMPARE(SettingsStore(m_file).save(WindowChoices(), window), QString());
    const QByteArray saved = content(m_file);
    QVERIFY2(saved.contains("newer=a, b\n") && saved.contains("[future]\nkey=\"\xC3\xBC x\"\n"), saved.constData());
    QVERIFY(saved.contains("port=8765\n") && !saved.contains("9000"));
}

void TestSettingsStore::commentsAndOrderAreKept_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after"); // with port 9010
    const auto row = [](const char *name, const char *before, const char *after) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(after);
    };
    row("comments and an empty line", "; mine\n\n; why not 8765: taken\n[backend]\n; old = 1\nport = 9000\n;end\n",
        "; mine\n\n; why not 8765: taken\n[backend]\n; old = 1\nport=9010\n;end\n");
    row("the key is new", "[tray]\niconColours=dark\n\n[backend]\ngraceSeconds=3\n; the end\n\n[later]\nx=1\n",
        "[tray]\niconColours=dark\n\n[backend]\ngraceSeconds=3\nport=9010\n; the end\n\n[later]\nx=1\n");
    row("the group is new", "; only this\n[tray]\niconColours=dark\n",
        "; only this\n[tray]\niconColours=dark\n\n[backend]\nport=9010\n");
    row("no end of the last line", "[backend]\nport=9000", "[backend]\nport=9010\n");
    row("blanks and quotes", "  [backend]  \n  port  =  \"9000\"  \n", "  [backend]  \nport=9010\n");
    row("ends of lines as Windows has them", "; mine\r\n[backend]\r\nport=9000\r\n",
        "; mine\r\n[backend]\r\nport=9010\n");
}

void TestSettingsStore::commentsAndOrderAreKept() // D08
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    put(before);
    const Settings read = SettingsStore(m_file).load().settings;
    Settings settings = read;
    settings.port = 9010;
    QCOMPARE(SettingsStore(m_file).save(read, settings), QString());
    QCOMPARE(content(m_file), after);
    QCOMPARE(SettingsStore(m_file).load().settings, settings);
    // What is not understood line by line is saved all the same.
    put("[backend]\ncommand=a\\\n  b\nport=9000\nport=9001\n[backend]\nport=9002\n");
    const Settings odd = SettingsStore(m_file).load().settings;
    settings = odd;
    settings.port = 9010;
    QCOMPARE(SettingsStore(m_file).save(odd, settings), QString());
    QCOMPARE(SettingsStore(m_file).load().settings, settings);
}

Settings TestSettingsStore::changed()
{
    Settings settings;
    settings.port = 9010;
    return settings;
}

void TestSettingsStore::onlyWhatChangedIsWritten() // A12
{
    put("[backend]\nport=9000\n");
    const Settings before = SettingsStore(m_file).load().settings;
    // Somebody edits the file meanwhile, and gets a value wrong at that.
    put("[backend]\nport=9001\ngraceSeconds=soon\n");
    Settings after = before;
    after.startTimeout = 7;
    QCOMPARE(SettingsStore(m_file).save(before, after), QString());
    QByteArrayList lines = content(m_file).split('\n');
    std::sort(lines.begin(), lines.end());
    QCOMPARE(lines, (QByteArrayList{"", "[backend]", "graceSeconds=soon", "port=9001", "startTimeout=7"}));
    QCOMPARE(SettingsStore(m_file).save(after, after), QString());
    QVERIFY(QFile::remove(m_file));
    QCOMPARE(SettingsStore(m_file).save(after, after), QString());
    QVERIFY(!QFileInfo::exists(m_file));
}

void TestSettingsStore::eachKindKeepsItsArguments() // A12
{
    put("[backend]\nkind=custom\ncommand=prog\narguments=a, b\n");
    Settings settings = SettingsStore(m_file).load().settings;
    const Settings custom = settings;
    settings.useKind(BackendKind::Builtin);
    QCOMPARE(settings.arguments, QStringList());
    QCOMPARE(SettingsStore(m_file).save(custom, settings), QString());
    QCOMPARE(SettingsStore(m_file).load().settings, settings);

    Settings back = settings;
    back.useKind(BackendKind::Custom);
    QCOMPARE(back, custom);
    QCOMPARE(SettingsStore(m_file).save(settings, back), QString());
    QCOMPARE(SettingsStore(m_file).load().settings, custom);
    QVERIFY2(!content(m_file).contains("[arguments]"), content(m_file).constData()); // each stands there once
}

void TestSettingsStore::lookingChangesNothing_data() // A14
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isWhole");
    QTest::newRow("good") << QByteArray("[backend]\nport=9000\n") << true;
    QTest::newRow("broken") << QByteArray("[backend\nport=9000") << false;
}

void TestSettingsStore::lookingChangesNothing()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, isWhole);
    put(bytes);
    QCOMPARE(chmod(m_file.toLocal8Bit().constData(), 0644), 0);
    const SettingsStore::Loaded seen = SettingsStore(m_file).look();
    QCOMPARE(seen.isWhole, isWhole);
    QCOMPARE(seen.notice.isEmpty(), isWhole);
    QCOMPARE(seen.settings.port, isWhole ? 9000 : 8765);
    struct stat info = {};
    QCOMPARE(stat(m_file.toLocal8Bit().constData(), &info), 0);
    QCOMPARE(int(info.st_mode & 0777), 0644);
    QCOMPARE(content(m_file), bytes);
    QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files | QDir::Hidden), QStringList(QStringLiteral("settings.ini")));
}

void TestSettingsStore::settingsAndWindowDoNotDisturbEachOther()
{
    Settings settings;
    settings.port = 9002;
    WindowChoices window;
    window.geometry = QByteArray("\0\1\xFF geometry", 12);
    window.hideHealthChecks = false;
    window.minimumLevel = 3;
    window.origin = 2;
    window.logFontSize = 14;
    window.wrapLines = true;
    window.toldThatClosingHides = true;
    QCOMPARE(SettingsStore(m_file).save({}, settings), QString());
    QCOMPARE(SettingsStore(m_file).save({}, window), QString());
    const SettingsStore::Loaded loaded = SettingsStore(m_file).load();
    QCOMPARE(loaded.settings, settings);
    QCOMPARE(loaded.window, window);
    QCOMPARE(loaded.warnings, QStringList());
}

void TestSettingsStore::theFileIsPrivateWhateverTheUmask_data()
{
    QTest::addColumn<int>("mask");
    QTest::newRow("X05 umask 000") << 0;
    QTest::newRow("X05 umask 022") << 022;
}

void TestSettingsStore::theFileIsPrivateWhateverTheUmask()
{
    QFETCH(int, mask);
    const QString file = m_dir->filePath(QStringLiteral("new/settings.ini"));
    const mode_t before = umask(mode_t(mask));
    const QString error = SettingsStore(file).save({}, changed());
    umask(before);
    QCOMPARE(error, QString());
    struct stat info = {};
    QCOMPARE(stat(file.toLocal8Bit().constData(), &info), 0);
    QCOMPARE(int(info.st_mode & 0777), 0600);
    QCOMPARE(stat(QFileInfo(file).path().toLocal8Bit().constData(), &info), 0);
    QCOMPARE(int(info.st_mode & 0777), 0700);
    QCOMPARE(QDir(QFileInfo(file).path()).entryList(QDir::Files | QDir::Hidden),
             QStringList(QStringLiteral("settings.ini")));
}

void TestSettingsStore::anOpenFileIsClosedWhenRead() // X05
{
    put("[backend]\nport=9000\n");
    QCOMPARE(chmod(m_file.toLocal8Bit().constData(), 0666), 0);
    QCOMPARE(SettingsStore(m_file).load().settings.port, 9000);
    struct stat info = {};
    QCOMPARE(stat(m_file.toLocal8Bit().constData(), &info), 0);
    QCOMPARE(int(info.st_mode & 0777), 0600);
}

void TestSettingsStore::aLinkStaysALink()
{
    const QString real = m_dir->filePath(QStringLiteral("dotfiles.ini"));
    QVERIFY(QFile(real).open(QIODevice::WriteOnly));
    QVERIFY(QFile::link(real, m_file));
    Settings settings;
    settings.port = 9003;
    QCOMPARE(SettingsStore(m_file).save({}, settings), QString());
    QVERIFY(QFileInfo(m_file).isSymLink());
    QCOMPARE(SettingsStore(real).load().settings.port, 9003);
}

void TestSettingsStore::whatCannotBeSavedLeavesTheOldFile() // D07 D09
{
    put("not a directory");
    const QString file = m_file + QStringLiteral("/skills-tray/settings.ini");
    QCOMPARE(SettingsStore(file).load().settings, Settings());
    const QString error = SettingsStore(file).save({}, changed());
    QVERIFY2(error.startsWith(QStringLiteral("Cannot save the settings in %1: ").arg(file)), qPrintable(error));
    QCOMPARE(content(m_file), QByteArray("not a directory"));
}

void TestSettingsStore::afterAFullDiskTheOldFileIsIntact() // D07
{
    Settings settings;
    settings.port = 9004;
    QCOMPARE(SettingsStore(m_file).save({}, settings), QString());
    const QByteArray before = content(m_file);

    // What a full disk does to write(): it takes a part, then refuses.
    rlimit old = {};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &old), 0);
    const auto handler = signal(SIGXFSZ, SIG_IGN);
    rlimit small = old;
    small.rlim_cur = 16;
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
    settings.port = 9005;
    const QString error = SettingsStore(m_file).save({}, settings);
    setrlimit(RLIMIT_FSIZE, &old);
    signal(SIGXFSZ, handler);

    QVERIFY2(error.startsWith(QStringLiteral("Cannot ")), qPrintable(error));
    QCOMPARE(content(m_file), before);
    QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files | QDir::Hidden), QStringList(QStringLiteral("settings.ini")));
}

void TestSettingsStore::aPlaceThatIsNoFileIsNotRead()
{
    QCOMPARE(mkfifo(m_file.toLocal8Bit().constData(), 0600), 0);
    const SettingsStore::Loaded loaded = SettingsStore(m_file).load(); // would hang if it were opened
    QCOMPARE(loaded.settings, Settings());
    QCOMPARE(loaded.warnings.size(), 1);
    QVERIFY(SettingsStore(m_file).save({}, changed()).contains(QStringLiteral("not a file")));
}

QTEST_GUILESS_MAIN(TestSettingsStore)
#include "tst_settings_store.moc"
