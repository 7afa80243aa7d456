// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/settings/user_unit.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class TestUserUnit : public QObject
{
    Q_OBJECT

private slots:
    void theUnitThatStartedUsIsToldFromADesktopsOwn_data()
    {
        QTest::addColumn<QByteArray>("cgroup");
        QTest::addColumn<bool>("isItsMain");
        QTest::addColumn<QString>("unit");
        const QByteArray manager("0::/user.slice/user-1000.slice/user@1000.service/app.slice/");
        QTest::newRow("our unit") << manager + "skills-tray.service\n" << true << u"skills-tray.service"_s;
        QTest::newRow("below our unit") << manager + "skills-tray.service/inner\n" << false << u"skills-tray.service"_s;
        QTest::newRow("a system's unit with our name")
            << QByteArray("0::/system.slice/skills-tray.service\n") << true << u"skills-tray.service"_s;
        QTest::newRow("with version 1 beside it")
            << "12:pids:/user.slice\n1:name=systemd:/user.slice\n" + manager + "skills-tray.service\n"
            << false << u"skills-tray.service"_s;
        QTest::newRow("somebody's own unit") << manager + "my-skills.service\n" << true << u"my-skills.service"_s;
        QTest::newRow("a shell in somebody's unit") << manager + "my-skills.service\n" << false << QString();
        QTest::newRow("our login entry") << manager + "app-skills\\x2dtray@autostart.service\n" << true << QString();
        QTest::newRow("a desktop's launcher") << manager + "app-skills\\x2dtray@4711.service\n" << true << QString();
        QTest::newRow("a desktop's scope") << manager + "app-gnome-skills\\x2dtray-4711.scope\n" << false << QString();
        QTest::newRow("a terminal") << QByteArray("0::/user.slice/user-1000.slice/session-2.scope\n") << false
                                    << QString();
        QTest::newRow("another name") << manager + "not-skills-tray.service\n" << false << QString();
        QTest::newRow("a container") << QByteArray("0::/\n") << false << QString();
        QTest::newRow("nothing") << QByteArray() << true << QString();
    }
    void theUnitThatStartedUsIsToldFromADesktopsOwn()
    {
        QFETCH(QByteArray, cgroup);
        QFETCH(bool, isItsMain);
        QFETCH(QString, unit);
        QCOMPARE(unitThatStarted(cgroup, isItsMain), unit);
    }

    void anEnabledUnitStartsUsAtTheNextLogin()
    {
        QTemporaryDir folder;
        UserUnit unit;
        unit.folders = {folder.filePath(u"none"_s), folder.path()};
        QCOMPARE(unit.starter(), QString());
        QVERIFY(QDir(folder.path()).mkpath(u"default.target.wants"_s));
        QCOMPARE(unit.starter(), QString());
        // There, but not enabled.
        QFile file(folder.filePath(u"skills-tray.service"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(QFile::link(file.fileName(), folder.filePath(u"default.target.wants/other.service"_s)));
        QCOMPARE(unit.starter(), QString());
        const QString link = folder.filePath(u"default.target.wants/skills-tray.service"_s);
        QVERIFY(QFile::link(u"/nonexistent/skills-tray.service"_s, link));
        QCOMPARE(unit.starter(), u"skills-tray.service"_s);
        QVERIFY(QFile::remove(link));
        QCOMPARE(unit.starter(), QString());
        unit.startedUs = u"my-skills.service"_s;
        QCOMPARE(unit.starter(), u"my-skills.service"_s);
    }

    void thisProcessIsNoUnit()
    {
        // A test is started by many, but never by the service manager itself.
        qputenv("INVOCATION_ID", "0123");
        qputenv("SYSTEMD_EXEC_PID", "1");
        QCOMPARE(UserUnit::ofThisProcess(u"/nonexistent"_s).startedUs, QString());
    }
};

QTEST_GUILESS_MAIN(TestUserUnit)
#include "tst_user_unit.moc"
