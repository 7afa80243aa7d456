// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/settings/autostart.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

class TestAutostart : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void itIsOffUntilChosenAndCanBeTakenBack();
    void theEntryStartsTheProgramWhateverItsPath_data();
    void theEntryStartsTheProgramWhateverItsPath();
    void pathsThatNoEntryCanNameAreRefused_data();
    void pathsThatNoEntryCanNameAreRefused();
    void hiddenOrSwitchedOffIsDisabled_data();
    void hiddenOrSwitchedOffIsDisabled();
    void aLinkIsReplacedAndItsTargetStays();
    void anEntryWhoseProgramIsGoneIsRepaired();
    void anEntryThatWorksIsLeftAlone();
    void aDisabledEntryIsNotRepaired();
    void whatCannotBeWrittenIsSaid();
    void whereAUnitStartsUsNoEntryIsMade();

private:
    void put(const QByteArray &bytes) const;
    [[nodiscard]] QByteArray content(const QString &file) const;
    [[nodiscard]] QString makeProgram(const QString &path) const;

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_autostart;
    QString m_file;
};

void TestAutostart::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_autostart = m_dir->filePath(QStringLiteral("config/autostart"));
    m_file = m_autostart + QStringLiteral("/skills-tray.desktop");
}

void TestAutostart::put(const QByteArray &bytes) const
{
    QVERIFY(QDir().mkpath(m_autostart));
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray TestAutostart::content(const QString &name) const
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read");
}

/// A program that writes its arguments into a file beside it.
QString TestAutostart::makeProgram(const QString &path) const
{
    QFile file(path);
    if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly))
        return {};
    file.write("#!/bin/sh\nprintf '%s\\n' \"$#\" \"$1\" > \"$0.said\"\n");
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path;
}

void TestAutostart::itIsOffUntilChosenAndCanBeTakenBack()
{
    Autostart autostart(m_autostart, QStringLiteral("/usr/bin/skills-tray"));
    QVERIFY(!autostart.isEnabled());
    QCOMPARE(autostart.setEnabled(false), QString());
    QCOMPARE(autostart.setEnabled(true), QString());
    QVERIFY(autostart.isEnabled());
    const QByteArray entry = content(m_file);
    QVERIFY(entry.startsWith("[Desktop Entry]\nType=Application\n"));
    QVERIFY(entry.contains("\nExec=\"/usr/bin/skills-tray\" --background\n"));
    QVERIFY(entry.contains("\nTryExec=/usr/bin/skills-tray\n"));
    QVERIFY(entry.contains("\nX-GNOME-Autostart-enabled=true\n"));
    QCOMPARE(autostart.setEnabled(false), QString());
    QVERIFY(!autostart.isEnabled());
    QVERIFY(!QFileInfo::exists(m_file));
}

void TestAutostart::theEntryStartsTheProgramWhateverItsPath_data()
{
    QTest::addColumn<QString>("directory");
    QTest::addColumn<QByteArray>("exec");
    const auto row = [](const char *name, const char *directory, const char *exec) {
        QTest::newRow(name) << QString::fromUtf8(directory) << QByteArray(exec);
    };
    row("plain", "plain", "plain");
    row("spaces", "two  spaces", "two  spaces");
    row("quotes", "a\"b'c", "a\\\\\"b'c");
    row("dollar and backquote", "$HOME `x`", "\\\\$HOME \\\\`x\\\\`");
    row("backslash", "back\\slash\\", "back\\\\\\\\slash\\\\\\\\");
    row("percent", "100%f %%", "100%%f %%%%");
    row("shell", "; & | < > ( ) * ? # ~", "; & | < > ( ) * ? # ~");
    row("unicode", "\xC3\xBC\xE2\x98\x83", "\xC3\xBC\xE2\x98\x83");
}

void TestAutostart::theEntryStartsTheProgramWhateverItsPath()
{
    QFETCH(QString, directory);
    QFETCH(QByteArray, exec);
    const QString program = makeProgram(m_dir->filePath(directory + QStringLiteral("/skills-tray")));
    Autostart autostart(m_autostart, program);
    QCOMPARE(autostart.setEnabled(true), QString());
    QVERIFY(autostart.isEnabled());
    const QByteArray line = "\nExec=\"" + m_dir->path().toUtf8() + '/' + exec + "/skills-tray\" --background\n";
    QVERIFY2(content(m_file).contains(line), content(m_file).constData());
    // It is understood by ourselves as well: the program is there, so nothing is repaired.
    const QByteArray before = content(m_file);
    QCOMPARE(Autostart(m_autostart, QStringLiteral("/elsewhere/skills-tray")).repair(), QString());
    QCOMPARE(content(m_file), before);

    // And by others, where there is one to ask. (GLib looks for the program before it takes %% for %.)
    const QString gio = QStandardPaths::findExecutable(QStringLiteral("gio"));
    if (gio.isEmpty() || directory.contains(u'%'))
        return;
    QProcess launch;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), QStringLiteral("disabled:"));
    launch.setProcessEnvironment(environment);
    launch.start(gio, {QStringLiteral("launch"), m_file});
    QVERIFY(launch.waitForFinished());
    QTRY_COMPARE_WITH_TIMEOUT(content(program + QStringLiteral(".said")), QByteArray("1\n--background\n"), 10'000);
}

void TestAutostart::pathsThatNoEntryCanNameAreRefused_data()
{
    QTest::addColumn<QString>("program");
    QTest::newRow("equals sign") << QStringLiteral("/a=b/skills-tray");
    QTest::newRow("newline") << QStringLiteral("/a\nHidden/skills-tray");
    QTest::newRow("tab") << QStringLiteral("/a\tb");
    QTest::newRow("relative") << QStringLiteral("skills-tray");
    QTest::newRow("empty") << QString();
}

void TestAutostart::pathsThatNoEntryCanNameAreRefused()
{
    QFETCH(QString, program);
    const QString error = Autostart(m_autostart, program).setEnabled(true);
    QVERIFY2(error.startsWith(QStringLiteral("Cannot start ")), qPrintable(error));
    QVERIFY(!QFileInfo::exists(m_file));
}

void TestAutostart::hiddenOrSwitchedOffIsDisabled_data()
{
    QTest::addColumn<QByteArray>("entry");
    QTest::addColumn<bool>("enabled");
    QTest::newRow("plain") << QByteArray("[Desktop Entry]\nExec=/x\n") << true;
    QTest::newRow("hidden") << QByteArray("[Desktop Entry]\nExec=/x\nHidden=true\n") << false;
    QTest::newRow("not hidden") << QByteArray("[Desktop Entry]\nExec=/x\nHidden=false\n") << true;
    QTest::newRow("switched off") << QByteArray("[Desktop Entry]\nX-GNOME-Autostart-enabled = false\nExec=/x\n")
                                  << false;
    QTest::newRow("in another group") << QByteArray("[Desktop Entry]\nExec=/x\n[Other]\nHidden=true\n") << true;
    QTest::newRow("no entry") << QByteArray("Exec=/x\n") << false;
    QTest::newRow("empty") << QByteArray() << false;
}

void TestAutostart::hiddenOrSwitchedOffIsDisabled()
{
    QFETCH(QByteArray, entry);
    QFETCH(bool, enabled);
    put(entry);
    Autostart autostart(m_autostart, QStringLiteral("/usr/bin/skills-tray"));
    QCOMPARE(autostart.isEnabled(), enabled);
    QCOMPARE(autostart.setEnabled(true), QString());
    QVERIFY(autostart.isEnabled());
}

void TestAutostart::aLinkIsReplacedAndItsTargetStays() // X08
{
    const QString target = m_dir->filePath(QStringLiteral("bashrc"));
    QFile file(target);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("theirs\n") == 7);
    file.close();
    QVERIFY(QDir().mkpath(m_autostart));
    QVERIFY(QFile::link(target, m_file));
    Autostart autostart(m_autostart, QStringLiteral("/usr/bin/skills-tray"));
    QVERIFY(!autostart.isEnabled());
    QCOMPARE(autostart.setEnabled(true), QString());
    QVERIFY(!QFileInfo(m_file).isSymLink());
    QVERIFY(autostart.isEnabled());
    QCOMPARE(content(target), QByteArray("theirs\n"));

    QVERIFY(QFile::remove(m_file) && QFile::link(target, m_file));
    QCOMPARE(autostart.setEnabled(false), QString());
    QVERIFY(!QFileInfo(m_file).isSymLink());
    QCOMPARE(content(target), QByteArray("theirs\n"));
}

void TestAutostart::anEntryWhoseProgramIsGoneIsRepaired()
{
    const QString before = makeProgram(m_dir->filePath(QStringLiteral("old \"place\"/skills-tray")));
    const QString after = makeProgram(m_dir->filePath(QStringLiteral("new/skills-tray")));
    QCOMPARE(Autostart(m_autostart, before).setEnabled(true), QString());
    QVERIFY(QFile::remove(before));
    Autostart autostart(m_autostart, after);
    QCOMPARE(autostart.repair(), QString());
    QVERIFY(content(m_file).contains("\nExec=\"" + after.toUtf8() + "\" --background\n"));
}

void TestAutostart::whereAUnitStartsUsNoEntryIsMade()
{
    const QString program = makeProgram(m_dir->filePath(QStringLiteral("skills-tray")));
    UserUnit unit;
    unit.startedUs = QStringLiteral("skills-tray.service");
    Autostart autostart(m_autostart, program, unit);
    QVERIFY(autostart.otherStarter().contains(QStringLiteral("skills-tray.service")));
    QVERIFY(autostart.setEnabled(true).contains(autostart.otherStarter()));
    QVERIFY(!QFile::exists(m_file));
    // One that is there is not kept alive, but can be taken away.
    put("[Desktop Entry]\nExec=/nonexistent/skills-tray\n");
    QCOMPARE(autostart.repair(), QString());
    QCOMPARE(content(m_file), QByteArray("[Desktop Entry]\nExec=/nonexistent/skills-tray\n"));
    QCOMPARE(autostart.setEnabled(false), QString());
    QVERIFY(!QFile::exists(m_file));

    QCOMPARE(Autostart(m_autostart, program).otherStarter(), QString());
}

void TestAutostart::anEntryThatWorksIsLeftAlone()
{
    const QString other = makeProgram(m_dir->filePath(QStringLiteral("other/skills-tray")));
    QCOMPARE(Autostart(m_autostart, other).setEnabled(true), QString());
    const QByteArray before = content(m_file);
    Autostart autostart(m_autostart, makeProgram(m_dir->filePath(QStringLiteral("mine/skills-tray"))));
    QCOMPARE(autostart.repair(), QString());
    QCOMPARE(content(m_file), before);

    put("[Desktop Entry]\nExec=sh -c true\n"); // a name for PATH
    QCOMPARE(autostart.repair(), QString());
    QCOMPARE(content(m_file), QByteArray("[Desktop Entry]\nExec=sh -c true\n"));
}

void TestAutostart::aDisabledEntryIsNotRepaired()
{
    const QByteArray entry("[Desktop Entry]\nExec=/gone\nHidden=true\n");
    put(entry);
    Autostart autostart(m_autostart, QStringLiteral("/usr/bin/skills-tray"));
    QCOMPARE(autostart.repair(), QString());
    QCOMPARE(content(m_file), entry);
    QVERIFY(QFile::remove(m_file));
    QCOMPARE(autostart.repair(), QString());
    QVERIFY(!QFileInfo::exists(m_file));
}

void TestAutostart::whatCannotBeWrittenIsSaid()
{
    QFile file(m_dir->filePath(QStringLiteral("config")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    Autostart autostart(m_autostart, QStringLiteral("/usr/bin/skills-tray"));
    const QString error = autostart.setEnabled(true);
    QVERIFY2(error.contains(m_autostart), qPrintable(error));
}

QTEST_GUILESS_MAIN(TestAutostart)
#include "tst_autostart.moc"
