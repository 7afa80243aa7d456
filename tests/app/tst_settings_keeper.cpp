// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/settings_keeper.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class TestSettingsKeeper : public QObject
{
    Q_OBJECT

private:
    static void write(const QString &name, const QByteArray &bytes)
    {
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

private slots:
    void whatTheCommandLineSaidIsNeverSaved()
    {
        QTemporaryDir directory;
        const QString file = directory.filePath(u"settings.ini"_s);
        Overrides overrides;
        overrides.kind = BackendKind::Custom;
        overrides.program = QStringList{u"prog"_s, u"a"_s};
        overrides.port = 9000;
        SettingsKeeper keeper(file, overrides);
        QSignalSpy changes(&keeper, &SettingsKeeper::changed);
        QCOMPARE(keeper.current().port, 9000);

        Settings changed = keeper.current();
        changed.graceSeconds = 7;
        QCOMPARE(keeper.accept(changed), QString());
        QCOMPARE(changes.count(), 1);
        QCOMPARE(keeper.current(), changed);
        Settings expected;
        expected.graceSeconds = 7;
        QCOMPARE(SettingsStore(file).load().settings, expected);
    }

    void whatTheUserChangesDuringTheRunIsSaved()
    {
        QTemporaryDir directory;
        const QString file = directory.filePath(u"settings.ini"_s);
        Overrides overrides;
        overrides.port = 9000;
        SettingsKeeper keeper(file, overrides);
        Settings changed = keeper.current();
        changed.port = 9001;
        changed.downloadAllowed = true;
        QCOMPARE(keeper.accept(changed), QString());
        Settings expected;
        expected.port = 9001;
        expected.downloadAllowed = true;
        QCOMPARE(SettingsStore(file).load().settings, expected);
    }

    void argumentsAreSavedWithTheBackendTheyAreMeantFor()
    {
        QTemporaryDir directory;
        const QString file = directory.filePath(u"settings.ini"_s);
        Overrides overrides;
        overrides.kind = BackendKind::Custom;
        overrides.program = QStringList{u"prog"_s, u"a"_s};
        SettingsKeeper keeper(file, overrides);
        Settings changed = keeper.current();
        changed.arguments = QStringList{u"a"_s, u"b"_s};
        QCOMPARE(keeper.accept(changed), QString());
        // Not the built-in one, which would be started with them the next time.
        Settings expected;
        expected.kind = BackendKind::Custom;
        expected.command = u"prog"_s;
        expected.arguments = changed.arguments;
        QCOMPARE(SettingsStore(file).load().settings, expected);

        changed.useKind(BackendKind::Builtin);
        QCOMPARE(keeper.accept(changed), QString());
        expected.useKind(BackendKind::Builtin);
        QCOMPARE(SettingsStore(file).load().settings, expected);
    }

    void anotherKindFromTheCommandLineLeavesTheArgumentsInTheFile() // A12
    {
        QTemporaryDir directory;
        const QString file = directory.filePath(u"settings.ini"_s);
        write(file, "[backend]\nkind=custom\ncommand=mine\narguments=a, b\n");
        const Settings mine = SettingsStore(file).load().settings;
        Overrides overrides;
        overrides.kind = BackendKind::Builtin;
        overrides.moreArguments = QStringList{u"--verbose"_s};
        SettingsKeeper keeper(file, overrides);
        QCOMPARE(keeper.current().arguments, QStringList{u"--verbose"_s});
        // "Use built-in" of the strip, and back again in the dialog: both are wishes that last.
        Settings changed = keeper.current();
        changed.useKind(BackendKind::ClaudeSkillsMcp);
        QCOMPARE(keeper.accept(changed), QString());
        Settings expected = mine;
        expected.useKind(BackendKind::ClaudeSkillsMcp);
        QCOMPARE(SettingsStore(file).load().settings, expected);
        changed.useKind(BackendKind::Custom);
        QCOMPARE(changed.arguments, mine.arguments);
        QCOMPARE(keeper.accept(changed), QString());
        QCOMPARE(SettingsStore(file).load().settings, mine);
    }

    void argumentsOfTheCommandLineAreNotSavedWithThoseOfTheUser() // A12
    {
        QTemporaryDir directory;
        const QString file = directory.filePath(u"settings.ini"_s);
        write(file, "[backend]\narguments=--mine\n");
        Overrides overrides;
        overrides.moreArguments = QStringList{u"--verbose"_s, u"--mine"_s};
        SettingsKeeper keeper(file, overrides);
        QCOMPARE(keeper.current().arguments, (QStringList{u"--mine"_s, u"--verbose"_s, u"--mine"_s}));
        Settings changed = keeper.current();
        changed.arguments.prepend(u"--new"_s);
        QCOMPARE(keeper.accept(changed), QString());
        QCOMPARE(keeper.current().arguments.size(), 4);
        QCOMPARE(SettingsStore(file).load().settings.arguments, (QStringList{u"--new"_s, u"--mine"_s}));
    }

    void whatIsEditedInTheFileMeanwhileStays() // A12
    {
        QTemporaryDir directory;
        const QString file = directory.filePath(u"settings.ini"_s);
        write(file, "[backend]\nport=9000\n");
        SettingsKeeper keeper(file, {});
        write(file, "[backend]\nport=9001\nkind=custom\ncommand=prog\narguments=new\n");
        Settings changed = keeper.current();
        changed.graceSeconds = 7;
        QCOMPARE(keeper.accept(changed), QString());
        Settings expected;
        expected.kind = BackendKind::Custom;
        expected.command = u"prog"_s;
        expected.arguments = QStringList{u"new"_s};
        expected.port = 9001;
        expected.graceSeconds = 7;
        QCOMPARE(SettingsStore(file).load().settings, expected);
        // Also when one of its neighbours is changed: what was written by hand is put away, not lost.
        changed.useKind(BackendKind::ClaudeSkillsMcp);
        QCOMPARE(keeper.accept(changed), QString());
        expected.useKind(BackendKind::ClaudeSkillsMcp);
        QCOMPARE(SettingsStore(file).load().settings, expected);
        WindowChoices window;
        window.wrapLines = true;
        QCOMPARE(keeper.remember(window), QString());
        QCOMPARE(SettingsStore(file).load().settings, expected);
    }

    void whatCouldNotBeSavedIsSavedTheNextTime()
    {
        QTemporaryDir directory;
        const QString folder = directory.filePath(u"folder"_s);
        const QString file = folder + u"/settings.ini"_s;
        write(folder, {}); // a file in the folder's place
        SettingsKeeper keeper(file, {});
        Settings changed = keeper.current();
        changed.port = 9001;
        QVERIFY(!keeper.accept(changed).isEmpty());
        QVERIFY(QFile::remove(folder));
        changed.graceSeconds = 7;
        QCOMPARE(keeper.accept(changed), QString());
        QCOMPARE(SettingsStore(file).load().settings, changed);
    }

    void whatCannotBeSavedHoldsForThisRun()
    {
        QTemporaryDir directory;
        QFile obstacle(directory.filePath(u"file"_s));
        QVERIFY(obstacle.open(QIODevice::WriteOnly));
        SettingsKeeper keeper(directory.filePath(u"file/settings.ini"_s), {});
        Settings changed = keeper.current();
        changed.port = 9001;
        QVERIFY(!keeper.accept(changed).isEmpty());
        QCOMPARE(keeper.current().port, 9001);
    }
};

QTEST_GUILESS_MAIN(TestSettingsKeeper)
#include "tst_settings_keeper.moc"
