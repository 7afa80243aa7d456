// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/app/tray_run.h"
#include "tests/backend/fake_uvx.h"

#include <QFile>
#include <QJsonObject>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

/// What is different without a desktop. What is the same is tested by the other tests of this room in that mode, too.
class TestHeadless : public QObject
{
    Q_OBJECT

private:
    static QByteArray read(const QString &name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private slots:
    void noPlatformOfQtIsNeededNorLoaded()
    {
        TrayRun tray;
        tray.goHeadless();
        QVERIFY(tray.start({u"--skills=3"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        const QByteArray maps = read(u"/proc/%1/maps"_s.arg(tray.process().processId()));
        QVERIFY(maps.contains("libQt6Core"));
        QVERIFY2(!maps.contains("/platforms/"), maps.constData());
        QCOMPARE(tray.errors(), QByteArray());
    }

    void aDisplayThatCannotBeReachedMatters_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::newRow("X11") << u"DISPLAY"_s;
        QTest::newRow("Wayland") << u"WAYLAND_DISPLAY"_s;
    }
    void aDisplayThatCannotBeReachedMatters()
    {
        QFETCH(QString, variable);
        TrayRun tray;
        tray.environment().remove(u"QT_QPA_PLATFORM"_s);
        tray.environment().insert(variable, u":4711"_s);
        const TrayRun::Result plain = tray.run({u"--stopped"_s});
        QCOMPARE(plain.exit, 1);
        QCOMPARE(plain.errorLines(), 1);
        QVERIFY2(plain.err.contains("--headless"), plain.err.constData()); // the way out is named
        QVERIFY(tray.startPlain({u"--headless"_s, u"--stopped"_s}));
        QCOMPARE(tray.errors(), QByteArray());
    }

    void showSaysThatThereIsNoWindow()
    {
        TrayRun tray;
        tray.goHeadless();
        QVERIFY(tray.start({}, {u"--stopped"_s}));
        const TrayRun::Result show = tray.run({u"show"_s});
        QCOMPARE(show.exit, 1);
        QCOMPARE(show.err,
                 QByteArray("skills-tray: Cannot show the window: Skills Tray runs without one (--headless)\n"));
        QCOMPARE(tray.state(), u"stopped"_s);
    }

    void aSecondStartSaysWhatRuns_data()
    {
        QTest::addColumn<bool>("firstIsHeadless");
        QTest::addColumn<QStringList>("second");
        QTest::addColumn<QByteArray>("said");
        const QByteArray runs("skills-tray: Skills Tray runs already");
        const QByteArray without = runs + ", without a window (--headless)";
        QTest::newRow("plain") << true << QStringList() << without + '\n';
        QTest::newRow("with an option") << true << QStringList{u"--port"_s, u"4711"_s}
                                        << without + "; ignored: --port 4711\n";
        QTest::newRow("background") << true << QStringList{u"--background"_s} << QByteArray();
        QTest::newRow("headless again") << true << QStringList{u"--headless"_s} << QByteArray();
        QTest::newRow("headless beside a desktop")
            << false << QStringList{u"--headless"_s} << runs + "; ignored: --headless\n";
    }
    void aSecondStartSaysWhatRuns()
    {
        QFETCH(bool, firstIsHeadless);
        QFETCH(QStringList, second);
        QFETCH(QByteArray, said);
        TrayRun tray;
        QVERIFY(tray.startPlain(QStringList{u"--stopped"_s, firstIsHeadless ? u"--headless"_s : u"--background"_s}));
        const TrayRun::Result result = tray.run(second);
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.err, said);
        QCOMPARE(tray.process().state(), QProcess::Running);
    }

    void aNoticeIsInTheLogAndOnStderrOnce_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("by itself") << QStringList();
        QTest::newRow("with the log") << QStringList{u"--log-to-stderr"_s};
    }
    void aNoticeIsInTheLogAndOnStderrOnce()
    {
        QFETCH(QStringList, options);
        TrayRun tray;
        tray.goHeadless();
        QVERIFY(tray.writeFile(tray.paths().settingsFile(), "[backend]\ngraceSeconds=4711\n"));
        QVERIFY(tray.startPlain(
            options + QStringList{u"--port"_s, QString::number(tray.port()), u"--"_s, u"no-such-program-xyz"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"failed"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        for (const QByteArray &part : {QByteArray("4711"), QByteArray("no-such-program-xyz")}) {
            QTRY_COMPARE(tray.errors().count(part), 1);
            QCOMPARE(tray.run({u"logs"_s, u"--level"_s, u"warning"_s}).out.count(part), 1);
        }
    }

    void aReaderOfStderrThatStopsHoldsUpNobody()
    {
        TrayRun tray;
        tray.goHeadless();
        const QByteArray pipe = QFile::encodeName(tray.home().file(u"full"_s));
        QCOMPARE(::mkfifo(pipe.constData(), 0600), 0);
        const int end = ::open(pipe.constData(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
        QVERIFY(end >= 0);
        const QByteArray page(4096, 'x');
        while (::write(end, page.constData(), size_t(page.size())) > 0)
            ;
        tray.process().setProcessEnvironment(tray.environment());
        tray.process().setStandardErrorFile(QFile::decodeName(pipe));
        tray.process().start(QStringLiteral(SKILLS_TRAY),
                             tray.inMode({u"--port"_s, QString::number(tray.port()), u"--"_s, u"no-such-xyz"_s}));
        QTRY_COMPARE(tray.state(), u"failed"_s);
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
        ::close(end);
    }

    void closedStreamsAreNotTakenByFilesOfOurs()
    {
        TrayRun tray;
        tray.goHeadless();
        tray.process().setProcessEnvironment(tray.environment());
        // The lines of the log would go to whatever became descriptor 2.
        tray.process().start(u"/bin/sh"_s,
                             QStringList{u"-c"_s, u"exec \"$@\" <&- >&- 2>&-"_s, u"sh"_s, QStringLiteral(SKILLS_TRAY)} +
                                 tray.inMode({u"--log-to-stderr"_s, u"--port"_s, QString::number(tray.port())}) +
                                 tray.backend({u"--skills=3"_s}));
        QTRY_COMPARE(tray.state(), u"ready"_s);
        for (const int stream : {0, 1, 2}) {
            const QString open = u"/proc/%1/fd/%2"_s.arg(tray.process().processId()).arg(stream);
            QCOMPARE(QFile::symLinkTarget(open), u"/dev/null"_s);
        }
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

    void aCommandWithoutStdoutFails()
    {
        TrayRun tray;
        tray.goHeadless();
        QVERIFY(tray.start({u"--skills=3"_s}));
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        QProcess shell;
        shell.setProcessEnvironment(tray.environment());
        shell.start(u"/bin/sh"_s, {u"-c"_s, u"exec \"$@\" >&-"_s, u"sh"_s, QStringLiteral(SKILLS_TRAY), u"status"_s});
        QVERIFY(shell.waitForFinished());
        QCOMPARE(shell.exitCode(), 1);
    }

    void aDownloadSaysHowToAgree()
    {
        TrayRun tray;
        tray.goHeadless();
        const QString bin = tray.home().file(u"bin"_s);
        QVERIFY(!writeUvx(bin, false).isEmpty());
        tray.environment().insert(u"PATH"_s, bin + u':' + qEnvironmentVariable("PATH"));
        QVERIFY(tray.writeFile(tray.paths().settingsFile(), "[backend]\nkind=claude-skills-mcp\n"));
        const QStringList port{u"--port"_s, QString::number(tray.port())};
        QVERIFY(tray.startPlain(port));
        QCOMPARE(tray.run({u"wait"_s, u"failed"_s, u"--timeout"_s, u"10"_s}).exit, 0);
        const QJsonObject status = tray.status();
        QCOMPARE(status.value(u"failure"_s).toObject().value(u"kind"_s).toString(), u"needs-download"_s);
        const QString message = status.value(u"message"_s).toString();
        QVERIFY2(message.contains(u"--backend claude-skills-mcp"_s), qPrintable(message));
        QVERIFY2(message.contains(u"downloadAllowed=true below [backend] in "_s + tray.paths().settingsFile()),
                 qPrintable(message));
        QTRY_VERIFY(tray.errors().contains("--backend claude-skills-mcp"));

        // What it says works: the start goes on to the program.
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
        QVERIFY(tray.waitForEnd(1000));
        QVERIFY(
            tray.writeFile(tray.paths().settingsFile(), "[backend]\nkind=claude-skills-mcp\ndownloadAllowed=true\n"));
        QVERIFY(tray.startPlain(port));
        QTRY_VERIFY(tray.run({u"logs"_s}).out.contains(" tray Started "));
    }
};

QTEST_GUILESS_MAIN(TestHeadless)
#include "tst_headless.moc"
