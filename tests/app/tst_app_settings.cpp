// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/app/tray_run.h"
#include "tests/support/test_help.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

/// What the program makes of its settings, its files and its environment.
class TestAppSettings : public QObject
{
    Q_OBJECT

private:
    static QByteArray contentOf(const QString &name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private slots:
    void aBrokenFileIsSetAsideAndTold() // D05
    {
        TrayRun tray;
        const QByteArray garbage("\x00\xff\xfe[garbage\n=\x01", 14);
        QVERIFY(tray.writeFile(tray.paths().settingsFile(), garbage));
        QVERIFY(tray.start({}, {u"--stopped"_s}));
        QCOMPARE(contentOf(tray.paths().settingsFile() + u".bad"_s), garbage);
        QVERIFY(tray.run({u"logs"_s}).out.contains("settings.ini.bad"));
    }

    void badValuesAreTheirDefaultsAndTold() // D06
    {
        TrayRun tray;
        QVERIFY(tray.writeFile(tray.paths().settingsFile(),
                               "[backend]\nport=99999999999\ngraceSeconds=soon\nstartAtLaunch=false\n"));
        QVERIFY(tray.startPlain({u"--background"_s}));
        QCOMPARE(tray.status().value(u"port"_s).toInt(), 8765);
        QCOMPARE(tray.state(), u"stopped"_s); // the good value holds
        const QByteArray log = tray.run({u"logs"_s}).out;
        QVERIFY2(log.contains("port") && log.contains("graceSeconds"), log.constData());
    }

    void theCommandLineIsForThisRunOnly()
    {
        TrayRun tray;
        const QByteArray mine = "[backend]\nkind=custom\ncommand=mine\nport=9123\nstartAtLaunch=false\n";
        QVERIFY(tray.writeFile(tray.paths().settingsFile(), mine));
        QVERIFY(tray.start({}, {u"--stopped"_s}));
        QCOMPARE(tray.status().value(u"port"_s).toInt(), tray.port());
        QCOMPARE(tray.run({u"start"_s}).exit, 0);
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
        const QByteArray now = contentOf(tray.paths().settingsFile());
        QVERIFY2(now.contains("command=mine") && now.contains("port=9123"), now.constData());
        QVERIFY(!now.contains(QByteArray::number(tray.port())));
    }

    void ourFilesAreOurs_data() // X05
    {
        QTest::addColumn<int>("mask");
        QTest::newRow("X05 umask 022") << 0022;
        QTest::newRow("X05 umask 000") << 0000;
    }
    void ourFilesAreOurs()
    {
        QFETCH(int, mask);
        TrayRun tray;
        tray.process().setChildProcessModifier([mask] { ::umask(mode_t(mask)); });
        // Written by hand, for everybody to read: it becomes ours.
        QVERIFY(tray.writeFile(tray.paths().settingsFile(), "[backend]\nport=9\n"));
        QVERIFY(tray.start());
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        QTRY_VERIFY(QFile::exists(tray.paths().logFile()));
        QVERIFY(QFile::exists(tray.paths().skillsConfigFile()));
        const int others = int(QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                               QFile::WriteOther | QFile::ExeOther);
        for (const QString &path :
             {tray.paths().config, tray.paths().state, tray.paths().cache, tray.paths().runtime,
              tray.paths().skillsConfigFile(), tray.paths().logFile(), tray.paths().lockFile(),
              tray.paths().ownerFile(), tray.paths().settingsFile(), tray.paths().controlSocket()})
            QVERIFY2((int(QFileInfo(path).permissions()) & others) == 0, qPrintable(path));
    }

    void nothingInAnArgumentIsInterpreted() // X01, S11
    {
        TrayRun tray;
        const QString witness = tray.home().file(u"witness"_s);
        const QStringList nasty{u"$(touch %1)"_s.arg(witness),
                                u"`touch %1`"_s.arg(witness),
                                u"; touch %1 ;"_s.arg(witness),
                                u"| touch %1"_s.arg(witness),
                                u"a\nb"_s,
                                u"'\"\\ *?~"_s,
                                u"ünïcödé"_s,
                                QString()};
        QStringList options{u"--print-argv-json"_s};
        for (const QString &one : nasty)
            options += u"--say="_s + one;
        QVERIFY(tray.start(options));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        const QJsonArray command = tray.status().value(u"command"_s).toArray();
        for (qsizetype i = 0; i < nasty.size(); ++i)
            QCOMPARE(command.at(command.size() - nasty.size() + i).toString(), u"--say="_s + nasty.at(i));
        // What the backend itself got.
        const QByteArray log = tray.run({u"logs"_s, u"--all"_s}).out;
        QByteArray argv;
        for (const QByteArray &line : log.split('\n')) {
            if (const qsizetype at = line.indexOf(" out ["); at >= 0)
                argv = line.mid(at + 5);
        }
        const QJsonArray received = QJsonDocument::fromJson(argv).array();
        QVERIFY2(received.size() >= nasty.size(), argv.constData());
        for (qsizetype i = 0; i < nasty.size(); ++i)
            QCOMPARE(received.at(received.size() - nasty.size() + i).toString(), u"--say="_s + nasty.at(i));
        QVERIFY(!QFile::exists(witness));
    }

    void whatLeaksIntoOurEnvironmentStaysHere() // X03
    {
        TrayRun tray;
        for (const QString &name : {u"PYTHONPATH"_s, u"PYTHONHOME"_s, u"PYTHONSTARTUP"_s, u"VIRTUAL_ENV"_s,
                                    u"LD_LIBRARY_PATH"_s, u"LD_PRELOAD"_s})
            tray.environment().insert(name, u"/leaked"_s);
        QVERIFY(tray.start());
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        const QByteArray environment = contentOf(u"/proc/%1/environ"_s.arg(tray.status().value(u"pid"_s).toInteger()));
        QVERIFY(environment.contains("PYTHONUNBUFFERED=1"));
        QVERIFY(!environment.contains("/leaked") && !environment.contains("QT_QPA_PLATFORM"));
    }

    void theLogIsCopiedToStderrWhenAsked()
    {
        TrayRun tray;
        QVERIFY(tray.start({u"--say=for the journal"_s}, {u"--log-to-stderr"_s}));
        QTRY_VERIFY(contentOf(tray.home().file(u"tray.err"_s)).contains(" err for the journal\n"));
    }

    void anExposedHostIsAWarning()
    {
        TrayRun tray;
        QVERIFY(tray.start({}, {u"--host"_s, u"0.0.0.0"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        QVERIFY(!tray.status().value(u"warning"_s).toString().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestAppSettings)
#include "tst_app_settings.moc"
