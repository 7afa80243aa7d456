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
            << QByteArrayList{"plain talk", head, frame, "ValueError: x", "bye"} << Level::None << "bye"_ba
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

    void otherProgramsNameTheirLevel_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<Level>("level");
        const auto row = [](const QByteArray &line, Level level) { QTest::newRow(line.constData()) << line << level; };
        // E12: the 36 lines of the case.
        row("Starting up, plain text first", Level::None);
        row("Listening on http://127.0.0.1", Level::None);
        row(R"({"level":40,"time":1764400000000,"msg":"pino warns"})", Level::Warning);
        row("{\"level\":50,\"time\":1764400000000,\"msg\":\"pino fails\",\"err\":{\"stack\":\"Error\\n  at x\"}}",
            Level::Error);
        row(R"({"level":"warn","ts":1764400000.1,"msg":"zap warns"})", Level::Warning);
        row(R"({"level":"error","ts":1764400000.1,"caller":"a/b.go:1","msg":"zap fails"})", Level::Error);
        row(R"({"severity":"ERROR","message":"a cloud logger fails"})", Level::Error);
        row(R"({"@timestamp":"2026-01-01T00:00:00Z","log.level":"ERROR","message":"ECS fails"})", Level::Error);
        row(R"(time=2026-01-01T00:00:00.000Z level=WARN msg="slog warns")", Level::Warning);
        row(R"(time=2026-01-01T00:00:00.000Z level=ERROR msg="slog fails")", Level::Error);
        row(R"(ts=2026-01-01T00:00:00Z level=error msg="logfmt fails")", Level::Error);
        row("[WARN] brackets warn", Level::Warning);
        row("[ERROR] brackets fail", Level::Error);
        row("[2026-01-01 00:00:00] [error] brackets after a time", Level::Error);
        row("2026-01-01T00:00:00.000Z ERROR crate::module: tracing fails", Level::Error);
        row("2026-01-01 00:00:00.000 | ERROR    | mod:fn:1 - loguru fails", Level::Error);
        row("2026-01-01 00:00:00,000 ERROR module logging fails", Level::Error);
        row("ERROR:root:basicConfig fails", Level::Error);
        row("WARNING:root:basicConfig warns", Level::Warning);
        row("E0101 00:00:00.000000   1 file.go:1] klog fails", Level::Error);
        row("W0101 00:00:00.000000   1 file.go:1] klog warns", Level::Warning);
        row("error: a command line tool fails", Level::Error);
        row("npm ERR! code E404", Level::Error);
        row("npm warn deprecated x", Level::Warning);
        row("fatal: git gives up", Level::Critical);
        row("panic: runtime error: index out of range", Level::Critical);
        row("thread 'main' panicked at src/main.rs:1:1:", Level::Error);
        row("UnhandledPromiseRejection: refused", Level::Error);
        row("Exception in thread \"main\" java.lang.IllegalStateException: no", Level::Error);
        row("ERR  zerolog fails", Level::Error);
        row("INF zerolog tells", Level::Info);
        row("<3>journald prefix fails", Level::Error);
        row("no level at all", Level::None);
        // Their siblings.
        row(R"({"time":"2026-01-01T00:00:00Z","level":"INFO","msg":"slog tells"})", Level::Info);
        row(R"({"name":"x","hostname":"h","pid":7,"level":60,"msg":"bunyan gives up","v":0})", Level::Critical);
        row(R"({"level": 20, "msg": "pino mutters"})", Level::Debug);
        row("{\"asctime\": \"2026-01-01\", \"message\": \"a \\\"quoted\\\" text\", \"levelname\": \"WARNING\"}",
            Level::Warning);
        row(R"({"@t":"2026-01-01T00:00:00Z","@l":"Fatal","@m":"Serilog"})", Level::Critical);
        row(R"({"log":{"level":"error"},"message":"ECS, nested"})", Level::Error);
        row(R"({"a":{"level":"error"},"msg":"somebody else's"})", Level::None);
        row("{\"msg\":\"a \\\",\\\"level\\\":\\\"error\\\" within\"}", Level::None);
        row(R"({"jsonrpc":"2.0","method":"notifications/message","params":{"level":"error"}})", Level::None);
        row(R"({"level":3,"msg":"syslog's number or a verbosity"})", Level::None);
        row(R"({"level":"B2","floor":"parking"})", Level::None);
        row(R"({"level":["error"]})", Level::None);
        row("{level:error}", Level::None);
        row("{", Level::None);
        row(R"({"level":)", Level::None);
        row(R"(level=info ts=2026-01-01T00:00:00Z caller=main.go:1 msg="go-kit tells")", Level::Info);
        row(R"(time="2026-01-01T00:00:00Z" level=fatal msg="logrus gives up")", Level::Critical);
        row(R"(logger=migrator t=2026-01-01T00:00:00Z lvl=eror msg="no such name")", Level::None);
        row("msg=\"a \\\" level=error\" level=\"warn\"", Level::Warning);
        row("size=5 of level=error", Level::None);
        row("retrying at level=error", Level::None);
        row("level=", Level::None);
        row("ERRO[0012] logrus on a terminal", Level::Error);
        row("WARN[0000] logrus on a terminal", Level::Warning);
        row("INFO [01-01|00:00:00.000] geth tells", Level::Info);
        row("[2026-01-01T00:00:00Z ERROR crate] env_logger", Level::Error);
        row("[2026-01-01T00:00:00Z INFO  crate] env_logger", Level::Info);
        row("[2026-01-01][00:00:00][crate][WARN] fern", Level::Warning);
        row("[2026-01-01T00:00:00.000] [ERROR] default - log4js", Level::Error);
        row("[2026-01-01 00:00:00 +0000] [7] [INFO] Booting gunicorn", Level::Info);
        row("[E 2026-01-01 00:00:00.000 ServerApp] Jupyter", Level::Error);
        row("[W 260101 00:00:00 web:1] 404 GET / (Tornado)", Level::Warning);
        row("[12:00:00 WRN] Serilog", Level::Warning);
        row("[main] ERROR org.example.App - slf4j", Level::Error);
        row("[vite] error: a plugin", Level::Error);
        row("[12:00:00] Error: a task", Level::Error);
        row("[Nest] 1234  - 01/01/2026, 12:00:00 AM   ERROR [App] NestJS", Level::Error);
        row("[ ERROR ] padded", Level::Error);
        row("[UnhandledPromiseRejection: This error originated either by throwing] {", Level::Error);
        row("2026/01/01 00:00:00 [error] 7#0: *1 nginx", Level::Error);
        row("2026/01/01 00:00:00 ERROR slog's default", Level::Error);
        row("2026/01/01 00:00:00 an ordinary line of Go's log", Level::None);
        row("2026-01-01T00:00:00.000Z\terror\tpkg/a.go:1\tzap", Level::Error);
        row("2026-01-01 00:00:00.123  WARN 1234 --- [main] o.e.App : Spring", Level::Warning);
        row("12:00:00.123 [http-nio-1] ERROR o.e.App - logback", Level::Error);
        row("2026-01-01 00:00:00 - ERROR - without a name", Level::Error);
        row("10:00AM ERR zerolog's console", Level::Error);
        row("2026-01-01 00:00:00 UTC [7] FATAL:  PostgreSQL", Level::Critical);
        row("2026-01-01T00:00:00Z error: winston", Level::Error);
        row(" WARN crate::module: tracing without time", Level::Warning);
        row("ERROR crate::module: tracing without time", Level::Error);
        row("INFO - bare", Level::Info);
        row("WARN  JSON is old", Level::Warning);
        row("I20260101 00:00:00.000000 7 a.cc:1] glog", Level::Info);
        row("F0101 00:00:00.000000 7 a.cc:1] glog", Level::Critical);
        row("Error: a program in Rust", Level::Error);
        row("TypeError: x is not a function", Level::Error);
        row("java.lang.NullPointerException: no", Level::Error);
        row("Uncaught ReferenceError: x is not defined", Level::Error);
        row("Unhandled exception. System.IO.IOException: .NET", Level::Error);
        row("fail: Microsoft.Hosting.Lifetime[14]", Level::Error);
        row("(node:7) ExperimentalWarning: beware", Level::Warning);
        row("(node:7) [DEP0040] DeprecationWarning: beware", Level::Warning);
        row("npm error code E404", Level::Error);
        row("npm notice a new version", Level::Info);
        row("fatal error: all goroutines are asleep - deadlock!", Level::Critical);
        row("thread '<unnamed>' (7) panicked at 'old', src/main.rs:1:1", Level::Error);
        row("skills-mcp: error: unrecognized arguments: --x", Level::Error);
        row("<6>journald tells", Level::Info);
        // What is no form, but prose, numbers or pictures.
        row("an error: here", Level::None);
        row("This is an ERROR in the midst", Level::None);
        row("errors: 5", Level::None);
        row("Errors happen", Level::None);
        row("error handling is on", Level::None);
        row("Error handling is on", Level::None);
        row("warning signs", Level::None);
        row("ERROR HANDLING IS ON", Level::None);
        row("ERROR", Level::None);
        row("ERRORS 5", Level::None);
        row("INFORMATION", Level::None);
        row("http://error:8080/", Level::None);
        row("error:8080", Level::None);
        row("fatal error", Level::None);
        row("npm install left-pad", Level::None);
        row("npm errors", Level::None);
        row("thread 'main' started", Level::None);
        row("E0101 is a code", Level::None);
        row("E0101", Level::None);
        row("Emergency exits: 4", Level::None);
        row("5 ERROR lines", Level::None);
        row("3 errors: x", Level::None);
        row("2026-01-01 ERRORS", Level::None);
        row("12:00:00 no error: none", Level::None);
        row("12:00:00 Error handling is on", Level::None);
        row("[1/5] Building an ERROR page", Level::None);
        row("[Error Boundary] mounted", Level::None);
        row("[x] done: error", Level::None);
        row("[]", Level::None);
        row("[", Level::None);
        row("<3> cheers", Level::Error);
        row("<31>x", Level::None);
        row("<html>", Level::None);
        row("<", Level::None);
        row("(node", Level::None);
        row("(node:", Level::None);
        row("(node:7) x", Level::None);
        row("TRACE /path HTTP/1.1", Level::None);
        row("StandardError", Level::None);
        row("stderr: x", Level::None);
        row(" INFO", Level::None);
        row("  ERROR deeper", Level::None);
        row("a=", Level::None);
        row("=", Level::None);
        row("12:00:00", Level::None);
        row("12:00:00 |", Level::None);
    }
    void otherProgramsNameTheirLevel()
    {
        QFETCH(QByteArray, line);
        QFETCH(Level, level);
        const ReadLine read = readLast({line});
        QCOMPARE(read.level, level);
        QCOMPARE(read.text.toByteArray(), line); // as written
        QCOMPARE(int(read.flags), 0);
        // A level is also seen after a line of another form, and says nothing of the next line.
        if (!line.startsWith(' '))
            QCOMPARE(readLast({"INFO:     x", line}).level, level);
        const Level next = readLast({line, "no level at all"}).level;
        QCOMPARE(next, line.endsWith("main.rs:1:1:") ? Level::Error : Level::None);
    }

    // Any beginning of a line may be all there is, and must not be read beyond.
    void beginningsOfLinesAreRead()
    {
        const QByteArrayList lines{"{\"log\":{\"level\":\"error\\\"x\"},\"a\":[1,{\"b\":\"c\"}]} ",
                                   "time=\"2026 \\\" x\" level=error msg=\"x\"",
                                   "[2026-01-01 00:00:00] [E 12:00:00 x] [error] x",
                                   "2026-01-01T00:00:00.000Z | UTC - ERROR: x",
                                   "E0101 00:00:00.000000   1 file.go:1] klog fails",
                                   "(node:7) [DEP0040] DeprecationWarning: beware",
                                   "thread 'main' panicked at src/main.rs:1:1:",
                                   "Uncaught a.b.TypeError: x",
                                   "npm ERR! code",
                                   "prog: fatal error: x",
                                   " WARN x",
                                   "<3>x"};
        for (const QByteArray &line : lines) {
            for (qsizetype size = 0; size <= line.size(); ++size) {
                const QByteArray beginning(line.constData(), size);
                QCOMPARE(readLast({beginning}).text.toByteArray(), beginning);
            }
        }
    }

    // Each record's lines, and after them one that is none of it.
    void aRecordHasItsLines_data()
    {
        QTest::addColumn<QByteArrayList>("lines");
        QTest::addColumn<int>("size");
        QTest::addColumn<Level>("level");
        QTest::newRow("Node") << QByteArrayList{"TypeError: x is not a function",
                                                "    at Object.<anonymous> (/x/index.js:1:1)",
                                                "    at node:internal/main/run_main_module:28:49 {",
                                                "  code: 'X'",
                                                "}",
                                                "",
                                                "Node.js v20.1.0",
                                                "bye"}
                              << 7 << Level::Error;
        QTest::newRow("Node's warning") << QByteArrayList{"(node:7) Warning: x",
                                                          "(Use `node --trace-warnings ...` to show where it was)",
                                                          "bye"}
                                        << 2 << Level::Warning;
        QTest::newRow("Java") << QByteArrayList{"Exception in thread \"main\" java.lang.IllegalStateException: no",
                                                "\tat x.Y.z(Y.java:1)", "Caused by: java.io.IOException: no",
                                                "\t... 1 more", "bye"}
                              << 4 << Level::Error;
        QTest::newRow("Rust's error") << QByteArrayList{"Error: cannot start", "", "Caused by:", "    0: no", "bye"}
                                      << 4 << Level::Error;
        QTest::newRow("Go") << QByteArrayList{"panic: runtime error: index out of range [5] with length 3",
                                              "",
                                              "goroutine 1 [running]:",
                                              "main.(*Server).run(0xc000012345, {0x0, 0x0})",
                                              "\t/src/main.go:5 +0x1d",
                                              "main.main()",
                                              "\t/src/main.go:9 +0x25",
                                              "created by main.start in goroutine 7",
                                              "\t/src/main.go:3 +0x1",
                                              "exit status 2",
                                              "bye"}
                            << 10 << Level::Critical;
        QTest::newRow("Go, recovered") << QByteArrayList{"panic: a [recovered]", "\tpanic: b",
                                                         "[signal SIGSEGV: segmentation violation]", "bye now"}
                                       << 3 << Level::Critical;
        QTest::newRow("Rust") << QByteArrayList{"thread 'main' panicked at src/main.rs:2:5:",
                                                "error: 3 is not 4",
                                                "note: run with `RUST_BACKTRACE=1`",
                                                "stack backtrace:",
                                                "   0: rust_begin_unwind",
                                                "             at /rustc/x.rs:1:2",
                                                "note: Some details are omitted",
                                                "bye"}
                              << 7 << Level::Error;
        QTest::newRow("Rust, before 2023")
            << QByteArrayList{"thread 'main' panicked at 'no', src/main.rs:2:5", "note: run with x", "bye"} << 2
            << Level::Error;
        QTest::newRow("npm") << QByteArrayList{"npm error code E404", "npm error 404 Not Found", "npm warn x"} << 2
                             << Level::Error;
        QTest::newRow("klog") << QByteArrayList{"E0101 00:00:00.000000 1 a.go:1] x", "\tmore", "bye"} << 2
                              << Level::Error;
        QTest::newRow("logging.exception") << QByteArrayList{"2026-01-01 00:00:00,000 ERROR module x",
                                                             "Traceback (most recent call last):",
                                                             "  File \"x\", line 1",
                                                             "OSError: [Errno 98] no",
                                                             "",
                                                             "",
                                                             "INFO:     x"}
                                           << 6 << Level::Error;
        QTest::newRow("an exception called error")
            << QByteArrayList{"Traceback (most recent call last):", "  File \"x\", line 1", "error: unknown", "bye"}
            << 3 << Level::Error;
        QTest::newRow("JSON") << QByteArrayList{R"({"level":"error"})", "  not of it"} << 1 << Level::Error;
    }
    void aRecordHasItsLines()
    {
        QFETCH(QByteArrayList, lines);
        QFETCH(int, size);
        QFETCH(Level, level);
        RecordReader reader;
        (void)reader.read("plain talk");
        for (int i = 0; i < lines.size(); ++i) {
            const ReadLine line = reader.read(lines.at(i));
            QVERIFY2(((line.flags & LogLine::Continuation) != 0) == (i > 0 && i < size), lines.at(i).constData());
            if (i < size)
                QVERIFY2(line.level == level, lines.at(i).constData());
            else
                QVERIFY2(line.level < level, lines.at(i).constData());
        }
    }

    // What traceback.format_exc() writes for messages of several lines, alone and in a chain.
    void aMessageOfSeveralLinesIsOneRecord_data()
    {
        QTest::addColumn<QByteArrayList>("before");
        QTest::newRow("at the start") << QByteArrayList{};
        QTest::newRow("after records") << QByteArrayList{"plain talk", "INFO:     serving"};
    }
    void aMessageOfSeveralLinesIsOneRecord()
    {
        QFETCH(QByteArrayList, before);
        RecordReader reader;
        for (const QByteArray &line : before)
            (void)reader.read(line);
        const QByteArrayList traceback{"Traceback (most recent call last):",
                                       "  File \"x\", line 1, in f",
                                       "KeyError: 'first",
                                       "and more of it'",
                                       "",
                                       "The above exception was the direct cause of the following exception:",
                                       "",
                                       "Traceback (most recent call last):",
                                       "  File \"x\", line 2, in f",
                                       "ValueError: second",
                                       "with a second line",
                                       "  and an indented third",
                                       "and a fourth"};
        for (int i = 0; i < traceback.size(); ++i) {
            const ReadLine line = reader.read(traceback.at(i));
            QVERIFY2(line.level == Level::Error, traceback.at(i).constData());
            QVERIFY2(((line.flags & LogLine::Continuation) != 0) == (i > 0), traceback.at(i).constData());
        }
        // It ends with the next record, or an empty line.
        RecordReader other = reader;
        QCOMPARE(reader.read("INFO:     x").level, Level::Info);
        QCOMPARE(reader.read("bye").level, Level::None);
        QCOMPARE(other.read("").level, Level::Error);
        QCOMPARE(other.read("bye").level, Level::None);
    }

    void aMessageHasAnEnd()
    {
        RecordReader reader;
        for (const char *line : {"Traceback (most recent call last):", "  File \"x\", line 1", "ValueError: x"})
            (void)reader.read(line);
        int lines = 0;
        while (reader.read("plain talk").level == Level::Error)
            QVERIFY(++lines < 100);
        QCOMPARE(lines, 16);
    }

    void aPanicsMessageOfSeveralLinesIsOneRecord()
    {
        RecordReader reader;
        for (const char *line : {"thread 'main' panicked at src/main.rs:2:5:", "assertion `left == right` failed",
                                 "TypeError: no record of its own", "note: run with `RUST_BACKTRACE=1`"})
            QCOMPARE(reader.read(line).level, Level::Error);
        QCOMPARE(reader.read("bye").level, Level::None);
    }

    void anExceptionGroupIsOneRecord()
    {
        const QByteArrayList group{"  + Exception Group Traceback (most recent call last):",
                                   "  |   File \"x.py\", line 1, in <module>",
                                   "  | ExceptionGroup: two (2 sub-exceptions)",
                                   "  +-+---------------- 1 ----------------",
                                   "    | Traceback (most recent call last):",
                                   "    |   File \"x.py\", line 1, in <module>",
                                   "    | ValueError: a",
                                   "    | and more of it",
                                   "    +---------------- 2 ----------------",
                                   "    | Exception Group Traceback (most recent call last):",
                                   "    | ExceptionGroup: one (1 sub-exception)",
                                   "    +-+---------------- 1 ----------------",
                                   "      | TypeError: b",
                                   "      +------------------------------------"};
        RecordReader reader;
        for (int i = 0; i < group.size(); ++i) {
            const ReadLine line = reader.read(group.at(i));
            QVERIFY2(line.level == Level::Error, group.at(i).constData());
            QVERIFY2(((line.flags & LogLine::Continuation) != 0) == (i > 0), group.at(i).constData());
        }
        RecordReader chained = reader;
        QCOMPARE(reader.read("bye").level, Level::None);
        for (const char *line : {"", "During handling of the above exception, another exception occurred:", "",
                                 "Traceback (most recent call last):"})
            QCOMPARE(int(chained.read(line).flags), int(LogLine::Continuation));
        // The group of a logged error is that error's.
        QCOMPARE(int(readLast({"ERROR:    x", group.first()}).flags), int(LogLine::Continuation));
        QCOMPARE(int(readLast({"INFO:     x", group.first()}).flags), 0);
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
