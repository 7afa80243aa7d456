// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "app/tray/settings_keeper.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class TestSettingsKeeper : public QObject
{
    Q_OBJECT

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

        changed.kind = BackendKind::Builtin;
        changed.arguments.clear();
        QCOMPARE(keeper.accept(changed), QString());
        expected.kind = BackendKind::Builtin;
        expected.arguments.clear();
        QCOMPARE(SettingsStore(file).load().settings, expected);
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
