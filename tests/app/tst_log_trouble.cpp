// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "tests/app/tray_run.h"
#include "tests/support/test_help.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

// In a child between fork and exec: only system calls.
static bool writeTo(const char *path, QByteArrayView text)
{
    const int file = ::open(path, O_WRONLY);
    const bool written = file >= 0 && ::write(file, text.data(), size_t(text.size())) == text.size();
    ::close(file);
    return written;
}

/// What goes wrong with the log file, seen through the real program.
class TestLogTrouble : public QObject
{
    Q_OBJECT

private:
    /// Lets the program run where `folder` is a disk of its own. `options` as for tmpfs.
    static void mountOn(QProcess &process, const QString &folder, const QByteArray &options, unsigned long flags = 0)
    {
        const auto onlyOurs = [](uint id) { return "0 " + QByteArray::number(id) + " 1"; };
        process.setChildProcessModifier([folder = QFile::encodeName(folder), options, flags,
                                         users = onlyOurs(::getuid()), groups = onlyOurs(::getgid())] {
            if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0 || !writeTo("/proc/self/setgroups", "deny") ||
                !writeTo("/proc/self/uid_map", users) || !writeTo("/proc/self/gid_map", groups) ||
                ::mount("tmpfs", folder.constData(), "tmpfs", flags, options.constData()) != 0)
                ::_exit(77);
        });
    }

    /// Whether this user may do what mountOn() does.
    static bool mayMount()
    {
        const QTemporaryDir folder;
        QProcess process;
        mountOn(process, folder.path(), "size=64k");
        process.start(u"/bin/true"_s, QStringList());
        return process.waitForFinished() && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    }

    static QByteArrayList warnings(const TrayRun &tray, const QString &pattern = u"backend\\.log"_s)
    {
        QByteArrayList lines =
            tray.run({u"logs"_s, u"--all"_s, u"--level"_s, u"warning"_s, u"--grep"_s, pattern}).out.split('\n');
        lines.removeAll(QByteArray());
        return lines;
    }

    static qint64 received(const TrayRun &tray)
    {
        return tray.status().value(u"log"_s).toObject().value(u"err"_s).toInteger();
    }

    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private slots:
    void aFullDiskIsOneWarning()
    {
        if (!mayMount())
            QSKIP("this user may not mount a disk");
        TrayRun tray;
        const QString state = QFileInfo(tray.paths().logFile()).path();
        QVERIFY(QDir().mkpath(state));
        mountOn(tray.process(), state, "size=256k");
        static constexpr int Lines = 20'000;
        QVERIFY(tray.start({u"--quiet"_s, u"--log=flood"_s, u"--lines=%1"_s.arg(Lines)}));
        QTRY_COMPARE_WITH_TIMEOUT(received(tray), Lines, withRoom(20'000));
        QTRY_COMPARE_WITH_TIMEOUT(warnings(tray).size(), 1, withRoom(5000));
        QVERIFY2(warnings(tray).first().contains("No space left on device"), warnings(tray).first().constData());
        // The backend and memory know nothing of it.
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"20"_s}).exit, 0);
        QCOMPARE(tray.run({u"logs"_s, u"--all"_s}).out.count(" err line "), Lines);
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

    void aLimitOfFilesIsOneWarning()
    {
        TrayRun tray;
        tray.process().setChildProcessModifier([] {
            const rlimit limit = {256 * 1024, 256 * 1024};
            if (::setrlimit(RLIMIT_FSIZE, &limit) != 0)
                ::_exit(77);
        });
        static constexpr int Lines = 20'000;
        QVERIFY(tray.start({u"--quiet"_s, u"--log=flood"_s, u"--lines=%1"_s.arg(Lines)}));
        QTRY_COMPARE_WITH_TIMEOUT(received(tray), Lines, withRoom(20'000));
        QTRY_COMPARE_WITH_TIMEOUT(warnings(tray).size(), 1, withRoom(5000));
        QVERIFY2(warnings(tray).first().contains("File too large"), warnings(tray).first().constData());
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

    void aReadOnlyDirectoryIsOneWarning()
    {
        if (!mayMount())
            QSKIP("this user may not mount a disk");
        TrayRun tray;
        const QString state = QFileInfo(tray.paths().logFile()).path();
        QVERIFY(QDir().mkpath(state));
        mountOn(tray.process(), state, "size=256k", MS_RDONLY);
        QVERIFY(tray.start({u"--quiet"_s, u"--log-every=20"_s}));
        // The backend runs all the same; what runs cannot be put on record either, and that is told once, too.
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"20"_s}).exit, 0);
        QTRY_VERIFY(received(tray) > 20);
        QCOMPARE(tray.run({u"restart"_s}).exit, 0);
        QCOMPARE(tray.run({u"wait"_s, u"ready"_s, u"--timeout"_s, u"20"_s}).exit, 0);
        QTRY_COMPARE_WITH_TIMEOUT(warnings(tray, u"backend\\.log"_s).size(), 1, withRoom(5000));
        const QByteArray told = warnings(tray, u"backend\\.log"_s).first();
        QVERIFY2(told.contains("Read-only file system"), told.constData());
        QTRY_COMPARE_WITH_TIMEOUT(warnings(tray, u"Cannot use the directory"_s).size(), 1, withRoom(5000));
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

    void aFileThatIsTakenAwayIsBegunAnew_data()
    {
        QTest::addColumn<bool>("moved");
        QTest::newRow("deleted") << false;
        QTest::newRow("moved") << true;
    }
    void aFileThatIsTakenAwayIsBegunAnew()
    {
        QFETCH(bool, moved);
        TrayRun tray;
        const QString path = tray.paths().logFile();
        QVERIFY(tray.start({u"--quiet"_s, u"--log-every=20"_s}));
        QTRY_VERIFY_WITH_TIMEOUT(contentOf(path).contains(" err "), withRoom(10'000));
        QVERIFY(moved ? QFile::rename(path, path + u".mine"_s) : QFile::remove(path));
        QTRY_VERIFY_WITH_TIMEOUT(contentOf(path).count(" err ") > 1, withRoom(10'000));
        struct stat status = {};
        QCOMPARE(::stat(QFile::encodeName(path).constData(), &status), 0);
        QCOMPARE(status.st_mode & 07777, mode_t(0600));
        QTRY_VERIFY_WITH_TIMEOUT(contentOf(path).contains("deleted, moved or replaced"), withRoom(10'000));
        QTRY_COMPARE_WITH_TIMEOUT(warnings(tray).size(), 1, withRoom(5000));
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

    void aFileThatIsReplacedByALinkIsOneWarning()
    {
        TrayRun tray;
        const QString path = tray.paths().logFile();
        const QString target = tray.home().file(u"target"_s);
        QVERIFY(tray.writeFile(target, "theirs\n"));
        QVERIFY(tray.start({u"--quiet"_s, u"--log-every=20"_s}));
        QTRY_VERIFY_WITH_TIMEOUT(contentOf(path).contains(" err "), withRoom(10'000));
        QVERIFY(QFile::remove(path) && QFile::link(target, path));
        QTRY_COMPARE_WITH_TIMEOUT(warnings(tray).size(), 1, withRoom(10'000));
        QVERIFY2(warnings(tray).first().contains("it is a link"), warnings(tray).first().constData());
        const qint64 before = received(tray);
        QTRY_VERIFY_WITH_TIMEOUT(received(tray) > before + 100, withRoom(20'000));
        QTRY_COMPARE_WITH_TIMEOUT(warnings(tray).size(), 1, withRoom(5000));
        QCOMPARE(contentOf(target), "theirs\n");
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

    // What the setting says is what is kept.
    void theSettingSaysHowMuchIsKept()
    {
        TrayRun tray;
        QVERIFY(tray.writeFile(tray.paths().settingsFile(), "[log]\nmemoryMiB=2\n"));
        static constexpr int Lines = 60'000;
        QVERIFY(tray.start({u"--quiet"_s, u"--log=flood"_s, u"--lines=%1"_s.arg(Lines), u"--line-bytes=120"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(received(tray), Lines, withRoom(20'000));
        const QJsonObject log = tray.status().value(u"log"_s).toObject();
        const qint64 kept = log.value(u"kept"_s).toInteger();
        QCOMPARE(kept + log.value(u"dropped"_s).toInteger(), log.value(u"lines"_s).toInteger());
        // A line takes its text, a newline and ten bytes; one of eight blocks is being filled again.
        const qint64 most = 2 * 1024 * 1024 / (LineBytes + 10);
        QVERIFY2(kept <= most && kept > most * 3 / 4, QByteArray::number(kept).constData());
        QCOMPARE(tray.run({u"quit"_s}).exit, 0);
    }

private:
    static constexpr int LineBytes = 120 - int(sizeof "INFO: ") + 1;
};

QTEST_GUILESS_MAIN(TestLogTrouble)
#include "tst_log_trouble.moc"
