// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/log_file.h"
#include "tests/log/disk_faults.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

static LogLine line(const QByteArray &text)
{
    return {QDateTime(QDate(2026, 11, 22), QTime(18, 44, 2, 101)).toMSecsSinceEpoch(),
            Origin::Err,
            Level::Info,
            0,
            text,
            {}};
}

static QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(cannot be read)");
}

static bool writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.flush();
}

/// The sum of N in "Writing FILE works again; N lines are missing there".
static qint64 missingLines(const QSignalSpy &recovered)
{
    qint64 sum = 0;
    for (const QVariantList &told : recovered)
        sum += told.value(0).toString().section(u"; "_s, 1).section(u' ', 0, 0).toLongLong();
    return sum;
}

static mode_t modeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
}

static ino_t inodeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_ino : 0;
}

class TestLogFile : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
        m_path = m_folder->filePath(u"state/backend.log"_s);
    }

    void linesAreWrittenInTheAgreedFormat()
    {
        LogFile file(m_path);
        file.append(
            {line("hello"),
             {line("").timeMs, Origin::Tray, Level::None, 0, "event", {}},
             {line("").timeMs, Origin::Out, Level::Critical, LogLine::Continuation, "  more \u20AC", "x.py:1"}});
        file.flush();
        QCOMPARE(contents(m_path), "2026-11-22T18:44:02.101 INFO err hello\n"
                                   "2026-11-22T18:44:02.101 - tray event\n"
                                   "2026-11-22T18:44:02.101 CRITICAL+ out   more \u20AC\n"_ba);
        QCOMPARE(formatLine(line("hello")), "2026-11-22T18:44:02.101 INFO err hello"_ba);
    }

    void linesReachTheDiskSoonWithoutBeingAsked()
    {
        LogFile file(m_path);
        file.append({line("soon")});
        QTRY_VERIFY_WITH_TIMEOUT(contents(m_path).endsWith("soon\n"), 4000);
    }

    void linesReachTheDiskAtTheEnd()
    {
        {
            LogFile file(m_path);
            file.append({line("last")});
        }
        QVERIFY(contents(m_path).endsWith("last\n"));
    }

    void aFullFileIsRenamedAndTheOldestGoes()
    {
        LogFile file(m_path, {.bytesPerFile = 100, .files = 3});
        for (const char *text : {"one", "two", "three", "four", "five"}) {
            file.append({line(QByteArray(text).leftJustified(40, '.'))});
            file.flush();
        }
        // 76 bytes a line: one line a file.
        QVERIFY(contents(m_path).contains("five."));
        QVERIFY(contents(m_path + u".1"_s).contains("four."));
        QVERIFY(contents(m_path + u".2"_s).contains("three."));
        QCOMPARE(QDir(m_folder->filePath(u"state"_s)).entryList(QDir::Files).size(), 3);
        for (const char *suffix : {"", ".1", ".2"})
            QVERIFY(QFileInfo(m_path + QString::fromLatin1(suffix)).size() <= 100);
    }

    void theDefaultIsEightFilesOfEightMebibytes()
    {
        LogFile file(m_path);
        QList<LogLine> lines(10'000, line(QByteArray(1000, 'x')));
        for (int i = 0; i < 9; ++i)
            file.append(lines);
        file.flush();
        const QFileInfoList files = QDir(m_folder->filePath(u"state"_s)).entryInfoList(QDir::Files);
        QCOMPARE(files.size(), 8);
        for (const QFileInfo &info : files)
            QVERIFY2(info.size() <= 8 * 1024 * 1024, qPrintable(info.fileName()));
        QVERIFY(QFile::exists(m_path + u".7"_s));
    }

    // X05: ours alone, whatever the umask, also when the file was there before.
    void filesAndFoldersArePrivate_data()
    {
        QTest::addColumn<uint>("mask");
        QTest::newRow("umask 000") << 0U;
        QTest::newRow("umask 022") << 022U;
        QTest::newRow("umask 077") << 077U;
    }
    void filesAndFoldersArePrivate()
    {
        QFETCH(uint, mask);
        const mode_t before = ::umask(mask);
        LogFile file(m_path, {.bytesPerFile = 10});
        file.append({line("x")});
        file.flush();
        file.append({line("y")});
        file.flush();
        ::umask(before);
        QCOMPARE(modeOf(m_path), mode_t(0600));
        QCOMPARE(modeOf(m_path + u".1"_s), mode_t(0600));
        QCOMPARE(modeOf(m_folder->filePath(u"state"_s)), mode_t(0700));
    }
    void anOpenFileFromBeforeIsClosedToOthers()
    {
        QDir().mkpath(m_folder->filePath(u"state"_s));
        QFile old(m_path);
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write("old\n");
        old.close();
        QCOMPARE(::chmod(QFile::encodeName(m_path).constData(), 0666), 0);
        LogFile file(m_path);
        file.append({line("new")});
        file.flush();
        QCOMPARE(modeOf(m_path), mode_t(0600));
        QVERIFY(contents(m_path).startsWith("old\n2026"));
    }

    // D01, D02, D03: one warning, nothing followed, nothing blocked, and no second warning for later lines.
    void whatCannotBeWrittenGivesOneWarning_data()
    {
        QTest::addColumn<QString>("obstacle");
        QTest::addColumn<QString>("cause");
        QTest::newRow("D01 D03 /dev/full") << u"full"_s << u"it is not an ordinary file"_s;
        QTest::newRow("D02 folder is a file") << u"file"_s << u"Not a directory"_s;
        QTest::newRow("D02 log is a folder") << u"folder"_s << u"Is a directory"_s;
        QTest::newRow("D02 no place for the oldest one") << u"rotation"_s << u"Is a directory"_s;
        QTest::newRow("D03 link") << u"link"_s << u"it is a link"_s;
        QTest::newRow("D03 dangling link") << u"dangling"_s << u"it is a link"_s;
        QTest::newRow("D03 FIFO without reader") << u"fifo"_s << u"it is not an ordinary file"_s;
        QTest::newRow("D03 FIFO with a reader") << u"read fifo"_s << u"it is not an ordinary file"_s;
        QTest::newRow("D03 device") << u"device"_s << u"it is not an ordinary file"_s;
    }
    void whatCannotBeWrittenGivesOneWarning()
    {
        QFETCH(QString, obstacle);
        QFETCH(QString, cause);
        const QString target = m_folder->filePath(u"target"_s);
        const QByteArray path = QFile::encodeName(m_path);
        int reader = -1;
        if (obstacle == u"file") {
            QFile blocker(m_folder->filePath(u"state"_s));
            QVERIFY(blocker.open(QIODevice::WriteOnly));
        } else {
            QVERIFY(QDir().mkpath(m_folder->filePath(u"state"_s)));
        }
        if (obstacle == u"folder")
            QVERIFY(QDir().mkpath(m_path));
        if (obstacle == u"rotation") {
            QVERIFY(QDir().mkpath(m_path + u".7/kept"_s));
            QVERIFY(writeFile(m_path + u".6"_s, "old\n"));
            QVERIFY(writeFile(m_path, QByteArray(RotatedFile::Limits().bytesPerFile, 'x')));
        }
        if (obstacle == u"link") {
            QFile file(target);
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        if (obstacle == u"link" || obstacle == u"dangling")
            QVERIFY(QFile::link(target, m_path));
        if (obstacle.endsWith(u"fifo"))
            QCOMPARE(::mkfifo(path.constData(), 0600), 0);
        if (obstacle == u"read fifo")
            reader = ::open(path.constData(), O_RDONLY | O_NONBLOCK);
        // As root the device may be made; else its absence is said, not passed over.
        if (obstacle == u"device" && ::mknod(path.constData(), S_IFCHR | 0600, ::makedev(1, 3)) != 0)
            QSKIP("this user may not make devices");
        const bool full = obstacle == u"full";
        LogFile file(full ? u"/dev/full"_s : m_path);
        QSignalSpy failed(&file, &LogFile::failed);
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 3; ++i) {
            file.append({line("x")});
            file.flush();
        }
        if (reader >= 0)
            ::close(reader);
        QVERIFY(timer.elapsed() < 1000);
        QCOMPARE(failed.size(), 1);
        const QString expected = u"Cannot write %1: %2. The log goes on in memory"_s.arg(file.path(), cause);
        QCOMPARE(failed.first().first().toString(), expected);
        QVERIFY(!QFile::exists(target) || QFileInfo(target).size() == 0);
        QCOMPARE(QFile::exists(target), obstacle == u"link");
    }

    // D01: a disk that fills up within a line, and has room again.
    void afterAFullDiskItGoesOnByItself()
    {
        LogFile file(m_path, {.retryDelay = 200ms});
        QSignalSpy failed(&file, &LogFile::failed);
        QSignalSpy recovered(&file, &LogFile::recovered);
        file.append({line("before")});
        file.flush();

        SizeLimit full(static_cast<rlim_t>(QFileInfo(m_path).size() + 10));
        file.append({line("does not fit"), line("nor this")});
        file.flush();
        QCOMPARE(failed.size(), 1);
        QVERIFY(failed.first().first().toString().contains(u"File too large"));
        file.append({line("nor this")});
        full.lift();
        // Lines keep coming, as they do; those before the next try are missing in the file, and counted.
        qint64 tries = 0;
        const auto appendsAndRecovers = [&] {
            file.append({line("after")});
            file.flush();
            ++tries;
            return !recovered.isEmpty();
        };
        QTRY_VERIFY(appendsAndRecovers());
        const QString text = recovered.first().first().toString();
        QVERIFY2(text.contains(u"works again; "), qPrintable(text));
        const qint64 missing = missingLines(recovered);
        QVERIFY(missing >= 3);
        file.flush();
        QCOMPARE(failed.size(), 1);
        const QByteArrayList lines = contents(m_path).split('\n');
        // before, the broken line, those after, and nothing after the last newline
        QCOMPARE(lines.size() - 3 + missing, 3 + tries);
        QVERIFY(lines[0].endsWith("before"));
        QCOMPARE(lines[1], "2026-11-22"_ba);
        QVERIFY(lines[2].endsWith("after"));
    }

    void onlyLinesThatAreNotThereCountAsMissing()
    {
        LogFile file(m_path, {.retryDelay = 0ms});
        QSignalSpy recovered(&file, &LogFile::recovered);
        const qsizetype lineBytes = formatLine(line("12345")).size() + 1;
        SizeLimit full(static_cast<rlim_t>(3 * lineBytes + 7));
        file.append(QList<LogLine>(10, line("12345")));
        file.flush();
        full.lift();
        file.append({line("after")});
        file.flush();
        QCOMPARE(recovered.size(), 1);
        QCOMPARE(missingLines(recovered), 7);
        QCOMPARE(contents(m_path).count("12345\n"), 3);
    }

    void aLineTornByACrashIsEnded()
    {
        QVERIFY(QDir().mkpath(m_folder->filePath(u"state"_s)));
        QVERIFY(writeFile(m_path, "2026-11-22T18"));
        LogFile file(m_path);
        file.append({line("after")});
        file.flush();
        file.append({line("more")});
        file.flush();
        QCOMPARE(contents(m_path),
                 "2026-11-22T18\n" + formatLine(line("after")) + '\n' + formatLine(line("more")) + '\n');
    }

    // D01 on a disk that is really full, of 64 KiB.
    void aDiskThatIsFullHoldsNobodyUp()
    {
        if (!isMounted())
            return runMounted();
        m_path = mountedFolder() + u"/state/backend.log"_s;
        const QString ballast = mountedFolder() + u"/ballast"_s;
        QVERIFY(writeFile(ballast, QByteArray(32 * 1024, 'x')));
        LogFile file(m_path, {.retryDelay = 0ms});
        QSignalSpy failed(&file, &LogFile::failed);
        QSignalSpy recovered(&file, &LogFile::recovered);
        static constexpr int Batch = 100;
        qint64 given = 0;
        for (; given < 10 * Batch; given += Batch) {
            file.append(QList<LogLine>(Batch, line(QByteArray(200, 'y'))));
            file.flush();
        }
        QCOMPARE(failed.size(), 1);
        QVERIFY2(failed[0][0].toString().contains(u"No space left on device"_s), qPrintable(failed[0][0].toString()));
        QCOMPARE(recovered.size(), 0);
        QVERIFY(QFile::remove(ballast));
        file.append({line("after")});
        file.flush();
        QCOMPARE(recovered.size(), 1);
        QVERIFY(contents(m_path).endsWith("after\n"));
        QCOMPARE(missingLines(recovered) + contents(m_path).count(QByteArray(200, 'y') + '\n'), given);
        QCOMPARE(failed.size(), 1);
    }

    // D01: whoever gives lines is held up once, and shortly.
    void aDiskThatHangsHoldsNobodyUp()
    {
        LogFile file(m_path, {.retryDelay = 0ms});
        QSignalSpy failed(&file, &LogFile::failed);
        QSignalSpy recovered(&file, &LogFile::recovered);
        SizeLimit limit(100);
        HangingDisk disk;
        const QList<LogLine> lines(1000, line(QByteArray(1000, 'x')));
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 30; ++i)
            file.append(lines); // a MB each
        const qint64 given = timer.elapsed();
        limit.lift();
        qInfo("given 30 MB in %lld ms", given);
        QVERIFY(given < 4000);
        QCOMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].toString(),
                 u"Cannot write %1: the disk does not answer. The log goes on in memory"_s.arg(m_path));
        disk.letGo();
        file.flush(); // those that are under way
        file.append({line("after")});
        file.flush();
        QCOMPARE(recovered.size(), 2); // from the write that hung, and from the lines that were let go
        QVERIFY(contents(m_path).endsWith("after\n"));
        qint64 there = 0;
        for (int number = 0; number < 8; ++number)
            there += contents(RotatedFile::numbered(m_path, number)).count(QByteArray(1000, 'x') + '\n');
        QCOMPARE(there + missingLines(recovered), 30'000);
    }

    // A07: nor is whoever ends.
    void theEndIsNotHeldUpByADiskThatHangs_data()
    {
        QTest::addColumn<bool>("isKnown");
        QTest::newRow("nobody knows it yet") << false;
        QTest::newRow("it was told") << true;
    }
    void theEndIsNotHeldUpByADiskThatHangs()
    {
        QFETCH(bool, isKnown);
        SizeLimit limit(100);
        HangingDisk disk;
        auto file = std::make_unique<LogFile>(m_path, RotatedFile::Limits{.retryDelay = 0ms});
        QSignalSpy failed(file.get(), &LogFile::failed);
        file->append({line(QByteArray(1000, 'x'))});
        file->sendOff();
        for (int i = 0; isKnown && i < 30; ++i)
            file->append(QList<LogLine>(1000, line(QByteArray(1000, 'x'))));
        QCOMPARE(failed.size(), isKnown ? 1 : 0);
        QElapsedTimer timer;
        timer.start();
        file.reset();
        qInfo("ended after %lld ms", timer.elapsed());
        QVERIFY(timer.elapsed() < (isKnown ? 500 : 2000));
        // The thread that was left behind finds what it needs when the disk goes on: what waits behind the write that
        // failed is written.
        limit.lift();
        disk.letGo();
        if (isKnown)
            QTRY_VERIFY(contents(m_path).contains("xxx\n"));
    }

    // D02 where even root may not write.
    void aReadOnlyFolderGivesOneWarning()
    {
        if (!isMounted())
            return runMounted();
        m_path = mountedFolder() + u"/backend.log"_s;
        const QByteArray folder = QFile::encodeName(mountedFolder());
        QCOMPARE(::mount(nullptr, folder.constData(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr), 0);
        LogFile file(m_path, {.retryDelay = 0ms});
        QSignalSpy failed(&file, &LogFile::failed);
        QSignalSpy recovered(&file, &LogFile::recovered);
        for (int i = 0; i < 5; ++i) {
            file.append({line("nowhere"), line("nowhere")});
            file.flush();
        }
        QCOMPARE(failed.size(), 1);
        QVERIFY2(failed[0][0].toString().contains(u"Read-only file system"_s), qPrintable(failed[0][0].toString()));
        QCOMPARE(::mount(nullptr, folder.constData(), nullptr, MS_REMOUNT, nullptr), 0);
        file.append({line("after")});
        file.flush();
        QCOMPARE(recovered.size(), 1);
        QCOMPARE(missingLines(recovered), 10);
    }

    // D04: a file that was taken away is made again, and nothing goes to the one that nobody sees.
    void aFileTakenAwayIsMadeAgain_data()
    {
        QTest::addColumn<bool>("moved");
        QTest::newRow("D04 deleted") << false;
        QTest::newRow("D04 rotated by somebody") << true;
    }
    void aFileTakenAwayIsMadeAgain()
    {
        QFETCH(bool, moved);
        LogFile file(m_path);
        QSignalSpy failed(&file, &LogFile::failed);
        QSignalSpy begunAnew(&file, &LogFile::begunAnew);
        file.append({line("before")});
        file.flush();
        const ino_t inode = inodeOf(m_path);
        const QString elsewhere = m_folder->filePath(u"elsewhere"_s);
        QVERIFY(QFile::rename(m_path, elsewhere));
        file.append({line("after")});
        file.flush();
        QVERIFY(contents(m_path).endsWith("after\n"));
        QVERIFY(!contents(m_path).contains("before"));
        QVERIFY(inodeOf(m_path) != inode);
        QCOMPARE(contents(elsewhere).count('\n'), 1);
        QCOMPARE(begunAnew.size(), 1);
        QVERIFY2(begunAnew[0][0].toString().contains(m_path), qPrintable(begunAnew[0][0].toString()));
        if (!moved) {
            QVERIFY(QDir(m_folder->filePath(u"state"_s)).removeRecursively());
            file.append({line("again")});
            file.flush();
            QVERIFY(contents(m_path).endsWith("again\n"));
        }
        // Who does it again and again is not written about again and again.
        QCOMPARE(begunAnew.size(), 1);
        QCOMPARE(failed.size(), 0);
    }

    // D04: what stands there instead is nobody's log.
    void aFileReplacedByALinkIsLeftAlone()
    {
        LogFile file(m_path, {.retryDelay = 0ms});
        QSignalSpy failed(&file, &LogFile::failed);
        QSignalSpy begunAnew(&file, &LogFile::begunAnew);
        QSignalSpy recovered(&file, &LogFile::recovered);
        file.append({line("before")});
        file.flush();
        const QString target = m_folder->filePath(u"target"_s);
        QVERIFY(writeFile(target, "theirs\n"));
        QVERIFY(QFile::remove(m_path) && QFile::link(target, m_path));
        for (int i = 0; i < 3; ++i) {
            file.append({line("between")});
            file.flush();
        }
        QCOMPARE(failed.size(), 1);
        QVERIFY(QFile::remove(m_path));
        file.append({line("after")});
        file.flush();
        QCOMPARE(recovered.size(), 1);
        QCOMPARE(missingLines(recovered), 3);
        QCOMPARE(failed.size() + begunAnew.size(), 1);
        QCOMPARE(contents(m_path), formatLine(line("after")) + '\n');
        QCOMPARE(contents(target), "theirs\n");
    }

private:
    [[nodiscard]] static QString mountedFolder() { return qEnvironmentVariable("SKILLS_MOUNTED"); }
    [[nodiscard]] static bool isMounted() { return !mountedFolder().isEmpty(); }

    /// Runs the current test function once more, in a process that has a disk of 64 KiB to itself.
    void runMounted()
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"SKILLS_MOUNTED"_s, m_folder->path());
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(u"unshare"_s,
                      {u"--user"_s, u"--map-root-user"_s, u"--mount"_s, u"sh"_s, u"-c"_s,
                       u"mount -t tmpfs -o size=64k tmpfs \"$SKILLS_MOUNTED\" || exit 77; exec \"$0\" \"$1\""_s,
                       QCoreApplication::applicationFilePath(), QString::fromLatin1(QTest::currentTestFunction())});
        QVERIFY(process.waitForFinished());
        const QByteArray output = process.readAll();
        // 77: no disk; 1 without a test having run: no name space.
        if (process.exitCode() == 77 || !output.contains("Start testing"))
            QSKIP(("this user may not mount a disk: " + output).constData());
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, output.constData());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestLogFile)
#include "tst_log_file.moc"
