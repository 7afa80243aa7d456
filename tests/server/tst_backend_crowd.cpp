// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
#include "raw_http.h"
#include "server_run.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <vector>

#include <sys/resource.h>

using namespace Qt::StringLiterals;

/// Many clients at once, and bad ones among them.
class TestBackendCrowd : public QObject
{
    Q_OBJECT

    static qint64 residentKilobytes(qint64 pid)
    {
        QFile status(u"/proc/%1/status"_s.arg(pid));
        if (!status.open(QIODevice::ReadOnly))
            return 0;
        for (const QByteArray &line : status.readAll().split('\n')) {
            if (line.startsWith("VmRSS:"))
                return line.mid(6).trimmed().split(' ').first().toLongLong();
        }
        return 0;
    }

    static std::vector<RawConnection> openStreams(quint16 port, int count)
    {
        std::vector<RawConnection> streams;
        for (int i = 0; i < count; ++i) {
            RawConnection opening(port);
            const QByteArray session = openSession(opening);
            RawConnection stream(port);
            if (stream.get("/mcp", mcpHeaders(session)).status == 200)
                streams.push_back(std::move(stream));
        }
        return streams;
    }

    static QList<double> queryTimes(quint16 port, int count)
    {
        RawConnection connection(port);
        const QByteArray session = openSession(connection);
        QList<double> times;
        for (int i = 0; i < count; ++i) {
            QElapsedTimer clock;
            clock.start();
            const RawAnswer answer =
                connection.post("/mcp",
                                callMessage(i, "find_helpful_skills",
                                            "{\"task_description\":\"compare invoices with rivers in report " +
                                                QByteArray::number(i % 100) + "\"}"),
                                mcpHeaders(session));
            if (answer.status == 200 && answer.body.contains("skill-"))
                times << double(clock.nsecsElapsed()) / 1e6;
        }
        std::sort(times.begin(), times.end());
        return times;
    }

private slots:
    void initTestCase()
    {
        rlimit limit = {};
        ::getrlimit(RLIMIT_NOFILE, &limit);
        limit.rlim_cur = std::min<rlim_t>(4096, limit.rlim_max);
        ::setrlimit(RLIMIT_NOFILE, &limit);
        if (limit.rlim_cur < 2048)
            QSKIP("This machine does not allow 2048 open files.");
    }

    void queriesStayFastAmongIdleConnectionsAndStreams()
    {
        ServerRun server;
        server.writeSkills(109);
        QVERIFY2(server.start(), server.log.constData());
        const qint64 before = residentKilobytes(server.process.processId());
        std::vector<RawConnection> idle;
        for (int i = 0; i < 1000; ++i) {
            idle.emplace_back(server.port);
            QVERIFY(idle.back().isOpen());
        }
        std::vector<RawConnection> streams = openStreams(server.port, 200);
        QCOMPARE(streams.size(), size_t(200));

        // A machine that was busy with others for a moment says nothing about us: the best of a few rounds counts.
        QList<double> times;
        for (int round = 0; round < 5 && (times.isEmpty() || times.at(990) > 10 * room()); ++round) {
            times = queryTimes(server.port, 1000);
            QCOMPARE(times.size(), 1000);
        }
        const qint64 during = residentKilobytes(server.process.processId());
        qInfo("query p50 %.2f ms, p99 %.2f ms, max %.2f ms; resident %lld kB before, %lld kB during", times.at(500),
              times.at(990), times.last(), before, during);
        QVERIFY(times.at(990) <= 10 * room());
#ifndef __SANITIZE_ADDRESS__ // the sanitizer keeps freed memory for itself
        QVERIFY(during - before < 32 * 1024 * qint64(room()));
#endif

        // The idle ones were left alone, and each stream hears of a change.
        QCOMPARE(idle.front().get("/health").status, 200);
        QCOMPARE(idle.back().get("/health").status, 200);
        server.writeSkill(u"skill-more"_s, "Counts what was not counted");
        for (RawConnection &stream : streams)
            QVERIFY(stream.seesWithin("list_changed", 5000));
    }

    void aStreamTooManyIsRefusedAndOthersGoOn()
    {
        ServerRun server;
        server.writeSkills(3);
        QVERIFY2(server.start(), server.log.constData());
        std::vector<RawConnection> streams = openStreams(server.port, 512);
        QCOMPARE(streams.size(), size_t(512));
        RawConnection connection(server.port);
        const QByteArray session = openSession(connection);
        QCOMPARE(connection.get("/mcp", mcpHeaders(session)).status, 503);
        QCOMPARE(connection.post("/mcp", callMessage(1, "list_skills", "{}"), mcpHeaders(session)).status, 200);

        server.writeSkill(u"skill-more"_s, "Counts what was not counted");
        for (RawConnection &stream : streams)
            QVERIFY(stream.seesWithin("list_changed", 60'000));
        streams.pop_back(); // then there is room for one
        const auto opensOne = [&] {
            RawConnection next(server.port);
            return next.get("/mcp", mcpHeaders(session)).status == 200;
        };
        QTRY_VERIFY_WITH_TIMEOUT(opensOne(), 20'000);
    }

    void aSignalEndsItWithOpenStreams()
    {
        ServerRun server;
        server.writeSkills(3);
        QVERIFY2(server.start(), server.log.constData());
        std::vector<RawConnection> streams = openStreams(server.port, 200);
        QCOMPARE(streams.size(), size_t(200));
        QElapsedTimer clock;
        clock.start();
        server.terminate();
        QCOMPARE(server.exitStatus(), 0);
        qInfo("exit after %lld ms", clock.elapsed());
        QVERIFY(double(clock.elapsed()) < 300 * room());
        for (RawConnection &stream : streams)
            QVERIFY(stream.isClosedWithin(1000));
    }

    void slowSendersAreClosedWhileOthersAreServed()
    {
        ServerRun server;
        server.writeSkills(3);
        QVERIFY2(server.start(), server.log.constData());
        std::vector<RawConnection> slow;
        for (int i = 0; i < 50; ++i)
            slow.emplace_back(server.port);
        RawConnection quiet(server.port); // sends nothing at all, which is no offence
        for (size_t i = 0; i < slow.size(); ++i) {
            // Half of them dawdle with their headers, half with their body.
            slow[i].send(i % 2 ? "POST /mcp HTTP/1.1\r\nX-Slow: "
                               : "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n{");
        }
        QElapsedTimer clock;
        clock.start();
        size_t open = slow.size();
        while (open > 0 && clock.elapsed() < 30'000) {
            open = 0;
            for (RawConnection &connection : slow)
                open += connection.isClosedWithin(2) || !connection.send("x") ? 0 : 1;
            RawConnection other(server.port);
            QCOMPARE(other.get("/health").status, 200);
        }
        qInfo("all slow senders closed after %lld ms", clock.elapsed());
        QCOMPARE(open, size_t(0));
        QVERIFY(clock.elapsed() > 5'000);
        QCOMPARE(quiet.get("/health").status, 200);
    }

    void moreConnectionsThanFitDoNotShutOthersOut()
    {
        ServerRun server;
        server.writeSkills(3);
        QVERIFY2(server.start(), server.log.constData());
        std::vector<RawConnection> idle;
        for (int i = 0; i < 1900; ++i)
            idle.emplace_back(server.port);
        RawConnection other(server.port);
        QCOMPARE(other.get("/health").status, 200);
        QVERIFY(idle.front().isClosedWithin(5000));
    }

    void fewDescriptorsMeanFewConnectionsAndNoWait()
    {
        ServerRun server;
        server.process.setChildProcessModifier([] {
            rlimit limit = {1024, 1024};
            ::setrlimit(RLIMIT_NOFILE, &limit);
        });
        server.writeSkills(3);
        QVERIFY2(server.start(), server.log.constData());
        std::vector<RawConnection> idle;
        for (int i = 0; i < 1200; ++i)
            idle.emplace_back(server.port);
        RawConnection other(server.port);
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(other.get("/health").status, 200);
        QVERIFY2(double(clock.elapsed()) < 1000 * room(), QByteArray::number(clock.elapsed()).constData());
        QVERIFY(idle.front().isClosedWithin(5000));
    }
};

QTEST_GUILESS_MAIN(TestBackendCrowd)
#include "tst_backend_crowd.moc"
