// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/app/tray_run.h"
#include "tests/support/probes.h"
#include "tests/support/test_help.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

static constexpr int Filler = 300;

/// What the backend says in these tests, as Python's logging and uvicorn write it.
static QByteArray backendLines()
{
    QByteArray lines = "DEBUG:    a detail\n"
                       "WARNING:  careful\n"
                       "ERROR:    broken (1)\n"
                       "Traceback (most recent call last):\n"
                       "  File \"x.py\", line 1, in f\n"
                       "    boom()\n"
                       "ValueError: no\n"
                       "CRITICAL: all over\n"
                       "no level at all\n";
    for (int i = 0; i < Filler; ++i)
        lines += "INFO:     filler " + QByteArray::number(i) + '\n';
    return lines;
}

/// The texts of printed lines: what follows time, level and origin.
static QByteArrayList texts(const QByteArray &printed)
{
    QByteArrayList result;
    for (const QByteArray &line : printed.split('\n')) {
        if (!line.isEmpty())
            result += line.split(' ').mid(3).join(' ');
    }
    return result;
}

/// The options of `skills-tray logs`.
class TestLogCommand : public QObject
{
    Q_OBJECT

private:
    /// A tray whose backend has said backendLines().
    static bool startTalking(TrayRun &tray, const QByteArray &lines, const QStringList &options = {})
    {
        const QString file = tray.home().file(u"lines.err"_s);
        if (!tray.writeFile(file, lines) || !tray.start(QStringList{u"--quiet"_s, u"--replay="_s + file} + options))
            return false;
        return QTest::qWaitFor(
            [&] {
                const QJsonObject log = tray.status().value(u"log"_s).toObject();
                return log.value(u"err"_s).toInteger() >= lines.count('\n');
            },
            20'000);
    }

    static qint64 received(const TrayRun &tray)
    {
        return tray.status().value(u"log"_s).toObject().value(u"lines"_s).toInteger();
    }

private slots:
    void linesAreChosenByLevelAndText()
    {
        TrayRun tray;
        QVERIFY(startTalking(tray, backendLines()));
        // A traceback belongs to its record, and has its level.
        const QByteArrayList grave{"broken (1)",
                                   "Traceback (most recent call last):",
                                   "  File \"x.py\", line 1, in f",
                                   "    boom()",
                                   "ValueError: no",
                                   "all over"};
        const TrayRun::Result errors = tray.run({u"logs"_s, u"--level"_s, u"error"_s});
        QCOMPARE(errors.exit, 0);
        QCOMPARE(errors.err, QByteArray());
        QCOMPARE(texts(errors.out), grave);
        QCOMPARE(texts(tray.run({u"logs"_s, u"--level=WARNING"_s}).out).mid(0, 2),
                 QByteArrayList({"careful", grave[0]}));
        QCOMPARE(texts(tray.run({u"logs"_s, u"--level"_s, u"critical"_s}).out), QByteArrayList{"all over"});

        // -n counts what is left, however far back it lies.
        QCOMPARE(texts(tray.run({u"logs"_s, u"-n"_s, u"2"_s, u"--level"_s, u"error"_s}).out), grave.mid(4));
        QCOMPARE(texts(tray.run({u"logs"_s, u"--grep"_s, u"^Value.*: no$"_s}).out), QByteArrayList{"ValueError: no"});
        QCOMPARE(texts(tray.run({u"logs"_s, u"--grep"_s, u"filler [0-9]+5$"_s, u"-n1"_s}).out),
                 QByteArrayList{"filler 295"});
        QCOMPARE(tray.run({u"logs"_s, u"--grep"_s, u"filler"_s}).out.count('\n'), 100);
        QCOMPARE(tray.run({u"logs"_s, u"--grep"_s, u"filler"_s, u"--all"_s}).out.count('\n'), Filler);
        QCOMPARE(texts(tray.run({u"logs"_s, u"--grep"_s, u"o"_s, u"--level"_s, u"error"_s, u"-n"_s, u"3"_s}).out),
                 QByteArrayList({grave[3], grave[4], grave[5]}));
        QCOMPARE(tray.run({u"logs"_s, u"--grep"_s, u"BROKEN"_s}).out, QByteArray());
        QCOMPARE(texts(tray.run({u"logs"_s, u"--grep"_s, u"(?i)BROKEN"_s}).out), QByteArrayList{"broken (1)"});
        // As in the window, who names no level informs.
        QCOMPARE(tray.run({u"logs"_s, u"--grep"_s, u"no level"_s, u"--level"_s, u"info"_s}).out.count('\n'), 1);
        QCOMPARE(tray.run({u"logs"_s, u"--grep"_s, u"a detail"_s, u"--level"_s, u"info"_s}).out, QByteArray());
    }

    void jsonSaysTheSameAsText()
    {
        TrayRun tray;
        QVERIFY(startTalking(tray, backendLines()));
        const QStringList which{u"logs"_s, u"-n"_s, u"250"_s, u"--grep"_s, u"."_s, u"--level"_s, u"warning"_s};
        const QByteArrayList lines = tray.run(which).out.split('\n');
        const TrayRun::Result json = tray.run(which + QStringList{u"--json"_s});
        QCOMPARE(json.exit, 0);
        const QByteArrayList objects = json.out.split('\n');
        QCOMPARE(objects.size(), lines.size());
        QVERIFY(objects.size() > 6);
        qint64 before = -1;
        for (qsizetype i = 0; i + 1 < lines.size(); ++i) {
            const QJsonObject object = QJsonDocument::fromJson(objects[i]).object();
            const QDateTime time = QDateTime::fromString(object.value(u"time"_s).toString(), Qt::ISODateWithMs);
            QVERIFY(time.isValid());
            const QString line = time.toLocalTime().toString(u"yyyy-MM-dd'T'HH:mm:ss.zzz"_s) + u' ' +
                                 object.value(u"level"_s).toString(u"-"_s) + u' ' +
                                 object.value(u"origin"_s).toString() + u' ' + object.value(u"text"_s).toString();
            QCOMPARE(line.toUtf8(), lines[i]);
            const qint64 number = object.value(u"number"_s).toInteger(-1);
            QVERIFY(number > before);
            before = number;
            QCOMPARE(object.value(u"continuation"_s).toBool(),
                     line.contains(u"Trace"_s) || line.contains(u"  File"_s) || line.contains(u"boom"_s) ||
                         line.contains(u"Value"_s));
        }
        // Without a filter as well, the last hundred.
        QCOMPARE(tray.run({u"logs"_s, u"--json"_s}).out.count('\n'), 100);
    }

    // Told before anybody is asked: there is no Skills Tray here.
    void mistakesAreToldWithTheirPlace_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("level") << QStringList{u"--level"_s, u"loud"_s}
                               << "Cannot use --level loud: it is none of debug, info, warning, error, critical"_ba;
        QTest::newRow("no level") << QStringList{u"--level=-"_s} << "Cannot use --level -: it is none of "_ba;
        QTest::newRow("open group") << QStringList{u"--grep"_s, u"\u20AC(a"_s} << "Cannot use --grep \u20AC(a: "_ba;
        QTest::newRow("where") << QStringList{u"--grep"_s, u"\u20AC(a"_s} << " at character 4\n"_ba;
        QTest::newRow("nothing to repeat") << QStringList{u"--grep=*"_s} << " at character 1\n"_ba;
        QTest::newRow("no pattern") << QStringList{u"--grep"_s} << "Cannot use --grep: it needs a value"_ba;
    }
    void mistakesAreToldWithTheirPlace()
    {
        QFETCH(QStringList, options);
        QFETCH(QByteArray, message);
        const TrayRun tray;
        const TrayRun::Result result = tray.run(QStringList{u"logs"_s} + options);
        QCOMPARE(result.exit, 2);
        QCOMPARE(result.errorLines(), 1);
        QVERIFY2(result.err.contains(message), result.err.constData());
        QCOMPARE(result.out, QByteArray());
    }

    void newLinesAreChosenAsWell()
    {
        TrayRun tray;
        QVERIFY(startTalking(tray, backendLines(), {u"--log-every=50"_s}));
        const auto follower = tray.runInBackground({u"logs"_s, u"-f"_s, u"-n"_s, u"1"_s, u"--json"_s, u"--grep"_s,
                                                    u"broken|Stopped"_s, u"--level"_s, u"info"_s});
        QByteArray seen;
        QTRY_COMPARE((seen += follower->readAllStandardOutput()).count('\n'), 1);
        QVERIFY(seen.contains("broken (1)"));
        QCOMPARE(tray.run({u"stop"_s}).exit, 0);
        QTRY_VERIFY((seen += follower->readAllStandardOutput()).contains("\"Stopped"));
        for (const QByteArray &line : seen.trimmed().split('\n'))
            QVERIFY2(line.contains("broken") || line.contains("Stopped"), line.constData());
        follower->kill();
        QVERIFY(follower->waitForFinished());
    }

    void aCostlyPatternEndsInAMessage()
    {
        TrayRun tray;
        QVERIFY(startTalking(tray, (QByteArray(300, 'a') + "!\n").repeated(20'000)));
        const auto search = tray.runInBackground({u"logs"_s, u"--all"_s, u"--grep"_s, u"(a+)+$"_s});
        // The search is not the tray's trouble.
        QElapsedTimer clock;
        qint64 slowest = 0;
        while (search->state() != QProcess::NotRunning && !search->waitForFinished(20)) {
            clock.start();
            QVERIFY(tray.run({u"status"_s}).exit >= 0);
            slowest = qMax(slowest, clock.elapsed());
        }
        QVERIFY2(slowest < withRoom(900), QByteArray::number(slowest).constData());
        QCOMPARE(search->exitCode(), 1);
        QCOMPARE(search->readAllStandardError(), "skills-tray: Cannot search for (a+)+$: it takes too long\n");
    }

    // A reader that has stopped under a flood costs the tray what the socket holds, and nothing else.
    void aReaderThatStopsUnderAFloodSlowsNothing_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("text") << QStringList{u"--all"_s};
        QTest::newRow("objects") << QStringList{u"--all"_s, u"--json"_s};
        QTest::newRow("searched") << QStringList{u"--grep"_s, u"flood"_s};
    }
    void aReaderThatStopsUnderAFloodSlowsNothing()
    {
        QFETCH(QStringList, options);
        TrayRun tray;
        QVERIFY(tray.writeFile(tray.paths().settingsFile(), "[log]\nmemoryMiB=2\n"));
        QVERIFY(tray.start({u"--quiet"_s, u"--log=flood"_s}));
        // The store is full and turns over.
        QTRY_VERIFY(tray.status().value(u"log"_s).toObject().value(u"dropped"_s).toInteger() > 0);
        const auto follower = tray.runInBackground(QStringList{u"logs"_s, u"-f"_s} + options);
        QTRY_VERIFY(follower->bytesAvailable() > 0);
        QCOMPARE(::kill(pid_t(follower->processId()), SIGSTOP), 0);
        const qint64 before = RssProbe::currentBytes(tray.process().processId());
        QVERIFY(before > 0);

        qint64 count = received(tray);
        qint64 slowest = 0;
        for (int look = 0; look < 20; ++look) {
            // Lines go on coming in, and commands are answered meanwhile.
            QElapsedTimer clock;
            clock.start();
            const qint64 now = received(tray);
            slowest = qMax(slowest, clock.elapsed());
            QVERIFY(now >= count);
            QTRY_VERIFY_WITH_TIMEOUT(received(tray) > now, withRoom(5000));
            count = now;
        }
        QVERIFY2(slowest < withRoom(900), QByteArray::number(slowest).constData());
        const qint64 grown = RssProbe::currentBytes(tray.process().processId()) - before;
        qInfo("grown by %lld KiB", grown / 1024);
#ifndef __SANITIZE_ADDRESS__ // the sanitizer keeps freed memory for itself
        QVERIFY2(grown < 8 * 1024 * 1024, QByteArray::number(grown).constData());
#endif

        QCOMPARE(::kill(pid_t(follower->processId()), SIGCONT), 0);
        QByteArray seen;
        QTRY_VERIFY((seen += follower->readAllStandardOutput()).contains("Lines missing here"));
        follower->kill();
        QVERIFY(follower->waitForFinished());
        QCOMPARE(tray.run({u"stop"_s}).exit, 0);
    }

    // A pager shows a page and waits, longer than anybody is given to take a short answer.
    void aReaderThatPausesMissesNothing()
    {
        TrayRun tray;
        static constexpr int Lines = 20'000;
        QVERIFY(startTalking(tray, (QByteArray(100, 'x') + '\n').repeated(Lines)));
        QProcess shell;
        shell.setProcessEnvironment(tray.environment());
        shell.start(u"/bin/sh"_s, {u"-c"_s, u"{ \"$0\" logs --all; echo $? >&2; } | { sleep 3; grep -c xxx; }"_s,
                                   QStringLiteral(SKILLS_TRAY)});
        QVERIFY(shell.waitForFinished(20'000));
        QCOMPARE(shell.readAllStandardError(), "0\n");
        QCOMPARE(shell.readAllStandardOutput().trimmed(), QByteArray::number(Lines));
    }

    void aReaderThatGoesAwayEndsASearch()
    {
        TrayRun tray;
        QVERIFY(startTalking(tray, backendLines()));
        QProcess shell;
        shell.setProcessEnvironment(tray.environment());
        shell.start(u"/bin/sh"_s, {u"-c"_s, u"{ \"$0\" logs -f --json --grep broken; echo $? >&2; } | head -n 1"_s,
                                   QStringLiteral(SKILLS_TRAY)});
        QVERIFY(shell.waitForFinished(withRoom(5000)));
        QCOMPARE(shell.readAllStandardOutput().count('\n'), 1);
        QCOMPARE(shell.readAllStandardError(), "0\n");
    }
};

QTEST_GUILESS_MAIN(TestLogCommand)
#include "tst_log_command.moc"
