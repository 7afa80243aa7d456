// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "core/log/log_intake.h"
#include "core/log/log_store.h"
#include "core/log/record_reader.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;

/// Reads `lines` one after the other; what became of the last.
static ReadLine readLast(const QByteArrayList &lines)
{
    RecordReader reader;
    ReadLine result;
    for (const QByteArray &line : lines)
        result = reader.read(line);
    return result;
}

static QByteArray recorded(const QString &name)
{
    QFile file(QStringLiteral(SKILLS_SOURCE_DIR "/tests/data/transcripts/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

static void replay(LogStore &store, const QString &name, qsizetype chunk)
{
    LogIntake intake(store, nullptr);
    const QByteArray bytes = recorded(name);
    QVERIFY(!bytes.isEmpty());
    for (qsizetype at = 0; at < bytes.size(); at += chunk) {
        if (name.endsWith(u".out"))
            intake.readStandardOutput(bytes.mid(at, chunk));
        else
            intake.readStandardError(bytes.mid(at, chunk));
    }
    intake.finishStreams();
}

/// Level and source of each record, in order.
static QByteArrayList recordsOf(const LogStore &store)
{
    QByteArrayList records;
    for (qint64 n = 0; n < store.endNumber(); ++n) {
        const LineView line = store.line(n);
        if (!line.has(LogLine::Continuation))
            records.append(QByteArray::number(static_cast<int>(line.level)) + ' ' + line.source.toByteArray());
    }
    return records;
}

class TestRecordReader : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void eachShapeGivesItsLevelAndText_data()
    {
        QTest::addColumn<QByteArrayList>("lines");
        QTest::addColumn<Level>("level");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<int>("flags");
        const int more = LogLine::Continuation;
        const QByteArray indent(29, ' ');
        const QByteArray rich = "[11/22/26 18:44:27] ERROR    It failed    a.py:3";
        QTest::newRow("rich") << QByteArrayList{rich} << Level::Error << "It failed"_ba
                              << "a.py:3"_ba << 0;
        QTest::newRow("rich, same second")
            << QByteArrayList{QByteArray(20, ' ') + "WARNING  Beware   b.py:77"} << Level::Warning << "Beware"_ba
            << "b.py:77"_ba << 0;
        QTest::newRow("rich, critical") << QByteArrayList{"[11/22/26 18:44:27] CRITICAL x    b.py:77"}
                                        << Level::Critical << "x"_ba
                                        << "b.py:77"_ba << 0;
        QTest::newRow("rich, no source") << QByteArrayList{"[11/22/26 18:44:27] DEBUG    x at c.py  "} << Level::Debug
                                         << "x at c.py"_ba
                                         << ""_ba << 0;
        QTest::newRow("rich, other time")
            << QByteArrayList{"[18:44:27] INFO     x", "           ERROR    y    c.py:1"} << Level::Error << "y"_ba
            << "c.py:1"_ba << 0;
        QTest::newRow("rich, wrapped") << QByteArrayList{rich, indent + "badly     "} << Level::Error << "badly"_ba
                                       << ""_ba << more;
        QTest::newRow("rich, indented part") << QByteArrayList{rich, indent + "  badly"} << Level::Error << "  badly"_ba
                                             << ""_ba << more;
        QTest::newRow("rich, blank part") << QByteArrayList{rich, QByteArray(80, ' ')} << Level::Error << ""_ba
                                          << ""_ba << more;
        QTest::newRow("rich, box") << QByteArrayList{rich, indent + "\u2502 x \u2502"} << Level::Error
                                   << "\u2502 x \u2502"_ba
                                   << ""_ba << more;
        QTest::newRow("rich, broken word")
            << QByteArrayList{"[11/22/26 18:44:27] INFO     /a/long/path a.py:3", indent + "er/file"} << Level::Info
            << "er/file"_ba
            << ""_ba << (more | LogLine::MidWord);
        QTest::newRow("text after rich") << QByteArrayList{rich, "Batches: 100%|##| 1/1"} << Level::None
                                         << "Batches: 100%|##| 1/1"_ba
                                         << ""_ba << 0;
        QTest::newRow("uvicorn") << QByteArrayList{"WARNING:  Careful"} << Level::Warning << "Careful"_ba
                                 << ""_ba << 0;
        QTest::newRow("uvicorn, indented text")
            << QByteArrayList{"INFO:       two more"} << Level::Info << "  two more"_ba
            << ""_ba << 0;
        QTest::newRow("uvicorn, critical") << QByteArrayList{"CRITICAL: x"} << Level::Critical << "x"_ba
                                           << ""_ba << 0;
        QTest::newRow("uvicorn, wrapped") << QByteArrayList{"ERROR:    x", "  y"} << Level::Error << "  y"_ba
                                          << ""_ba << more;
        QTest::newRow("dashes") << QByteArrayList{"2026-11-22 18:44:02,101 - my.app - ERROR - a - b"} << Level::Error
                                << "a - b"_ba
                                << "my.app"_ba << 0;
        QTest::newRow("dashes without level")
            << QByteArrayList{"2026 - a - b - c"} << Level::None << "2026 - a - b - c"_ba
            << ""_ba << 0;
        QTest::newRow("health check") << QByteArrayList{R"(INFO:     127.0.0.1:4 - "GET /health HTTP/1.1" 200 OK)"}
                                      << Level::Info << R"(127.0.0.1:4 - "GET /health HTTP/1.1" 200 OK)"_ba
                                      << ""_ba << int(LogLine::HealthCheck);
        QTest::newRow("failed health check")
            << QByteArrayList{R"(INFO:     127.0.0.1:4 - "GET /health HTTP/1.1" 503 X)"} << Level::Info
            << R"(127.0.0.1:4 - "GET /health HTTP/1.1" 503 X)"_ba
            << ""_ba << 0;
        QTest::newRow("other request") << QByteArrayList{R"(INFO:     127.0.0.1:4 - "POST /mcp HTTP/1.1" 200 OK)"}
                                       << Level::Info << R"(127.0.0.1:4 - "POST /mcp HTTP/1.1" 200 OK)"_ba
                                       << ""_ba << 0;
        QTest::newRow("uv error") << QByteArrayList{"error: No such thing"} << Level::Error << "error: No such thing"_ba
                                  << ""_ba << 0;
        QTest::newRow("uv failure") << QByteArrayList{"  \u00D7 No solution found when resolving tool dependencies:"}
                                    << Level::Error << "  \u00D7 No solution found when resolving tool dependencies:"_ba
                                    << ""_ba << 0;
        QTest::newRow("uv cause") << QByteArrayList{"error: x", "  \u2570\u2500\u25B6 Because y"} << Level::Error
                                  << "  \u2570\u2500\u25B6 Because y"_ba
                                  << ""_ba << more;
        QTest::newRow("uv hint") << QByteArrayList{"error: x", "", "hint: z"} << Level::Error << "hint: z"_ba
                                 << ""_ba << more;
        QTest::newRow("uv warning") << QByteArrayList{"warning: x"} << Level::Warning << "warning: x"_ba
                                    << ""_ba << 0;
        const QByteArray head = "Traceback (most recent call last):";
        const QByteArray frame = "  File \"x\", line 1";
        QTest::newRow("traceback") << QByteArrayList{head} << Level::Error << head << ""_ba << 0;
        QTest::newRow("traceback after info")
            << QByteArrayList{"INFO:     x", head} << Level::Error << head << ""_ba << 0;
        QTest::newRow("traceback of an error")
            << QByteArrayList{"ERROR:    x", head} << Level::Error << head << ""_ba << more;
        QTest::newRow("frame") << QByteArrayList{head, frame} << Level::Error << frame << ""_ba << more;
        QTest::newRow("exception") << QByteArrayList{head, frame, "ValueError: x"} << Level::Error << "ValueError: x"_ba
                                   << ""_ba << more;
        QTest::newRow("after the exception")
            << QByteArrayList{head, frame, "ValueError: x", "bye"} << Level::None << "bye"_ba
            << ""_ba << 0;
        QTest::newRow("record within") << QByteArrayList{head, frame, "INFO:     x"} << Level::Info << "x"_ba
                                       << ""_ba << 0;
        const QByteArray link = "During handling of the above exception, another exception occurred:";
        QTest::newRow("chained") << QByteArrayList{head, frame, "A: x", "", link, "", head} << Level::Error << head
                                 << ""_ba << more;
        QTest::newRow("chained exception")
            << QByteArrayList{head, frame, "A: x", "", link, "", head, frame, "B: y"} << Level::Error << "B: y"_ba
            << ""_ba << more;
        QTest::newRow("second traceback")
            << QByteArrayList{head, frame, "A: x", head} << Level::Error << head << ""_ba << 0;
        QTest::newRow("empty") << QByteArrayList{""} << Level::None << ""_ba
                               << ""_ba << 0;
        QTest::newRow("only a level") << QByteArrayList{"INFO"} << Level::None << "INFO"_ba
                                      << ""_ba << 0;
        QTest::newRow("only a bracket") << QByteArrayList{"["} << Level::None << "["_ba
                                        << ""_ba << 0;
        QTest::newRow("bracket at the end") << QByteArrayList{"[x]"} << Level::None << "[x]"_ba
                                            << ""_ba << 0;
        QTest::newRow("rich without text") << QByteArrayList{"[11/22/26 18:44:27] INFO"} << Level::Info << ""_ba
                                           << ""_ba << 0;
    }
    void eachShapeGivesItsLevelAndText()
    {
        QFETCH(QByteArrayList, lines);
        QFETCH(Level, level);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, source);
        QFETCH(int, flags);
        const ReadLine line = readLast(lines);
        QCOMPARE(line.text.toByteArray(), text);
        QCOMPARE(line.level, level);
        QCOMPARE(line.source.toByteArray(), source);
        QCOMPARE(static_cast<int>(line.flags), flags);
    }

    // The numbers were counted in the files with grep: records by "^(\[.*\]| {19}) LEVEL " and "^LEVEL: ",
    // continuations by "^ {29}", progress bars by the return in them.
    void recordedTranscriptsGiveExactlyTheirRecords_data()
    {
        QTest::addColumn<int>("info");
        QTest::addColumn<int>("warnings");
        QTest::addColumn<int>("errors");
        QTest::addColumn<int>("noLevel");
        QTest::addColumn<int>("continuations");
        QTest::addColumn<int>("sources");
        QTest::addColumn<int>("healthChecks");
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("last");
        const QByteArray init = "Initializing Claude Skills MCP Backend";
        QTest::newRow("ready-columns.err")
            << 372 << 0 << 0 << 17 << 0 << 364 << 0 << init << "Finished server process [10936]"_ba;
        QTest::newRow("ready.err") << 372 << 0 << 0 << 17 << 579 << 364 << 0 << init
                                   << "Finished server process [10884]"_ba;
        QTest::newRow("offline.err") << 25 << 1 << 2 << 0 << 0 << 20 << 0 << init
                                     << "Finished server process [10720]"_ba;
        QTest::newRow("no-model.err") << 62 << 0 << 2 << 0 << 280 << 56 << 0 << init
                                      << "Finished server process [10751]"_ba;
        QTest::newRow("port-in-use.err") << 15 << 0 << 1 << 0 << 0 << 10 << 0 << init
                                         << "Application shutdown complete."_ba;
        QTest::newRow("mcp2.err") << 0 << 0 << 1 << 0 << 9 << 0 << 0 << "Traceback (most recent call last):"_ba
                                  << QByteArray();
        QTest::newRow("ready.out") << 8 << 0 << 0 << 0 << 0 << 0 << 8
                                   << R"(127.0.0.1:40662 - "GET /health HTTP/1.1" 200 OK)"_ba
                                   << R"(127.0.0.1:45130 - "GET /health HTTP/1.1" 200 OK)"_ba;
        QTest::newRow("ready-columns.out")
            << 7 << 0 << 0 << 0 << 0 << 0 << 7 << R"(127.0.0.1:45200 - "GET /health HTTP/1.1" 200 OK)"_ba
            << R"(127.0.0.1:59704 - "GET /health HTTP/1.1" 200 OK)"_ba;
        QTest::newRow("offline.out") << 2 << 0 << 0 << 0 << 0 << 0 << 2 << QByteArray() << QByteArray();
        QTest::newRow("no-model.out") << 5 << 0 << 0 << 0 << 0 << 0 << 5 << QByteArray() << QByteArray();
    }
    void recordedTranscriptsGiveExactlyTheirRecords()
    {
        QFETCH(int, info);
        QFETCH(int, warnings);
        QFETCH(int, errors);
        QFETCH(int, noLevel);
        QFETCH(int, continuations);
        QFETCH(int, sources);
        QFETCH(int, healthChecks);
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, last);
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        for (const qsizetype chunk : {1 << 20, 7}) {
            LogStore store;
            replay(store, name, chunk);
            QMap<Level, int> records;
            int more = 0;
            int withSource = 0;
            int health = 0;
            QByteArrayList starts;
            for (qint64 n = 0; n < store.endNumber(); ++n) {
                const LineView line = store.line(n);
                more += line.has(LogLine::Continuation);
                withSource += !line.source.isEmpty();
                health += line.has(LogLine::HealthCheck);
                QVERIFY(!line.text.endsWith(' '));
                if (!line.has(LogLine::Continuation)) {
                    ++records[line.level];
                    starts.append(recordText(store, n));
                }
            }
            QCOMPARE(records[Level::Info], info);
            QCOMPARE(records[Level::Warning], warnings);
            QCOMPARE(records[Level::Error], errors);
            QCOMPARE(records[Level::None], noLevel);
            QCOMPARE(more, continuations);
            QCOMPARE(withSource, sources);
            QCOMPARE(health, healthChecks);
            QCOMPARE(store.errorCount(), errors);
            QCOMPARE(store.endNumber(), recorded(name).count('\n'));
            if (!first.isEmpty())
                QVERIFY2(starts.first().startsWith(first), starts.first().constData());
            if (!last.isEmpty())
                QCOMPARE(starts.last(), last);
        }
    }

    // 80 columns wrap nearly every record, 200 none: what is told must be the same.
    void wrappedRecordsTellTheSameAsWholeOnes()
    {
        LogStore narrow;
        LogStore wide;
        replay(narrow, u"ready.err"_s, 4096);
        replay(wide, u"ready-columns.err"_s, 4096);
        QCOMPARE(recordsOf(narrow), recordsOf(wide));

        QByteArrayList skills;
        QByteArrayList wideSkills;
        for (const auto &[store, found] : {std::pair(&narrow, &skills), std::pair(&wide, &wideSkills)}) {
            for (qint64 n = 0; n < store->endNumber(); ++n) {
                if (!store->line(n).has(LogLine::Continuation) && recordText(*store, n).startsWith("Loaded skill: "))
                    found->append(recordText(*store, n));
            }
        }
        QCOMPARE(skills.size(), 151);
        QCOMPARE(skills.first(), "Loaded skill: canvas-design from /srv/skills/anthropic/canvas-design/SKILL.md"_ba);
        QCOMPARE(skills, wideSkills);
    }

    void aBoxedTracebackKeepsItsLines()
    {
        LogStore store;
        replay(store, u"no-model.err"_s, 4096);
        qint64 box = 0;
        while (!store.line(box).text.startsWith("\u256D"))
            ++box;
        QVERIFY(store.line(box).has(LogLine::Continuation));
        QCOMPARE(store.line(box).level, Level::Error);
        const QByteArray text = recordText(store, box);
        QVERIFY(text.startsWith("Error in background loading: We couldn't connect to 'https://huggingface.co'"));
        QVERIFY(text.contains("\u256F\nLocalEntryNotFoundError: Cannot find"));
        QVERIFY(text.contains("\u2502    534 \u2502   try:"));
        QCOMPARE(text.count("\u256D"), 2);
    }

    void aTextIsFoundFromAnyOfItsLines()
    {
        LogStore store;
        replay(store, u"mcp2.err"_s, 4096);
        QCOMPARE(recordText(store, 9), recordText(store, 0));
        QVERIFY(recordText(store, 0).contains("\n    raise ModuleNotFoundError(_MESSAGE, name=__name__)"));
    }
};

QTEST_GUILESS_MAIN(TestRecordReader)
#include "tst_record_reader.moc"
