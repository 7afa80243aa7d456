// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/log_archive.h"

#include "core/log/log_file.h"
#include "tests/log/disk_faults.h"
#include "tests/support/probes.h"
#include "tests/support/test_help.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDeadlineTimer>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

static constexpr qint64 OwnProcess = 4000;
static constexpr qsizetype Cap = 8 * 1024 * 1024;

static qint64 someTime()
{
    return QDateTime(QDate(2026, 11, 22), QTime(18, 44, 59, 998)).toMSecsSinceEpoch();
}

static LogLine line(const QByteArray &text, Origin origin = Origin::Err, Level level = Level::Info, quint8 flags = 0)
{
    return {someTime(), origin, level, flags, text, {}};
}

static LogLine mark(qint64 process)
{
    return line(runMark(process).toUtf8(), Origin::Tray);
}

static QList<LogLine> linesOf(const LogStore &store)
{
    QList<LogLine> lines;
    for (qint64 number = store.firstNumber(); number < store.endNumber(); ++number) {
        const LineView view = store.line(number);
        lines.append(
            {view.timeMs, view.origin, view.level, view.flags, view.text.toByteArray(), view.source.toByteArray()});
    }
    return lines;
}

/// What PreviousLog makes of the files at a path.
struct Loaded
{
    explicit Loaded(const QString &path, qsizetype capBytes = Cap)
        : previous(path, capBytes, nullptr, OwnProcess)
        , m_loaded(&previous, &PreviousLog::loaded)
        , m_failed(&previous, &PreviousLog::failed)
    {
        previous.load();
        const bool tooEarly = m_loaded.size() + m_failed.size() > 0;
        ended = !tooEarly && QTest::qWaitFor([&] { return m_loaded.size() + m_failed.size() > 0; }, 20'000) &&
                m_loaded.size() + m_failed.size() == 1;
        if (!m_failed.isEmpty())
            problem = m_failed.first().first().toString();
    }

    [[nodiscard]] QList<LogLine> lines() { return linesOf(previous.store()); }

    PreviousLog previous;
    bool ended = false; // with exactly one of the signals
    QString problem;

private:
    QSignalSpy m_loaded;
    QSignalSpy m_failed;
};

/// Goes on until there are lines, one pass of the event loop at a time: QTRY_VERIFY of Qt 6.8 makes many at once, and
/// then all is there.
static bool loadedSome(PreviousLog &previous)
{
    const QDeadlineTimer deadline(10'000);
    while (previous.store().count() == 0 && !deadline.hasExpired())
        QCoreApplication::processEvents();
    return previous.store().count() > 0;
}

class TestLogArchive : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
        m_path = m_folder->filePath(u"backend.log"_s);
    }

    void whatIsWrittenIsReadBackEqual()
    {
        const QList<LogLine> run{
            mark(3000),
            line("", Origin::Out, Level::None),
            line("two spaces  and\ttab \u20AC ", Origin::Out, Level::Debug),
            {someTime() + 1, Origin::Err, Level::Critical, 0, "Traceback", {}},
            {someTime() + 2, Origin::Err, Level::Critical, LogLine::Continuation, "  File \"x\"", {}},
            {someTime() + 61'000, Origin::Err, Level::Critical, LogLine::Continuation | LogLine::MidWord, "+ rest", {}},
            {someTime() + 61'000, Origin::Err, Level::None, LogLine::Continuation, "\tof nothing", {}},
            {someTime() + 61'000, Origin::Tray, Level::Warning, 0, "ours", {}},
            {someTime() - 86'400'000, Origin::Err, Level::Error, LogLine::Cut, "cut\u2026 [+77 B]", {}},
            line(R"(127.0.0.1:1 - "GET /health HTTP/1.1" 200 OK)", Origin::Out, Level::Info, LogLine::HealthCheck),
            line("INFO+ err looks like ours"),
            line("no mark: [+1 B]"),
            line("nor this \u2026 [+ B]"),
        };
        LogFile(m_path).append(run);
        LogFile(m_path).append({mark(OwnProcess), line("now")});
        Loaded loaded(m_path);
        QVERIFY(loaded.ended);
        QCOMPARE(loaded.problem, QString());
        const QList<LogLine> lines = loaded.lines();
        QCOMPARE(lines.size(), run.size());
        for (qsizetype i = 0; i < run.size(); ++i) {
            QVERIFY2(lines[i] == run[i], formatLine(lines[i]).constData());
        }
    }

    void onlyTheRunBeforeOursCounts()
    {
        LogFile(m_path).append({mark(1000), line("long ago"), mark(2000), line("before")});
        LogFile(m_path).append({mark(OwnProcess), line("now")});
        Loaded loaded(m_path);
        QVERIFY(loaded.ended);
        QCOMPARE(loaded.lines(), QList({mark(2000), line("before")}));
    }

    void aProcessNumberMayComeAgain()
    {
        LogFile(m_path).append({mark(OwnProcess), line("before, in a container")});
        LogFile(m_path).append({mark(OwnProcess), line("now")});
        Loaded loaded(m_path);
        QVERIFY(loaded.ended);
        QCOMPARE(loaded.lines().last(), line("before, in a container"));
    }

    void nobodyElseCanWriteAMark()
    {
        const QByteArray text = runMark(77).toUtf8();
        const QList<LogLine> run{mark(3000), line(text), line(text, Origin::Out, Level::None),
                                 line(text, Origin::Tray, Level::Info, LogLine::Continuation),
                                 line(" - tray " + text, Origin::Tray)};
        LogFile(m_path).append(run + QList{mark(OwnProcess)});
        Loaded loaded(m_path);
        QVERIFY(loaded.ended);
        QCOMPARE(loaded.lines(), run);
    }

    void aRunLiesInSeveralFiles()
    {
        QList<LogLine> run{mark(3000)};
        for (int i = 0; i < 4000; ++i)
            run.append(line("line " + QByteArray::number(i) + QByteArray(150, '.')));
        {
            LogFile file(m_path, {.bytesPerFile = 150'000});
            for (const LogLine &one : run) {
                file.append({one});
                if (one.text.contains("00.")) // rotates between batches only
                    file.flush();
            }
            file.append({mark(OwnProcess)});
        }
        QVERIFY(QFile::exists(m_path + u".5"_s));
        Loaded loaded(m_path);
        QVERIFY(loaded.ended);
        QCOMPARE(loaded.lines(), run);
    }

    void ofALongRunTheNewestAreKept()
    {
        static constexpr int Lines = 20'000;
        QList<LogLine> run{mark(3000)};
        for (int i = 0; i < Lines; ++i)
            run.append(line(QByteArray::number(i)));
        LogFile(m_path).append(run + QList{mark(OwnProcess)});
        Loaded loaded(m_path, 128 * 1024);
        QVERIFY(loaded.ended);
        const LogStore &store = loaded.previous.store();
        QVERIFY(store.dropped() > 0);
        QVERIFY(store.bytesUsed() <= 128 * 1024);
        QCOMPARE(store.received(), qint64(Lines + 1));
        QCOMPARE(loaded.lines().last(), run.last());
    }

    void whatIsNoLineOfOursIsKeptAsItIs()
    {
        const QByteArray good = "2026-11-22T18:44:59.998 INFO err good\n";
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(good);
        file.write("2026-11-22\n"
                   "\n"
                   "2026-13-22T18:44:59.998 INFO err no such month\n"
                   "2026-11-22T18:44:59.998 LOUD err no such level\n"
                   "2026-11-22T18:44:59.998 INFO all no such origin\n"
                   "2026-11-22T18:44:5x.998 INFO err no such second\n"
                   "\x1b[31mred\x1b[0m and \x01 and \xff\r\n");
        file.write(QByteArray(300'000, 'x') + '\n' + good);
        file.write(formatLine(mark(OwnProcess)) + '\n');
        file.close();
        Loaded loaded(m_path);
        QVERIFY(loaded.ended);
        QCOMPARE(loaded.problem, QString());
        const QList<LogLine> lines = loaded.lines();
        const auto plain = [](const QByteArray &text) { return line(text, Origin::Err, Level::None); };
        QCOMPARE(lines.mid(0, 8), QList({line("good"), plain("2026-11-22"), plain(""),
                                         plain("2026-13-22T18:44:59.998 INFO err no such month"),
                                         plain("2026-11-22T18:44:59.998 LOUD err no such level"),
                                         plain("2026-11-22T18:44:59.998 INFO all no such origin"),
                                         plain("2026-11-22T18:44:5x.998 INFO err no such second"),
                                         plain("red and \\x01 and \uFFFD\\x0D")}));
        QCOMPARE(lines.last(), line("good"));
        qsizetype crosses = 0;
        for (const LogLine &one : lines)
            crosses += one.text.count('x');
        QVERIFY(crosses >= 300'000);
    }

    void itSaysWhenThereIsNone_data()
    {
        QTest::addColumn<QByteArray>("contents");
        QTest::newRow("no file") << QByteArray();
        QTest::newRow("ours begins the file") << formatLine(mark(OwnProcess)) + '\n' + formatLine(line("now")) + '\n';
        QTest::newRow("ours has no mark any more") << formatLine(line("now")) + '\n';
    }
    void itSaysWhenThereIsNone()
    {
        QFETCH(QByteArray, contents);
        if (!contents.isEmpty()) {
            QFile file(m_path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(contents);
        }
        Loaded loaded(m_path);
        QVERIFY(loaded.ended);
        QCOMPARE(loaded.problem, u"No log of a run before this one is kept"_s);
        QCOMPARE(loaded.previous.store().received(), 0);
    }

    // The disk was full when we started: what stands in the files is the run before ours.
    void withoutOurMarkTheLastRunCounts()
    {
        LogFile(m_path).append({mark(1000), line("long ago"), mark(2000), line("before")});
        Loaded loaded(m_path);
        QVERIFY(loaded.ended);
        QCOMPARE(loaded.lines(), QList({mark(2000), line("before")}));
    }

    // D03 holds for reading as well.
    void noLinkIsFollowed()
    {
        const QString target = m_folder->filePath(u"target"_s);
        LogFile(target).append({mark(2000), line("secret"), mark(OwnProcess)});
        QVERIFY(QFile::link(target, m_path));
        Loaded loaded(m_path);
        QVERIFY(loaded.ended);
        QCOMPARE(loaded.problem, u"Cannot read %1: it is a link"_s.arg(m_path));
    }

    void whatIsRenamedMeanwhileIsReadToItsEnd()
    {
        QList<LogLine> run{mark(2000)};
        for (int i = 0; i < 30'000; ++i)
            run.append(line("before " + QByteArray::number(i)));
        LogFile file(m_path, {.bytesPerFile = 4 * 1024 * 1024});
        file.append(run + QList{mark(OwnProcess)});
        file.flush();
        PreviousLog previous(m_path, Cap, nullptr, OwnProcess);
        QSignalSpy loaded(&previous, &PreviousLog::loaded);
        previous.load();
        QVERIFY(loadedSome(previous));
        QVERIFY(loaded.isEmpty());
        for (int number = RotatedFile::Limits().files - 1; number >= 0; --number)
            QFile::remove(RotatedFile::numbered(m_path, number));
        QTRY_COMPARE(loaded.size(), 1);
        QCOMPARE(linesOf(previous.store()), run);
    }

    void itMayBeGivenUpMidway()
    {
        LogFile(m_path).append(QList{mark(2000)} + QList<LogLine>(50'000, line("before")) + QList{mark(OwnProcess)});
        auto previous = std::make_unique<PreviousLog>(m_path, Cap, nullptr, OwnProcess);
        previous->load();
        QVERIFY(loadedSome(*previous));
        const FdProbe descriptors;
        previous.reset();
        QVERIFY(descriptors.grown() < 0);
    }

    // A07: the window goes on, and so does its end.
    void aDiskThatHangsIsSaidAndHoldsNobodyUp()
    {
        LogFile(m_path).append({mark(2000), line("before"), mark(OwnProcess)});
        auto previous = std::make_unique<PreviousLog>(m_path, Cap, nullptr, OwnProcess);
        QSignalSpy loaded(previous.get(), &PreviousLog::loaded);
        QSignalSpy failed(previous.get(), &PreviousLog::failed);
        previous->load();
        // It has opened the files, and waits until it is asked for lines.
        std::optional<HeldThread> disk;
        const QDeadlineTimer deadline(10'000);
        do {
            disk.emplace("previous log");
        } while (!disk->isHeld() && !deadline.hasExpired());
        QVERIFY(disk->isHeld());
        qint64 longest = 0;
        QElapsedTimer pass;
        while (failed.isEmpty() && !deadline.hasExpired()) {
            pass.start();
            QCoreApplication::processEvents();
            longest = std::max(longest, pass.elapsed());
        }
        QVERIFY2(longest < withRoom(250), QByteArray::number(longest).constData());
        QCOMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].toString(), u"Cannot read %1: the disk does not answer"_s.arg(m_path));
        pass.start();
        previous.reset();
        QVERIFY2(pass.elapsed() < withRoom(250), QByteArray::number(pass.elapsed()).constData());
        disk->letGo();
        QCOMPARE(loaded.size(), 0);
    }

    // As the command sees it that finds no Skills Tray running: every mark is another's.
    void withoutARunOfOursTheLastOneIsRead()
    {
        LogFile(m_path).append({mark(1000), line("long ago"), mark(2000), line("before")});
        PreviousLog previous(m_path, Cap, nullptr, 0);
        QSignalSpy loaded(&previous, &PreviousLog::loaded);
        previous.load();
        QTRY_COMPARE(loaded.size(), 1);
        QCOMPARE(linesOf(previous.store()), QList({mark(2000), line("before")}));
    }
    void ofARunLongerThanTheFilesTheRestIsRead()
    {
        LogFile(m_path).append({line("its mark went with the oldest file"), line("the end")});
        PreviousLog previous(m_path, Cap, nullptr, 0);
        QSignalSpy loaded(&previous, &PreviousLog::loaded);
        previous.load();
        QTRY_COMPARE(loaded.size(), 1);
        QCOMPARE(linesOf(previous.store()).size(), 2);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestLogArchive)
#include "tst_log_archive.moc"
