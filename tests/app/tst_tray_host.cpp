// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/app/mock_desktop.h"
#include "tests/app/tray_run.h"
#include "tests/support/test_help.h"

#include <QElapsedTimer>
#include <QStandardPaths>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

/// The icon comes and goes with the panel, and somebody is told where there is none.
class TestTrayHost : public QObject
{
    Q_OBJECT

private:
    static void bringTo(TrayRun &tray, const MockDesktop &desktop)
    {
        tray.environment().insert(u"DBUS_SESSION_BUS_ADDRESS"_s, desktop.busAddress());
        if (desktop.display().isEmpty())
            return;
        tray.environment().insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
        tray.environment().insert(u"DISPLAY"_s, desktop.display());
    }

    static bool windowIsVisible(const TrayRun &tray)
    {
        QProcess search;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"DISPLAY"_s, const_cast<TrayRun &>(tray).environment().value(u"DISPLAY"_s));
        search.setProcessEnvironment(environment);
        search.start(u"xdotool"_s, {u"search"_s, u"--onlyvisible"_s, u"--name"_s, u"^Skills Tray$"_s});
        return search.waitForFinished() && !search.readAllStandardOutput().trimmed().isEmpty();
    }

private slots:
    void aHostThatComesLaterGetsTheIcon_data()
    {
        QTest::addColumn<bool>("nameFirst");
        QTest::newRow("U02 watcher and host come later") << false;
        QTest::newRow("U03 the watcher is there, the host comes later") << true;
    }
    void aHostThatComesLaterGetsTheIcon()
    {
        QFETCH(bool, nameFirst);
        MockDesktop desktop;
        if (const QString missing = desktop.begin(true); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        if (nameFirst)
            desktop.call("takeWatcherName");
        TrayRun tray;
        bringTo(tray, desktop);
        QVERIFY(tray.start({}, {u"--stopped"_s}));
        QTest::qWait(1000); // nothing may happen meanwhile, and nothing tells when nothing happened
        QCOMPARE(desktop.services().items(), QStringList());

        QElapsedTimer clock;
        clock.start();
        if (nameFirst) {
            desktop.call("setHostRegistered", Q_ARG(bool, true));
        } else {
            desktop.call("setHostRegistered", Q_ARG(bool, true));
            desktop.call("takeWatcherName");
        }
        QTRY_COMPARE(desktop.services().items().size(), 1);
        qInfo("icon registered after %lld ms", clock.elapsed());
        QVERIFY(clock.elapsed() < 2000);

        // The panel is restarted.
        desktop.call("dropWatcherName");
        QTRY_COMPARE(tray.state(), u"stopped"_s);
        desktop.services().forgetItems();
        desktop.call("setHostRegistered", Q_ARG(bool, true));
        desktop.call("takeWatcherName");
        QTRY_VERIFY(!desktop.services().items().isEmpty());
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

    void withoutAHostTheWindowOpensAtStart() // U01
    {
        if (QStandardPaths::findExecutable(u"xdotool"_s).isEmpty())
            QSKIP("xdotool is not installed");
        MockDesktop desktop;
        if (const QString missing = desktop.begin(true); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        TrayRun tray;
        bringTo(tray, desktop);
        QVERIFY(tray.startPlain({u"--stopped"_s}));
        QTRY_VERIFY(windowIsVisible(tray));
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

    void withoutAHostABackgroundStartTellsOnceAndASecondStartShowsTheWindow() // U01
    {
        if (QStandardPaths::findExecutable(u"xdotool"_s).isEmpty())
            QSKIP("xdotool is not installed");
        MockDesktop desktop;
        if (const QString missing = desktop.begin(true); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        desktop.call("offerNotifications", Q_ARG(bool, true));
        TrayRun tray;
        bringTo(tray, desktop);
        QVERIFY(tray.startPlain({u"--stopped"_s, u"--background"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(desktop.services().notifications().size(), 1, 15'000);
        QVERIFY(!windowIsVisible(tray));
        const TrayRun::Result second = tray.run({});
        QCOMPARE(second.exit, 0);
        QTRY_VERIFY(windowIsVisible(tray));
        QCOMPARE(desktop.services().notifications().size(), 1);
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

    void aFailureIsToldOnceAndItsTextIsHarmless_data() // U07, U08
    {
        QTest::addColumn<bool>("markup");
        QTest::newRow("server understands markup") << true;
        QTest::newRow("server shows text as it is") << false;
    }
    void aFailureIsToldOnceAndItsTextIsHarmless()
    {
        QFETCH(bool, markup);
        MockDesktop desktop;
        if (const QString missing = desktop.begin(false); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        desktop.call("offerNotifications", Q_ARG(bool, markup));
        TrayRun tray;
        bringTo(tray, desktop);
        QVERIFY(tray.startPlain({u"--background"_s, u"--port"_s, QString::number(tray.port()), u"--"_s,
                                 u"no<b>such\x1b[31m&program"_s + QString(300, u'x')}));
        QTRY_COMPARE(desktop.services().notifications().size(), 1);
        const QString body = desktop.services().notifications().first().body;
        QVERIFY2(body.contains(markup ? u"no&lt;b&gt;such"_s : u"no<b>such"_s), qPrintable(body));
        QVERIFY(!body.contains(u'\x1b'));
        QVERIFY(body.size() <= 256 + 40); // entities are longer than what they stand for
        for (int i = 0; i < 5; ++i)
            QCOMPARE(tray.run({u"start"_s}).exit, 0);
        QTRY_COMPARE(tray.state(), u"failed"_s);
        QCOMPARE(desktop.services().notifications().size(), 1);
    }

    void noSessionBusIsLaunchedBehindOurBack()
    {
        MockDesktop desktop;
        if (const QString missing = desktop.begin(true); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        TrayRun tray;
        bringTo(tray, desktop);
        tray.environment().remove(u"DBUS_SESSION_BUS_ADDRESS"_s);
        // Whatever we start carries this mark.
        const TreeWatch mark;
        tray.environment().insert(u"SKILLS_TEST_MARK"_s, mark.mark());
        QVERIFY(tray.startPlain({u"--stopped"_s}));
        QCOMPARE(mark.pids(), QList<qint64>{tray.process().processId()});
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

    void theEndOfTheDisplayLeavesNothingBehind() // O07
    {
        MockDesktop desktop;
        if (const QString missing = desktop.begin(true); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        TrayRun tray;
        bringTo(tray, desktop);
        QVERIFY(tray.start({u"--grandchild=setsid"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        desktop.screen().kill();
        QVERIFY(tray.waitForEnd(5000));
        QTRY_VERIFY2_WITH_TIMEOUT(tray.treeIsGone(), tray.leftovers(), 7000);
        tray.environment().insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        QVERIFY(tray.start());
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
    }
};

QTEST_GUILESS_MAIN(TestTrayHost)
#include "tst_tray_host.moc"
