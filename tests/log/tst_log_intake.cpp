// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/log_file.h"
#include "core/log/log_intake.h"
#include "core/log/log_store.h"
#include "tests/support/test_help.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;

static QByteArrayList texts(const LogStore &store)
{
    QByteArrayList result;
    for (qint64 n = store.firstNumber(); n < store.endNumber(); ++n)
        result.append(store.line(n).text.toByteArray());
    return result;
}

[[maybe_unused]] static qint64 residentBytes()
{
    QFile file(u"/proc/self/statm"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').at(1).toLongLong() * ::sysconf(_SC_PAGESIZE) : 0;
}

class TestLogIntake : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void theStreamsStayApart()
    {
        LogStore store;
        LogIntake intake(store, nullptr);
        intake.readStandardOutput("INFO:     half");
        intake.readStandardError("ERROR:    whole\n");
        intake.readStandardOutput(" a line\n");
        QCOMPARE(texts(store), (QByteArrayList{"whole", "half a line"}));
        QCOMPARE(store.line(0).origin, Origin::Err);
        QCOMPARE(store.line(0).level, Level::Error);
        QCOMPARE(store.line(1).origin, Origin::Out);
        QCOMPARE(store.line(1).level, Level::Info);
    }

    void oneReadIsOneBatch()
    {
        LogStore store;
        LogIntake intake(store, nullptr);
        QSignalSpy changed(&store, &LogStore::changed);
        intake.readStandardError("a\nb\nc");
        intake.readStandardError("d");
        intake.addEvent(u"ours"_s);
        QCOMPARE(changed.size(), 2);
        QCOMPARE(changed.first().last().toLongLong(), 2); // both lines at once
        intake.finishStreams();
        QCOMPARE(changed.size(), 3);
        QCOMPARE(texts(store), (QByteArrayList{"a", "b", "ours", "cd"}));
    }

    // L08: what was not ended by a newline is a line when the streams end, and the next run begins anew.
    void theEndOfTheStreamsEndsTheirLines()
    {
        LogStore store;
        LogIntake intake(store, nullptr);
        intake.readStandardError("ERROR:    x\nno end");
        intake.readStandardOutput("neither");
        intake.finishStreams();
        intake.readStandardError("  indented\n");
        QCOMPARE(texts(store), (QByteArrayList{"x", "neither", "no end", "  indented"}));
        QCOMPARE(store.line(3).flags, 0);
        intake.finishStreams();
        QCOMPARE(store.count(), 4);
    }

    void anUnfinishedLineCanBeSeen()
    {
        LogStore store;
        LogIntake intake(store, nullptr);
        QCOMPARE(intake.unfinishedLine(), QByteArray());
        intake.readStandardOutput("older");
        intake.readStandardError("\rBatches:  10%\rBatches: \x1b[1m20%");
        QCOMPARE(intake.unfinishedLine(), "Batches: 20%"_ba);
        intake.readStandardError("\n");
        QCOMPARE(intake.unfinishedLine(), "older"_ba);
        intake.readStandardOutput(" ghp_abc");
        QCOMPARE(intake.unfinishedLine(), "older [redacted]"_ba);
    }

    // L10 in the store: cut, marked, and the next line is whole.
    void longLinesEndWithAMark()
    {
        LogStore store;
        LogIntake intake(store, nullptr);
        intake.readStandardError("INFO:     " + QByteArray(1024 * 1024, 'x') + "\nnext\n");
        QCOMPARE(store.count(), 2);
        QCOMPARE(store.line(0).text.toByteArray(), QByteArray(8192 - 10, 'x') + "\u2026 [+1040394 B]");
        QVERIFY(store.line(0).has(LogLine::Cut));
        QCOMPARE(store.line(0).level, Level::Info);
        QCOMPARE(store.line(1).text.toByteArray(), "next"_ba);
    }

    // E04: bars that are drawn anew by moving the cursor up.
    void barsBecomeTheirFirstAndLastState_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArrayList>("lines");
        QByteArray two;
        for (int i = 0; i <= 100; i += 10)
            two += "a " + QByteArray::number(i) + "%\nb " + QByteArray::number(i) + "%\n\x1b[2A";
        const QByteArrayList both{"a 0%", "b 0%", "a 100%", "b 100%"};
        QTest::newRow("the case") << two + "\n\n\r|\r/\rspinner ends\n" << both + QByteArrayList{"spinner ends"};
        QTest::newRow("an end while they stand") << two << both;
        QTest::newRow("an error below them") << two + "\n\nERROR:    x\n" << both + QByteArrayList{"x"};
        QTest::newRow("an error in their midst")
            << QByteArray("a 0%\n\x1b[1Aa 5%\n\x1b[1AERROR:    x\nbye\n") << QByteArrayList{"a 0%", "a 5%", "x", "bye"};
        QTest::newRow("an error glued to one")
            << QByteArray("a 0%\nb 0%\n\x1b[2Aa 5%ERROR:    x\n") << QByteArrayList{"a 0%", "b 0%", "a 5%", "x"};
        QTest::newRow("one, erased and drawn")
            << QByteArray("1/3\n\x1b[1A\x1b[2K2/3\n\x1b[F\x1b[2K3/3\ndone\n") << QByteArrayList{"1/3", "3/3", "done"};
        QByteArray nested = "\ra:   0%";
        for (int i = 0; i <= 100; i += 10)
            nested += "\n\r\x1b[32mb: " + QByteArray::number(i) + "%\x1b[0m\x1b[A\ra: " + QByteArray::number(i) + "%";
        QTest::newRow("nested, as tqdm writes them") << nested + "\n\ndone\n"
                                                     << QByteArrayList{"a:   0%", "a: 100%", "b: 100%", "done"};
        QTest::newRow("what is no bar is not held")
            << QByteArray("a\nb\n\x1b[2Aa\nb\n") << QByteArrayList{"a", "b", "a", "b"};
        QTest::newRow("far up") << QByteArray("a 0%\n\x1b[9999999999Aa 5%\n") << QByteArrayList{"a 0%", "a 5%"};
        QTest::newRow("one row, before anything") << QByteArray("\x1b[Aa 5%\nb\n") << QByteArrayList{"a 5%", "b"};
    }
    void barsBecomeTheirFirstAndLastState()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArrayList, lines);
        for (const qsizetype chunk : {1 << 20, 1, 3}) {
            LogStore store;
            LogIntake intake(store, nullptr);
            for (qsizetype at = 0; at < bytes.size(); at += chunk)
                intake.readStandardError(bytes.mid(at, chunk));
            intake.finishStreams();
            QCOMPARE(texts(store), lines);
            intake.readStandardError("next\n");
            QCOMPARE(store.count(), lines.size() + 1);
        }
    }

    // E04: a bar that ended no line, and then a record.
    void aRecordBehindABarIsALineOfItsOwn_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArrayList>("lines");
        QTest::addColumn<Level>("level");
        const QByteArray bar = "Batches:  50%|##  | 1/2 [00:01<00:01,  1.0it/s]";
        const auto row = [&bar](const char *name, const QByteArray &record, const QByteArray &text, Level level) {
            QTest::newRow(name) << "\r" + bar + record << QByteArrayList{bar, text} << level;
        };
        row("uvicorn", "ERROR:    x", "x", Level::Error);
        row("rich", "[11/22/26 18:44:27] WARNING  Beware", "Beware", Level::Warning);
        row("dashes", "2026-11-22 18:44:02,101 - my.app - ERROR - x", "x", Level::Error);
        row("traceback", "Traceback (most recent call last):", "Traceback (most recent call last):", Level::Error);
        row("JSON", "{\"level\":50}", "{\"level\":50}", Level::Error);
        QTest::newRow("after a number") << QByteArray("\r tool 5/5ERROR after a bar")
                                        << QByteArrayList{" tool 5/5", "ERROR after a bar"} << Level::Error;
        QTest::newRow("no bar") << bar + "ERROR:    x" << QByteArrayList{bar + "ERROR:    x"} << Level::None;
        QTest::newRow("in the midst") << QByteArray("\rChecking ERROR: 5%") << QByteArrayList{"Checking ERROR: 5%"}
                                      << Level::None;
        QTest::newRow("a bar alone") << "\r" + bar << QByteArrayList{bar} << Level::None;
    }
    void aRecordBehindABarIsALineOfItsOwn()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArrayList, lines);
        QFETCH(Level, level);
        for (const qsizetype chunk : {1 << 20, 1, 3}) {
            LogStore store;
            LogIntake intake(store, nullptr);
            const QByteArray bytes = line + '\n';
            for (qsizetype at = 0; at < bytes.size(); at += chunk)
                intake.readStandardError(bytes.mid(at, chunk));
            QCOMPARE(texts(store), lines);
            QCOMPARE(store.line(lines.size() - 1).level, level);
        }
    }

    // L04 L05 L06: what is kept and written can be shown anywhere, and no line is lost.
    void nothingHarmfulIsKeptOrWritten()
    {
        const QTemporaryDir folder;
        LogStore store;
        LogFile file(folder.filePath(u"backend.log"_s));
        LogIntake intake(store, &file);
        const QByteArray bytes = "a\xE2\x82\nb" + QByteArray(2, '\0') + "\n\x1b]0;" + QByteArray(1024 * 1024, 'x') +
                                 "\n\x1b[31mERROR:    red\x1b[0m\n\x1bPq\nplain\n";
        for (qsizetype at = 0; at < bytes.size(); at += 4093)
            intake.readStandardError(bytes.mid(at, 4093));
        intake.finishStreams();
        file.flush();
        const QByteArrayList kept = texts(store);
        QCOMPARE(kept.size(), 6);
        QCOMPARE(kept[0], "a\uFFFD\uFFFD"_ba);
        QCOMPARE(kept[1], "b\u2400\u2400"_ba);
        QCOMPARE(kept[2], "\u2026 [+1040388 B]"_ba);
        QCOMPARE(kept[3], "red"_ba);
        QCOMPARE(store.line(3).level, Level::Error);
        QCOMPARE(kept[4], ""_ba);
        QCOMPARE(kept[5], "plain"_ba);
        QFile written(file.path());
        QVERIFY(written.open(QIODevice::ReadOnly));
        const QByteArray all = written.readAll();
        QCOMPARE(all.count('\n'), 6);
        QVERIFY(!all.contains('\x1b') && !all.contains('\0'));
    }

    // X04: neither memory nor file ever see a secret, cut, coloured or wrapped as it may be.
    void secretsAreGoneBeforeAnythingIsKept()
    {
        const QTemporaryDir folder;
        LogStore store;
        LogFile file(folder.filePath(u"backend.log"_s));
        LogIntake intake(store, &file);
        intake.setSecrets({"canary-secret-0123456789"});
        intake.readStandardError("a canary-secret-");
        intake.readStandardError("0123456789 b\n");
        intake.readStandardError("\x1b[1mcanary-\x1b[0msecret-0123456789\n");
        intake.readStandardError(QByteArray(8180, 'x') + "canary-secret-0123456789\n");
        intake.readStandardError(
            "[11/22/26 18:44:27] INFO     canary-secret-0123 a.py:1\n                             456789 after\n");
        intake.readStandardError("INFO:     ghp_0123456789abcdefghij in rich\n");
        intake.addEvent(u"started with --token canary-secret-0123456789"_s);
        intake.finishStreams();
        file.flush();
        QFile written(file.path());
        QVERIFY(written.open(QIODevice::ReadOnly));
        for (const QByteArray &all : {texts(store).join('\n'), written.readAll()}) {
            QVERIFY2(!all.contains("canary") && !all.contains("456789"), all.constData());
            QVERIFY(all.contains("a [redacted] b"));
            QVERIFY(all.contains("[redacted] after"));
            QVERIFY(all.contains("[redacted] in rich"));
        }
    }

    void ourOwnEventsAreLinesToo()
    {
        LogStore store;
        LogIntake intake(store, nullptr);
        intake.addEvent(u"one"_s, Level::Warning);
        intake.addEvent(u"two\nof\x1b[1m two\u202E"_s);
        intake.addEvent(QString());
        QCOMPARE(texts(store), (QByteArrayList{"one", "two", "of two\\u202E"}));
        QCOMPARE(store.line(0).origin, Origin::Tray);
        QCOMPARE(store.line(0).level, Level::Warning);
        QCOMPARE(store.line(1).flags, 0);
        QCOMPARE(store.line(2).flags, LogLine::Continuation);
    }

    // D01 D02 in whole: one warning among the lines, and memory goes on.
    void aFileThatFailsIsOneWarningInTheLog()
    {
        LogStore store;
        LogFile file(u"/dev/full"_s);
        LogIntake intake(store, &file);
        for (int i = 0; i < 3; ++i) {
            intake.readStandardError("line\n");
            file.flush();
        }
        QCOMPARE(store.received(Origin::Err), 3);
        QCOMPARE(store.received(Origin::Tray), 1);
        QVERIFY(store.line(1).text.startsWith("Cannot write /dev/full: "));
        QCOMPARE(store.line(1).level, Level::Warning);
    }

    // D04 in whole: memory and the new file both tell it.
    void aFileTakenAwayIsOneWarningInTheLog()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("backend.log"));
        LogStore store;
        LogFile file(path);
        LogIntake intake(store, &file);
        for (int i = 0; i < 3; ++i) {
            intake.readStandardError("line\n");
            file.flush();
            QVERIFY(QFile::remove(path) || i == 2);
        }
        QCOMPARE(store.received(Origin::Err), 3);
        QCOMPARE(store.received(Origin::Tray), 1);
        QVERIFY(store.line(2).text.contains("deleted, moved or replaced"));
        QCOMPARE(store.line(2).level, Level::Warning);
    }

    void aListenerMayAddEvents()
    {
        LogStore store;
        LogIntake intake(store, nullptr);
        connect(&store, &LogStore::changed, this, [&](qint64, qint64 end) {
            if (store.line(end - 1).origin != Origin::Tray)
                intake.addEvent(u"heard"_s);
        });
        intake.readStandardError("a\nb\n");
        intake.readStandardError("c\n");
        QCOMPARE(texts(store), (QByteArrayList{"a", "b", "heard", "c", "heard"}));
    }

    // L02: each line of a flood is counted, kept or dropped, and the newest are there.
    void aFloodIsCountedExactly()
    {
        LogStore store(4 * 1024 * 1024);
        LogIntake intake(store, nullptr);
        QByteArray bytes;
        constexpr int lines = 200'000;
        for (int i = 0; i < lines; ++i)
            bytes += QByteArray::number(i).rightJustified(119, '.') + '\n';
        for (qsizetype at = 0; at < bytes.size(); at += 65'536)
            intake.readStandardOutput(bytes.mid(at, 65'536));
        QCOMPARE(store.received(Origin::Out), lines);
        QCOMPARE(store.dropped() + store.count(), lines);
        QVERIFY(store.dropped() > 0);
        QVERIFY(store.bytesUsed() <= 4 * 1024 * 1024);
        QVERIFY(store.line(store.endNumber() - 1).text.endsWith(".199999"));
        QCOMPARE(store.line(store.firstNumber()).text.toByteArray(),
                 QByteArray::number(store.firstNumber()).rightJustified(119, '.'));
    }

    // L02: what the cap says is what the process holds, however much came by.
    // L01
    void aLineWithoutAnEndTakesNoMemory()
    {
        LogStore store;
        LogIntake intake(store, nullptr);
        const QByteArray chunk(64 * 1024, 'x');
        const qint64 before = residentBytes();
        qint64 longestMs = 0;
        QElapsedTimer clock;
        for (int i = 0; i < 16 * 1024; ++i) { // a gigabyte
            clock.start();
            intake.readStandardOutput(chunk);
            longestMs = std::max(longestMs, clock.elapsed());
        }
        const qint64 grown = residentBytes() - before;
        qInfo("1 GiB without an end: grew by %.1f MB, longest read %lld ms", static_cast<double>(grown) / 1e6,
              longestMs);
        intake.readStandardOutput("\nnext\n");
        QCOMPARE(store.received(), 2);
        QVERIFY(store.line(store.firstNumber()).has(LogLine::Cut));
#ifndef __SANITIZE_ADDRESS__ // which keeps freed memory for itself
        QVERIFY(before > 0);
        QVERIFY(grown < 64 * 1024 * 1024);
#endif
        QVERIFY2(longestMs < withRoom(250), QByteArray::number(longestMs).constData());
    }

    void aFloodTakesNoMoreMemoryThanTheCap()
    {
#ifdef __SANITIZE_ADDRESS__
        QSKIP("the sanitizer keeps freed memory for itself");
#else
        constexpr qint64 cap = 16 * 1024 * 1024;
        constexpr qint64 room = 8 * 1024 * 1024;
        LogStore store(cap);
        LogIntake intake(store, nullptr);
        const QByteArray chunk = QByteArray(119, 'x').append('\n').repeated(500);
        const qint64 before = residentBytes();
        for (int i = 0; i < 2000; ++i)
            intake.readStandardError(chunk);
        const qint64 grown = residentBytes() - before;
        qInfo("120 MB came by, the process grew by %.1f MB", static_cast<double>(grown) / 1e6);
        QVERIFY(before > 0);
        QCOMPARE(store.received(), 1'000'000);
        QVERIFY(grown <= cap + room);
#endif
    }
};

QTEST_GUILESS_MAIN(TestLogIntake)
#include "tst_log_intake.moc"
