// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/app/mock_desktop.h"
#include "tests/app/tray_run.h"
#include "tests/support/test_help.h"

#include <QElapsedTimer>
#include <QFile>
#include <QStandardPaths>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

/// The icon comes and goes with the panel, and somebody is told where there is none.
class TestTrayHost : public QObject
{
    Q_OBJECT

private:
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
        desktop.bring(tray.environment());
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

    void aWatcherThatTakesOverGetsTheIcon() // cases C01
    {
        MockDesktop desktop;
        if (const QString missing = desktop.begin(true); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        desktop.call("setHostRegistered", Q_ARG(bool, true));
        desktop.call("takeWatcherName");
        TrayRun tray;
        desktop.bring(tray.environment());
        QVERIFY(tray.start({}, {u"--stopped"_s}));
        QTRY_COMPARE(desktop.services().items().size(), 1);

        // Without a gap in which nobody had the name.
        MockServices next(desktop.busAddress());
        next.setHostRegistered(true);
        next.takeWatcherName();
        QTRY_COMPARE(next.items().size(), 1);
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
        desktop.bring(tray.environment());
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
        desktop.bring(tray.environment());
        QVERIFY(tray.startPlain({u"--stopped"_s, u"--background"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(desktop.services().notifications().size(), 1, 15'000);
        QVERIFY(!windowIsVisible(tray));
        const TrayRun::Result second = tray.run({});
        QCOMPARE(second.exit, 0);
        QTRY_VERIFY(windowIsVisible(tray));
        QCOMPARE(desktop.services().notifications().size(), 1);
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

    void withoutATrayAndWithoutNotificationsTheWindowOpens() // A17, D11
    {
        if (QStandardPaths::findExecutable(u"xdotool"_s).isEmpty())
            QSKIP("xdotool is not installed");
        MockDesktop desktop;
        if (const QString missing = desktop.begin(true); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        TrayRun tray;
        desktop.bring(tray.environment());
        QVERIFY(tray.startPlain({u"--stopped"_s, u"--background"_s}));
        QVERIFY(!windowIsVisible(tray));
        QTRY_VERIFY_WITH_TIMEOUT(windowIsVisible(tray), 20'000);
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

    void aFailureWithoutNotificationsOpensTheWindow() // D12
    {
        if (QStandardPaths::findExecutable(u"xdotool"_s).isEmpty())
            QSKIP("xdotool is not installed");
        MockDesktop desktop;
        if (const QString missing = desktop.begin(true); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        desktop.call("setHostRegistered", Q_ARG(bool, true));
        desktop.call("takeWatcherName");
        TrayRun tray;
        desktop.bring(tray.environment());
        QVERIFY(tray.startPlain({u"--background"_s, u"--stopped"_s, u"--port"_s, QString::number(tray.port()), u"--"_s,
                                 u"no-such-program"_s}));
        QTRY_COMPARE(desktop.services().items().size(), 1);
        QVERIFY(!windowIsVisible(tray));
        QCOMPARE(tray.run({u"start"_s}).exit, 1);
        QTRY_VERIFY_WITH_TIMEOUT(windowIsVisible(tray), 10'000);
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

    void aNoticeWhileNoWindowIsInFrontIsANotification() // A10
    {
        MockDesktop desktop;
        if (const QString missing = desktop.begin(false); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        desktop.call("offerNotifications", Q_ARG(bool, true));
        TrayRun tray;
        desktop.bring(tray.environment());
        const QString odd = tray.home().file(u"a <b>folder</b>"_s);
        tray.environment().insert(u"XDG_CONFIG_HOME"_s, odd);
        QVERIFY(tray.writeFile(odd + u"/skills-tray/settings.ini"_s, "[backend\n"));
        QVERIFY(tray.startPlain({u"--stopped"_s, u"--background"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(desktop.services().notifications().size(), 1, 10'000);
        const QString body = desktop.services().notifications().first().body;
        QVERIFY2(body.contains(u"a &lt;b&gt;folder&lt;/b&gt;/skills-tray/settings.ini.bad"_s), qPrintable(body)); // U08
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

    void whatHappensBehindAWindowThatIsNotInFrontIsANotification() // A10
    {
        const QString xdotool = QStandardPaths::findExecutable(u"xdotool"_s);
        if (xdotool.isEmpty())
            QSKIP("xdotool is not installed");
        MockDesktop desktop;
        if (const QString missing = desktop.begin(true); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        desktop.call("offerNotifications", Q_ARG(bool, true));
        TrayRun tray;
        desktop.bring(tray.environment());
        QVERIFY(tray.startPlain({u"--stopped"_s, u"--port"_s, QString::number(tray.port()), u"--"_s, u"no-such"_s}));
        QTRY_VERIFY(windowIsVisible(tray));
        // As if another program's window had come to the front.
        QProcess put;
        put.setProcessEnvironment(tray.environment());
        put.start(xdotool, {u"search"_s, u"--onlyvisible"_s, u"--name"_s, u"^Skills Tray$"_s, u"windowunmap"_s});
        QVERIFY(put.waitForFinished());
        QTRY_VERIFY(!windowIsVisible(tray));
        QCOMPARE(tray.run({u"start"_s}).exit, 1);
        QTRY_COMPARE_WITH_TIMEOUT(desktop.services().notifications().size(), 1, 10'000);
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

    void aNoticeInTheWindowInFrontIsNoNotification() // A10
    {
        MockDesktop desktop;
        if (const QString missing = desktop.begin(false); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        desktop.call("offerNotifications", Q_ARG(bool, true));
        TrayRun tray;
        desktop.bring(tray.environment()); // and Qt's offscreen platform, where a window that is shown is active
        QVERIFY(tray.writeFile(tray.paths().settingsFile(), "[backend\n"));
        QVERIFY(tray.startPlain({u"--stopped"_s}));
        QTest::qWait(2500); // nothing may happen meanwhile, and nothing tells when nothing happened
        QCOMPARE(desktop.services().notifications().size(), 0);
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

    void aFailureIsToldOnceAndItsTextIsHarmless_data() // U07, U08, D13
    {
        QTest::addColumn<bool>("isRich");
        QTest::newRow("server understands markup and actions") << true;
        QTest::newRow("server shows text as it is") << false;
    }
    void aFailureIsToldOnceAndItsTextIsHarmless()
    {
        QFETCH(bool, isRich);
        MockDesktop desktop;
        if (const QString missing = desktop.begin(false); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        desktop.call("offerNotifications", Q_ARG(bool, isRich));
        TrayRun tray;
        desktop.bring(tray.environment());
        QVERIFY(tray.startPlain({u"--background"_s, u"--port"_s, QString::number(tray.port()), u"--"_s,
                                 u"no<b>such\x1b[31m&program"_s + QString(300, u'x')}));
        QTRY_COMPARE(desktop.services().notifications().size(), 1);
        const MockServices::Notification told = desktop.services().notifications().first();
        // The cause, and what to do. A title knows no markup.
        QVERIFY2(told.title.contains(u"no<b>such"_s), qPrintable(told.title));
        QVERIFY2(!told.body.isEmpty() && told.body != told.title, qPrintable(told.body));
        for (const QString &text : {told.title, told.body})
            QVERIFY2(!text.contains(u'\x1b') && text.size() <= 256, qPrintable(text));
        const QStringList actions{u"default"_s, u"Show"_s, u"show"_s, u"Show"_s, u"again"_s, u"Try again"_s};
        QCOMPARE(told.actions, isRich ? actions : QStringList());
        for (int i = 0; i < 5; ++i)
            QCOMPARE(tray.run({u"start"_s}).exit, 1);
        QTRY_COMPARE(tray.state(), u"failed"_s);
        QCOMPARE(desktop.services().notifications().size(), 1);
    }

    void aNotificationsButtonsDoWhatTheySay() // D13
    {
        if (QStandardPaths::findExecutable(u"xdotool"_s).isEmpty())
            QSKIP("xdotool is not installed");
        MockDesktop desktop;
        if (const QString missing = desktop.begin(true); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        desktop.call("offerNotifications", Q_ARG(bool, true));
        TrayRun tray;
        desktop.bring(tray.environment());
        const QString program = tray.home().file(u"program"_s);
        QVERIFY(tray.startPlain({u"--background"_s, u"--port"_s, QString::number(tray.port()), u"--"_s, program,
                                 u"--port"_s, u"{port}"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(desktop.services().notifications().size(), 1, 10'000);
        QVERIFY(QFile::copy(QStringLiteral(SKILLS_FAKE_BACKEND), program));
        desktop.call("chooseAction", Q_ARG(QString, u"again"_s));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        QVERIFY(!windowIsVisible(tray));
        desktop.call("chooseAction", Q_ARG(QString, u"show"_s));
        QTRY_VERIFY(windowIsVisible(tray));
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

    void aBusThatHangsHoldsUpNothing_data() // A13, U05
    {
        QTest::addColumn<bool>("fromTheStart");
        QTest::newRow("before the start") << true;
        QTest::newRow("while it runs, with an icon") << false;
    }
    void aBusThatHangsHoldsUpNothing()
    {
        QFETCH(bool, fromTheStart);
        MockDesktop desktop;
        if (const QString missing = desktop.begin(true); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        desktop.call("offerNotifications", Q_ARG(bool, true));
        desktop.call("setHostRegistered", Q_ARG(bool, true));
        desktop.call("takeWatcherName");
        const auto bus = pid_t(desktop.bus().processId());
        TrayRun tray;
        desktop.bring(tray.environment());
        if (fromTheStart)
            QCOMPARE(::kill(bus, SIGSTOP), 0);
        const QStringList missing{u"--port"_s, QString::number(tray.port()), u"--"_s, u"no-such-program"_s};
        QElapsedTimer clock;
        clock.start();
        QVERIFY(tray.startPlain(QStringList{u"--background"_s, u"--stopped"_s} + missing));
        qInfo("started after %lld ms", clock.elapsed());
        if (!fromTheStart) {
            QTRY_COMPARE(desktop.services().items().size(), 1);
            QCOMPARE(::kill(bus, SIGSTOP), 0);
        }
        // A failure to tell, the icon to paint, a window to show, and the end: none of it waits.
        QList<qint64> took;
        for (const QStringList &command : {QStringList{u"start"_s}, QStringList{u"status"_s}, QStringList{u"show"_s},
                                           QStringList{u"status"_s}, QStringList{u"stop"_s}}) {
            const TrayRun::Result result = tray.run(command);
            took += result.ms;
            QVERIFY2(result.ms < 4000 && result.exit < 2,
                     qPrintable(command.first() + u' ' + QString::number(result.ms)));
        }
        const TrayRun::Result quit = tray.run({u"quit"_s});
        QCOMPARE(::kill(bus, SIGCONT), 0);
        QCOMPARE(quit.exit, 0);
        QVERIFY2(quit.ms < 5000, QByteArray::number(quit.ms).constData());
        QVERIFY(tray.waitForEnd(1000));
    }

    void noSessionBusIsLaunchedBehindOurBack()
    {
        MockDesktop desktop;
        if (const QString missing = desktop.begin(true); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        TrayRun tray;
        desktop.bring(tray.environment());
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
        desktop.bring(tray.environment());
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
